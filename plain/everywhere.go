package plain

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/proposal"
)

// everywhere is what an answer means at every question with choices: the words
// of this dialogue, and the commands of the shell.
func (s scene) everywhere(answer string, here model.ID) (intent, bool) {
	word, rest, _ := strings.Cut(answer, " ")
	word, rest = strings.ToLower(word), strings.TrimSpace(rest)
	if rest == "" {
		if i, is := s.alone(word, here); is {
			return i, true
		}
	}
	switch word {
	case "find":
		return s.search(rest), true
	case "journal":
		return readJournal{rest}, true
	case "wait":
		return waiting(rest), true
	case "costs":
		return s.costsOf(rest), true
	case "speed":
		return s.speedTo(rest), true
	case "undo", "retry", "cancel", "info", "fault":
		return s.about(word, rest, here)
	}
	return s.shell(answer)
}

// alone are the words that need no other.
func (s scene) alone(word string, here model.ID) (intent, bool) {
	switch word {
	case "?":
		return again{}, true
	case "<", "b", "back":
		return goBack{}, true
	case "home":
		return goHome{}, true
	case "h", "help":
		return learn{help}, true
	case "q", "quit", "exit":
		return s.quitting(), true
	case "status", "ps":
		return learn{status}, true
	case "levels":
		return learn{levelList}, true
	case "next", "!":
		return s.nextTrouble(here), true
	case "fleet":
		return open{newList("Which one?", "", s.places())}, true
	case "watch":
		return watch{}, true
	case "wait":
		return wait{}, true
	case "quiet", "normal", "verbose":
		return hear{loudness(word)}, true
	case "review":
		return open{review{changes: slices.Clone(s.staged)}}, true
	case "drop":
		if len(s.staged) == 0 {
			return says("Nothing is staged."), true
		}
		return open{dropping(len(s.staged))}, true
	case "pause":
		return s.speedTo("0"), true
	case "go":
		return s.speedTo(strconv.Itoa(defaultSpeed)), true
	}
	return nil, false
}

// about are words for a cluster: the one that is named, or that is looked at.
func (s scene) about(word, name string, here model.ID) (intent, bool) {
	c := s.fleet.Cluster(here)
	if name != "" {
		found, err := s.clusterCalled(name)
		if err != nil {
			return says(problem(err)), true
		}
		c = found
	}
	if c == nil {
		return says("Say which cluster: " + word + " CLUSTER."), true
	}
	switch word {
	case "undo":
		return s.undoing(c), true
	case "retry":
		return s.retrying(c), true
	case "cancel":
		return s.cancelling(c), true
	case "info":
		return open{place{cluster: c.ID}}, true
	case "fault":
		if !s.breaks() {
			return says("Nothing can be made to fail here."), true
		}
		return open{faults{cluster: c.ID}}, true
	}
	return nil, false
}

// clusterCalled finds a cluster as the commands do, or by how its name begins
// where only one does.
func (s scene) clusterCalled(name string) (*model.Cluster, error) {
	found, err := command.Cluster(s.fleet, name, "")
	if err == nil {
		return found, nil
	}
	for _, c := range s.fleet.Clusters {
		if startsWith(c.Name, name) {
			if found != nil {
				return nil, err
			}
			found = c
		}
	}
	if found == nil {
		return nil, err
	}
	return found, nil
}

// shell reads the commands that change something; what begins as one and is
// none says what it lacks.
func (s scene) shell(answer string) (intent, bool) {
	fields := strings.Fields(answer)
	if len(fields) < 2 {
		return nil, false
	}
	nouns := []string{"pools", "clusters", "attachments", "ps", "pooldeck", "heroku"}
	if !slices.Contains(nouns, fields[0]) && !strings.Contains(fields[0], ":") {
		return nil, false
	}
	changes, err := command.Parse(s.fleet, fields, command.Options{Levels: s.catalog.Levels, Sizes: s.catalog.Sizes, Number: s.number()})
	var m *command.Mistake
	switch {
	case errors.As(err, &m) && m.Usage != "":
		return says(problem(err), "It is written: "+m.Usage), true
	case err != nil:
		return says(problem(err)), true
	}
	return s.review(changes...), true
}

// waiting reads how long to wait: 30 s, 5 min, 2 h, or a Go duration.
func waiting(text string) intent {
	compact := strings.ReplaceAll(text, " ", "")
	for long, short := range map[string]string{"seconds": "s", "second": "s", "sec": "s", "minutes": "m", "minute": "m", "min": "m", "hours": "h", "hour": "h"} {
		if number, is := strings.CutSuffix(compact, long); is {
			compact = number + short
			break
		}
	}
	d, err := time.ParseDuration(compact)
	if err != nil || d <= 0 {
		return says("Say how long: wait 30 s, wait 5 min, wait 2 h; or wait alone, until nothing is under way.")
	}
	return wait{d}
}

// defaultSpeed is how fast the simulated clock goes on after a pause.
const defaultSpeed = 20

func (s scene) speedTo(text string) intent {
	n, err := strconv.Atoi(text)
	switch {
	case !s.steers():
		return says("Time passes by itself here.")
	case err != nil || n < 0 || n > backend.MaxSpeed:
		return says(fmt.Sprintf("The speed is 0, which is paused, to %d seconds that pass in one.", backend.MaxSpeed))
	}
	return steer{n}
}

// pace says how fast time passes.
func (s scene) pace() string {
	if s.speed == 0 {
		return "time is paused"
	}
	return fmt.Sprintf("%d s pass in 1 s", s.speed)
}

func speeds(s scene) page {
	m := menu{name: "Speed", head: []string{sentence(s.pace()), "How fast is time to pass? speed N says any other."}}
	for _, n := range []int{0, 1, 20, 60, 600, 3600} {
		m.items = append(m.items, choice{does: scene{speed: n}.pace(), intent: steer{n}})
	}
	return asked{m}
}

// retrying asks for the last failed operation of a cluster again.
func (s scene) retrying(c *model.Cluster) intent {
	o := proposal.Failed(s.fleet, c.ID)
	if o == nil {
		return says("Nothing has failed on " + c.Name + " that is still to be had.")
	}
	return retry{o.ID}
}
