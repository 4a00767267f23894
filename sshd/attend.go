package sshd

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/time/rate"
)

// How fast a terminal may talk: more than anybody types, and a paste at once.
const (
	inputRate  = 1 << 10 // bytes a second
	inputBurst = maxPaste + maxSequence
)

// resizeEvery is how often a window is drawn in another size at most: whoever
// drags its corner changes it much more often.
const resizeEvery = 50 * time.Millisecond

// escapeDelay is how long an escape may be the beginning of something.
const escapeDelay = 50 * time.Millisecond

// attendant carries to a program what happens at the client's end, and ends
// the session when its time is over.
type attendant struct {
	visit   *visit
	limits  Limits
	program *tea.Program
}

// attend runs until the session ends.
func (a attendant) attend(in io.Reader) {
	read := make(chan []byte)
	go a.read(in, read)
	var keys keyboard
	escape := time.NewTimer(escapeDelay)
	defer escape.Stop()
	touched := make(chan struct{}, 1)
	go expire(a.visit, a.limits, touched, func(s soon) { a.program.Send(s) })
	resized := time.NewTimer(0)
	defer resized.Stop()
	var sizes <-chan size // only while another size may be drawn
	for {
		var events []uv.Event
		ok := true
		select {
		case <-a.visit.ctx.Done():
			return
		case <-resized.C:
			sizes = a.visit.sizes
		case s := <-sizes:
			sizes = nil
			resized.Reset(resizeEvery)
			a.program.Send(tea.WindowSizeMsg{Width: s.columns, Height: s.rows})
		case p := <-read:
			events, ok = keys.take(p, false)
			escape.Reset(escapeDelay)
		case <-escape.C:
			if keys.waits() {
				events, ok = keys.take(nil, true)
			}
		}
		for _, e := range events {
			if byHand(e) {
				touch(touched)
			}
			a.program.Send(e)
		}
		if !ok {
			a.visit.end(errGarbled)
			return
		}
	}
}

// byHand is whether a person has done something; terminals answer questions
// by themselves.
func byHand(e uv.Event) bool {
	switch e.(type) {
	case uv.KeyPressEvent, uv.PasteEvent, uv.MouseClickEvent, uv.MouseWheelEvent:
		return true
	}
	return false
}

// paced reads what a client sends, no faster than a person sends it.
func paced(v *visit, in io.Reader) io.Reader {
	pace := rate.NewLimiter(inputRate, inputBurst)
	return readerFunc(func(p []byte) (int, error) {
		n, err := in.Read(p[:min(len(p), inputBurst)])
		if slow := pace.WaitN(v.ctx, n); err == nil {
			err = slow
		}
		return n, err
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// read reads what the client sends. An end of the input ends nothing: there
// may be somebody who only looks.
func (a attendant) read(in io.Reader, to chan<- []byte) {
	in = paced(a.visit, in)
	buffer := make([]byte, 1024)
	for {
		n, err := in.Read(buffer)
		if err != nil {
			return
		}
		select {
		case to <- append([]byte(nil), buffer[:n]...):
		case <-a.visit.ctx.Done():
			return
		}
	}
}

// conclude ends the program when the session is to end: in order, as long as
// the client goes along, so that its terminal is as it was. ended is closed
// when the program has ended.
func (a attendant) conclude(ended <-chan struct{}) (stop func() bool) {
	return context.AfterFunc(a.visit.ctx, func() {
		if !unheard(a.visit.why()) {
			// Drawing a screen once more takes milliseconds.
			late := time.AfterFunc(min(a.limits.Stall, a.limits.Drain/2), a.visit.sever)
			defer late.Stop()
			go a.program.Quit()
			<-ended
			return
		}
		a.visit.sever()
	})
}
