package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// formationDetails is what there is to know of an app's formation.
func (s scene) formationDetails(a *model.App) []string {
	lines := []string{fmt.Sprintf("%s: release %d, %s in %s.", a.Name, a.Release,
		words.Plural(a.Quantity(), "dyno"), words.Plural(len(a.Processes), "process type"))}
	for _, p := range a.Processes {
		lines = append(lines, "Process "+p.Type+": "+s.processWords(a, p)+".")
		lines = append(lines, s.warnings(a, p)...)
	}
	lines = append(lines, s.holds(a)...)
	cost := s.catalog.Formation(a)
	lines = append(lines, "Cost of the dynos: "+money(cost)+"."+accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.Cluster(a.ID) }))
	return append(lines, upTo(cost, s.catalog.More(a))...)
}

// processDetails is what there is to know of a process type.
func (s scene) processDetails(a *model.App, p model.Process) []string {
	lines := []string{"Command: " + p.Command}
	if size, known := s.catalog.Sizes.Find(p.Size); known {
		lines = append(lines, "Each dyno is "+strings.Replace(s.sizeWords(size), ":", ",", 1)+", "+words.Plural(p.Connections, "connection")+".")
	}
	if seen, known := s.sample.Processes[a.ProcessID(p.Type)]; known {
		lines = append(lines, trafficWords(p, seen))
	}
	if p.Type == model.WebType {
		lines = append(lines, "Autoscale: "+ruleWords(p.Autoscale)+".")
	}
	lines = append(lines, s.warnings(a, p)...)
	for _, d := range p.Dynos {
		lines = append(lines, s.dynoWords(a, p, d))
	}
	return append(lines, "Cost: "+s.dynosCost(p)+"."+
		accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.Pool(a.ProcessID(p.Type)) }))
}

// trafficWords is what a process type does.
func trafficWords(p model.Process, seen model.Traffic) string {
	text := fmt.Sprintf("Traffic: %s a second, %.0f percent busy", jobs(p, seen.Throughput), 100*seen.Load)
	if p.Type == model.WebType {
		text += ", p50 " + milliseconds(seen.P50) + ", p95 " + milliseconds(seen.P95)
	}
	if seen.Errors > 0 {
		text += fmt.Sprintf(", %.1f percent fail", 100*seen.Errors)
	}
	return text + fmt.Sprintf(", %s waiting.", words.Number(int(seen.Queue+0.5)))
}

func (s scene) dynoWords(a *model.App, p model.Process, d model.Dyno) string {
	text := fmt.Sprintf("%s: %s for %s", d.Name, d.State, age(s.fleet.At.Sub(d.Since)))
	if d.Size != p.Size {
		text += ", at " + d.Size + " still"
	}
	if d.Release != a.Release {
		text += fmt.Sprintf(", on release %d", d.Release)
	}
	return text + "."
}
