package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/creack/pty"
)

// terminal is a program on a terminal that answers nothing, and what it has
// written so far.
type terminal struct {
	cmd     *exec.Cmd
	master  *os.File
	mu      sync.Mutex
	written []byte
	last    time.Time // when something was written last
}

// size of a terminal.
type size struct{ columns, rows int }

func usual() size { return size{120, 40} }

func start(s size, home string, args ...string) (*terminal, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = []string{
		"TERM=xterm-256color", "COLORTERM=truecolor", "TZ=UTC", "HOME=" + home, "XDG_STATE_HOME=" + home + "/state", "XDG_CONFIG_HOME=" + home + "/config",
	}
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(s.columns), Rows: uint16(s.rows)})
	if err != nil {
		return nil, err
	}
	t := &terminal{cmd: cmd, master: master}
	go t.read()
	return t, nil
}

func (t *terminal) read() {
	buffer := make([]byte, 64<<10)
	for {
		n, err := t.master.Read(buffer)
		if err != nil {
			return
		}
		t.mu.Lock()
		t.written, t.last = append(t.written, buffer[:n]...), time.Now()
		t.mu.Unlock()
	}
}

// count is how much was written so far.
func (t *terminal) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.written)
}

// patience is how long anything may take.
const patience = 30 * time.Second

// until waits for a text and says when it came, to a fraction of a
// millisecond.
func (t *terminal) until(text string) (time.Time, error) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Microsecond) {
		t.mu.Lock()
		found, at := bytes.Contains(t.written, []byte(text)), t.last
		t.mu.Unlock()
		if found {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s does not show %q in %v", t.cmd.Path, text, patience)
}

// settle waits until nothing was written for a while.
func (t *terminal) settle(while time.Duration) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(while / 10) {
		t.mu.Lock()
		quiet := time.Since(t.last) > while
		t.mu.Unlock()
		if quiet {
			return
		}
	}
}

// press presses a key and says how much was written because of it.
func (t *terminal) press(key string) (int, error) {
	before := t.count()
	if _, err := t.master.WriteString(key); err != nil {
		return 0, err
	}
	for end := time.Now().Add(time.Second); t.count() == before && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	t.settle(60 * time.Millisecond)
	return t.count() - before, nil
}

// resident is how much memory the process has, in megabytes.
func (t *terminal) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	return float64(kilobytes) / 1024, err
}

// end quits the program, and only then is it known what it has used.
func (t *terminal) end() error {
	if _, err := t.master.WriteString("q"); err != nil {
		return err
	}
	err := t.cmd.Wait()
	_ = t.master.Close()
	return err
}
