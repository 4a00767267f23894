package command

import (
	"path"
	"strings"

	"pooldeck/model"
)

// Options are what Parse needs to know besides the fleet.
type Options struct {
	// Levels gives levels their full names and finds the nearest one for a
	// name that is none. Without any, levels are taken as they are written.
	Levels model.Levels
	// Sizes does so for the sizes of dynos.
	Sizes model.Sizes
	// App is the app that is meant where a command of formations names none.
	App string
	// Number is what the parts are made from that a line may leave out: a new
	// cluster's ID and name, a new pool's name. The same number makes the same
	// changes of the same line and fleet. An ID is never used again, so it has
	// to be a random number of 64 bits.
	Number uint64
}

// Parse reads a command line, pooldeck's or heroku's spelling, with or without
// the program's name, into the changes that it asks for. Clusters, pools, apps
// and levels have to be there and get their names as the fleet writes them;
// whether the changes are legal is for model.NewPlan to say. The error is a
// *Mistake, or a *model.Invalid where a new name cannot be one.
func Parse(f *model.Fleet, argv []string, o Options) (model.Changes, error) {
	program, words := split(argv)
	v, rest, err := choose(program, words)
	if err != nil {
		return nil, err
	}
	r := &reader{fleet: f, options: o, verb: v}
	r.parse(rest)
	var changes model.Changes
	if r.err == nil {
		changes = v.read(r)
	}
	if r.err != nil {
		return nil, r.err
	}
	return changes, nil
}

// split takes the program's name off, and before it a shell's prompt, which a
// line that was copied may have.
func split(argv []string) (program string, words []string) {
	if len(argv) > 1 && argv[0] == "$" {
		argv = argv[1:]
	}
	if len(argv) > 0 {
		if name := path.Base(argv[0]); name == pooldeck || name == heroku {
			return name, argv[1:]
		}
	}
	return "", argv
}

// choose finds the command that the line begins with.
func choose(program string, words []string) (verb, []string, error) {
	for _, v := range verbs() {
		n := len(strings.Fields(v.name))
		if len(words) < n || strings.Join(words[:n], " ") != v.name {
			continue
		}
		if program != "" && program != v.program && !v.both() {
			return verb{}, nil, &Mistake{Reason: v.name + " is a command of " + v.program + ", not of " + program, Usage: v.usage()}
		}
		return v, words[n:], nil
	}
	return verb{}, nil, unknown(program, words)
}

// unknown names the commands that a line may have meant.
func unknown(program string, words []string) error {
	if len(words) == 0 {
		return mistake("there is no command on this line")
	}
	var names, siblings []string
	for _, v := range verbs() {
		names = append(names, v.name)
		if noun, does, two := strings.Cut(v.name, " "); two && noun == words[0] {
			siblings = append(siblings, does)
		}
	}
	name := strings.TrimSpace(program + " " + shown(words[0]))
	switch {
	case len(siblings) == 0:
		like := words[0]
		if program != heroku && len(words) > 1 && !strings.Contains(like, ":") {
			like += " " + words[1]
		}
		return mistake("there is no command %s%s", name, meant(like, names))
	case len(words) == 1:
		return mistake("%s does nothing alone; it has %s", name, listed(siblings, "and"))
	}
	return mistake("%s has no %s; it has %s", name, shown(words[1]), listed(siblings, "and"))
}
