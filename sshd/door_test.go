package sshd

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func TestHostKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "host_key")
	made, err := HostKey(file)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	again, err := HostKey(file)
	if err != nil || gossh.FingerprintSHA256(again.PublicKey()) != gossh.FingerprintSHA256(made.PublicKey()) {
		t.Errorf("the second time: %v", err)
	}
	if made.PublicKey().Type() != gossh.KeyAlgoED25519 {
		t.Errorf("it is %s", made.PublicKey().Type())
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := HostKey(file); err == nil || !strings.Contains(err.Error(), "can be read by others") {
			t.Errorf("with mode %o: %v", mode, err)
		}
	}
	write(t, file, "no key")
	if _, err := HostKey(file); err == nil || !strings.Contains(err.Error(), "is no private key") {
		t.Errorf("damaged: %v", err)
	}
	if _, err := HostKey(filepath.Join(t.TempDir(), "nowhere", "host_key")); err == nil {
		t.Error("a key was made nowhere")
	}
}

func TestTheDoorSeesChangesOnceTheyAreWhole(t *testing.T) {
	dir := t.TempDir()
	keys, roles := filepath.Join(dir, "keys"), filepath.Join(dir, "roles")
	ada, print := publicKey(t, 1)
	write(t, keys, ada)
	write(t, roles, print+" ada viewer")
	d, faults, err := openDoor(keys, roles, "")
	if err != nil || len(faults) != 0 {
		t.Fatal(err, faults)
	}
	for range 2 {
		if d.changed() {
			t.Error("nothing has changed")
		}
	}
	write(t, roles, print+" ada operator")
	if d.changed() {
		t.Error("at the first look it may be half of a file")
	}
	if !d.changed() {
		t.Error("at the second look it is not seen")
	}
	if _, err := d.reload(); err != nil || d.changed() {
		t.Errorf("after the reading: %v", err)
	}
	// The same size at the same instant, in another file.
	info, err := os.Stat(roles)
	if err != nil {
		t.Fatal(err)
	}
	write(t, roles, strings.Replace(print+" ada operator", "ada", "eve", 1))
	if err := os.Chtimes(roles, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	d.changed()
	if !d.changed() {
		t.Error("another file of the same age and size is not seen")
	}
	if err := os.Remove(keys); err != nil {
		t.Fatal(err)
	}
	d.changed()
	if !d.changed() {
		t.Error("a file that is gone is not seen")
	}
	if _, err := d.reload(); err == nil || d.current.Load().count() != 1 {
		t.Errorf("without a file: %v, %d may come in", err, d.current.Load().count())
	}
}

func TestWhatDoesNotStart(t *testing.T) {
	dir := t.TempDir()
	ada, print := publicKey(t, 1)
	write(t, filepath.Join(dir, "keys"), ada)
	write(t, filepath.Join(dir, "roles"), print+" ada viewer")
	write(t, filepath.Join(dir, "empty"), "# nobody\n")
	write(t, filepath.Join(dir, "huge"), strings.Repeat("#", maxFile+1))
	tests := map[string]struct {
		change func(*Options)
		why    string
	}{
		"no files":                 {func(o *Options) { o.Keys, o.Roles = "", "" }, "nobody could come in"},
		"no roles":                 {func(o *Options) { o.Roles = "" }, "nobody could come in"},
		"a file that is not there": {func(o *Options) { o.Keys = filepath.Join(dir, "nothing") }, "the authorized keys:"},
		"a file with no key in it": {func(o *Options) { o.Keys = filepath.Join(dir, "empty") }, "nobody could come in"},
		"a file without an end":    {func(o *Options) { o.Roles = filepath.Join(dir, "huge") }, "is larger than"},
		"files and any key":        {func(o *Options) { o.AnyKey = true }, "either any key is let in"},
		"a limit of nothing":       {func(o *Options) { o.Limits.Sessions = 0 }, "a limit is at least 1; this is 0"},
		"a time of nothing":        {func(o *Options) { o.Limits.Stall = 0 }, "a limit of time is more than nothing; this is 0s"},
		"a warning after the end":  {func(o *Options) { o.Limits.Warning = o.Limits.Idle }, "the warning of 30m0s comes before"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := Options{
				HostKey: signer(t, 99), Keys: filepath.Join(dir, "keys"), Roles: filepath.Join(dir, "roles"),
				Limits: DefaultLimits(), Log: slog.New(slog.DiscardHandler),
			}
			if _, err := New(o); err != nil {
				t.Fatal(err)
			}
			tt.change(&o)
			if _, err := New(o); err == nil || !strings.Contains(err.Error(), tt.why) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestPatience(t *testing.T) {
	if d := DefaultLimits(); d.Handshake != 10*time.Second || d.Tries != 3 || d.Idle != 30*time.Minute || d.Life != 12*time.Hour ||
		d.Stall != 10*time.Second || d.Drain != 5*time.Second || d.Columns != 300 || d.Rows != 120 {
		t.Errorf("the documented limits: %+v", d)
	}
}
