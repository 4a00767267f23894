package sshd

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"

	"pooldeck/backend"
	"pooldeck/model"
)

// dial connects as somebody with a client that does what a test tells it.
func (r *rig) dial(name string) *gossh.Client {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	client, err := r.handshake(conn, name)
	if err != nil {
		r.t.Fatal(err)
	}
	return client
}

func (r *rig) handshake(conn net.Conn, name string) (*gossh.Client, error) {
	c, channels, requests, err := gossh.NewClientConn(conn, r.address, &gossh.ClientConfig{
		User: "x", Auth: []gossh.AuthMethod{gossh.PublicKeys(signer(r.t, numbersOf[name]))},
		HostKeyCallback: gossh.FixedHostKey(r.host),
	})
	if err != nil {
		return nil, err
	}
	client := gossh.NewClient(c, channels, requests)
	r.t.Cleanup(func() { _ = client.Close() })
	return client, nil
}

// offer opens a channel for a session that is not a console yet.
func offer(t testing.TB, client *gossh.Client, extra string) gossh.Channel {
	t.Helper()
	channel, requests, err := client.OpenChannel("session", []byte(extra))
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(requests)
	return channel
}

// request makes a request that is granted.
func request(t testing.TB, channel gossh.Channel, kind string, payload []byte) {
	t.Helper()
	if ok, err := channel.SendRequest(kind, true, payload); err != nil || !ok {
		t.Fatalf("%s: %v, %v", kind, ok, err)
	}
}

// peer is a session of such a client, with an emulator that draws.
type peer struct {
	t       testing.TB
	session *gossh.Session
	input   io.Writer
	changed chan struct{}
	ended   chan error

	mu     sync.Mutex
	screen *vt.Emulator
	bytes  int
}

func console(t testing.TB, client *gossh.Client, columns, rows int) *peer {
	t.Helper()
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{
		t: t, session: session, changed: make(chan struct{}, 1), ended: make(chan error, 1),
		screen: vt.NewEmulator(min(columns, 300), min(rows, 120)),
	}
	if p.input, err = session.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	session.Stdout = p
	if err := session.RequestPty("xterm-256color", rows, columns, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, p.screen) }()
	go func() { p.ended <- session.Wait(); close(p.ended) }()
	return p
}

// Write draws what the server sends.
func (p *peer) Write(text []byte) (int, error) {
	p.mu.Lock()
	_, _ = p.screen.Write(text)
	p.bytes += len(text)
	p.mu.Unlock()
	select {
	case p.changed <- struct{}{}:
	default:
	}
	return len(text), nil
}

func (p *peer) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return ansi.Strip(p.screen.Render())
}

func (p *peer) shows(texts ...string) {
	p.t.Helper()
	deadline := time.After(patience)
	for _, text := range texts {
		for !strings.Contains(p.text(), text) {
			select {
			case <-p.changed:
			case <-deadline:
				p.t.Fatalf("waited in vain for %q:\n%s", text, p.text())
			}
		}
	}
}

func (p *peer) types(keys string) {
	p.t.Helper()
	if _, err := io.WriteString(p.input, keys); err != nil {
		p.t.Fatal(err)
	}
}

// updates is a session in good health that sees every change that is made.
type updates struct {
	*peer
	rig   *rig
	count int
}

func (r *rig) healthy() *updates {
	r.t.Helper()
	u := &updates{peer: console(r.t, r.dial("bob"), 120, 40), rig: r, count: 1}
	u.shows("billing-api")
	u.sees()
	return u
}

// sees makes a change and waits until it is on the screen.
func (u *updates) sees() {
	u.t.Helper()
	next := u.count%5 + 2
	f := u.rig.plane.Fleet()
	var c *model.Cluster
	for _, c = range f.Clusters {
		if c.Name == "postgresql-rectangular-12345" {
			break
		}
	}
	change := model.SetCount{Cluster: c.ID, Pool: "analytics", Count: next}
	plan, err := model.NewPlan(f, u.rig.server.options.Catalog.Specs, change)
	if err != nil {
		u.t.Fatal(err)
	}
	u.count++
	_, err = u.rig.plane.Apply(u.t.Context(), backend.Request{
		Key: fmt.Sprintf("update-%d", u.count), Actor: backend.Actor{Name: "ada", Role: backend.Operator},
		Changes: plan.Changes, Base: plan.Base(), Acknowledged: model.Kinds(plan.Risks),
	})
	if err != nil {
		u.t.Fatal(err)
	}
	u.shows(u.rig.total())
}

// total is what the fleet costs now, as every console says it in its first
// line.
func (r *rig) total() string {
	return r.server.options.Catalog.Fleet(r.plane.Fleet()).Monthly() + "/month"
}

// heap is what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// grown fails when much more is in use than was.
func grown(t testing.TB, before uint64, megabytes uint64) {
	t.Helper()
	eventually(t, fmt.Sprintf("no more than %d MB have come to the %d MB", megabytes, before>>20), func() bool {
		return heap() < before+megabytes<<20
	})
}
