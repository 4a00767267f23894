// Package config finds out what a user has set. Each setting is looked for
// among the flags, then in the environment, then in the config file; it knows
// where it was found, so that an error can say where to mend it.
//
// Start with Read.
package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Settings are what every command goes by.
type Settings struct {
	// Demo asks for a fresh fleet that lives as long as the process.
	Demo bool
	// State is the directory of the persisted state, an absolute path; empty
	// with Demo.
	State string
	// Seed is what the simulated world is made from; nil when none was set.
	Seed *uint64
	// SeedAsked is whether a flag said it: a state that has another seed is
	// then an error and not one of those that the default is not for.
	SeedAsked bool
	// Clusters is how many a new fleet is to have; 0 where nobody said.
	Clusters int
	// Speed is how many simulated seconds pass in one; 0 is paused.
	Speed int
	// Plain asks for the console as lines.
	Plain   bool
	Manners Manners
	// Catalog is the file of the catalog, an absolute path; empty for the one
	// that comes with the program.
	Catalog string
	// Drill is the file of a drill, an absolute path; empty where none is
	// played.
	Drill string
	// Faults are lines of a drill, to be played besides.
	Faults []string
}

// Manners are how the console behaves towards its terminal.
type Manners struct {
	Theme                      string // one of Sources.Themes
	Mouse, Bell, Notify, Still bool
}

// A new fleet has no fewer clusters than the demo's own, and no more than
// anybody has tried.
const (
	leastClusters = 3
	mostClusters  = 20_000
)

// DefaultSpeed is how fast simulated time passes where nobody said otherwise.
const DefaultSpeed = 20

// Wrong says that a setting cannot be used. Where is the flag, the variable or
// the line of the file that holds it.
type Wrong struct{ Where, Reason string }

func (w *Wrong) Error() string { return w.Where + ": " + w.Reason }

// Sources are where settings come from, besides the flags.
type Sources struct {
	Variable func(string) string          // of the environment
	File     func(string) ([]byte, error) // the content of a file
	Home     func() (string, error)       // the user's home directory
	Dir      string                       // what relative paths are relative to
	MaxSpeed int
	Themes   []string // the default first
}

// Flags adds the flags that Read reads.
func Flags(f *pflag.FlagSet) {
	f.Bool("demo", false, "a fresh demo fleet that is gone afterwards")
	f.Int("clusters", 0, "how many clusters a new fleet has, 3 to 20000 (3)")
	f.String("seed", "", "what the simulated world is made from (7 with --demo, random for a new state)")
	f.String("speed", "", "simulated seconds that pass in one, 0 (paused) to 3600 (20)")
	f.String("state", "", "keep the state in this directory ($XDG_STATE_HOME/pooldeck)")
	f.String("theme", "", "colors of the console: auto, dark, light, color-blind or mono (auto)")
	f.String("mouse", "", "on or off: click selects, wheel scrolls (on)")
	f.String("bell", "", "on or off: ring when an operation ends (off)")
	f.String("notify", "", "on or off: a desktop notice when an operation ends, OSC 9 (off)")
	f.String("motion", "", "on or off: with off nothing moves by itself but figures (on)")
	f.String("plain", "", "on or off: the console as lines, for screen readers and terminals that cannot draw (on with TERM=dumb)")
	f.Lookup("plain").NoOptDefVal = "on"
	f.String("drill", "", "with --demo: play the faults in this file at their times")
	f.StringArray("fault", nil, "make something fail: \"1:30 kill CLUSTER POOL ROLE\", a line of a drill; may be repeated")
	f.String("catalog", "", "levels and prices from this file instead of the built-in ones")
}

// Read finds the settings. The error is a *Wrong, or that there is no place
// for the state.
func Read(flags *pflag.FlagSet, s Sources) (Settings, error) {
	file, err := s.file()
	if err != nil {
		return Settings{}, err
	}
	r := reader{flags, s, file}
	demo, _ := flags.GetBool("demo")
	if demo && flags.Changed("state") {
		return Settings{}, &Wrong{"--state", "a demo fleet keeps no state; leave out --demo or --state"}
	}
	set := Settings{Demo: demo, SeedAsked: flags.Changed("seed")}
	if set.Clusters, err = r.clusters(); err != nil {
		return Settings{}, err
	}
	if set.Seed, err = r.seed(); err != nil {
		return Settings{}, err
	}
	if set.Speed, err = r.speed(); err != nil {
		return Settings{}, err
	}
	if set.Manners, err = r.manners(); err != nil {
		return Settings{}, err
	}
	if set.Plain, err = r.on("plain", r.Variable("TERM") == "dumb"); err != nil {
		return Settings{}, err
	}
	if set.Drill, err = r.drill(demo); err != nil {
		return Settings{}, err
	}
	if flags.Changed("fault") {
		set.Faults, _ = flags.GetStringArray("fault")
	}
	if set.Catalog, err = r.path("catalog"); err != nil || demo {
		return set, err
	}
	if set.State, err = r.path("state"); err == nil && set.State == "" {
		set.State, err = s.stateDir()
	}
	return set, err
}

