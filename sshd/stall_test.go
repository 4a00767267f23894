package sshd

import (
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Clients that do not read. Little is needed to have them stall: what could
// take in what nobody reads is small, or full from the beginning.

// clientWindow is how much x/crypto's client takes in that is not read: 64 packets.
const clientWindow = 64 << 15

// unread is what a client says of a channel that it is not going to read.
const unread = "unread"

// cram fills the windows of channels that are not going to be read, so that
// the first thing that a session writes waits to be taken. It counts what
// waits.
func (r *rig) cram(next ssh.ChannelHandler) ssh.ChannelHandler {
	return func(s *ssh.Server, conn *gossh.ServerConn, offered gossh.NewChannel, ctx ssh.Context) {
		if string(offered.ExtraData()) == unread {
			offered = crammed{offered, &r.waiting}
		}
		next(s, conn, offered, ctx)
	}
}

type crammed struct {
	gossh.NewChannel
	waiting *atomic.Int64
}

func (c crammed) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, requests, err := c.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	if _, err := channel.Write(make([]byte, clientWindow)); err != nil {
		return nil, nil, err
	}
	return full{channel, c.waiting}, requests, nil
}

// full is a channel that takes nothing in any more.
type full struct {
	gossh.Channel
	waiting *atomic.Int64
}

func (f full) Write(p []byte) (int, error) {
	f.waiting.Add(1)
	defer f.waiting.Add(-1)
	return f.Channel.Write(p)
}

// unreadConsole opens a console whose output is not read.
func unreadConsole(t testing.TB, client *gossh.Client) {
	t.Helper()
	channel := offer(t, client, unread)
	request(t, channel, "pty-req", gossh.Marshal(ptyRequest{Term: "xterm", Columns: 120, Rows: 40, Modes: "\x00"}))
	request(t, channel, "shell", nil)
}

// unreadCommand runs a command whose output is not read.
func unreadCommand(t testing.TB, client *gossh.Client) {
	t.Helper()
	request(t, offer(t, client, unread), "exec", gossh.Marshal(execRequest{"fleet --json"}))
}

// stalls waits until that many sessions have stalled.
func (r *rig) stalls(n int64) {
	r.t.Helper()
	eventually(r.t, "the session has stalled", func() bool { return r.metric("stalled_total") == n })
}

// As long as it is waited for, whoever does not read holds up nobody: neither
// on other connections nor on its own.
func TestWhileAClientDoesNotRead(t *testing.T) {
	r := serve(t, func(o *Options) { o.Limits.Stall = time.Hour })
	beside := r.healthy()
	client := r.dial("ada")
	p := console(t, client, 120, 40)
	p.shows("billing-api")
	quiet, memory := goroutines(t), heap()
	unreadConsole(t, client)
	unreadCommand(t, client)
	eventually(t, "both sessions wait for their client", func() bool { return r.waiting.Load() == 2 })
	for range 5 {
		beside.sees()
		p.shows(r.total())
	}
	p.types("?")
	p.shows("a page up")
	if n := r.metric("stalled_total"); n != 0 {
		t.Errorf("%d sessions have stalled", n)
	}
	_ = client.Close()
	r.emptyBut(1)
	returned(t, quiet)
	grown(t, memory, 4)
	beside.sees()
}

func TestASessionThatIsNotRead(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(testing.TB, *gossh.Client){"a console": unreadConsole, "a command": unreadCommand} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := serve(t, func(o *Options) { o.Limits.Stall = time.Second })
			client := r.dial("ada")
			p := console(t, client, 120, 40)
			p.shows("billing-api")
			begin(t, client)
			r.stalls(1)
			r.emptyBut(1)
			// What else is on the connection goes on.
			p.types("?")
			p.shows("a page up")
			_ = p.session.Close()
			r.empty()
			// Now nothing else is: the connection goes, too.
			begin(t, client)
			r.stalls(2)
			eventually(t, "the connection is closed", func() bool { all, _ := r.server.crowd.count(); return all == 0 })
			r.empty()
			if !strings.Contains(r.log.String(), `because="the client did not read"`) {
				t.Errorf("the log:\n%s", r.log)
			}
		})
	}
}

// A client that stops to read altogether: its whole connection is full.
func TestAClientThatNeverReads(t *testing.T) {
	r := serveOn(t, narrow(t), large(t), func(o *Options) { o.Limits.Stall = time.Second })
	beside := r.healthy()
	quiet, memory := goroutines(t), heap()
	client := r.neverReads()
	r.stalls(1)
	beside.sees()
	eventually(t, "the connection is closed", func() bool { all, _ := r.server.crowd.count(); return all == 1 })
	_ = client.Close()
	returned(t, quiet)
	grown(t, memory, 4)
	beside.sees()
}

// The server's end does not wait for a client that does not read.
func TestTheServerStopsWithAClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	r := serveOn(t, narrow(t), large(t), func(o *Options) { o.Limits.Stall, o.Limits.Drain = time.Hour, 2*time.Second })
	ada := r.opens("ada")
	ada.shows("billing-api")
	r.neverReads()
	unreadConsole(t, r.dial("bob"))
	eventually(t, "a session waits for its client", func() bool { return r.waiting.Load() == 1 })
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	ada.shows("pooldeck: the server is being stopped")
	ada.exits()
	ada.restored()
	if n, _ := r.server.crowd.count(); n != 0 {
		t.Errorf("%d connections are left", n)
	}
}

// neverReads opens a console on a connection from which nothing is read any
// more.
func (r *rig) neverReads() *gossh.Client {
	r.t.Helper()
	// Before it connects: what a client has once offered to take in, it takes.
	small := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var failed error
		err := c.Control(func(fd uintptr) {
			failed = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, smallBuffer)
		})
		return errors.Join(err, failed)
	}}
	conn, err := small.Dial("tcp", r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	d := &deafened{Conn: conn, deaf: make(chan struct{}), closed: make(chan struct{})}
	client, err := r.handshake(d, "ada")
	if err != nil {
		r.t.Fatal(err)
	}
	channel := offer(r.t, client, "")
	request(r.t, channel, "pty-req", gossh.Marshal(ptyRequest{Term: "xterm", Columns: 300, Rows: 120, Modes: "\x00"}))
	// Its first screen alone is larger than what the connection takes in.
	close(d.deaf)
	if _, err := channel.SendRequest("shell", false, nil); err != nil {
		r.t.Fatal(err)
	}
	return client
}

// smallBuffer is less than a screen.
const smallBuffer = 2 << 10

// narrow is a listener whose connections take in little that is not read.
func narrow(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return narrowListener{l}
}

type narrowListener struct{ net.Listener }

func (l narrowListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return conn, conn.(*net.TCPConn).SetWriteBuffer(smallBuffer)
}

// deafened is a client's end of a connection that is not read any more from
// some moment on.
type deafened struct {
	net.Conn
	deaf, closed chan struct{}
	once         sync.Once
}

func (d *deafened) Read(p []byte) (int, error) {
	n, err := d.Conn.Read(p)
	select {
	case <-d.deaf:
		<-d.closed
		return 0, net.ErrClosed
	default:
		return n, err
	}
}

func (d *deafened) Close() error {
	d.once.Do(func() { close(d.closed) })
	return d.Conn.Close()
}
