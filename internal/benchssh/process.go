package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// process is a server in a process of its own.
type process struct {
	cmd     *exec.Cmd
	orders  io.WriteCloser
	answers *bufio.Scanner
	address string
}

func start(server string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(self, server)}
	p.cmd.Stderr = os.Stderr
	if p.orders, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.answers = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	if !p.answers.Scan() {
		return nil, fmt.Errorf("it does not start: %w", p.cmd.Wait())
	}
	p.address = p.answers.Text()
	return p, nil
}

// ask gives an order and returns how many goroutines there are after it.
func (p *process) ask(order string) (goroutines int, err error) {
	if _, err := fmt.Fprintln(p.orders, order); err != nil {
		return 0, err
	}
	if !p.answers.Scan() {
		return 0, fmt.Errorf("no answer to %s", order)
	}
	return strconv.Atoi(p.answers.Text())
}

// end ends the server: its orders end.
func (p *process) end() error {
	if err := p.orders.Close(); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// resident is the memory of the process that is in the machine's, in MB.
func (p *process) resident() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024, err
		}
	}
	return 0, fmt.Errorf("process %d has no VmRSS", p.cmd.Process.Pid)
}

// busy waits and returns which share of a core the process took meanwhile.
func (p *process) busy(during time.Duration) (float64, error) {
	before, err := p.ticks()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	time.Sleep(during)
	after, err := p.ticks()
	if err != nil {
		return 0, err
	}
	const perSecond = 100 // sysconf(_SC_CLK_TCK), on every Linux
	return float64(after-before) / perSecond / time.Since(began).Seconds(), nil
}

// ticks is the processor time of the process.
func (p *process) ticks() (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name of the program, in brackets, may have blanks.
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return user + system, err
}

// obey says where the server listens and carries out orders until they end.
func obey(l net.Listener, orders map[string]func() error) error {
	fmt.Println(l.Addr())
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		switch order := in.Text(); order {
		case "quiet":
			debug.FreeOSMemory()
		default:
			if err := orders[order](); err != nil {
				return err
			}
		}
		fmt.Println(runtime.NumGoroutine())
	}
	return in.Err()
}
