package main

import (
	"errors"
	"net"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	"charm.land/wish/v2/bubbletea"

	"pooldeck/sshd"
)

// serveBare serves a film with wish's own middleware.
func serveBare() error {
	f, err := record()
	if err != nil {
		return err
	}
	key, err := sshd.NewHostKey()
	if err != nil {
		return err
	}
	b := &broadcast{waiting: map[chan int]struct{}{}}
	server, err := wish.NewServer(
		func(s *ssh.Server) error { s.AddHostKey(key); return nil },
		wish.WithPublicKeyAuth(func(ssh.Context, ssh.PublicKey) bool { return true }),
		wish.WithMiddleware(bubbletea.Middleware(func(s ssh.Session) (tea.Model, []tea.ProgramOption) {
			changes, stop := b.join()
			// The manuals leave this out; without it every session that was
			// closed would be told of changes for ever.
			go func() { <-s.Context().Done(); stop() }()
			return bare{film: &f, changes: changes}, nil
		})),
	)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	stop := func() {}
	err = obey(l, map[string]func() error{
		"change": func() error { stop = b.begin(); return nil },
		"rest":   func() error { stop(); return nil },
	})
	closed := server.Close()
	<-served
	return errors.Join(err, closed)
}

// bare is the smallest model that shows a film.
type bare struct {
	film     *film
	changes  <-chan int
	selected int
	change   int // from 1; 0 before the first
}

type changed struct{ number int }

func (b bare) Init() tea.Cmd { return b.listen }

func (b bare) listen() tea.Msg {
	n, open := <-b.changes
	if !open {
		return nil
	}
	return changed{n}
}

func (b bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case changed:
		b.change = msg.number
		return b, b.listen
	case tea.KeyPressMsg:
		switch msg.String() {
		case "j":
			b.selected = 1
		case "k":
			b.selected = 0
		case "q":
			return b, tea.Quit
		}
	}
	return b, nil
}

func (b bare) View() tea.View {
	text := b.film.rest[b.selected]
	if b.change > 0 {
		text = b.film.changes[min(b.change, len(b.film.changes))-1]
	}
	v := tea.NewView(text)
	v.AltScreen = true
	return v
}

// broadcast tells everybody the number of the newest change.
type broadcast struct {
	mu      sync.Mutex
	waiting map[chan int]struct{}
}

func (b *broadcast) join() (<-chan int, func()) {
	c := make(chan int, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting[c] = struct{}{}
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waiting, c)
		close(c)
	}
}

func (b *broadcast) tell(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.waiting {
		select {
		case <-c:
		default:
		}
		c <- n
	}
}

// begin lets changes come until it is stopped.
func (b *broadcast) begin() (stop func()) {
	done := make(chan struct{})
	go func() {
		next := time.NewTicker(time.Second / rate)
		defer next.Stop()
		for n := 1; ; n++ {
			select {
			case <-next.C:
				b.tell(n)
			case <-done:
				return
			}
		}
	}()
	return func() { close(done) }
}
