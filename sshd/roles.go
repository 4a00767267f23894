package sshd

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	gossh "golang.org/x/crypto/ssh"

	"pooldeck/backend"
)

// member is a line of the roles file: whose key it is and what they may do.
type member struct {
	name string
	role backend.Role
	line int
}

// maxName is the length of a person's name, so that a line of the screen has
// room for some of them.
const maxName = 32

// parseRoles reads the roles file. A line is a key, a name and a role, with
// blanks between; the key is its fingerprint (SHA256:…, as ssh-keygen -l
// prints it) or the public key itself (two words). A person may have several
// keys; a key that stands there twice is a fault, and its first line counts.
// The result is by fingerprint.
func parseRoles(file, text string) (map[string]member, []Fault) {
	lines, faults := entries(file, text)
	members := map[string]member{}
	for _, l := range lines {
		print, m, err := parseRole(l.text)
		if first, twice := members[print]; err == nil && twice {
			err = fmt.Errorf("this key stands in line %d already, as %s; that line counts", first.line, first.name)
		}
		if err != nil {
			faults = append(faults, Fault{file, l.number, err.Error()})
			continue
		}
		m.line = l.number
		members[print] = m
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return members, faults
}

func parseRole(line string) (print string, m member, err error) {
	words := strings.Fields(line)
	if n := slices.IndexFunc(words, func(w string) bool { return w[0] == '#' }); n >= 0 {
		words = words[:n]
	}
	switch {
	case len(words) == 3 && strings.HasPrefix(words[0], "SHA256:"):
		print, err = words[0], checkFingerprint(words[0])
	case len(words) == 4:
		print, err = fingerprint(words[0] + " " + words[1])
		words = words[1:]
	default:
		err = fmt.Errorf("a line is a key, a name and a role; this has %d words", len(words))
	}
	if err != nil {
		return "", member{}, err
	}
	if m.name, err = checkName(words[1]); err != nil {
		return "", member{}, err
	}
	switch m.role = backend.Role(words[2]); m.role {
	case backend.Viewer, backend.Operator, backend.Admin:
		return print, m, nil
	}
	return "", member{}, fmt.Errorf("a role is viewer, operator or admin; not %q", words[2])
}

func checkFingerprint(text string) error {
	sum, err := base64.RawStdEncoding.Strict().DecodeString(strings.TrimPrefix(text, "SHA256:"))
	if err != nil || len(sum) != 32 {
		return fmt.Errorf("a fingerprint is SHA256: and 43 characters, as ssh-keygen -l prints it; not %q", text)
	}
	return nil
}

func fingerprint(key string) (string, error) {
	k, _, options, _, err := gossh.ParseAuthorizedKey([]byte(key))
	if err != nil || len(options) > 0 {
		return "", fmt.Errorf("%q is neither a fingerprint (SHA256:…) nor a public key", key)
	}
	return gossh.FingerprintSHA256(k), nil
}

// checkName lets only those names pass that look the same to everybody who
// reads them on a screen, in the journal and in a log.
func checkName(name string) (string, error) {
	if n := utf8.RuneCountInString(name); n > maxName {
		return "", fmt.Errorf("a name has at most %d characters; this has %d", maxName, n)
	}
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@+", r)
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, odd) {
		return "", fmt.Errorf("a name has letters, digits and ._-@+; not %q", name)
	}
	return name, nil
}
