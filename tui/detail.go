package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pooldeck/model"
	"pooldeck/pricing"
)

// detailWidth is what the detail pane takes of the window.
func (s scene) detailWidth() int { return s.width * 9 / 20 }

// framed draws lines in a square frame of a fixed size, which says how many
// did not fit.
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
	for i := range paneRows {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		list = append(list, side+" "+left(text, w)+" "+side)
	}
	more := ""
	if n := len(lines) - paneRows; n > 0 {
		more = fmt.Sprintf(" ↓ %d more ", n)
	}
	bottom := strings.Repeat("─", w+1-len([]rune(more)))
	return append(list, frame.Render("└"+bottom)+st.Dim.Render(more)+frame.Render("─┘"))
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
	case r.cluster == nil:
		return s.formationTitle(r)
	}
	level, _ := s.catalog.Levels.Find(r.pool.Level)
	return fmt.Sprintf("%s · %d vCPU · %d GB", poolTitle(*r.pool), level.VCPU, level.MemoryGB)
}

// line is what the detail pane says of one thing. Without a text it is left
// out.
type line struct{ name, text string }

// written are facts as lines; a long text goes on below itself.
func (s scene) written(facts []line, width int) []string {
	const name = 13
	var lines []string
	for _, f := range facts {
		if f.text == "" {
			continue
		}
		for i, text := range folded(f.text, width-name) {
			if i > 0 {
				f.name = ""
			}
			lines = append(lines, s.styles.Dim.Render(left(f.name, name))+text)
		}
	}
	return lines
}

// folded is a text as lines, parted at its dots where that will do. Names keep
// their hyphens, so only a word that is longer than a line is broken. What is
// painted as a whole is so on every line.
func folded(text string, w int) []string {
	if width(text) <= w {
		return []string{text}
	}
	if n := styled(text); n > 0 && strings.Count(text, "\x1b") == 2 && strings.HasSuffix(text, unpaint) {
		lines := folded(strings.TrimSuffix(text[n:], unpaint), w)
		for i, l := range lines {
			lines[i] = text[:n] + l + unpaint
		}
		return lines
	}
	const dot = " · "
	if parts := strings.Split(text, dot); len(parts) > 1 {
		line := parts[0]
		var lines []string
		for _, part := range parts[1:] {
			if width(line)+width(dot)+width(part) > w {
				lines, line = append(lines, folded(line, w)...), part
			} else {
				line += dot + part
			}
		}
		return append(lines, folded(line, w)...)
	}
	for word := range strings.FieldsSeq(text) {
		if width(word) > w {
			return strings.Split(ansi.Hardwrap(text, w, false), "\n")
		}
	}
	return wrap(text, w, 0)
}

// detail is what there is to know of the selected row.
func (s scene) detail() []line {
	r := s.tree.current()
	switch {
	case r.id == "":
		return nil
	case r.kind == rowApp:
		return s.appDetail(r)
	case r.kind == rowCluster:
		return s.timed(r, s.clusterDetail(r.cluster))
	case r.kind == rowFormation:
		return s.timed(r, s.formationDetail(r))
	case r.cluster == nil:
		return s.processDetail(r)
	}
	return s.timed(r, s.poolDetail(r))
}

// timed puts what is known of the time left below what is wanted.
func (s scene) timed(r row, lines []line) []line {
	e := s.estimate(r)
	if !e.Known() {
		return lines
	}
	at := slices.IndexFunc(lines, func(l line) bool { return l.name == "wanted" })
	return slices.Insert(lines, at+1, line{"time left", ranged(e)})
}

func (s scene) appDetail(r row) []line {
	total := s.total(r.app.Name)
	soFar, forecast := s.accrual.App(r.app.Name)
	fleetSoFar, fleetForecast := s.accrual.Fleet()
	return []line{
		{"clusters", number(total.clusters)},
		{"instances", number(total.instances)},
		{"dynos", s.dynosOf(r.app)},
		{"release", fmt.Sprintf("v%d", r.app.Release)},
		{"cost", total.amount().Monthly() + "/month  " + s.styles.Dim.Render(total.amount().Hourly())},
		s.ecoLine(r.app),
		s.accrued("this month", soFar, forecast),
		s.accrued("whole fleet", fleetSoFar, fleetForecast),
	}
}

