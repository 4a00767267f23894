package store

import (
	"encoding/json"
	"errors"
	"sync"
)

// decoding turns bodies into values, many at a time on all processors: in the
// start of a large fleet nothing takes longer. The zero value is ready.
type decoding[T any] struct {
	bodies [][]byte // not handed out yet
	parts  []*part[T]
	all    sync.WaitGroup
}

// part is what one goroutine makes.
type part[T any] struct {
	list []*T
	err  error
}

// partSize is how many bodies make a goroutine worth its while.
const partSize = 256

func (d *decoding[T]) add(body []byte) {
	d.bodies = append(d.bodies, body)
	if len(d.bodies) == partSize {
		d.hand()
	}
}

// hand gives the bodies at hand to a goroutine.
func (d *decoding[T]) hand() {
	p, bodies := &part[T]{}, d.bodies
	d.parts, d.bodies = append(d.parts, p), nil
	d.all.Go(func() { p.list, p.err = decode[T](bodies) })
}

// end waits for all values, which come in the order of their bodies.
func (d *decoding[T]) end() ([]*T, error) {
	list, err := decode[T](d.bodies)
	d.all.Wait()
	var all []*T
	var errs []error
	for _, p := range append(d.parts, &part[T]{list, err}) {
		all, errs = append(all, p.list...), append(errs, p.err)
	}
	return all, errors.Join(errs...)
}

func decode[T any](bodies [][]byte) ([]*T, error) {
	list := make([]*T, 0, len(bodies))
	for _, body := range bodies {
		item := new(T)
		if err := json.Unmarshal(body, item); err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, nil
}
