package sshd

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/cli"
)

func TestOpensAndQuits(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("ada")
	c.shows("billing-api", "$3,758/month")
	c.types("q")
	if code := c.exits(); code != 0 {
		t.Errorf("the client ends with %d", code)
	}
	c.restored()
	r.empty()
}

// empty waits until nobody is there any more.
func (r *rig) empty() {
	r.t.Helper()
	eventually(r.t, "all sessions have ended", func() bool { return len(r.server.house.all()) == 0 })
}

// speed lets simulated time pass.
func (r *rig) speed(n int) {
	r.t.Helper()
	if err := r.plane.SetSpeed(backend.Actor{Name: "test", Role: backend.Admin}, n); err != nil {
		r.t.Fatal(err)
	}
}

// onAnalytics selects the analytics pool of postgresql-rectangular-12345.
func (c *terminal) onAnalytics() {
	c.t.Helper()
	c.shows("postgresql-rectangular-12345")
	c.types("Gk")
	c.shows("❯│ │ ▾ analytics", "analytics.rectangular-12345")
}

// The first walk of the article, as whoever comes over SSH walks it.
func TestChangesALevel(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("ada")
	c.shows("postgresql-horizontal-12345")
	c.types(strings.Repeat("j", 18))
	c.shows("❯│ │ ▾ leader", "leader pool · 2 vCPU · 4 GB")
	c.types("\r")
	c.shows("What do you want to do?", "❯ Change level")
	c.types("\r")
	c.shows("❯ 4G-Performance")
	c.types("j")
	c.shows("❯ 8G-Performance")
	c.types("\r")
	c.shows("Review · 1 change", "~ leader  4G-Performance → 8G-Performance", "+$300", "the standby takes over")
	c.types("\r")
	c.shows("leader                     8G-Performance      2/2 ~ modifying")
	r.speed(backend.MaxSpeed)
	c.shows("leader                     8G-Performance      2/2 ✓ available  HA", "✓ done: leader")
	c.types("q")
	c.exits()
	c.restored()
	entries, err := r.plane.Journal(t.Context(), backend.Query{Actor: "ada"})
	if err != nil || len(entries) == 0 {
		t.Fatalf("the journal: %v, %v", entries, err)
	}
	_, print := publicKey(t, numbersOf["ada"])
	if via := entries[0].Via; !strings.HasPrefix(via, print+" from 127.0.0.1:") {
		t.Errorf("the journal says that ada came via %q", via)
	}
}

func TestResizes(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("ada")
	c.shows("billing-api", "enter actions · a add a cluster")
	c.resize(60, 20)
	c.shows("enter actions · ? help")
	c.resize(39, 11)
	c.shows("pooldeck needs 40x12; this is 39x11")
	c.resize(140, 45)
	c.shows("billing-api", "$3,758/month")
	c.types("q")
	c.exits()
	c.restored()
}

