package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/sshd"
)

// servePooldeck serves consoles as `pooldeck serve ssh` does, with limits that
// have room for the load.
func servePooldeck() error {
	plane, catalog, err := demo()
	if err != nil {
		return err
	}
	key, err := sshd.NewHostKey()
	if err != nil {
		return err
	}
	limits := sshd.DefaultLimits()
	for _, n := range []*int{&limits.Connections, &limits.PerAddress, &limits.Sessions, &limits.PerKey, &limits.Waiting, &limits.WaitingPerAddress} {
		*n = 1000
	}
	dir, err := os.MkdirTemp("", "benchssh")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	keys, roles, err := letIn(dir)
	if err != nil {
		return err
	}
	server, err := sshd.New(sshd.Options{
		Backend: plane, Catalog: catalog, Version: "bench", HostKey: key, Keys: keys, Roles: roles, Limits: limits,
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	passed, served := make(chan error, 1), make(chan error, 1)
	go func() { passed <- plane.Run(ctx, control.WallClock()) }()
	go func() { served <- server.Serve(ctx, l) }()
	steer := func(speed int) error { return plane.SetSpeed(backend.Actor{Name: "bench", Role: backend.Admin}, speed) }
	err = obey(l, map[string]func() error{
		"change": func() error { return errors.Join(grow(plane, catalog), steer(speed)) },
		"rest":   func() error { return steer(0) },
	})
	cancel()
	return errors.Join(err, <-served, <-passed, plane.Close())
}

// letIn writes the files that let the clients in.
func letIn(dir string) (keys, roles string, err error) {
	signer, err := identity()
	if err != nil {
		return "", "", err
	}
	key := bytes.TrimSpace(gossh.MarshalAuthorizedKey(signer.PublicKey()))
	keys, roles = filepath.Join(dir, "keys"), filepath.Join(dir, "roles")
	return keys, roles, errors.Join(os.WriteFile(keys, key, 0o600), os.WriteFile(roles, append(key, " bench operator"...), 0o600))
}
