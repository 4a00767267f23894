package cli

import (
	"time"

	"pooldeck/model"
)

type formationsDocument struct {
	head
	Apps []formationDocument `json:"apps"`
}

// formationDocument is what an app runs. Up to is what its dynos come to with
// autoscale at its maximum.
type formationDocument struct {
	ID        model.ID          `json:"id"`
	Name      string            `json:"name"`
	Revision  model.Revision    `json:"revision"`
	Release   int               `json:"release"`
	Settled   bool              `json:"settled"`
	PerMonth  money             `json:"per_month"`
	UpTo      money             `json:"up_to_per_month"`
	Budget    *budgetDocument   `json:"connections"`
	Processes []processDocument `json:"processes"`
}

type budgetDocument struct {
	Cluster string `json:"cluster"`
	Pool    string `json:"pool"`
	Limit   int    `json:"limit"`
	Now     int    `json:"now"`
	Most    int    `json:"most"`
}

type processDocument struct {
	Type        string              `json:"type"`
	Command     string              `json:"command"`
	Size        string              `json:"size"`
	Quantity    int                 `json:"quantity"`
	Ready       int                 `json:"ready"`
	Status      model.ProcessStatus `json:"status"`
	Connections int                 `json:"connections_per_dyno"`
	Autoscale   *ruleDocument       `json:"autoscale"`
	PerMonth    money               `json:"per_month"`
	Estimate    bool                `json:"price_is_estimate"`
	Traffic     *trafficDocument    `json:"traffic"`
	Dynos       []dynoDocument      `json:"dynos"`
}

type ruleDocument struct {
	P95           int64 `json:"p95_ms"`
	Min           int   `json:"min"`
	Max           int   `json:"max"`
	Notifications bool  `json:"notifications"`
	Shadow        bool  `json:"shadow"`
}

// trafficDocument is what was measured in the last minute.
type trafficDocument struct {
	PerSecond float64 `json:"per_second"` // requests, or jobs
	P50       int64   `json:"p50_ms"`
	P95       int64   `json:"p95_ms"`
	Errors    float64 `json:"errors"`
	Load      float64 `json:"load"`
	Queue     float64 `json:"queue"`
}

type dynoDocument struct {
	ID      model.ID        `json:"id"`
	Name    string          `json:"name"`
	Size    string          `json:"size"`
	State   model.DynoState `json:"state"`
	Since   time.Time       `json:"since"`
	Release int             `json:"release"`
}

func (l look) formation(app *model.App) formationDocument {
	now := l.catalog.FormationIn(l.fleet, app)
	d := formationDocument{
		ID: app.ID, Name: app.Name, Revision: app.Revision, Release: app.Release, Settled: app.Settled(),
		PerMonth: moneyOf(now), UpTo: moneyOf(now.Plus(l.catalog.More(app))), Processes: []processDocument{},
	}
	if b, is := l.fleet.Budget(l.catalog.Specs, app.Name); is {
		of := budgetOf(b)
		d.Budget = &of
	}
	for _, p := range app.Processes {
		d.Processes = append(d.Processes, l.process(app, p))
	}
	return d
}

func budgetOf(b model.Budget) budgetDocument {
	return budgetDocument{b.Name, b.PoolAs, b.Limit, b.Now, b.Most}
}

func (l look) process(app *model.App, p model.Process) processDocument {
	d := processDocument{
		Type: p.Type, Command: p.Command, Size: p.Size, Quantity: p.Quantity, Ready: p.Ready(app.Release), Status: p.Status(app.Release),
		Connections: p.Connections, PerMonth: moneyOf(l.catalog.Process(p)), Estimate: l.catalog.Estimated(p.Size), Dynos: []dynoDocument{},
	}
	if r := p.Autoscale; r != nil {
		rule := ruleOf(*r)
		d.Autoscale = &rule
	}
	if t, known := l.sample.Processes[app.ProcessID(p.Type)]; known {
		d.Traffic = &trafficDocument{t.Throughput, t.P50.Milliseconds(), t.P95.Milliseconds(), t.Errors, t.Load, t.Queue}
	}
	for _, dyno := range p.Dynos {
		d.Dynos = append(d.Dynos, dynoDocument{dyno.ID, dyno.Name, dyno.Size, dyno.State, dyno.Since.UTC(), dyno.Release})
	}
	return d
}
