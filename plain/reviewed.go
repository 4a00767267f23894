package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/words"
	"pooldeck/pricing"
	"pooldeck/proposal"
)

// lines are the review itself.
func (r review) lines(s scene) []string {
	p := r.proposal
	targets := p.Plan.Targets()
	lines := []string{"Review: " + words.Plural(len(p.Plan.Changes), "change") + " on " + r.on(targets) + "."}
	for _, id := range targets {
		if len(targets) > 1 {
			lines = append(lines, "On "+p.Name(id)+":")
		}
		for _, l := range p.Plan.Lines(id) {
			line := mark(l.Mark) + ": " + l.Name + ", " + spoken(l.Words) + "."
			if l.Pool != "" {
				line += " " + sentence(item(p.Bill.Pool(l.Pool)))
			}
			lines = append(lines, line)
		}
		total, _ := p.Bill.Target(id)
		label := "Cluster: "
		if p.Plan.After.Formation(id) != nil {
			label = "Dynos: "
		}
		lines = append(lines, label+item(total)+".")
	}
	if p.Bill.Eco.Delta.Cents != 0 {
		lines = append(lines, "Flat for "+pricing.AllEco+": "+item(p.Bill.Eco)+".")
	}
	fleet := "Fleet: " + item(p.Bill.Fleet)
	if d := p.Bill.Fleet.Delta; d.Cents != 0 && !d.Open {
		fleet += ", " + spoken(d.Hourly())
	}
	lines = append(lines, fleet+".")
	if len(p.Bill.Apps) > 0 {
		lines = append(lines, upTo(p.Bill.Fleet.After, s.catalog.FleetMore(p.Plan.After))...)
	}
	for _, room := range p.Capacity() {
		lines = append(lines, capacity(room))
	}
	for _, id := range targets {
		lines = append(lines, r.held(s, id)...)
	}
	lines = append(lines, r.risks()...)
	for _, line := range p.Lines() {
		lines = append(lines, "Command: "+line)
	}
	for _, n := range command.HerokuLines(p.Plan) {
		words := append([]string{command.Line(n.Argv)}, n.Notes...)
		if n.Interactive {
			words[0] += " (interactive)"
		}
		if len(n.Argv) == 0 {
			words = n.Notes
		}
		lines = append(lines, "Heroku: "+strings.Join(words, "; "))
	}
	return append(lines, r.way())
}

// held is what the dynos of an app may take before and after, against what their
// pool accepts; nothing for a cluster.
func (r review) held(s scene, target model.ID) []string {
	app := r.proposal.Plan.After.Formation(target)
	if app == nil {
		return nil
	}
	is, opened := r.proposal.Plan.After.Budget(s.catalog.Specs, app.Name)
	was, _ := r.proposal.Plan.Before.Budget(s.catalog.Specs, app.Name)
	if !opened || is.Now == was.Now && is.Most == was.Most && is.Limit == was.Limit {
		return nil
	}
	holds := words.Number(is.Now)
	if was.Now != is.Now {
		holds = words.Number(was.Now) + " to " + holds
	}
	text := fmt.Sprintf("Connections: the dynos of %s may take %s of the %s that %s of %s accepts", app.Name,
		holds, words.Number(is.Limit), is.PoolAs, is.Name)
	if is.Most > is.Now {
		text += fmt.Sprintf(", %s with autoscale at its maximum", words.Number(is.Most))
	}
	return []string{text + "."}
}

func (r review) on(targets []model.ID) string {
	if len(targets) == 1 {
		return r.proposal.Name(targets[0])
	}
	if len(r.proposal.Bill.Apps) > 0 {
		return words.Plural(len(targets), "target") // formations among them
	}
	return words.Plural(len(targets), "cluster")
}

func (r review) risks() []string {
	var lines []string
	for n, k := range r.proposal.Risks {
		lines = append(lines, fmt.Sprintf("Risk %d: %s.", n+1, spoken(r.proposal.Risk(k))))
	}
	for _, k := range r.told {
		lines = append(lines, sentence(spoken(r.proposal.Risk(k))))
	}
	if !r.proposal.Restarts() {
		lines = append(lines, sentence(proposal.Calm(r.proposal.Plan)))
	}
	return lines
}

func (r review) way() string {
	text, err := r.proposal.Way()
	if err != nil {
		text = err.Error()
	}
	return "Undo: " + spoken(text) + "."
}

func capacity(r proposal.Room) string {
	text := fmt.Sprintf("Connections: %s %s", r.Pool, words.Number(r.After))
	if !r.New {
		text = fmt.Sprintf("Connections: %s %s to %s", r.Pool, words.Number(r.Before), words.Number(r.After))
	}
	if r.InUse >= 0 {
		text += ", " + words.Number(r.InUse) + " in use"
	}
	return text + "."
}

// mark is what happens to a thing.
func mark(m model.Mark) string {
	switch m {
	case model.Added:
		return "Added"
	case model.Changed:
		return "Changed"
	case model.Removed:
		return "Removed"
	}
	return string(m)
}