// dynosOf is how many dynos an app has, and what they cost.
func (s scene) dynosOf(app *model.App) string {
	if len(app.Processes) == 0 {
		return ""
	}
	return number(app.Quantity()) + ", " + s.dynosCost(app).Monthly() + "/month" + s.mostly(app)
}

// accrued is what has accrued this month and the forecast to its end.
func (s scene) accrued(name string, soFar, forecast pricing.Amount) line {
	if s.able.Ledger == nil {
		return line{}
	}
	return line{name, soFar.Monthly() + " so far · forecast " + forecast.Monthly()}
}

func (s scene) clusterDetail(c *model.Cluster) []line {
	used := c.Storage.Used(s.fleet.At)
	soFar, forecast := s.accrual.Cluster(c.ID)
	cost := s.catalog.Cluster(c, s.fleet.At)
	storage := size(used) + " of 100 GB included"
	if over := s.catalog.StorageCost(used); over.Cents > 0 {
		storage = size(used) + ", 100 GB included, the rest " + over.Monthly() + "/month"
	}
	return []line{
		{"attached", s.attachments(c, "")},
		{"followers", fmt.Sprintf("%s of %d, %s of %d", plural(c.FollowerPools(), "pool"), model.MaxFollowerPools,
			plural(c.FollowerInstances(), "instance"), model.MaxFollowerInstances)},
		{"storage", storage},
		{"wanted", wantedThere(c.Pools()...)},
		s.costNow(cost, c.Pools()...),
		s.accrued("this month", soFar, forecast),
	}
}

// costNow is what is wanted, and beside it what is there while that differs.
func (s scene) costNow(wanted pricing.Amount, pools ...model.Pool) line {
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
		return line{"cost", wanted.Monthly() + "/month  " + s.styles.Dim.Render(wanted.Hourly())}
	}
	return line{"cost", wanted.Monthly() + "/month wanted · " + there.Monthly() + " there"}
}

func (s scene) poolDetail(r row) []line {
	p := *r.pool
	endpoint := s.styles.Dim.Render("none yet")
	if p.Endpoint.Host != "" {
		endpoint = fmt.Sprintf("%s:%d", p.Endpoint.Host, p.Endpoint.Port)
	}
	soFar, forecast := s.accrual.Pool(p.ID)
	cost := s.catalog.Pool(p)
	conns := number(s.catalog.There(p))
	if used, known := s.sample.Connections(p); known {
		conns = number(used) + " of " + conns
	}
	if want := s.catalog.Wanted(p); want == s.catalog.There(p) {
		conns += " accepted"
	} else {
		conns += ", " + number(want) + " when done"
	}
	lines := []line{
		{"endpoint", endpoint},
		{"attached", s.attachments(r.cluster, p.ID)},
		{"connections", conns},
		{"wanted", wantedThere(p)},
		s.costNow(cost, p),
		s.accrued("this month", soFar, forecast),
	}
	if r.kind == rowPool {
		lines = append(lines, s.lately(p)...)
	}
	if r.kind == rowInstance {
		lines = append(lines, line{"instance", fmt.Sprintf("%s, %s, %s since %s", r.instance.Role, short(r.instance.Level), r.instance.Phase,
			r.instance.Since.UTC().Format("2 Jan 15:04"))})
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
	wanted, up, coming, leaving, failed := 0, 0, 0, 0, 0
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
			case model.Failed:
				failed++
			case model.Queued, model.Creating, model.Restoring, model.CatchingUp, model.Restarting, model.SwitchingOver:
				coming++
			}
		}
	}
	text := fmt.Sprintf("%s · %d up", plural(wanted, "instance"), up)
	if coming > 0 {
		text += fmt.Sprintf(", %d under way", coming)
	}
	if failed > 0 {
		text += fmt.Sprintf(", %d failed", failed)
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
	case r.cluster == nil:
		return s.formationSummary(r)
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
	p.lines = append(p.lines, s.written(s.detail(), min(p.width, s.width-4))...)
	p.lines = append(p.lines, "", s.styles.Head.Render("activity"))
	p.lines = append(p.lines, s.activityLines(max(1, s.height-14), min(p.width, s.width-4))...)
	p.lines = append(p.lines, "", s.styles.Dim.Render("esc back"))
	return p
}
