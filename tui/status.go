package tui

import (
	"fmt"
	"strings"

	"pooldeck/model"
)

// status draws word and glyph; the colour only repeats them.
func (s scene) status(r row, width int, list []column) cell {
	switch r.kind {
	case rowApp:
		return s.appStatus(r)
	case rowCluster:
		return s.operationStatus(r, r.cluster.Status())
	case rowPool:
		c := s.statusWord(r.pool.Status())
		if r.pool.HA() && !r.pool.Destroying {
			c.text += "  HA"
		}
		if n := s.stagedOn(r.cluster.ID, r.pool.Name); n > 0 {
			c.text += "  staged"
		}
		return c
	case rowInstance:
		return s.instanceStatus(*r.instance, width, has(list, columnConnections))
	case rowFormation:
		return s.formationStatus(r)
	case rowProcess:
		return s.processStatus(r, width, has(list, columnLag))
	case rowDyno:
		return s.dynoStatus(r, has(list, columnLag))
	}
	return cell{}
}

// appStatus says that an app is about to restart: the one thing about an app
// itself that a change of pools brings.
func (s scene) appStatus(r row) cell {
	if t := s.total(r.app.Name); t.setting > 0 {
		return cell{"~ restarting: " + t.held, s.styles.Busy}
	}
	return cell{"", s.styles.Text}
}

// operationStatus is a cluster's status, with the percentage of the
// operation that is under way on it.
func (s scene) operationStatus(r row, status model.Status) cell {
	c := s.statusWord(status)
	if op := s.fleet.Open(r.id); op != nil && !status.Calm() {
		c.text += fmt.Sprintf(" %d%%", s.manners.seen(op.Progress.Permille))
	}
	if names := s.names(func(p Place) bool { return p.Cluster == r.id }); names != "" {
		c.text += "  " + names
	}
	return c
}

func (s scene) statusWord(status model.Status) cell {
	switch status {
	case model.Available:
		return cell{"✓ " + string(status), s.styles.Good}
	case model.Empty:
		return cell{"· " + string(status), s.styles.Dim}
	case model.Provisioning, model.Modifying, model.Switching, model.Leaving:
		return cell{"~ " + string(status), s.styles.Busy}
	case model.Down, model.Broken:
		return cell{"✗ " + string(status), s.styles.Bad}
	}
	return cell{string(status), s.styles.Text}
}

// instanceStatus draws a bar with the phase while an instance is on its way
// up; the bar keeps its place and its length in every phase.
func (s scene) instanceStatus(i model.Instance, width int, roomy bool) cell {
	switch i.Phase {
	case model.Up:
		return cell{"✓ up", s.styles.Good}
	case model.Queued:
		return cell{"· queued", s.styles.Dim}
	case model.Draining, model.SwitchingOver:
		return cell{"~ " + string(i.Phase), s.styles.Busy}
	case model.Restarting:
		return cell{"✗ " + string(i.Phase), s.styles.Bad}
	case model.Failed:
		return cell{"✗ failed", s.styles.Bad}
	case model.Creating, model.Restoring, model.CatchingUp:
	}
	text := fmt.Sprintf("%3d%% %s", s.manners.seen(i.Progress.Permille), i.Phase)
	if !roomy && width < 24 {
		text = fmt.Sprintf("%3d%%", s.manners.seen(i.Progress.Permille))
	}
	if s.manners.Still {
		return cell{"~" + text, s.styles.Busy}
	}
	return cell{bar(i.Progress.Permille, max(4, width-17)) + text, s.styles.Busy}
}

// bar draws how far something is: heavy for done, light for the rest, so
// that it can be read without colour.
func bar(permille, width int) string {
	done := min(max(permille*width/1000, 0), width)
	return strings.Repeat("━", done) + strings.Repeat("─", width-done)
}
