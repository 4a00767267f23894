package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"

	"pooldeck/backend/control"
	"pooldeck/backend/drill"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/cli"
	"pooldeck/internal/config"
	"pooldeck/pricing"
)

// state is a fleet that can be worked on: the store it is kept in, the
// simulated world, and the control plane over both.
type state struct {
	store   store.Store
	plane   *control.Plane
	catalog pricing.Catalog
	seed    uint64 // the world's
}

// demoSeed is what a demo fleet is made from where nobody said otherwise.
const demoSeed = 7

// open makes the state that the settings ask for ready to be worked on.
func open(set config.Settings) (*state, error) {
	catalog, err := readCatalog(set.Catalog)
	if err != nil {
		return nil, err
	}
	kept, err := openStore(set)
	if err != nil {
		return nil, err
	}
	s := &state{store: kept, catalog: catalog}
	if err := s.begin(set); err != nil {
		return nil, errors.Join(refused(err), kept.Close())
	}
	return s, nil
}

// begin goes on with what is in the store, or makes the first fleet.
func (s *state) begin(set config.Settings) error {
	seed, err := s.store.Seed()
	switch {
	case errors.Is(err, store.ErrNew):
		seed = firstSeed(set)
		fleet, ledger := sim.Fleet(seed, set.Clusters)
		if err := s.store.Create(fleet, ledger, seed); err != nil {
			return err
		}
	case err != nil:
		return err
	case set.SeedAsked && *set.Seed != seed:
		return cli.Exit{Code: cli.Usage, Err: &config.Wrong{
			Where: "--seed", Reason: fmt.Sprintf("the state in %s was made from the seed %d; leave out --seed, or say another --state", set.State, seed),
		}}
	case set.Clusters > 0:
		return cli.Exit{Code: cli.Usage, Err: &config.Wrong{
			Where: "--clusters", Reason: fmt.Sprintf("the state in %s has a fleet already; leave out --clusters, or say another --state", set.State),
		}}
	}
	cues, err := readDrill(set)
	if err != nil {
		return err
	}
	s.seed = seed
	interruption := sim.Interruption()
	s.plane, err = control.Open(s.store, sim.New(seed), s.catalog, control.Options{
		Metrics:      sim.NewMetrics(seed, s.catalog.Specs, func() sim.Watched { return s.plane }),
		Interruption: &interruption,
		Gauge:        sim.NewGauge(seed, s.catalog.Specs),
		Simulated:    true,
		Speed:        set.Speed,
		Drill:        cues,
	})
	return err
}

// close gives the state up, the plane before what it stands on.
func (s *state) close() error { return errors.Join(s.plane.Close(), s.store.Close()) }

// pass lets time pass until end is called. Once the state is damaged, nothing
// more can be done with it: watches end.
func (s *state) pass() (end func() error) {
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() {
		err := s.plane.Run(ctx, control.WallClock())
		if err != nil {
			err = errors.Join(err, s.plane.Close())
		}
		over <- err
	}()
	return func() error {
		stop()
		return <-over
	}
}

func firstSeed(set config.Settings) uint64 {
	switch {
	case set.Seed != nil:
		return *set.Seed
	case set.Demo:
		return demoSeed
	}
	return random()
}

func random() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return binary.LittleEndian.Uint64(b[:])
}

// session tells this process's requests from those of every other one. In a
// demo it follows from the seed, so that a demo can be replayed.
func (s *state) session(demo bool) string {
	if demo {
		return fmt.Sprintf("demo-%d", s.seed)
	}
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// names is what a console makes names from: new ones in every process, since
// the ID of a cluster is never used again; the same ones in a demo.
func (s *state) names(demo bool) uint64 {
	if demo {
		return s.seed
	}
	return random()
}

func readCatalog(name string) (pricing.Catalog, error) {
	if name == "" {
		return pricing.Embedded()
	}
	file, err := os.Open(name)
	if err != nil {
		return pricing.Catalog{}, cli.Exit{Code: cli.Usage, Err: fmt.Errorf("the catalog: %w", err)}
	}
	defer file.Close()
	catalog, err := pricing.Read(name, file)
	if err != nil {
		return pricing.Catalog{}, cli.Exit{Code: cli.Usage, Err: err}
	}
	return catalog, nil
}

// openStore takes the state for this process.
func openStore(set config.Settings) (store.Store, error) {
	if set.Demo {
		return store.NewMemory(), nil
	}
	kept, err := store.Open(set.State)
	if err != nil {
		return nil, refused(err)
	}
	return kept, nil
}

// refused gives what the store says the code that scripts know it by.
func refused(err error) error {
	var held *store.Held
	var damaged *store.Damaged
	var newer *store.Newer
	var unwritable *store.Unwritable
	var unplayable *drill.Wrong
	switch {
	case errors.As(err, &unplayable):
		return cli.Exit{Code: cli.Usage, Err: err}
	case errors.As(err, &unwritable):
		return cli.Exit{Code: cli.Unwritable, Err: fmt.Errorf("%w; %s", err, unwritable.Remedy())}
	case errors.As(err, &held):
		return cli.Exit{Code: cli.Held, Err: err}
	case errors.As(err, &damaged), errors.As(err, &newer):
		return cli.Exit{Code: cli.Damaged, Err: err}
	}
	return err
}
