package sim

import (
	"strings"
	"time"

	"pooldeck/model"
)

// formed is a process type as it is when the demo starts, and since when.
type formed struct {
	process, command, size string
	quantity               int
	since                  time.Time
}

// formations are those of the demo's apps.
func formations(app string) []formed {
	day := func(m time.Month, day int) time.Time { return time.Date(2026, m, day, 9, 30, 0, 0, time.UTC) }
	switch app {
	case "billing-api":
		return []formed{
			{model.WebType, "bin/serve", "Performance-M", 3, day(time.April, 20)},
			{"worker", "bin/work", "Standard-2X", 2, day(time.January, 19)},
		}
	case "example-app":
		return []formed{
			{model.WebType, "bundle exec puma", "Standard-1X", 2, day(time.February, 2)},
			{"worker", "bundle exec sidekiq", "Standard-2X", 1, day(time.March, 24)},
		}
	}
	return nil
}

// space is where an app of the estate runs: one in eight in a private space,
// one in sixteen in a shield space.
func (e estate) space(app string) model.Space {
	switch roll(e.seed, "space", app) % 16 {
	case 0, 1:
		return model.PrivateSpace
	case 2:
		return model.ShieldSpace
	}
	return ""
}

// sizes are what apps in a space run on, the likelier ones first.
func sizes(s model.Space) []string {
	switch s {
	case model.PrivateSpace:
		return strings.Fields("Private-S Private-M Private-L")
	case model.ShieldSpace:
		return strings.Fields("Shield-S Shield-M Shield-L")
	}
	return strings.Fields("Standard-1X Standard-1X Standard-2X Standard-2X Performance-M Performance-L")
}

// formation is what an app of the estate runs.
func (e estate) formation(app string) []formed {
	space := e.space(app)
	sizes := sizes(space)
	small := "Standard-1X"
	if space != "" {
		small = sizes[0]
	}
	since := time.Date(2025, time.September, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(e.upTo(200, "formed", app)) * 25 * time.Hour)
	list := []formed{{model.WebType, "bin/web", sizes[e.upTo(len(sizes)-1, "size", app)], 1 + e.upTo(7, "web", app), since}}
	if roll(e.seed, "worker", app)%3 > 0 {
		list = append(list, formed{"worker", "bin/work", small, 1 + e.upTo(3, "workers", app), since})
	}
	return list
}

// suits are the web dynos that an app was made for.
func suits(seed uint64, app string) (quantity int, size string) {
	list := formations(app)
	if list == nil {
		list = estate{seed: seed}.formation(app)
	}
	return list[0].quantity, list[0].size
}

// form gives an app its formation, all of it up, and returns its ledger.
func form(app *model.App, list []formed) []model.Span {
	var spans []model.Span
	app.Revision = 1
	for _, f := range list {
		p := model.Process{
			Type: f.process, Command: f.command, Size: f.size, Quantity: f.quantity, Connections: model.DefaultConnections,
		}
		for n := range f.quantity {
			name := model.DynoName(f.process, n+1)
			// They were released one after the other, and up half a minute later.
			since := f.since.Add(time.Duration(n) * 26 * time.Hour)
			p.Dynos = append(p.Dynos, model.Dyno{
				ID: app.DynoID(name), Name: name, Size: f.size, State: model.DynoUp, Since: since.Add(30 * time.Second), Release: app.Release,
			})
			spans = append(spans, model.Span{
				Instance: app.DynoID(name), Pool: app.ProcessID(f.process), Cluster: app.ID, App: app.Name,
				Process: f.process, Level: f.size, From: since,
			})
		}
		app.Processes = append(app.Processes, p)
	}
	return spans
}
