package sshd

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// These clients mean harm. Each time the server's memory and goroutines
// return to where they were, and a session beside them keeps its updates.

func TestAWindowOf20000x20000(t *testing.T) {
	r := serve(t)
	beside := r.healthy()
	quiet, memory := goroutines(t), heap()
	client := r.dial("ada")
	channel := offer(t, client, "")
	request(t, channel, "pty-req", gossh.Marshal(ptyRequest{Term: "xterm-kitty", Columns: 20000, Rows: 20000, Modes: "\x00"}))
	request(t, channel, "shell", nil)
	drawn := make(chan struct{})
	go func() { defer close(drawn); _, _ = io.Copy(io.Discard, channel) }()
	for n := range uint32(200) {
		size := gossh.Marshal(windowChange{Columns: 20000 - n, Rows: 20000 + n})
		if _, err := channel.SendRequest("window-change", n%2 == 0, size); err != nil {
			t.Fatal(err)
		}
	}
	// A screen of 300x120 takes nine megabytes.
	grown(t, memory, 40)
	beside.sees()
	_ = client.Close()
	<-drawn
	returned(t, quiet)
	grown(t, memory, 4)
	beside.sees()
}

func TestAWindowThatChangesBeforeTheShell(t *testing.T) {
	t.Parallel()
	r := serve(t)
	client := r.dial("ada")
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 40, 120, nil); err != nil {
		t.Fatal(err)
	}
	for n := range 100 {
		if err := session.WindowChange(20+n, 100+n); err != nil {
			t.Fatal(err)
		}
	}
	var screen strings.Builder
	session.Stdout = &screen
	stdin, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(stdin, "q"); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestAnEnvironmentOf60Megabytes(t *testing.T) {
	r := serve(t)
	beside := r.healthy()
	quiet, memory := goroutines(t), heap()
	client := r.dial("ada")
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	value := strings.Repeat("x", 30<<10)
	for n := range 2000 {
		name := "LC_X"
		if n%2 == 0 {
			name = "EVIL"
		}
		// Without waiting for an answer, as fast as it goes.
		if _, err := session.SendRequest("env", false, gossh.Marshal(envRequest{name, value})); err != nil {
			t.Fatal(err)
		}
	}
	if err := session.Setenv("LANG", "C"); err != nil {
		t.Errorf("a variable that is allowed: %v", err)
	}
	grown(t, memory, 4)
	beside.sees()
	out, err := session.Output("version")
	if err != nil || string(out) != "test\n" {
		t.Errorf("%q, %v", out, err)
	}
	_ = client.Close()
	returned(t, quiet)
	grown(t, memory, 4)
}

func TestTwoHundredWhoSayNothing(t *testing.T) {
	r := serve(t, func(o *Options) { o.Limits.Handshake = 5 * time.Second })
	beside := r.healthy()
	quiet, memory := goroutines(t), heap()
	var silent []net.Conn
	for range 200 {
		conn, err := net.Dial("tcp", r.address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		silent = append(silent, conn)
	}
	eventually(t, "most of them were turned away", func() bool {
		return strings.Contains(r.log.String(), string(tooManyWaitT))
	})
	if _, waiting := r.server.crowd.count(); waiting > r.server.options.Limits.WaitingPerAddress {
		t.Errorf("%d wait", waiting)
	}
	beside.sees()
	// Somebody from another address comes in all the same.
	from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	conn, err := from.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	client, err := r.handshake(conn, "ada")
	if err != nil {
		t.Fatalf("from another address: %v", err)
	}
	_ = client.Close()
	for _, c := range silent {
		if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); err != nil && isTimeout(err) {
			t.Fatal("a silent connection stays")
		}
	}
	returned(t, quiet)
	grown(t, memory, 4)
	// And from this address again.
	_ = r.dial("ada").Close()
	beside.sees()
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

func TestAThousandSessionsThatAreDropped(t *testing.T) {
	r := serve(t, func(o *Options) { o.Limits.PerKey, o.Limits.Sessions = 2000, 2000 })
	beside := r.healthy()
	quiet, memory := goroutines(t), heap()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for round := range 25 {
				conn, err := net.Dial("tcp", r.address)
				if err != nil {
					t.Error(err)
					return
				}
				client, err := r.handshake(conn, "ada")
				if err != nil {
					t.Error(err)
					return
				}
				for n := range 10 {
					session, err := client.NewSession()
					if err != nil {
						t.Error(err)
						return
					}
					// What is drawn is not what this is about.
					if err := session.RequestPty("xterm", 12, 40, nil); err != nil {
						t.Error(err)
					}
					if err := session.Shell(); err != nil {
						t.Error(err)
					}
					if n%2 == 0 {
						_ = session.Close()
					}
				}
				if round%2 == 0 {
					_ = client.Close()
				} else {
					_ = conn.Close()
				}
			}
		})
	}
	beside.sees()
	all.Wait()
	if n := r.metric("sessions_total"); n < 1000 {
		t.Errorf("%d sessions", n)
	}
	r.emptyBut(1)
	returned(t, quiet)
	grown(t, memory, 4)
	beside.sees()
}

