package sim

import (
	"fmt"

	"pooldeck/backend"
	"pooldeck/model"
)

// strikeDynos makes a fault and says what happened.
func (n *formation) strikeDynos(f backend.Fault) model.Happening {
	switch f.Kind {
	case backend.FaultCrash:
		for i := range n.Processes {
			for k := range n.Processes[i].Dynos {
				if d := &n.Processes[i].Dynos[k]; d.ID == f.Instance {
					d.State, d.Since = model.DynoCrashed, n.at
					n.memo.Crashed = append(n.memo.Crashed, d.ID)
					return model.Happening{Kind: model.EntryFault, Words: []string{d.Name + " has crashed; it is started again after a while"}}
				}
			}
		}
	case backend.FaultSpike:
		spike := character(n.seed, n.App).NewSpike(n.at)
		n.memo.Spikes = append(n.memo.Spikes, spike)
		words := fmt.Sprintf("the traffic rises to %.1f times as much, for %g minutes", spike.Factor, spike.To.Sub(spike.From).Minutes())
		return model.Happening{Kind: model.EntryFault, Words: []string{words}}
	case backend.FaultMend:
		n.memo.Spikes = nil
		return model.Happening{Kind: model.EntryRecovered, Words: []string{"the traffic is as usual again"}}
	case backend.FaultKill, backend.FaultHang, backend.FaultFailNext, backend.FaultLag, backend.FaultSlow, backend.FaultRefuse, backend.FaultDelay, backend.FaultLose:
	}
	panic("sim: a fault that no formation has: " + string(f.Kind))
}

// formationOffers are the faults that can be made on an app, a process type or
// a dyno.
func formationOffers(a *model.App, process, dyno model.ID) []backend.Fault {
	o := offering{fault: backend.Fault{Cluster: a.ID, Pool: process, Instance: dyno}}
	if process == "" {
		spikes := len(recallApp(a).Spikes) > 0
		o.add(!spikes && len(a.Processes) > 0, backend.FaultSpike, "Spike: far more people use %s for a while", a.Name)
		o.add(spikes, backend.FaultMend, "Mend: the traffic is as usual again")
		return o.list
	}
	for _, p := range a.Processes {
		for _, d := range p.Dynos {
			if a.ProcessID(p.Type) == process && d.ID == dyno {
				o.add(d.State == model.DynoUp, backend.FaultCrash, "Crash %s: it is started again after a while", d.Name)
			}
		}
	}
	return o.list
}
