package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/pricing"
)

// framed draws lines in a square frame of a fixed size.
func (c Console) framed(title string, lines []string, width int, focused bool) []string {
	st := c.styles
	frame := st.Frame
	if focused {
		frame = st.Accent
	}
	w := width - 4
	title = cut(title, w-2)
	list := []string{frame.Render("┌─") + " " + st.Head.Render(title) + " " +
		frame.Render(strings.Repeat("─", max(0, w-1-len([]rune(title))))+"┐")}
	side := frame.Render("│")
	for i := range paneHeight - 2 {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		list = append(list, side+" "+left(text, w)+" "+side)
	}
	return append(list, frame.Render("└"+strings.Repeat("─", w+2)+"┘"))
}

func (s scene) detailTitle() string {
	r := s.tree.current()
	switch {
	case r.id == "":
		return "nothing selected"
	case r.kind == rowApp:
		return r.app.Name + " · app"
	case r.kind == rowCluster:
		return r.cluster.Name + " · Postgres " + r.cluster.Version
	}
	level, _ := s.catalog.Levels.Find(r.pool.Level)
	return fmt.Sprintf("%s · %d vCPU · %d GB", poolTitle(*r.pool), level.VCPU, level.MemoryGB)
}

// detail is what there is to know of the selected row.
func (s scene) detail() []string {
	r := s.tree.current()
	switch {
	case r.id == "":
		return nil
	case r.kind == rowApp:
		return s.appDetail(r)
	case r.kind == rowCluster:
		return s.timed(r, s.clusterDetail(r.cluster), 6)
	}
	return s.timed(r, s.poolDetail(r), 5)
}

// timed puts what is known of the time left into the lines of a detail, at a
// place of which what the month has cost makes room while work is under way.
func (s scene) timed(r row, lines []string, at int) []string {
	e := s.estimate(r)
	if !e.Known() {
		return lines
	}
	line := s.fact("time left", ranged(e))
	if at < len(lines) {
		lines[at] = line
		return lines
	}
	return append(lines, line)
}

// fact is a line of the detail pane.
func (s scene) fact(name, text string) string { return s.styles.Dim.Render(left(name, 13)) + text }

func (s scene) appDetail(r row) []string {
	total := s.totals.apps[r.app.Name]
	soFar, forecast := s.accrual.App(r.app.Name)
	fleetSoFar, fleetForecast := s.accrual.Fleet()
	return []string{
		s.fact("clusters", number(total.clusters)),
		s.fact("instances", number(total.instances)),
		s.fact("release", fmt.Sprintf("v%d", r.app.Release)),
		s.fact("cost", total.amount().Monthly()+"/month  "+s.styles.Dim.Render(total.amount().Hourly())),
		s.accrued("this month", soFar, forecast),
		s.accrued("whole fleet", fleetSoFar, fleetForecast),
	}
}

// accrued is what has accrued this month and the forecast to its end.
func (s scene) accrued(name string, soFar, forecast pricing.Amount) string {
	if s.able.Ledger == nil {
		return ""
	}
	return s.fact(name, soFar.Monthly()+" so far · forecast "+forecast.Monthly())
}

func (s scene) clusterDetail(c *model.Cluster) []string {
	used := c.Storage.Used(s.fleet.At)
	soFar, forecast := s.accrual.Cluster(c.ID)
	cost := s.catalog.Cluster(c, s.fleet.At)
	storage := size(used) + " of 100 GB included"
	if over := s.catalog.StorageCost(used); over.Cents > 0 {
		storage = size(used) + ", 100 GB included, the rest " + over.Monthly() + "/month"
	}
	return []string{
		s.fact("attached", s.attachments(c, "")),
		s.fact("followers", fmt.Sprintf("%s of %d, %s of %d", plural(c.FollowerPools(), "pool"), model.MaxFollowerPools,
			plural(c.FollowerInstances(), "instance"), model.MaxFollowerInstances)),
		s.fact("storage", storage),
		s.fact("wanted", wantedThere(c.Pools()...)),
		s.costNow(cost, c.Pools()...),
		s.accrued("this month", soFar, forecast),
	}
}

// costNow is what is wanted, and beside it what is there while that differs.
func (s scene) costNow(wanted pricing.Amount, pools ...model.Pool) string {
	var there pricing.Amount
	settled := true
	for _, p := range pools {
		settled = settled && p.Settled()
		for _, i := range p.Instances {
			if i.Phase.Exists() {
				there = there.Plus(s.catalog.Instance(i.Level))
			}
		}
	}
	if settled {
		return s.fact("cost", wanted.Monthly()+"/month  "+s.styles.Dim.Render(wanted.Hourly()))
	}
	return s.fact("cost", wanted.Monthly()+"/month wanted · "+there.Monthly()+" there")
}

