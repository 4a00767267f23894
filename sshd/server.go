package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/time/rate"

	"pooldeck/backend"
	"pooldeck/pricing"
	"pooldeck/tui"
)

// Server serves one backend to many people. New makes one.
type Server struct {
	options  Options
	door     *door
	crowd    *crowd
	house    *house
	people   *people
	counters *counters
	library  *ssh.Server
	noise    *rate.Limiter // of what strangers can make the log say
}

// Options say what is served, and to whom.
type Options struct {
	Backend backend.Backend
	Catalog pricing.Catalog
	Version string
	HostKey gossh.Signer
	// Keys and Roles are the files that say who may come in.
	Keys, Roles string
	// Revoked is the file of the keys that may not come in whatever the other
	// two say; admins add to it. It need not be there; with no name nobody can
	// revoke a key from within.
	Revoked string
	// AnyKey lets every key in, as admin, in place of the files. It is served
	// on the loopback only, and said on every screen.
	AnyKey bool
	Limits Limits
	// Manners are those of every console; what of them depends on the client's
	// terminal is found out for each.
	Manners tui.Manners
	// Metrics is where the counters are served over HTTP, at /metrics; it must
	// be on the loopback. With nil they are not.
	Metrics net.Listener
	// Out is told how to get in once it is open; nil: nobody is told.
	Out io.Writer
	Log *slog.Logger
}

// New makes a server ready. It is an error when nobody could come in; lines
// of the files that do not count are said in the log.
func New(o Options) (*Server, error) {
	if err := o.Limits.check(); err != nil {
		return nil, err
	}
	if o.Metrics != nil && !loopback(o.Metrics.Addr()) {
		return nil, fmt.Errorf("the metrics are for this machine only; %s is not on the loopback", o.Metrics.Addr())
	}
	s := &Server{
		options: o, crowd: newCrowd(o.Limits), house: newHouse(o.Limits), people: &people{}, counters: newCounters(),
		noise: rate.NewLimiter(1, 20),
	}
	switch {
	case o.AnyKey && (o.Keys != "" || o.Roles != ""):
		return nil, errors.New("either any key is let in, or those of the files")
	case o.AnyKey:
		s.door = anyDoor()
	case o.Keys == "" || o.Roles == "":
		return nil, errors.New("it takes a file of authorized keys and one of their roles: without them nobody could come in")
	default:
		door, faults, err := openDoor(o.Keys, o.Roles, o.Revoked)
		s.tell(faults)
		if err != nil {
			return nil, err
		}
		s.door = door
	}
	var err error
	s.library, err = wish.NewServer(s.set, wish.WithMiddleware(s.consoles, s.commands, s.received))
	return s, err
}

// set sets the library up.
func (s *Server) set(l *ssh.Server) error {
	limits := s.options.Limits
	l.AddHostKey(s.options.HostKey)
	l.Version = "pooldeck"
	l.HandshakeTimeout = limits.Handshake
	// Sessions end by themselves, and in order; this is for connections that
	// have none.
	l.MaxTimeout = limits.Life + limits.Drain
	l.PublicKeyHandler = s.offered
	l.ConnCallback = s.connected
	l.ServerConfigCallback = s.configured
	l.PtyCallback = func(ssh.Context, ssh.Pty) bool { return true }
	l.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.open}
	l.RequestHandlers = map[string]ssh.RequestHandler{}
	l.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	return ssh.EmulatePty()(l)
}

// Serve serves until the context ends, and then until every session has been
// told, every terminal is as it was and every connection is closed, but no
// longer than the limit says. It takes the listeners over.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if s.options.AnyKey && !loopback(l.Addr()) {
		return errors.Join(fmt.Errorf("any key is let in on the loopback only; %s is not on it", l.Addr()), l.Close())
	}
	if s.options.Out != nil {
		if _, err := io.WriteString(s.options.Out, s.greeting(l.Addr())); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	if m := s.options.Metrics; m != nil {
		defer s.serveMetrics(m)()
	}
	tending, stop := context.WithCancel(ctx)
	defer stop()
	go s.tend(tending)
	served := make(chan error, 1)
	go func() { served <- s.library.Serve(&listener{l, s.crowd, s.turnedAway}) }()
	select {
	case err := <-served:
		s.drain()
		return err
	case <-ctx.Done():
		// The library closes it only once it knows it.
		_ = l.Close()
		s.drain()
		<-served
		return nil
	}
}

