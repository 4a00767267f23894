package sshd

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"charm.land/ssh"

	"pooldeck/backend"
	"pooldeck/cli"
)

// parseRevoked reads the file of revoked keys: a key a line, as its fingerprint
// or itself, and maybe a comment.
func parseRevoked(file, text string) (map[string]bool, []Fault) {
	lines, faults := entries(file, text)
	revoked := map[string]bool{}
	for _, l := range lines {
		words, _, _ := strings.Cut(l.text, " #")
		print := strings.TrimSpace(words)
		var err error
		if strings.HasPrefix(print, "SHA256:") {
			err = checkFingerprint(print)
		} else {
			print, err = fingerprint(print)
		}
		if err != nil {
			faults = append(faults, Fault{file, l.number, err.Error()})
			continue
		}
		revoked[print] = true
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return revoked, faults
}

// revokes is the command that shuts a key out, or all keys of somebody, and
// ends their sessions.
func (s *Server) revokes(sess ssh.Session, by guest, args []string) (code int) {
	prints, err := s.revoke(by, args)
	var e cli.Exit
	switch {
	case errors.As(err, &e):
		fmt.Fprintln(sess.Stderr(), "pooldeck: "+e.Error())
		return e.Code
	case err != nil:
		fmt.Fprintln(sess.Stderr(), "pooldeck: "+err.Error())
		return cli.Failed
	}
	for _, print := range prints {
		fmt.Fprintln(sess, "revoked", print)
	}
	return cli.OK
}

func (s *Server) revoke(by guest, args []string) (prints []string, err error) {
	switch {
	case by.role != backend.Admin:
		return nil, cli.Exit{Code: cli.Refused, Err: errors.New("only an admin revokes keys")}
	case len(args) != 1:
		return nil, cli.Exit{Code: cli.Usage, Err: errors.New("revoke takes one name or fingerprint")}
	case s.options.Revoked == "":
		return nil, cli.Exit{Code: cli.Refused, Err: errors.New("this server keeps no file of revoked keys")}
	}
	for print, m := range s.door.current.Load().members {
		if print == args[0] || m.name == args[0] {
			prints = append(prints, print)
		}
	}
	slices.Sort(prints)
	switch {
	case len(prints) == 0:
		return nil, cli.Exit{Code: cli.NotFound, Err: errors.New("no key in the roles has this name or fingerprint")}
	case slices.Contains(prints, by.print):
		// The last admin would be locked out, and nobody could let them in again.
		return nil, cli.Exit{Code: cli.Refused, Err: errors.New("this is the key that you came with; another admin can revoke it")}
	}
	if err := s.door.shutOut(prints, by.name, time.Now()); err != nil {
		return nil, err
	}
	s.options.Log.Warn("keys were revoked", "keys", strings.Join(prints, " "), "by", by.name, "key", by.print)
	s.Reload()
	for _, print := range prints {
		if !s.door.current.Load().revoked[print] {
			return nil, fmt.Errorf("%s is written down, but not shut out yet: the log says why", print)
		}
	}
	return prints, nil
}

// shutOut adds keys to the file of the revoked ones.
func (d *door) shutOut(prints []string, by string, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := os.OpenFile(d.revoked, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("the revoked keys: %w", err)
	}
	var text strings.Builder
	for _, print := range prints {
		// On a line of its own, even after one that somebody has left open.
		fmt.Fprintf(&text, "\n%s # by %s at %s\n", print, by, now.UTC().Format(time.RFC3339))
	}
	_, err = f.WriteString(text.String())
	return errors.Join(err, f.Sync(), f.Close())
}
