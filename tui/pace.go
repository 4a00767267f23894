package tui

import (
	"fmt"
	"strings"
	"time"

	"pooldeck/model"
)

// traffic is what was measured of a row's process type.
func (s scene) traffic(r row) model.Traffic {
	return s.sample.Processes[r.app.ProcessID(r.process.Type)]
}

// pace is how well a process type does: web's p95, with its target while that
// is kept; of any other the jobs that wait.
func (s scene) pace(r row) cell {
	seen, known := s.sample.Processes[r.app.ProcessID(r.process.Type)]
	strain := s.strain(r)
	switch {
	case !known:
		return cell{"", s.styles.Dim}
	case r.process.Type != model.WebType:
		return cell{waiting(seen.Queue) + " wait", strain.paint(s)}
	case seen.P95 == 0:
		return cell{"", s.styles.Dim}
	case r.process.Autoscale == nil, r.process.Slow(seen):
		return cell{lasts(seen.P95), strain.paint(s)} // the status says over what
	}
	return cell{against(seen.P95, r.process.Autoscale.P95), strain.paint(s)}
}

// waiting prints how many jobs wait, in at most five cells; from ten thousand on
// in thousands.
func waiting(n float64) string {
	if n >= 9_999.5 {
		return fmt.Sprintf("%.0fk", n/1000)
	}
	return plain(int(n + 0.5))
}

// lasts prints a response time: 340 ms, 1.2 s.
func lasts(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return brieflySeconds(d) + " s"
}

// against prints a response time beside its target, in one unit.
func against(is, target time.Duration) string {
	if is < time.Second && target < time.Second {
		return fmt.Sprintf("%d/%d ms", is.Milliseconds(), target.Milliseconds())
	}
	return brieflySeconds(is) + "/" + brieflySeconds(target) + " s"
}

func brieflySeconds(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f", d.Seconds())
	}
	return strings.TrimSuffix(fmt.Sprintf("%.2f", d.Seconds()), "0")
}

// trouble says why a process type asks for an operator.
func (s scene) trouble(r row) string { return r.process.TroubleOf(s.traffic(r)) }
