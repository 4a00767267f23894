package control

import (
	"context"
	"slices"

	"pooldeck/backend"
	"pooldeck/model"
)

// watch is one reader's slot: it holds the newest fleet that the reader has
// not taken yet.
type watch struct {
	slot chan *model.Fleet
	stop func() bool // no longer waits for the context's end
}

// watches are all readers. The plane's mutex guards them, so that a slot is
// filled by one sender only and never after it was closed.
type watches struct{ open []*watch }

// Watch sends the newest fleet and then newer ones; see backend.Backend.
func (p *Plane) Watch(ctx context.Context) (<-chan *model.Fleet, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, backend.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := &watch{slot: make(chan *model.Fleet, 1)}
	w.send(p.shown)
	p.watches.open = append(p.watches.open, w)
	w.stop = context.AfterFunc(ctx, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.watches.end(w)
	})
	return w.slot, nil
}

// send puts a fleet in the place of one that was not read.
func (w *watch) send(f *model.Fleet) {
	select {
	case <-w.slot:
	default:
	}
	w.slot <- f
}

func (ws *watches) send(f *model.Fleet) {
	for _, w := range ws.open {
		w.send(f)
	}
}

func (ws *watches) end(w *watch) {
	if at := slices.Index(ws.open, w); at >= 0 {
		ws.open = slices.Delete(ws.open, at, at+1)
		close(w.slot)
	}
}

func (ws *watches) close() {
	for _, w := range ws.open {
		w.stop()
		close(w.slot)
	}
	ws.open = nil
}
