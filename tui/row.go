package tui

import (
	"fmt"
	"strings"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// cell is a text in one style. Pad first, paint last: codes of style have no
// width.
type cell struct {
	text  string
	style paint
}

// draw draws a row of the tree.
func (s scene) draw(r row, list []column, selected bool) string {
	var b strings.Builder
	b.Grow(4 * s.width)
	put := func(style paint, text string, marked bool) {
		codes := style.plain
		if marked {
			codes = style.row
		}
		if codes == "" || text == "" {
			b.WriteString(text)
			return
		}
		b.WriteString(codes)
		b.WriteString(text)
		b.WriteString(unpaint)
	}
	for i, c := range list {
		if i > 0 {
			put(s.styles.Text, " ", false)
		}
		cell := s.cell(r, c, list)
		switch {
		case c.id == columnName:
			guides := s.guides(r)
			put(s.guideStyle(selected), guides, selected)
			cell.text = left(cell.text, c.width-width(guides))
			if selected {
				cell.style = s.styles.Accent
			}
		case c.right:
			cell.text = right(cell.text, c.width)
		default:
			cell.text = left(cell.text, c.width)
		}
		// Only the name is marked: a band across the window would be drawn cell by
		// cell, twice, whenever the cursor moves.
		put(cell.style, cell.text, selected && c.id == columnName)
	}
	put(s.styles.Text, " ", false)
	return b.String()
}

func (s scene) cell(r row, c column, list []column) cell {
	switch c.id {
	case columnName:
		return s.name(r, list)
	case columnLevel:
		return s.level(r)
	case columnReady:
		return s.ready(r)
	case columnStatus:
		return s.status(r, c.width, list)
	case columnConnections:
		return s.connections(r)
	case columnLag:
		return s.lag(r)
	case columnMoney:
		return s.money(r)
	}
	return cell{}
}

// guides are the mark of the selection and the lines down to the row.
func (s scene) guides(r row) string {
	mark := " "
	if r.id == s.tree.selected.id {
		mark = "❯"
	}
	return mark + strings.Repeat("│ ", r.kind.depth())
}

func (s scene) guideStyle(selected bool) paint {
	if selected {
		return s.styles.Accent
	}
	return s.styles.Frame
}

// name draws the fold and the name.
func (s scene) name(r row, list []column) cell {
	fold := "  "
	switch {
	case r.branch && r.folded:
		fold = "▸ "
	case r.branch:
		fold = "▾ "
	}
	switch r.kind {
	case rowApp:
		return cell{fold + clean(r.app.Name), s.styles.Head}
	case rowCluster:
		return cell{fold + clean(r.cluster.Name), s.styles.Head}
	case rowPool:
		if !has(list, columnLevel) {
			return cell{fold + clean(r.pool.Name) + " " + short(r.pool.Level), s.styles.Text}
		}
		return cell{fold + clean(r.pool.Name), s.styles.Text}
	case rowInstance:
		return cell{fold + string(r.instance.Role) + "." + string(r.instance.ID), s.styles.Dim}
	case rowFormation, rowProcess, rowDyno:
		c := s.formationName(r, list)
		c.text = fold + c.text
		return c
	}
	return cell{}
}

// short is a text whose levels lack what all levels share: 4G.
func short(text string) string { return strings.ReplaceAll(text, "-Performance", "") }

func (s scene) level(r row) cell {
	switch {
	case r.kind == rowPool:
		return cell{r.pool.Level, s.styles.Text}
	case r.kind == rowInstance && r.instance.Level != r.pool.Level:
		return cell{r.instance.Level, s.styles.Busy}
	}
	return s.ran(r)
}

func (s scene) ready(r row) cell {
	if r.kind != rowPool {
		return s.dynosReady(r)
	}
	text := fmt.Sprintf("%d/%d", r.pool.Serving(), r.pool.Count)
	if r.pool.Destroying {
		text = fmt.Sprintf("%d/0", r.pool.Serving())
	}
	if r.pool.Settled() {
		return cell{text, s.styles.Text}
	}
	return cell{text, s.styles.Busy}
}

func (s scene) connections(r row) cell {
	switch r.kind {
	case rowApp:
	case rowFormation, rowProcess, rowDyno:
		return s.holds(r)
	case rowCluster:
		used, limit, known := 0, 0, false
		for _, p := range r.cluster.Pools() {
			n, ok := s.sample.Connections(p)
			used, known = used+n, known || ok
			limit += s.catalog.There(p)
		}
		return s.usage(used, limit, known)
	case rowPool:
		used, known := s.sample.Connections(*r.pool)
		return s.usage(used, s.catalog.There(*r.pool), known)
	case rowInstance:
		i := r.instance
		switch {
		case i.Phase == model.Restoring && i.Progress.Total > 0:
			return cell{gigabytes(i.Progress.Done) + "/" + gigabytes(i.Progress.Total) + " GB", s.styles.Dim}
		case i.Phase == model.Up && i.Role != model.RoleStandby:
			seen, known := s.sample.Instances[i.ID]
			c := s.usage(seen.Connections, s.catalog.Connections(false, i.Level, 1), known)
			if c.style == s.styles.Text {
				c.style = s.styles.Dim
			}
			return c
		}
	}
	return cell{"", s.styles.Text}
}

// usage draws used/limit, amber from 80 per cent of the limit on.
func (s scene) usage(used, limit int, known bool) cell {
	if !known {
		return cell{"?/" + plain(limit), s.styles.Dim}
	}
	c := cell{plain(used) + "/" + plain(limit), s.styles.Text}
	if used*5 >= limit*4 {
		c.style = s.styles.Busy
	}
	return c
}

func plain(n int) string { return fmt.Sprintf("%d", n) }

// lag draws how far a follower is behind, or how long an instance still
// takes, how well a process type does and how old a dyno is.
func (s scene) lag(r row) cell {
	switch r.kind {
	case rowProcess:
		return s.pace(r)
	case rowDyno:
		return cell{s.age(r.dyno), s.styles.Dim}
	case rowApp, rowCluster, rowPool, rowFormation:
		return cell{"", s.styles.Text}
	case rowInstance:
	}
	i := r.instance
	if i.Phase != model.Up {
		return cell{leftOf("in", s.estimate(r)), s.styles.Busy}
	}
	seen, known := s.sample.Instances[i.ID]
	if !known || i.Role == model.RoleLeader {
		return cell{"", s.styles.Text}
	}
	return cell{seconds(seen.Lag), s.styles.Text}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func (s scene) money(r row) cell {
	var a pricing.Amount
	style := s.styles.Text
	switch r.kind {
	case rowApp:
		a = s.total(r.app.Name).amount()
	case rowCluster:
		a = s.catalog.Cluster(r.cluster, s.fleet.At)
	case rowPool:
		a = s.catalog.Pool(*r.pool)
	case rowInstance:
		a, style = s.catalog.Instance(r.instance.Level), s.styles.Dim
	case rowFormation:
		a = s.dynosCost(r.app)
	case rowProcess:
		if r.process.Quantity > 0 && s.flatRow(r.process.Size) {
			return cell{"flat", s.styles.Dim}
		}
		a = s.catalog.Process(*r.process)
	case rowDyno:
		if s.flatRow(r.dyno.Size) {
			return cell{"flat", s.styles.Dim}
		}
		a, style = s.catalog.Dyno(r.dyno.Size), s.styles.Dim
	}
	if r.process != nil && s.catalog.Estimated(r.process.Size) || r.process == nil && r.cluster == nil && s.catalog.EstimatedIn(r.app) {
		return cell{"~" + a.Figure(), style}
	}
	return cell{a.Figure(), style}
}