// reader looks for one setting after the other.
type reader struct {
	flags *pflag.FlagSet
	Sources
	file map[string]found
}

// found is a setting's text and where it was found.
type found struct {
	text, where string
	dir         string // what it is relative to, if it is a path
}

func (r reader) find(name string) (found, bool) {
	if r.flags.Changed(name) {
		text, _ := r.flags.GetString(name)
		return found{text, "--" + name, r.Dir}, true
	}
	if text := r.Variable(variable(name)); text != "" {
		return found{text, variable(name), r.Dir}, true
	}
	f, ok := r.file[name]
	return f, ok
}

func (r reader) clusters() (int, error) {
	n, _ := r.flags.GetInt("clusters")
	if r.flags.Changed("clusters") && (n < leastClusters || n > mostClusters) {
		return 0, &Wrong{"--clusters", fmt.Sprintf("a new fleet has %d to %d clusters; not %d", leastClusters, mostClusters, n)}
	}
	return n, nil
}

// drill needs a demo: the same incident needs the same fleet. It is nothing
// that a machine would have set for good, so only a flag says it.
func (r reader) drill(demo bool) (string, error) {
	if !r.flags.Changed("drill") {
		return "", nil
	}
	if !demo {
		return "", &Wrong{"--drill", "a drill is played on a fresh fleet; add --demo"}
	}
	return r.path("drill")
}

func (r reader) seed() (*uint64, error) {
	f, ok := r.find("seed")
	if !ok {
		return nil, nil
	}
	seed, err := strconv.ParseUint(f.text, 10, 64)
	if err != nil {
		return nil, &Wrong{f.where, fmt.Sprintf("a seed is a number from 0 up; not %q", f.text)}
	}
	return &seed, nil
}

func (r reader) speed() (int, error) {
	f, ok := r.find("speed")
	if !ok {
		return DefaultSpeed, nil
	}
	speed, err := strconv.Atoi(f.text)
	if err != nil || speed < 0 || speed > r.MaxSpeed {
		return 0, &Wrong{f.where, fmt.Sprintf("the speed is 0 (paused) to %d; not %q", r.MaxSpeed, f.text)}
	}
	return speed, nil
}

func (r reader) manners() (Manners, error) {
	m := Manners{Theme: r.Themes[0], Mouse: true}
	if f, ok := r.find("theme"); ok {
		if !slices.Contains(r.Themes, f.text) {
			return m, &Wrong{f.where, fmt.Sprintf("a theme is one of %s; not %q", strings.Join(r.Themes, ", "), f.text)}
		}
		m.Theme = f.text
	}
	motion := true
	for _, s := range []struct {
		name string
		on   *bool
	}{{"mouse", &m.Mouse}, {"bell", &m.Bell}, {"notify", &m.Notify}, {"motion", &motion}} {
		on, err := r.on(s.name, *s.on)
		if err != nil {
			return m, err
		}
		*s.on = on
	}
	m.Still = !motion
	return m, nil
}

// on reads a switch.
func (r reader) on(name string, otherwise bool) (bool, error) {
	f, ok := r.find(name)
	switch {
	case !ok:
		return otherwise, nil
	case f.text == "on" || f.text == "off":
		return f.text == "on", nil
	}
	return false, &Wrong{f.where, fmt.Sprintf("it is on or off; not %q", f.text)}
}

// path is absolute; empty where none is set.
func (r reader) path(name string) (string, error) {
	f, ok := r.find(name)
	switch {
	case !ok:
		return "", nil
	case f.text == "":
		return "", &Wrong{f.where, "it is empty"}
	case filepath.IsAbs(f.text):
		return filepath.Clean(f.text), nil
	}
	return filepath.Join(f.dir, f.text), nil
}

// stateDir is where the state is by default.
// https://specifications.freedesktop.org/basedir-spec/latest
func (s Sources) stateDir() (string, error) {
	base, err := s.base("XDG_STATE_HOME", ".local/state")
	if err != nil {
		return "", errors.New("there is no home directory to keep the state in; say --state DIR")
	}
	return filepath.Join(base, "pooldeck"), nil
}

// base is a base directory: the variable's, which counts only when it is
// absolute, or one below the home directory.
func (s Sources) base(variable, below string) (string, error) {
	if dir := s.Variable(variable); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := s.Home()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, filepath.FromSlash(below)), nil
}
