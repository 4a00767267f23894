package tui

import (
	"fmt"
	"strings"

	"pooldeck/model"
)

// strain is what a process type suffers from that its dynos' states do not
// show: they are up, and yet requests fail or take too long. It has no words
// where nothing is wrong.
type strain struct {
	words string
	bad   bool // not merely slow
}

// From which load on dynos are full, and nearly full.
const (
	fullLoad   = 0.99
	nearlyFull = 0.9
)

// strained is the worst of it, by how much it asks for an operator.
func strained(p *model.Process, seen model.Traffic) strain {
	web := p.Type == model.WebType
	switch {
	case seen.Errors >= model.ManyErrors:
		return strain{percent(seen.Errors) + " fail", true}
	case p.Slow(seen) && p.Autoscaled() && p.Quantity >= p.Autoscale.Max:
		return strain{fmt.Sprintf("over %s at max %d", lasts(p.Autoscale.P95), p.Autoscale.Max), true}
	case p.Slow(seen):
		return strain{"over " + lasts(p.Autoscale.P95), false}
	case p.Quantity > 0 && seen.Load >= fullLoad && seen.Queue >= 1:
		return strain{"dynos are full", web}
	case web && seen.Load >= nearlyFull:
		return strain{percent(seen.Load) + " busy", false}
	}
	return strain{}
}

func (s scene) strain(r row) strain { return strained(r.process, s.traffic(r)) }

// worstStrain is that of a formation, with the process type that has it.
func (s scene) worstStrain(app *model.App) strain {
	var worst strain
	for i := range app.Processes {
		p := &app.Processes[i]
		is := strained(p, s.sample.Processes[app.ProcessID(p.Type)])
		if is.words != "" && (worst.words == "" || is.bad && !worst.bad) {
			words, _, _ := strings.Cut(is.words, " at max")
			worst = strain{clean(p.Type) + " " + words, is.bad}
		}
	}
	return worst
}

// sentence is the strain where there is room for one.
func (is strain) sentence() string {
	if strings.HasSuffix(is.words, " busy") {
		return "the dynos are " + is.words
	}
	return is.words
}

// marked draws a strain as a status of its own.
func (s scene) marked(is strain) cell {
	if is.bad {
		return cell{"✗ " + is.words, s.styles.Bad}
	}
	return cell{"! " + is.words, s.styles.Busy}
}

// paint is how figures are painted that show a strain.
func (is strain) paint(s scene) paint {
	switch {
	case is.bad:
		return s.styles.Bad
	case is.words != "":
		return s.styles.Busy
	}
	return s.styles.Text
}