func TestWhoIsNotLetIn(t *testing.T) {
	t.Parallel()
	r := serve(t)
	_, print := publicKey(t, numbersOf["eve"])
	for name, cmd := range map[string]*exec.Cmd{
		"a key that nobody knows":      r.ssh("eve", "127.0.0.1", "fleet"),
		"a password":                   r.ssh("ada", "-o", "PreferredAuthentications=password,keyboard-interactive", "-o", "BatchMode=yes", "127.0.0.1", "fleet"),
		"no key":                       r.ssh("ada", "-o", "PreferredAuthentications=none", "127.0.0.1", "fleet"),
		"the name of somebody who may": r.ssh("eve", "-l", "ada", "127.0.0.1", "fleet"),
	} {
		t.Run(name, func(t *testing.T) {
			if out := finish(t, cmd); out.code != 255 || !strings.Contains(out.stderr, "Permission denied (publickey)") || out.stdout != "" {
				t.Errorf("%+v", out)
			}
		})
	}
	if log := r.log.String(); !strings.Contains(log, "key="+print) || !strings.Contains(log, "not among the authorized ones") {
		t.Errorf("the log does not say whose key was refused:\n%s", log)
	}
	if n := r.metric("sessions_total"); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

// The user's name says nothing about who somebody is, and stands nowhere.
func TestTheKeySaysWhoSomebodyIs(t *testing.T) {
	t.Parallel()
	r := serve(t)
	out := finish(t, r.ssh("bob", "-l", "root\x1b[2J", "127.0.0.1", "pools", "set", "postgresql-rectangular-12345", "analytics", "--count", "2", "--yes"))
	if out.code != cli.Refused || !strings.Contains(out.stderr, backend.ErrDenied.Error()) {
		t.Errorf("a viewer under another name: %+v", out)
	}
	if log := r.log.String(); strings.Contains(log, "root") || strings.ContainsRune(log, '\x1b') {
		t.Errorf("the log has the user's name:\n%s", log)
	}
}

// With several keys at hand, the one that signed counts, not the first that
// was offered.
func TestTheKeyThatSignedCounts(t *testing.T) {
	t.Parallel()
	r := serve(t)
	r.identity("bob")
	eve, bob := r.identity("eve"), filepath.Join(r.dir, "id_bob")
	// Root's public key is at hand, its private key is not.
	line, _ := publicKey(t, numbersOf["root"])
	write(t, filepath.Join(r.dir, "root.pub"), line)
	cmd := r.ssh("bob", "-i", filepath.Join(r.dir, "root.pub"), "-i", eve, "-i", bob, "127.0.0.1", "fleet")
	if out := finish(t, cmd); out.code != 0 {
		t.Fatalf("%+v", out)
	}
	log := r.log.String()
	if !strings.Contains(log, `msg="session opened" name=bob`) || strings.Contains(log, `msg="session opened" name=root`) {
		t.Errorf("the log:\n%s", log)
	}
}

func TestAViewerIsRefusedByTheBackend(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("bob")
	c.onAnalytics()
	c.types("i")
	c.shows("· instances")
	c.types("3\r")
	c.shows("Review · 1 change", "a viewer looks and does not apply")
	c.types("\r")
	c.shows("analytics.rectangular-12345")
	if f := r.plane.Fleet(); len(f.Operations) != 0 {
		t.Errorf("operations: %v", f.Operations)
	}
	out := r.runs("bob", "pools", "set", "postgresql-rectangular-12345", "analytics", "--count", "3", "--yes")
	if out.code != cli.Refused || !strings.Contains(out.stderr, backend.ErrDenied.Error()) {
		t.Errorf("as a command: %+v", out)
	}
	out = r.runs("ada", "pools", "set", "postgresql-rectangular-12345", "analytics", "--count", "3", "--yes")
	if out.code != 0 {
		t.Errorf("an operator: %+v", out)
	}
	c.shows(r.total()) // what ada did, for bob to see
}

// A key that is taken out of the file while its owner is there.
func TestARevokedKeyEndsItsSessions(t *testing.T) {
	t.Parallel()
	r := serve(t)
	ada, bob := r.opens("ada"), r.opens("bob")
	ada.shows("billing-api")
	bob.shows("billing-api")
	line, _ := publicKey(t, numbersOf["bob"])
	write(t, r.keysFile(), "no key at all\n"+line+"\n")
	ada.shows("pooldeck: this key may not come in any more")
	if code := ada.exits(); code != 1 {
		t.Errorf("the client ends with %d", code)
	}
	ada.restored()
	if out := r.runs("ada", "fleet"); out.code != 255 {
		t.Errorf("ada comes in again: %+v", out)
	}
	bob.types("?")
	bob.shows("a page up")
	if log := r.log.String(); !strings.Contains(log, "line=1") || !strings.Contains(log, "it is no public key") {
		t.Errorf("the bad line is not in the log:\n%s", log)
	}
}

func TestAnotherRoleTakesAnotherSession(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("ada")
	c.shows("billing-api")
	_, print := publicKey(t, numbersOf["ada"])
	write(t, r.rolesFile(), print+" ada viewer\n")
	r.server.Reload() // as SIGHUP does
	c.shows("pooldeck: your name or role was changed; connect again")
	c.exits()
	out := r.runs("ada", "pools", "set", "postgresql-rectangular-12345", "analytics", "--count", "3", "--yes")
	if out.code != cli.Refused {
		t.Errorf("with the new role: %+v", out)
	}
}

// A key whose time is over leaves by itself.
func TestAKeyExpiresDuringItsSession(t *testing.T) {
	t.Parallel()
	r := serve(t)
	line, _ := publicKey(t, numbersOf["ada"])
	c := r.opens("ada")
	c.shows("billing-api")
	write(t, r.keysFile(), time.Now().UTC().Add(3*time.Second).Format(`expiry-time="20060102150405Z" `)+line+"\n")
	r.server.Reload()
	c.shows("pooldeck: this key may not come in any more")
	c.exits()
	c.restored()
}

func TestAKeyFromElsewhere(t *testing.T) {
	t.Parallel()
	r := serve(t)
	line, _ := publicKey(t, numbersOf["ada"])
	write(t, r.keysFile(), `from="127.0.0.2" `+line+"\n")
	r.server.Reload()
	if out := r.runs("ada", "fleet"); out.code != 255 {
		t.Errorf("from another address: %+v", out)
	}
	if out := finish(t, r.ssh("ada", "-b", "127.0.0.2", "127.0.0.1", "version")); out.code != 0 || out.stdout != "test\n" {
		t.Errorf("from its own address: %+v", out)
	}
}

func TestAFileThatCannotBeReadChangesNothing(t *testing.T) {
	t.Parallel()
	r := serve(t)
	if err := os.Remove(r.rolesFile()); err != nil {
		t.Fatal(err)
	}
	r.server.Reload()
	if out := r.runs("ada", "version"); out.code != 0 {
		t.Errorf("%+v", out)
	}
	if log := r.log.String(); !strings.Contains(log, "the keys and roles stay as they were") {
		t.Errorf("the log:\n%s", log)
	}
}

// Two people on one fleet: each sees what the other one does, and where they
// are.
func TestTwoPeople(t *testing.T) {
	t.Parallel()
	r := serve(t)
	ada, root := r.opens("ada"), r.opens("root")
	ada.shows("with root")
	root.shows("with ada")
	ada.onAnalytics()
	root.onAnalytics()
	ada.types("i")
	ada.shows("· instances")
	ada.types("3")
	ada.shows("3 × ")
	ada.types("\r")
	ada.shows("Review · 1 change")
	root.types("i")
	root.shows("· instances")
	root.types("2")
	root.shows("2 × ")
	root.types("\r")
	root.shows("Review · 1 change", "ada")
	ada.shows("root")
	ada.types("\r")
	ada.shows("accepted: 1 change")
	// Root's review is on a cluster that has moved: it says so, and is read
	// again before anything is asked of the backend.
	root.shows("by ada")
	root.types("\r")
	root.types("\r")
	root.shows("accepted: 1 change")
	ada.types("q")
	ada.exits()
	eventually(t, "root is alone", func() bool { return !strings.Contains(root.text(), "with ada") })
}

// Closing the terminal stops nothing: what was accepted is the server's.
func TestALostClientLeavesItsOperations(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("ada")
	c.onAnalytics()
	c.types("i3\r")
	c.shows("Review · 1 change")
	c.types("\r")
	c.shows("accepted: 1 change")
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	r.empty()
	r.speed(backend.MaxSpeed)
	eventually(t, "the pool has three instances", func() bool {
		for _, c := range r.plane.Fleet().Clusters {
			if c.Name == "postgresql-rectangular-12345" {
				return len(c.Followers[0].Instances) == 3 && c.Followers[0].Settled()
			}
		}
		return false
	})
}

// One terminal of several on a connection is closed, as with ControlMaster.
func TestAClosedWindowOfASharedConnection(t *testing.T) {
	// This client says that a window was closed only when it hears something.
	r := serve(t, func(o *Options) { o.Limits.Alive = time.Second })
	socket := filepath.Join(r.dir, "mux")
	first := start(t, r.ssh("ada", "-M", "-S", socket, "127.0.0.1"), 120, 40)
	first.shows("billing-api")
	quiet := goroutines(t)
	for range 5 {
		second := start(t, r.ssh("ada", "-S", socket, "127.0.0.1"), 120, 40)
		second.shows("billing-api")
		if err := second.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-second.ended
		// And one that is told that its terminal is gone.
		third := start(t, r.ssh("ada", "-S", socket, "127.0.0.1"), 120, 40)
		third.shows("billing-api")
		if err := third.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		<-third.ended
	}
	eventually(t, "the first session alone is left", func() bool { return len(r.server.house.all()) == 1 })
	returned(t, quiet)
	first.types("?")
	first.shows("a page up")
	// Nothing goes round in circles for a window that is gone: one that does
	// takes a whole processor.
	before := processorTime(t)
	watched := 500 * time.Millisecond
	<-time.After(watched)
	if took := processorTime(t) - before; took > watched/2 {
		t.Errorf("in %s in which nobody does anything it takes %s of processor time", watched, took)
	}
}

// processorTime is what this process has used.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A terminal whose keys come after the one that quits.
func TestWhatIsTypedAfterTheEnd(t *testing.T) {
	r := serve(t)
	quiet := goroutines(t)
	for range 3 {
		c := r.opens("ada")
		c.shows("billing-api")
		c.types("qjjjjjjjjjjj\x1b[A\x1b[")
		c.exits()
		c.restored()
	}
	returned(t, quiet)
}

// ctrl+z is for a shell's job control; here it would stop the server.
func TestSuspendingDoesNotStopTheServer(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := r.opens("ada")
	c.shows("billing-api")
	c.types("\x1a")
	c.types("?")
	c.shows("a page up")
}

func TestTheServerStops(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.Drain = patience / 2 })
	ada := r.opens("ada")
	socket := filepath.Join(r.dir, "mux")
	bob := start(t, r.ssh("bob", "-M", "-S", socket, "-o", "ControlPersist=yes", "127.0.0.1"), 120, 40)
	silent, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ada.shows("billing-api")
	bob.shows("billing-api")
	began := time.Now()
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > r.server.options.Limits.Drain || !strings.Contains(r.log.String(), `msg=stopped "in order"=true`) {
		t.Errorf("it took %s:\n%s", took, r.log)
	}
	for _, c := range []*terminal{ada, bob} {
		c.shows("pooldeck: the server is being stopped; what was accepted goes on when it runs again")
		c.exits()
		c.restored()
	}
	if n, _ := r.server.crowd.count(); n != 0 {
		t.Errorf("%d connections are left", n)
	}
}

