package sshd

import (
	"strings"
	"testing"
	"time"
)

// dumb is somebody whose terminal draws no screens.
func (r *rig) dumb(name string) *terminal {
	r.t.Helper()
	cmd := r.ssh(name, "127.0.0.1")
	for n, v := range cmd.Env {
		if strings.HasPrefix(v, "TERM=") {
			cmd.Env[n] = "TERM=dumb"
		}
	}
	return start(r.t, cmd, 120, 40)
}

func TestATerminalWithoutScreensGetsLines(t *testing.T) {
	r := serve(t)
	quiet := goroutines(t)
	bob := r.opens("bob")
	bob.shows("billing-api")
	r.speed(600)
	ada := r.dumb("ada")
	ada.shows("pooldeck, as lines.", "Fleet, 1 to ")
	bob.shows("with ada")
	// A line is edited as it is typed, and no key draws a screen.
	ada.types("ps:scale web=5 --app exampel\x7f\x7fle-app\r")
	ada.shows("ps:scale web=5 --app example-app", "web, 2 to 5 dynos", "Enter alone cancels")
	ada.types("3\r")
	ada.shows("Accepted as op-1.", "Done: web 2 to 5 dynos, on example-app", "Back at Fleet.")
	ada.types("\x03")
	ada.shows("^C")
	ada.types("quit\r")
	if code := ada.exits(); code != 0 {
		t.Errorf("the client ends with %d", code)
	}
	ada.restored()
	bob.types("q")
	bob.exits()
	returned(t, quiet)
}

func TestLinesEndAsConsolesDo(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.Idle, o.Limits.Warning = 2*time.Second, time.Second })
	ada := r.dumb("ada")
	ada.shows("no key for 1s: this session ends in 1s unless one is pressed", "pooldeck: nobody pressed a key")
	if code := ada.exits(); code != 1 {
		t.Errorf("the client ends with %d", code)
	}
	ada.restored()
	bob := r.dumb("bob")
	bob.shows("Fleet, 1 to ")
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	bob.shows("the server is being stopped")
	bob.exits()
	bob.restored()
}
