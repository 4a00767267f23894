package sim

import (
	"fmt"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
)

// strike makes a fault and says what happened.
func (n *scene) strike(f backend.Fault) model.Happening {
	if complete(n.Cluster) {
		n.memo.Healing = n.Revision
	}
	fault := func(format string, args ...any) model.Happening {
		return model.Happening{Kind: model.EntryFault, Words: []string{fmt.Sprintf(format, args...)}}
	}
	p, i := n.target(f)
	switch f.Kind {
	case backend.FaultKill:
		happening := fault("%s: %s was killed: %s", p.Name, spoken(*i), n.consequence(*p, *i))
		n.lose(p, i.ID)
		return happening
	case backend.FaultHang:
		h := hang{stretch{From: n.at}, working(*p, *i).ID, n.Revision}
		n.memo.Hangs = append(n.memo.Hangs, h)
		return fault("%s: %s hangs while %s", p.Name, spoken(*i), i.Phase)
	case backend.FaultFailNext:
		n.memo.Doomed = append(n.memo.Doomed, doom{p.ID, wanted{n.Revision, n.at}})
		return fault("%s: the next instance cannot be created", p.Name)
	case backend.FaultLag:
		n.memo.Lags = append(n.memo.Lags, lag{p.ID, n.at, n.at.Add(lagFor)})
		return fault("%s: replicas fall behind for %g minutes", p.Name, lagFor.Minutes())
	case backend.FaultSlow:
		n.memo.Slow = append(n.memo.Slow, slowness{stretch: stretch{n.at, n.at.Add(slowFor), slowFactor}})
		happening := fault("everything takes %d times as long for %g minutes", slowFactor, slowFor.Minutes())
		happening.Region = n.Region
		return happening
	case backend.FaultRefuse, backend.FaultDelay, backend.FaultLose:
		n.memo.Trap = f.Kind
		return fault("%s", trapWords(f.Kind))
	case backend.FaultMend:
		return n.mend(f, p, i)
	case backend.FaultCrash, backend.FaultSpike:
	}
	panic("sim: a fault of an unknown kind: " + string(f.Kind))
}

// target finds what a fault is about; nil where it is about all of the
// cluster or the pool.
func (n *scene) target(f backend.Fault) (*model.Pool, *model.Instance) {
	for _, p := range n.pools() {
		if p.ID != f.Pool {
			continue
		}
		if k := indexOf(*p, f.Instance); k >= 0 {
			return p, &p.Instances[k]
		}
		return p, nil
	}
	return nil, nil
}

// mend ends the faults that stand on a target.
func (n *scene) mend(f backend.Fault, p *model.Pool, i *model.Instance) model.Happening {
	over := model.Happening{Kind: model.EntryRecovered, Words: []string{n.mending(p, i)}}
	switch {
	case i != nil:
		for k := range n.memo.Hangs {
			if h := &n.memo.Hangs[k]; h.open() && h.Instance == working(*p, *i).ID {
				h.To = n.at
			}
		}
	case p != nil:
		n.memo.Doomed = slices.DeleteFunc(n.memo.Doomed, func(d doom) bool { return d.Pool == p.ID })
		n.memo.Lags = slices.DeleteFunc(n.memo.Lags, func(l lag) bool { return l.Pool == p.ID })
	default:
		if s := n.memo.slow(); s != nil {
			s.To, s.Over = n.at, true
		}
		if n.ID == f.Cluster {
			n.memo.Trap = ""
		}
	}
	return over
}

// mending says what comes of ending the faults that stand on a target, which
// is a cluster where there is no pool and a pool where there is no instance;
// empty where none stands.
func (n stand) mending(p *model.Pool, i *model.Instance) string {
	var words []string
	add := func(stands bool, format string, args ...any) {
		if stands {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	switch {
	case i != nil:
		add(n.memo.hung(working(*p, *i).ID), "%s: %s moves again", p.Name, spoken(*i))
	case p != nil:
		add(n.memo.lagging(p.ID), "%s: replicas keep up", p.Name)
		add(n.memo.doomed(p.ID) >= 0, "%s: the next instance can be created", p.Name)
	default:
		add(n.memo.slow() != nil, "everything in the region %s takes as long as before", n.Region)
		add(n.memo.trap() != "", "changes are answered as usual")
	}
	return strings.Join(words, "; ")
}

// trapWords say what was set for the next request; empty for faults that are
// not about requests.
func trapWords(kind backend.FaultKind) string {
	switch kind {
	case backend.FaultRefuse:
		return "the next change is refused"
	case backend.FaultDelay:
		return fmt.Sprintf("the next change is answered %g seconds late", backend.AnswerDelay.Seconds())
	case backend.FaultLose:
		return "the answer to the next change is lost: it is accepted all the same"
	case backend.FaultKill, backend.FaultHang, backend.FaultFailNext, backend.FaultLag, backend.FaultSlow, backend.FaultMend, backend.FaultCrash, backend.FaultSpike:
	}
	return ""
}
