package history

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"pooldeck/model"
)

// formation makes up to three changes of formations that somebody might ask
// for who sees a fleet. They need not be legal.
func formation(r *rand.Rand, f *model.Fleet) model.Changes {
	app := f.Apps[r.IntN(len(f.Apps))]
	if r.IntN(10) == 0 {
		return turn(r, app)
	}
	n := 1 + r.IntN(3)
	var changes model.Changes
	for range n {
		changes = append(changes, reform(r, app))
		if r.IntN(4) == 0 {
			app = f.Apps[r.IntN(len(f.Apps))]
		}
	}
	return changes
}

// turn gives a whole app another size: Eco and Basic are none of which an app
// has one process type only, and of which a type has several dynos.
func turn(r *rand.Rand, app *model.App) (changes model.Changes) {
	size := one(r, strings.Fields("Eco Basic Standard-1X"))
	for _, p := range app.Processes {
		changes = append(changes, model.ResizeProcess{App: app.ID, Process: p.Type, Size: size})
		if p.Quantity > 1 {
			changes = append(changes, model.ScaleProcess{App: app.ID, Process: p.Type, Quantity: 1})
		}
	}
	return changes
}

func reform(r *rand.Rand, app *model.App) model.Change {
	p := app.Processes[r.IntN(len(app.Processes))]
	switch n := r.IntN(100); {
	case n < 35:
		return model.ScaleProcess{App: app.ID, Process: p.Type, Quantity: max(0, p.Quantity+r.IntN(7)-3)}
	case n < 50:
		return model.ScaleProcess{App: app.ID, Process: p.Type, Delta: r.IntN(9) - 4}
	case n < 65:
		return model.ResizeProcess{App: app.ID, Process: p.Type, Size: one(r, strings.Fields("Standard-1X Standard-2X Performance-M Performance-L Eco Private-M"))}
	case n < 80:
		return model.SetAutoscale{App: app.ID, Process: one(r, []string{model.WebType, p.Type}), Autoscale: model.Autoscale{
			P95: time.Duration(20+r.IntN(1500)) * time.Millisecond, Min: r.IntN(4), Max: 1 + r.IntN(11), Notify: r.IntN(2) == 0, Shadow: r.IntN(4) == 0,
		}}
	case n < 86:
		return model.DisableAutoscale{App: app.ID, Process: p.Type}
	case n < 94:
		return model.RestartDynos{App: app.ID, Process: one(r, []string{"", p.Type})}
	}
	return model.SetConnections{App: app.ID, Process: p.Type, PerDyno: r.IntN(100)}
}

// formed checks the limits of a formation: also that an autoscaler has never
// left its range.
func formed(a *model.App) error {
	if n := a.Quantity(); n > model.MaxDynos {
		return fmt.Errorf("%s is to have %d dynos", a.Name, n)
	}
	for _, p := range a.Processes {
		if rule := p.Autoscale; p.Autoscaled() && (p.Quantity < rule.Min || p.Quantity > rule.Max) {
			return fmt.Errorf("%s of %s is to have %d dynos, and its autoscaler from %d to %d", p.Type, a.Name, p.Quantity, rule.Min, rule.Max)
		}
		last := 0
		for _, d := range p.Dynos {
			if d.Number() <= last || d.ID != a.DynoID(d.Name) {
				return fmt.Errorf("%s of %s has the dynos %+v", p.Type, a.Name, p.Dynos)
			}
			last = d.Number()
			if d.Number() > p.Quantity && d.State != model.DynoDraining {
				return fmt.Errorf("%s of %s is %s, and %d are wanted", d.Name, a.Name, d.State, p.Quantity)
			}
		}
	}
	return nil
}

// wantedOf is what is asked for of a formation, as text.
func wantedOf(a *model.App) string {
	text := ""
	for _, p := range a.Processes {
		text += fmt.Sprintf("%s %d × %s, %d connections, %d restarts", p.Type, p.Quantity, p.Size, p.Connections, p.Restarts)
		if p.Autoscale != nil {
			text += ", " + p.Autoscale.String()
		}
		text += "; "
	}
	return text
}

// agreesOn compares what the journal wants of formations with what a fleet
// wants.
func (b *book) agreesOn(f *model.Fleet) error {
	for _, a := range f.Apps {
		switch wants := b.wants.Formation(a.ID); {
		case wants.Revision != a.Revision:
			return fmt.Errorf("%s is at revision %d, by the journal at %d", a.Name, a.Revision, wants.Revision)
		case wantedOf(wants) != wantedOf(a):
			return fmt.Errorf("%s is to be %s, by the journal %s", a.Name, wantedOf(a), wantedOf(wants))
		}
	}
	return nil
}

// up compares, for an operation on a formation that was done at an instant,
// what it wanted with what the ledger says was there.
func (b *book) up(e model.Entry, now time.Time, l ledger) error {
	app := b.wants.Formation(e.Target)
	there := l.at(e.Target, now)
	for _, p := range app.Processes {
		dynos := there[app.ProcessID(p.Type)]
		if n := dynos[p.Size]; n != p.Quantity || p.Quantity > 0 && len(dynos) != 1 {
			return fmt.Errorf("%s is done, and the ledger has %v of %s, which is to have %d × %s", e.Operation, dynos, p.Type, p.Quantity, p.Size)
		}
	}
	return nil
}