func (s scene) poolDetail(r row) []string {
	p := *r.pool
	endpoint := s.styles.Dim.Render("none yet")
	if p.Endpoint.Host != "" {
		endpoint = fmt.Sprintf("%s:%d", p.Endpoint.Host, p.Endpoint.Port)
	}
	soFar, forecast := s.accrual.Pool(p.ID)
	cost := s.catalog.Pool(p)
	conns := number(s.catalog.There(p)) + " accepted"
	if used, known := s.sample.Connections(p); known {
		conns = number(used) + " of " + conns
	}
	if want := s.catalog.Wanted(p); want != s.catalog.There(p) {
		conns += ", " + number(want) + " when done"
	}
	lines := []string{
		s.fact("endpoint", endpoint),
		s.fact("attached", s.attachments(r.cluster, p.ID)),
		s.fact("connections", conns),
		s.fact("wanted", wantedThere(p)),
		s.costNow(cost, p),
		s.accrued("this month", soFar, forecast),
	}
	if r.kind == rowPool {
		lines = append(lines, s.lately(p)...)
	}
	if r.kind == rowInstance {
		lines = append(lines, s.fact("instance", fmt.Sprintf("%s, %s, %s since %s", r.instance.Role, short(r.instance.Level), r.instance.Phase,
			r.instance.Since.UTC().Format("2 Jan 15:04"))))
	}
	return lines
}

// attachments lists the config vars that open a pool, or the cluster.
func (s scene) attachments(c *model.Cluster, pool model.ID) string {
	var list []string
	for _, a := range c.Attachments {
		if pool != "" && a.Pool != pool {
			continue
		}
		text := a.Var()
		if a.App != c.App {
			text += " on " + a.App
		}
		if a.State != model.AttachmentSet {
			text += " (" + string(a.State) + ")"
		}
		list = append(list, text)
	}
	if len(list) == 0 {
		return s.styles.Dim.Render("to no app")
	}
	return strings.Join(list, ", ")
}

// wantedThere sets what is wanted against what is there.
func wantedThere(pools ...model.Pool) string {
	wanted, up, coming, leaving := 0, 0, 0, 0
	for _, p := range pools {
		if !p.Destroying {
			wanted += p.Count
		}
		for _, i := range p.Instances {
			switch i.Phase {
			case model.Up:
				up++
			case model.Draining:
				leaving++
			case model.Queued, model.Creating, model.Restoring, model.CatchingUp, model.Restarting, model.SwitchingOver, model.Failed:
				coming++
			}
		}
	}
	text := fmt.Sprintf("%s, there: %d up", plural(wanted, "instance"), up)
	if coming > 0 {
		text += fmt.Sprintf(", %d under way", coming)
	}
	if leaving > 0 {
		text += fmt.Sprintf(", %d leaving", leaving)
	}
	return text
}

// summary is the detail in one line, for small windows.
func (s scene) summary() string {
	r := s.tree.current()
	switch {
	case r.id == "":
		return ""
	case r.kind == rowApp:
		soFar, _ := s.accrual.App(r.app.Name)
		return s.styles.Head.Render(r.app.Name) + fmt.Sprintf("  v%d  this month so far %s", r.app.Release, soFar.Monthly())
	case r.kind == rowCluster:
		c := s.connections(r)
		return s.styles.Head.Render(r.cluster.Name) + "  " + c.text + " connections  " + size(r.cluster.Storage.Used(s.fleet.At)) + "  " + s.attachments(r.cluster, "")
	}
	level, _ := s.catalog.Levels.Find(r.pool.Level)
	conns := s.connections(row{kind: rowPool, pool: r.pool, cluster: r.cluster})
	return s.styles.Head.Render(r.pool.Name) + fmt.Sprintf("  %d vCPU %d GB  %s connections  ", level.VCPU, level.MemoryGB, conns.text) + s.attachments(r.cluster, r.pool.ID)
}

// details is the detail and the activity of a window without panes.
type details struct{}

func (d details) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	if key.Matches(k, s.keys.Back, s.keys.Next, s.keys.Enter) || k.String() == "q" {
		return d, goBack{}
	}
	return d, nil
}

func (d details) draw(s scene) panel {
	p := panel{title: s.detailTitle(), width: 78}
	p.lines = append(p.lines, s.detail()...)
	p.lines = append(p.lines, "", s.styles.Head.Render("activity"))
	p.lines = append(p.lines, s.activityLines(max(1, s.height-14), min(p.width, s.width-4))...)
	p.lines = append(p.lines, "", s.styles.Dim.Render("esc back"))
	return p
}
