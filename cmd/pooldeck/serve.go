package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"pooldeck/cli"
	"pooldeck/internal/config"
	"pooldeck/sshd"
)

// serving is what `pooldeck serve ssh` is asked for.
type serving struct {
	listen, metrics string
	keys, roles     string
	anyKey          bool
	limits          sshd.Limits
	memory          string
}

// usualMemory is enough for 200 consoles of 120x40, which take 350 MB, three
// times over.
const usualMemory = "1GiB"

// serveCommand is `pooldeck serve`.
func serveCommand(settings func() (config.Settings, error), run cli.Runner) *cobra.Command {
	serve := &cobra.Command{Use: "serve", Short: "Serve the console to others"}
	s := serving{limits: sshd.DefaultLimits(), memory: cmp.Or(os.Getenv("GOMEMLIMIT"), usualMemory)}
	ssh := &cobra.Command{
		Use:   "ssh",
		Short: "Serve the console and the commands over SSH",
		Long: "Serves one fleet to a team: with a terminal everybody has a console of their own, without one the " +
			"commands.\nOperations belong to the server and go on when a session ends. docs/ssh.md has the set-up.",
		Example: "pooldeck serve ssh --listen 127.0.0.1:2222 --authorized-keys keys --roles roles",
		Args:    cobra.NoArgs,
		RunE: run(func(cmd *cobra.Command, _ []string) error {
			set, err := settings()
			if err != nil {
				return err
			}
			return s.run(cmd.Context(), set)
		}),
	}
	f := ssh.Flags()
	f.StringVar(&s.listen, "listen", "127.0.0.1:2222", "where to listen")
	f.StringVar(&s.metrics, "metrics", "", "serve counters over HTTP on this loopback address")
	f.StringVar(&s.keys, "authorized-keys", "", "the public keys that may come in, as OpenSSH has them")
	f.StringVar(&s.roles, "roles", "", "who each key is and what they may do")
	f.BoolVar(&s.anyKey, "insecure-any-key", false, "let every key in as admin, on the loopback only: for a demo")
	l := &s.limits
	for name, d := range map[string]*time.Duration{
		"handshake": &l.Handshake, "idle": &l.Idle, "warning": &l.Warning, "life": &l.Life, "stall": &l.Stall,
		"alive": &l.Alive, "drain": &l.Drain,
	} {
		f.DurationVar(d, "limit-"+name, *d, limitWords()[name])
	}
	for name, n := range map[string]*int{
		"tries": &l.Tries, "connections": &l.Connections, "connections-per-address": &l.PerAddress,
		"waiting": &l.Waiting, "waiting-per-address": &l.WaitingPerAddress,
		"sessions": &l.Sessions, "sessions-per-key": &l.PerKey, "sessions-per-connection": &l.PerConnection,
		"columns": &l.Columns, "rows": &l.Rows,
	} {
		f.IntVar(n, "limit-"+name, *n, limitWords()[name])
	}
	f.StringVar(&s.memory, "limit-memory", s.memory, "how much memory is used before it is collected more often; off for no limit (default from GOMEMLIMIT)")
	serve.AddCommand(ssh)
	return serve
}

func limitWords() map[string]string {
	return map[string]string{
		"handshake": "how long a connection may take to come in", "idle": "how long a console may go without a key press",
		"life": "how long a session may last", "stall": "how long a client may not read", "drain": "how long stopping may take",
		"tries": "keys that a client may offer in vain", "connections": "connections in all",
		"connections-per-address": "connections from one address", "waiting": "connections that have not come in yet",
		"waiting-per-address": "of those from one address", "sessions": "sessions in all", "sessions-per-key": "sessions of one key",
		"sessions-per-connection": "sessions on one connection",
		"warning":                 "how long before a session's end its console says so",
		"alive":                   "how often clients are asked whether they are still there",
		"columns":                 "columns of the largest window that is drawn", "rows": "and its rows",
	}
}

// run serves until the context ends.
func (s serving) run(ctx context.Context, set config.Settings) (err error) {
	if s.anyKey == (s.keys != "" || s.roles != "") || !s.anyKey && (s.keys == "" || s.roles == "") {
		return cli.Exit{Code: cli.Usage, Err: errors.New(
			"say who may come in: --authorized-keys FILE and --roles FILE (or, for a demo on the loopback, --insecure-any-key)",
		)}
	}
	if err := limitMemory(s.memory); err != nil {
		return cli.Exit{Code: cli.Usage, Err: err}
	}
	state, err := open(set)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.close()) }()
	key, err := hostKey(set)
	if err != nil {
		return err
	}
	var metrics net.Listener
	if s.metrics != "" {
		if metrics, err = net.Listen("tcp", s.metrics); err != nil {
			return fmt.Errorf("--metrics: %w", err)
		}
		defer metrics.Close()
	}
	server, err := sshd.New(sshd.Options{
		Backend: state.plane, Catalog: state.catalog, Version: version, HostKey: key,
		Keys: s.keys, Roles: s.roles, Revoked: revoked(set, s.anyKey), AnyKey: s.anyKey, Limits: s.limits, Manners: manners(set.Manners),
		Metrics: metrics, Out: os.Stdout, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	if err != nil {
		return cli.Exit{Code: cli.Usage, Err: err}
	}
	defer reloading(server)()
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	fleets, err := state.plane.Watch(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	passed := state.pass()
	go func() {
		// They end when the state cannot be saved any more: then nothing is left
		// to serve.
		for range fleets {
		}
		end()
	}()
	err = server.Serve(ctx, listener)
	return errors.Join(err, passed())
}

// limitMemory has the runtime collect garbage sooner when there is less room.
// What is in use stays, so nobody is turned away by it: a limit of the service
// manager's is for that.
func limitMemory(text string) error {
	if text == "off" {
		debug.SetMemoryLimit(math.MaxInt64)
		return nil
	}
	n, err := humanize.ParseBytes(text)
	if err != nil || n < 1<<20 || n > math.MaxInt64 {
		return fmt.Errorf("--limit-memory %s: it is a size of at least 1MiB, such as 700MiB or 1GiB, or off", text)
	}
	debug.SetMemoryLimit(int64(n))
	return nil
}

// hostKey is kept beside the state; a demo has one of its own each time.
func hostKey(set config.Settings) (gossh.Signer, error) {
	if set.Demo {
		return sshd.NewHostKey()
	}
	return sshd.HostKey(filepath.Join(set.State, "host_key"))
}

// revoked is where the keys are written down that an admin shuts out: beside
// the state.
func revoked(set config.Settings, anyKey bool) string {
	if set.Demo || anyKey {
		return ""
	}
	return filepath.Join(set.State, "revoked_keys")
}

// reloading reads keys and roles again on SIGHUP.
func reloading(server *sshd.Server) (stop func()) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-hangups:
				server.Reload()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		close(done)
	}
}
