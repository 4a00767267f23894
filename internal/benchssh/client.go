package main

import (
	"crypto/ed25519"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// client is a connection with one console, whose output is counted and thrown
// away.
type client struct {
	conn  net.Conn
	input io.Writer
	bytes atomic.Int64
	drawn chan struct{} // something has come
}

func (c *client) Write(p []byte) (int, error) {
	c.bytes.Add(int64(len(p)))
	select {
	case c.drawn <- struct{}{}:
	default:
	}
	return len(p), nil
}

// connect opens that many consoles, eight at a time, and waits until all of
// them are drawn.
func connect(address string, n int) ([]*client, error) {
	crowd := make([]*client, n)
	errs := make([]error, n)
	var opening sync.WaitGroup
	slots := make(chan struct{}, 8)
	for i := range crowd {
		slots <- struct{}{}
		opening.Go(func() {
			defer func() { <-slots }()
			crowd[i], errs[i] = dial(address)
		})
	}
	opening.Wait()
	return crowd, errors.Join(errs...)
}

func dial(address string) (*client, error) {
	signer, err := identity()
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	c, channels, requests, err := gossh.NewClientConn(conn, address, &gossh.ClientConfig{
		User: "bench", Auth: []gossh.AuthMethod{gossh.PublicKeys(signer)}, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		return nil, err
	}
	session, err := gossh.NewClient(c, channels, requests).NewSession()
	if err != nil {
		return nil, err
	}
	k := &client{conn: conn, drawn: make(chan struct{}, 1)}
	session.Stdout = k
	if k.input, err = session.StdinPipe(); err != nil {
		return nil, err
	}
	// Either server may take no variables of this name.
	_ = session.Setenv("COLORTERM", "truecolor")
	if err := session.RequestPty("xterm-256color", rows, columns, nil); err != nil {
		return nil, err
	}
	if err := session.Shell(); err != nil {
		return nil, err
	}
	// The whole first screen has some kilobytes; what comes before is set-up.
	for k.bytes.Load() < 4000 {
		if err := k.waits(); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// identity is the key that all clients have.
func identity() (gossh.Signer, error) {
	return gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
}

func (c *client) types(keys string) error {
	_, err := io.WriteString(c.input, keys)
	return err
}

// forget forgets that something has come.
func (c *client) forget() {
	select {
	case <-c.drawn:
	default:
	}
}

// waits waits until something comes.
func (c *client) waits() error {
	select {
	case <-c.drawn:
		return nil
	case <-time.After(2 * time.Minute):
		return errors.New("nothing is drawn")
	}
}
