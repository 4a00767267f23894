package plain

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// loudness is how much of the feed is said.
type loudness string

// The loudnesses. Ends, failures and faults are always said.
const (
	quiet   loudness = "quiet"   // nothing else
	normal  loudness = "normal"  // beginnings, steps, quarters of the way, decisions, and long silences
	verbose loudness = "verbose" // tenths of the way and the reasons of autoscalers as well
)

// silence is after how much of the backend's time a running operation of which
// nothing was to be said is spoken of all the same.
const silence = 10 * time.Minute

// feed knows what has been said, so that everything is said once.
type feed struct {
	told  map[model.OperationID]told
	begun map[model.OperationID]model.Entry
}

// told is what was said last of a running operation.
type told struct {
	part  int // of the way, in quarters or tenths
	steps string
	at    time.Time
	stuck bool
}

// knows is the feed with the entries that accepted what is under way.
func (f feed) knows(entries []model.Entry) feed {
	f.begun = maps.Clone(f.begun)
	if f.begun == nil {
		f.begun = map[model.OperationID]model.Entry{}
	}
	for _, e := range entries {
		if e.Kind == model.EntryAccepted {
			f.begun[e.Operation] = e
		}
	}
	return f
}

// fact says a new entry of the journal; nothing where that is not for this
// loudness. The important word comes first.
func (f feed) fact(e model.Entry, loud loudness) string {
	what := strings.Join(e.Words, ", ")
	on := ", on " + e.TargetName
	why := ""
	if e.Note != "" {
		why = ": " + e.Note
	}
	switch e.Kind {
	case model.EntryAccepted:
		if loud == quiet {
			return ""
		}
		if loud != verbose {
			why = "" // an autoscaler has many
		}
		return spoken("Begun: "+what+on+", by "+e.Actor+why+". ") + sentence(difference(delta(e)))
	case model.EntryDone:
		return spoken("Done: "+what+on) + f.took(e) + "."
	case model.EntryFailed:
		return spoken("Failed: "+what+on+why) + f.took(e) + "."
	case model.EntryCancelled:
		return spoken("Cancelled: "+what+on) + f.took(e) + "."
	case model.EntrySuperseded:
		return spoken("Replaced by a newer change: "+what+on) + f.took(e) + "."
	case model.EntryRestarted:
		return spoken("App: " + what + why + ".")
	case model.EntryRefused:
		return spoken("Refused: " + what + on + ", asked by " + e.Actor + why + ".")
	case model.EntryFault:
		return spoken("Fault: " + what + on + why + ".")
	case model.EntryRecovered:
		return spoken("Mended: " + what + on + why + ".")
	case model.EntryStuck:
		return spoken("Stuck: " + what + on + why + ".")
	case model.EntryDecided:
		return decision(e, loud)
	case model.EntryNote:
		text := spoken("Note: " + what + why)
		if strings.ContainsAny(text[len(text)-1:], ".?!") {
			return text // somebody has written sentences
		}
		return text + "."
	}
	return ""
}

// decision says what an autoscaler decided, and by which rule; all that it was
// decided from where that is wanted.
func decision(e model.Entry, loud loudness) string {
	rule, _, _ := strings.Cut(e.Note, ": ")
	text := "Autoscaler: " + strings.Join(e.Words, ", ")
	switch loud {
	case quiet:
		return ""
	case normal:
		return spoken(text + ", " + rule + ", on " + e.TargetName + ".")
	case verbose:
	}
	return spoken(text + ", on " + e.TargetName + ": " + e.Note + ".")
}

// took is how long an operation took that has ended, and what its change
// costs.
func (f feed) took(e model.Entry) string {
	begun, known := f.begun[e.Operation]
	if !known {
		return ""
	}
	text := ", after " + lasting(e.At.Sub(begun.At))
	if e.Kind == model.EntryDone {
		text += ", " + difference(delta(begun))
	}
	return text
}

func delta(e model.Entry) pricing.Delta { return pricing.Delta{Cents: e.CostCents, Open: e.CostOpen} }

// progress says how far operations are, those of which there is something new
// to say.
func (f feed) progress(fleet *model.Fleet, loud loudness) (feed, []string) {
	next := make(map[model.OperationID]told, len(f.told))
	var lines []string
	for _, o := range running(fleet) {
		was, known := f.told[o.ID]
		is := told{part: parts(o, loud), steps: steps(fleet, o.Target), at: was.at, stuck: !o.Stuck.IsZero()}
		if !known {
			was, is.at = told{at: o.Accepted}, o.Accepted
		}
		news := is.part > was.part || is.steps != was.steps && known || fleet.At.Sub(was.at) >= silence
		if loud != quiet && !is.stuck && news {
			lines = append(lines, advanced(fleet, o, is.steps))
			is.at = fleet.At
		}
		next[o.ID] = is
	}
	f.told = next
	return f, lines
}

// parts counts how much of the way is behind.
func parts(o *model.Operation, loud loudness) int {
	if loud == verbose {
		return o.Progress.Permille / 100
	}
	return o.Progress.Permille / 250
}

// advanced is how far an operation is.
func advanced(f *model.Fleet, o *model.Operation, steps string) string {
	if steps == "" {
		steps = does(o)
	}
	return fmt.Sprintf("%s: %s, on %s.%s", percent(o.Progress.Permille), steps, o.TargetName, left(f.Ending(o)))
}

// steps says what the instances are at of a target's pools that are not
// settled, or its dynos: "analytics 1 of 3 up, 1 restoring, 1 queued".
func steps(f *model.Fleet, target model.ID) string {
	var list []string
	if c := f.Cluster(target); c != nil {
		for _, p := range c.Pools() {
			if !p.Settled() {
				list = append(list, instances(p))
			}
		}
	} else if a := f.Formation(target); a != nil {
		for _, p := range a.Processes {
			if !p.Settled(a.Release) {
				list = append(list, p.Type+" "+dynos(p, a.Release))
			}
		}
	}
	return strings.Join(list, "; ")
}

// instances counts a pool's by their phases.
func instances(p model.Pool) string {
	wanted := p.Count
	if p.Destroying {
		wanted = 0
	}
	text := fmt.Sprintf("%s %d of %d up", p.Name, p.Ready(), wanted)
	for _, phase := range []model.Phase{
		model.Up, model.SwitchingOver, model.Restarting, model.CatchingUp, model.Restoring, model.Creating, model.Queued, model.Draining, model.Failed,
	} {
		n := 0
		for _, i := range p.Instances {
			if i.Phase == phase {
				n++
			}
		}
		switch {
		case phase == model.Up && n > p.Ready():
			text += fmt.Sprintf(", %d on the old level", n-p.Ready())
		case phase != model.Up && n > 0:
			text += fmt.Sprintf(", %d %s", n, phase)
		}
	}
	return text
}

// sentence begins with a capital and ends with a full stop.
func sentence(text string) string { return words.Sentence(text) }