// drain ends everything in order.
func (s *Server) drain() {
	s.options.Log.Info("stopping", "sessions", len(s.house.all()))
	limit, cancel := context.WithTimeout(context.Background(), s.options.Limits.Drain)
	defer cancel()
	s.crowd.close(false)
	down := make(chan error, 1)
	go func() { down <- s.library.Shutdown(limit) }()
	s.house.close(errStop)
	select {
	case <-s.house.empty:
	case <-limit.Done():
	}
	// Clients whose last session has ended close the connection themselves;
	// those that keep it for later do not.
	soon := time.AfterFunc(min(time.Second, s.options.Limits.Drain/5), func() { s.crowd.close(true) })
	defer soon.Stop()
	err := <-down
	s.crowd.close(true)
	s.options.Log.Info("stopped", "in order", err == nil)
}

// tend looks after who may come in.
func (s *Server) tend(ctx context.Context) {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-look.C:
			s.crowd.ask(now, s.options.Limits.Alive)
			if s.door.changed() {
				s.Reload()
				continue
			}
			s.visitAll()
		}
	}
}

// Reload reads the files again and ends the sessions of those who may not
// come in any more, or not as who they were. When a file cannot be read, what
// it said before stays.
func (s *Server) Reload() {
	faults, err := s.door.reload()
	s.tell(faults)
	if err != nil {
		s.options.Log.Error("the keys and roles stay as they were", "because", err)
		return
	}
	s.options.Log.Info("keys and roles read", "may come in", s.door.current.Load().count())
	s.visitAll()
}

// visitAll ends the sessions that would not be let in any more: keys expire
// by themselves, too.
func (s *Server) visitAll() {
	for _, v := range s.house.all() {
		if why := s.door.still(v.guest, v.from.Addr()); why != nil {
			v.end(why)
		}
	}
}

func (s *Server) tell(faults []Fault) {
	for _, f := range faults {
		s.options.Log.Warn("a line does not count", "file", f.File, "line", f.Line, "because", f.Reason)
	}
}

// turnedAway counts a connection that was one too many.
func (s *Server) turnedAway(from net.Addr, why reason) {
	s.counters.refuse(why)
	s.stranger("a connection was refused", "from", from.String(), "too many", string(why))
}

// stranger logs what people can cause who have not come in: not more than a
// disk has room for.
func (s *Server) stranger(text string, args ...any) {
	if s.noise.Allow() {
		s.options.Log.Warn(text, args...)
	}
}

type callerKey struct{}

// connected remembers a connection for its channels.
func (s *Server) connected(ctx ssh.Context, conn net.Conn) net.Conn {
	s.counters.connections.Add(1)
	if k, ok := conn.(*caller); ok {
		ctx.SetValue(callerKey{}, k)
		return k
	}
	return nil
}

func callerOf(ctx ssh.Context) *caller {
	k, _ := ctx.Value(callerKey{}).(*caller)
	return k
}

// configured makes the settings of a connection.
func (s *Server) configured(ctx ssh.Context) *gossh.ServerConfig {
	return &gossh.ServerConfig{
		MaxAuthTries: s.options.Limits.Tries,
		AuthLogCallback: func(c gossh.ConnMetadata, method string, err error) {
			if err == nil {
				callerOf(ctx).comeIn()
			}
		},
	}
}

// offered is whether a key that a client offers would do. It says nothing
// about whose connection it is: the client may have the public key only.
func (s *Server) offered(ctx ssh.Context, key ssh.PublicKey) bool {
	from := callerOf(ctx).from
	_, err := s.door.who(key, from.Addr())
	if err != nil {
		s.counters.refuse(badKey)
		s.stranger("a key was refused", "key", gossh.FingerprintSHA256(key), "from", from.String(), "because", err)
	}
	return err == nil
}

// greeting says how to get in, in words for people: the fingerprint to
// compare and the command to type.
func (s *Server) greeting(l net.Addr) string {
	at := addressOf(l)
	host := at.Addr().String()
	if at.Addr().IsUnspecified() {
		host = "HOST"
	}
	text := fmt.Sprintf("host key  %s\nconnect   ssh -p %d %s\n", gossh.FingerprintSHA256(s.options.HostKey.PublicKey()), at.Port(), host)
	if s.options.AnyKey {
		text += "any key is let in, as admin\n"
	}
	return text
}
