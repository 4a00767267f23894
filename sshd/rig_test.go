package sshd

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// patience is how long something may take that takes milliseconds on an idle
// machine. It is over only when something hangs.
const patience = 2 * time.Minute

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	deadline := time.After(patience)
	for !so() {
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// rig is a server on the demo fleet, with four people: ada the operator, bob
// the viewer, root the admin, and eve whom nobody knows.
type rig struct {
	t       testing.TB
	dir     string
	plane   *control.Plane
	server  *Server
	address string
	host    gossh.PublicKey
	log     *records
	waiting atomic.Int64 // writes to channels that take nothing in
	stop    func() error // ends the server as SIGTERM does; waits until it has ended
}

// The people's keys have these numbers.

var numbersOf = map[string]byte{"ada": 1, "bob": 2, "root": 3, "eve": 4}

func (r *rig) keysFile() string  { return filepath.Join(r.dir, "authorized_keys") }
func (r *rig) rolesFile() string { return filepath.Join(r.dir, "roles") }

func (r *rig) revokedFile() string { return filepath.Join(r.dir, "revoked_keys") }

func serve(t testing.TB, change ...func(*Options)) *rig {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serveOn(t, l, change...)
}

func serveOn(t testing.TB, l net.Listener, change ...func(*Options)) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir(), log: &records{}}
	var keys, roles strings.Builder
	for name, role := range map[string]backend.Role{"ada": backend.Operator, "bob": backend.Viewer, "root": backend.Admin} {
		line, print := publicKey(t, numbersOf[name])
		fmt.Fprintln(&keys, line)
		fmt.Fprintln(&roles, print, name, role)
	}
	write(t, r.keysFile(), keys.String())
	write(t, r.rolesFile(), roles.String())
	plane, catalog := demo(t, 0)
	host := signer(t, 99)
	r.host = host.PublicKey()
	o := Options{
		Backend: plane, Catalog: catalog, Version: "test", HostKey: host, Keys: r.keysFile(), Roles: r.rolesFile(), Revoked: r.revokedFile(),
		Limits: DefaultLimits(), Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&o)
	}
	r.plane = o.Backend.(*control.Plane)
	var err error
	if r.server, err = New(o); err != nil {
		t.Fatal(err)
	}
	r.server.library.ChannelHandlers["session"] = r.cram(r.server.library.ChannelHandlers["session"])
	r.address = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- r.server.Serve(ctx, l) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-served:
			return err
		case <-time.After(patience):
			return fmt.Errorf("the server does not end")
		}
	})
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Log(r.log.String())
		}
	})
	return r
}

// large serves a fleet that fills every screen.
func large(t testing.TB) func(*Options) {
	plane, _ := demo(t, 500)
	return func(o *Options) { o.Backend = plane }
}

func write(t testing.TB, name, text string) {
	t.Helper()
	// As a whole: half of a file would be read as such.
	next := name + ".next"
	if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, name); err != nil {
		t.Fatal(err)
	}
}

// demo is the demo fleet with some clusters more; its time passes while the
// test runs, at the speed that it is set to: at first it stands.
func demo(t testing.TB, more int) (*control.Plane, pricing.Catalog) {
	t.Helper()
	const seed = 7
	fleet := sim.Demo(seed)
	for n := range more {
		c := *fleet.Clusters[0]
		c.ID, c.Name = model.ID(fmt.Sprintf("cluster-%d", n)), fmt.Sprintf("postgresql-cubic-%05d", n)
		fleet.Clusters = append(fleet.Clusters, &c)
	}
	s := store.NewMemory()
	if err := s.Create(fleet, sim.DemoSpans(seed), seed); err != nil {
		t.Fatal(err)
	}
	catalog, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var plane *control.Plane
	interruption := sim.Interruption()
	plane, err = control.Open(s, sim.New(seed), catalog, control.Options{
		Metrics:      sim.NewMetrics(seed, catalog.Specs, func() sim.Watched { return plane }),
		Interruption: &interruption, Simulated: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	passed := make(chan error, 1)
	go func() { passed <- plane.Run(ctx, control.WallClock()) }()
	t.Cleanup(func() {
		cancel()
		if err := <-passed; err != nil {
			t.Error(err)
		}
		if err := plane.Close(); err != nil {
			t.Error(err)
		}
	})
	return plane, catalog
}

// identity writes somebody's private key where ssh finds it.
func (r *rig) identity(name string) string {
	r.t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = numbersOf[name]
	block, err := gossh.MarshalPrivateKey(ed25519.NewKeyFromSeed(seed), "")
	if err != nil {
		r.t.Fatal(err)
	}
	file := filepath.Join(r.dir, "id_"+name)
	write(r.t, file, string(pem.EncodeToMemory(block)))
	return file
}

// records are what the server has logged.
type records struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *records) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *records) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// metric reads one of the counters.
func (r *rig) metric(name string) int64 {
	r.t.Helper()
	var b bytes.Buffer
	if err := r.server.writeMetrics(&b); err != nil {
		r.t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		var n int64
		if rest, ok := strings.CutPrefix(line, "pooldeck_ssh_"+name+" "); ok {
			if _, err := fmt.Sscan(rest, &n); err != nil {
				r.t.Fatal(err)
			}
			return n
		}
	}
	r.t.Fatalf("there is no %s in:\n%s", name, b.String())
	return 0
}
