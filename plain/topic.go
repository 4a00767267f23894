package plain

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// topic is something to know that asks for nothing.
type topic string

// The topics.
const (
	status    topic = "status"
	levelList topic = "levels"
	sizeList  topic = "sizes"
	help      topic = "help"
)

func (s scene) topic(t topic) []string {
	switch t {
	case status:
		return append(append([]string{"It is " + instant(s.fleet.At) + "."}, s.summary()...), s.troubles()...)
	case levelList:
		var lines []string
		for _, l := range s.catalog.Levels {
			lines = append(lines, s.levelWords(l)+".")
		}
		p := s.catalog.Storage
		return append(lines, fmt.Sprintf("Storage: %d GB included in a cluster, then %s for each GB.", p.IncludedGB, money(pricing.Amount{Cents: p.CentsPerGB})))
	case sizeList:
		return s.sizeLines()
	case help:
		return helpLines(s)
	}
	return nil
}

// levelWords is what a level gives and costs.
func (s scene) levelWords(l model.Level) string {
	each := money(s.catalog.Instance(l.Name))
	if l.Priced {
		each += " each"
	}
	return fmt.Sprintf("%s: %d vCPU, %s GB, %s connections, %s", l.Name, l.VCPU, words.Number(l.MemoryGB), words.Number(l.Connections), each)
}

// trouble is a place that asks for an operator.
type trouble struct {
	at        place
	what, why string
}

// inTrouble lists the pools that are down or failed, or nearly out of
// connections, and the process types whose dynos crash or whose requests fail
// or take too long.
func (s scene) inTrouble() []trouble {
	var list []trouble
	for _, c := range s.fleet.Clusters {
		for _, p := range c.Pools() {
			if why := s.catalog.Trouble(p, s.sample); why != "" {
				list = append(list, trouble{place{cluster: c.ID, pool: p.ID}, p.Name + " of " + c.Name + " on " + c.App, why})
			}
		}
	}
	for _, a := range s.fleet.Apps {
		for _, p := range a.Processes {
			if why := p.TroubleOf(s.sample.Processes[a.ProcessID(p.Type)]); why != "" {
				list = append(list, trouble{place{app: a.Name, process: p.Type}, p.Type + " of " + a.Name, why})
			}
		}
	}
	return list
}

func (t trouble) String() string { return spoken(fmt.Sprintf("Problem: %s: %s.", t.what, t.why)) }

func (s scene) troubles() []string {
	const most = 10
	list := s.inTrouble()
	if len(list) == 0 {
		return []string{"No problem in the fleet."}
	}
	var lines []string
	for _, t := range list[:min(most, len(list))] {
		lines = append(lines, t.String())
	}
	if more := len(list) - most; more > 0 {
		lines = append(lines, fmt.Sprintf("And %s; next goes to one after the other.", words.Plural(more, "other problem")))
	}
	return lines
}

// nextTrouble goes to the next place in trouble after the one that is looked
// at, round the end.
func (s scene) nextTrouble(after place) intent {
	list := s.inTrouble()
	if len(list) == 0 {
		return says("No problem in the fleet.")
	}
	at := 0
	for i, t := range list {
		if t.at.same(after) {
			at = (i + 1) % len(list)
		}
	}
	return open{list[at].at}
}

// helpLines says how one talks here.
func helpLines(s scene) []string {
	lines := []string{
		"Each question lists its choices. Answer with a number, or with words of the choice.",
		"The name of an app, a process type, a cluster or a pool goes there; its beginning is enough.",
		"? lists the choices again. < goes back, and so does Ctrl+C. home goes to the first question. Ctrl+D or quit leaves; the work goes on.",
		"News are held back while a question stands, and said after the next Enter. Enter alone says them.",
		"watch says them live until the next Enter. wait waits until nothing is under way, wait 5 min for a time.",
		"quiet, normal and verbose say how much of the feed is said.",
		"status says what is under way or in trouble. next goes to the next problem.",
		"find WORDS finds apps, process types, clusters and pools by name, level or size, status and app; !WORD excludes.",
		"journal WORDS searches the journal. costs, costs APP, levels and sizes say prices.",
		"undo, retry, cancel, info and fault are for the cluster or the dynos that are looked at, or take the name of a cluster or an app.",
		"Commands of the shell are reviewed: pools set, pools add, pools destroy, clusters create, clusters destroy, attachments add, attachments remove, ps set, ps autoscale, ps restart.",
		"For example: pools set CLUSTER analytics --count 3. Heroku's own spelling is understood as well: ps:scale web=5, for the app that is looked at or with --app APP.",
		"review reviews what is staged, drop forgets it.",
	}
	if s.steers() {
		lines = append(lines, "pause stops simulated time, go lets it go on, speed 60 makes 60 seconds pass in one.")
	}
	return lines
}
