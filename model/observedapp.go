package model

// ObservedApp is what a driver saw of one app's formation: all of it, so that a
// lost sighting is made good by the next one.
type ObservedApp struct {
	App       ID
	Processes []ObservedProcess
	// Happened is as in Observed.
	Happened []Happening
	// Memo is what the driver will want to know of the app when it is handed
	// over again.
	Memo string
}

// ObservedProcess is what is there of a process type.
type ObservedProcess struct {
	Type  string
	Dynos []Dyno
}

// ObserveApp returns the fleet with what was seen of a formation. What is
// wanted is untouched. A sighting of an unknown app changes nothing.
func (f *Fleet) ObserveApp(o ObservedApp) *Fleet {
	a := f.Formation(o.App)
	if a == nil {
		return f
	}
	return f.WithApp(a.Observe(o))
}

// Observe returns the app with what was seen of its formation.
func (a *App) Observe(o ObservedApp) *App {
	next := a.clone()
	next.Memo = o.Memo
	for _, seen := range o.Processes {
		if at := next.place(seen.Type); at >= 0 {
			next.Processes[at].Dynos = seen.Dynos
		}
	}
	return next
}
