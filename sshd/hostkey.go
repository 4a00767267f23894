package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	gossh "golang.org/x/crypto/ssh"
)

// HostKey reads the key that the server is known by, and makes one where
// there is none: for its owner alone. One that others may read is refused,
// as whoever has it can pass for this server.
func HostKey(file string) (gossh.Signer, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return makeHostKey(file)
	}
	if err != nil {
		return nil, fmt.Errorf("the host key: %w", err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("the host key: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return nil, fmt.Errorf("the host key %s can be read by others (%#o); chmod 600 it, or remove it to get a new one", file, mode)
	}
	signer, err := gossh.ParsePrivateKey(text)
	if err != nil {
		return nil, fmt.Errorf("the host key %s is no private key without a passphrase; remove it to get a new one", file)
	}
	return signer, nil
}

// NewHostKey is a key for a server that nobody will come back to.
func NewHostKey() (gossh.Signer, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return gossh.NewSignerFromKey(key)
}

func makeHostKey(file string) (gossh.Signer, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := gossh.MarshalPrivateKey(key, "pooldeck")
	if err != nil {
		return nil, err
	}
	if err := writeAlone(file, pem.EncodeToMemory(block)); err != nil {
		return nil, fmt.Errorf("the host key: %w", err)
	}
	return gossh.NewSignerFromKey(key)
}

// writeAlone makes a file that only its owner can read.
func writeAlone(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(name)
	}
	return err
}
