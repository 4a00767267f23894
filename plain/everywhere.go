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
)

// everywhere is what an answer means at every question with choices: the words
// of this dialogue, and the commands of the shell.
func (s scene) everywhere(answer string, here model.ID) (intent, bool) {
	word, rest, _ := strings.Cut(answer, " ")
	word, rest = strings.ToLower(word), strings.TrimSpace(rest)
	if rest == "" {
		if i, is := s.alone(word); is {
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
	return s.shell(answer, here)
}

// alone are the words that need no other.
func (s scene) alone(word string) (intent, bool) {
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
	case "sizes":
		return learn{sizeList}, true
	case "next", "!":
		return s.nextTrouble(place{}), true
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

// about are words for a target: the one that is named, or that is looked at.
func (s scene) about(word, name string, target model.ID) (intent, bool) {
	if name != "" {
		found, err := s.targetCalled(name)
		if err != nil {
			return says(problem(err)), true
		}
		target = found
	}
	if s.nameOf(target) == "" {
		return says("Say on what: " + word + " CLUSTER, or " + word + " APP for its dynos."), true
	}
	switch word {
	case "undo":
		return s.undoing(target), true
	case "retry":
		return s.retrying(target), true
	case "cancel":
		return s.cancelling(target), true
	case "info":
		return open{s.placeOf(target)}, true
	case "fault":
		if !s.breaks() {
			return says("Nothing can be made to fail here."), true
		}
		return open{faults{target: target}}, true
	}
	return nil, false
}

// shell reads the commands that change something; what begins as one and is
// none says what it lacks.
func (s scene) shell(answer string, here model.ID) (intent, bool) {
	fields := strings.Fields(answer)
	if len(fields) < 2 {
		return nil, false
	}
	nouns := []string{"pools", "clusters", "attachments", "ps", "pooldeck", "heroku"}
	if !slices.Contains(nouns, fields[0]) && !strings.Contains(fields[0], ":") {
		return nil, false
	}
	changes, err := command.Parse(s.fleet, fields, s.options(s.ownerOf(here)))
	var m *command.Mistake
	switch {
	case errors.As(err, &m) && m.Usage != "":
		return says(problem(err), "It is written: "+m.Usage), true
	case err != nil:
		return says(problem(err)), true
	}
	return s.review(changes...), true
}

// options are what commands are read with; an app is the one that is meant
// where a command of formations names none.
func (s scene) options(app string) command.Options {
	return command.Options{Levels: s.catalog.Levels, Sizes: s.catalog.Sizes, App: app, Number: s.number()}
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