// emptyBut waits until that many sessions are left.
func (r *rig) emptyBut(n int) {
	r.t.Helper()
	eventually(r.t, "the sessions have ended", func() bool { return len(r.server.house.all()) == n })
}

// Channels that are opened and never say what for.
func TestChannelsThatSayNothing(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.Handshake = time.Second })
	client := r.dial("ada")
	for range 5 {
		offer(t, client, "")
	}
	r.empty()
}

func TestOneChannelTooMany(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.Handshake = time.Hour })
	client := r.dial("ada")
	for range r.server.options.Limits.PerConnection {
		offer(t, client, "")
	}
	if _, _, err := client.OpenChannel("session", nil); err == nil || !strings.Contains(err.Error(), "this connection has 10 sessions") {
		t.Errorf("one more: %v", err)
	}
}

// A paste that does not end, and a sequence that does not.
func TestInputWithoutEnd(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a paste":    "\x1b[200~" + strings.Repeat("x", maxPaste+1),
		"a sequence": "\x1b]0;" + strings.Repeat("x", maxSequence+1),
	} {
		t.Run(name, func(t *testing.T) {
			r := serve(t)
			p := console(t, r.dial("ada"), 120, 40)
			p.shows("billing-api")
			p.types(text)
			select {
			case <-p.ended:
			case <-time.After(patience):
				t.Fatal("the session goes on")
			}
			eventually(t, "the log says so", func() bool { return strings.Contains(r.log.String(), errGarbled.Error()) })
		})
	}
}

// Keys come no faster than a person types, and the server stays free for the
// others.
func TestKeysWithoutEnd(t *testing.T) {
	t.Parallel()
	r := serve(t)
	beside := r.healthy()
	client := r.dial("ada")
	p := console(t, client, 120, 40)
	p.shows("billing-api")
	stop := make(chan struct{})
	var flood sync.WaitGroup
	flood.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := io.WriteString(p.input, strings.Repeat("jk", 1000)); err != nil {
				return
			}
		}
	})
	for range 5 {
		beside.sees()
	}
	close(stop)
	_ = client.Close()
	flood.Wait()
}

// Requests and channels that the server has no use for.
func TestNonsense(t *testing.T) {
	t.Parallel()
	r := serve(t)
	client := r.dial("root")
	for _, kind := range []string{"direct-tcpip", "x11", "auth-agent@openssh.com", "tun@openssh.com", ""} {
		if _, _, err := client.OpenChannel(kind, []byte("nonsense")); err == nil {
			t.Errorf("a channel %q is opened", kind)
		}
	}
	for _, kind := range []string{"tcpip-forward", "streamlocal-forward@openssh.com", "hostkeys-prove-00@openssh.com", ""} {
		if ok, _, err := client.SendRequest(kind, true, []byte("nonsense")); ok || err != nil {
			t.Errorf("a request %q: %v, %v", kind, ok, err)
		}
	}
	channel := offer(t, client, "")
	for _, kind := range []string{"pty-req", "window-change", "env", "exec", "subsystem", "signal", "break", "x11-req", "auth-agent-req@openssh.com", ""} {
		for range 200 {
			if ok, err := channel.SendRequest(kind, true, []byte{0xff, 0xff, 0xff, 0xff, 1}); ok || err != nil {
				t.Fatalf("a request %q: %v, %v", kind, ok, err)
			}
		}
	}
	if out := r.runs("root", "version"); out.code != 0 {
		t.Errorf("%+v", out)
	}
}