func TestAnybodyIsLetInOnTheLoopbackOnly(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Keys, o.Roles, o.Revoked, o.AnyKey = "", "", "", true })
	c := r.opens("eve")
	c.shows("billing-api", "any key is let in here, as admin")
	c.types("?")
	c.shows("a page up", "any key is let in here, as admin")
	c.types("\x1b")
	eventually(t, "the help is closed", func() bool { return !strings.Contains(c.text(), "a page up") })
	c.resize(80, 24)
	c.shows("enter actions", "any key is let in here, as admin")
	c.types("q")
	c.exits()
	c.restored()
	if out := r.runs("eve", "version"); out.code != 0 || !strings.Contains(out.stderr, "any key is let in here") {
		t.Errorf("as a command: %+v", out)
	}
	l, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.server.Serve(t.Context(), l); err == nil || !strings.Contains(err.Error(), "on the loopback only") {
		t.Errorf("on all addresses: %v", err)
	}
}

// What is said before the end, and when, is in attend_test.
func TestNobodyPressesAKey(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.Idle, o.Limits.Warning = 2*time.Second, 1*time.Second })
	// Updates are no keys: a screen on which much happens ends all the same.
	r.speed(backend.MaxSpeed)
	c := r.opens("ada")
	c.shows("pooldeck: nobody pressed a key")
	if code := c.exits(); code != 1 {
		t.Errorf("the client ends with %d", code)
	}
	c.restored()
}

func TestTheWarningIsOnTheScreen(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.Idle, o.Limits.Warning = time.Hour, time.Hour-time.Second })
	c := r.opens("ada")
	c.shows("billing-api", "no key for 1s: this session ends in 59m59s unless one is pressed")
}

func TestASessionLastsAsLongAsOneMay(t *testing.T) {
	t.Parallel()
	// The connection of a session that is told has as long as the drain.
	r := serve(t, func(o *Options) {
		o.Limits.Life, o.Limits.Warning, o.Limits.Drain = 2*time.Second, time.Second, patience
	})
	c := r.opens("ada")
	c.shows("pooldeck: the session lasted as long as one may; connect again")
	c.exits()
	c.restored()
}

func TestOneSessionTooMany(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Limits.PerKey = 1 })
	c := r.opens("ada")
	c.shows("billing-api")
	if out := finish(t, r.ssh("ada", "-o", "LogLevel=INFO", "127.0.0.1", "version")); out.code != 255 || !strings.Contains(out.stderr, "this key has 1 sessions, which is as many as it may have") {
		t.Errorf("a second one: %+v", out)
	}
	if out := r.runs("bob", "version"); out.code != 0 {
		t.Errorf("another key: %+v", out)
	}
}
