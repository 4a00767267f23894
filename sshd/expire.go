package sshd

import (
	"fmt"
	"strings"
	"time"
)

// soon tells a session that it ends unless something is done, and why.
type soon string

// expire ends a session in which nobody does anything, and one that has lasted
// for as long as one may. It says so a while before. A person who does
// something is told of by touched.
func expire(v *visit, limits Limits, touched <-chan struct{}, say func(soon)) {
	quiet := limits.Idle - limits.Warning
	idle := time.NewTimer(quiet)
	defer idle.Stop()
	old := time.NewTimer(max(0, v.left(limits.Life)-limits.Warning))
	defer old.Stop()
	saidIdle, saidOld := false, false
	for {
		select {
		case <-v.ctx.Done():
			return
		case <-touched:
			saidIdle = false
			idle.Reset(quiet)
		case <-idle.C:
			if saidIdle {
				v.end(errIdle)
				return
			}
			saidIdle = true
			idle.Reset(limits.Warning)
			say(soon(fmt.Sprintf("no key for %s: this session ends in %s unless one is pressed", words(quiet), words(limits.Warning))))
		case <-old.C:
			if saidOld {
				v.end(errOld)
				return
			}
			saidOld = true
			old.Reset(limits.Warning)
			say(soon(fmt.Sprintf("this session ends in %s: it lasts as long as one may; connect again", words(limits.Warning))))
		}
	}
}

// words is a duration as people say it.
func words(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// touch says that somebody has done something, to whoever listens next.
func touch(touched chan<- struct{}) {
	select {
	case touched <- struct{}{}:
	default: // it was said already
	}
}
