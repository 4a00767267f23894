package cli

import (
	"fmt"
	"strings"
	"time"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

func number(n int) string              { return words.Number(n) }
func plural(n int, noun string) string { return words.Plural(n, noun) }
func size(bytes int64) string          { return words.Size(bytes) }
func clean(text string) string         { return words.Clean(text) }

// clock prints a duration as minutes and seconds, or hours and minutes from
// an hour on: 0:41, 6:12, 2 h 05.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d h %02d", s/3600, s/60%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// instant prints a time in UTC: 2026-06-12 14:03 UTC.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// price prints an amount as Heroku does: ~$0.208/hour ($150/month).
func price(a pricing.Amount) string {
	switch {
	case a.Cents == 0 && a.Open:
		return a.Monthly()
	case a.Cents == 0:
		return "$0/month"
	}
	return a.Hourly() + " (" + a.Monthly() + "/month)"
}

// status prints a status as the console does.
func status(s model.Status) string {
	switch s {
	case model.Available:
		return "✓ " + string(s)
	case model.Empty:
		return "· " + string(s)
	case model.Provisioning, model.Modifying, model.Switching, model.Leaving:
		return "~ " + string(s)
	case model.Down, model.Broken:
		return "✗ " + string(s)
	}
	return string(s)
}

// poolStatus says beside the status whether the pool is to have HA.
func poolStatus(p model.Pool) string {
	if p.HA() && !p.Destroying {
		return status(p.Status()) + "  HA"
	}
	return status(p.Status())
}

// clusterStatus says beside the status how far the operation under way is.
func clusterStatus(f *model.Fleet, c *model.Cluster) string {
	if o := f.Open(c.ID); o != nil && !c.Status().Calm() {
		return fmt.Sprintf("%s %d%%", status(c.Status()), o.Progress.Permille/10)
	}
	return status(c.Status())
}

// phase prints where an instance is between being asked for and being gone.
func phase(i model.Instance) string {
	switch i.Phase {
	case model.Up:
		return "✓ up"
	case model.Queued:
		return "· queued"
	case model.Draining, model.SwitchingOver:
		return "~ " + string(i.Phase)
	case model.Restarting, model.Failed:
		return "✗ " + string(i.Phase)
	case model.Creating, model.Restoring, model.CatchingUp:
	}
	return fmt.Sprintf("~ %s %d%%", i.Phase, i.Progress.Permille/10)
}

// progress prints what is known of an instance that is not up: bytes and the
// time left, with its range.
func progress(i model.Instance, e model.Estimate) string {
	var words []string
	if i.Progress.Total > 0 {
		words = append(words, fmt.Sprintf("%s of %s", size(i.Progress.Done), size(i.Progress.Total)))
	}
	if e.Known() {
		words = append(words, left(e)+" ("+ranged(e)+")")
	}
	return strings.Join(words, ", ")
}

// left prints how long something still takes; empty where nothing is known of
// it.
func left(e model.Estimate) string {
	switch {
	case !e.Known():
		return ""
	case e.Overdue:
		return "overdue"
	}
	return "about " + clock(e.About) + " left"
}

// ranged prints the range that earlier ones make of what is left.
func ranged(e model.Estimate) string {
	if e.Overdue {
		return fmt.Sprintf("%d earlier ones took up to %s", e.From, clock(e.Longest))
	}
	return fmt.Sprintf("%s to %s, from %d earlier ones", clock(e.Least), clock(e.Most), e.From)
}

// ready prints how many instances serve on the wanted level, and how many
// are wanted.
func ready(p model.Pool) string { return fmt.Sprintf("%d/%d", p.Serving(), wanted(p)) }

// accrued prints what this month has come to.
func accrued(soFar, forecast pricing.Amount) string {
	if unknown := (pricing.Amount{Open: true}); soFar == unknown && forecast == unknown {
		return unknown.Monthly()
	}
	return soFar.Monthly() + " so far · forecast " + forecast.Monthly()
}

// operation prints what is under way or ended lately, without its target.
func operation(o *model.Operation, e model.Estimate) (mark, what, how string) {
	what, took := strings.Join(o.Does(), ", "), clock(o.Ended.Sub(o.Accepted))
	switch o.State {
	case model.OpRunning:
		how = fmt.Sprintf("%d%%", o.Progress.Permille/10)
		if e.Known() {
			how += ", " + left(e)
		}
		return "~", what, how
	case model.OpDone:
		return "✓", what, "done in " + took
	case model.OpFailed:
		return "✗", what, "failed: " + o.Note
	case model.OpCancelled:
		return "−", what, "cancelled after " + took
	case model.OpSuperseded:
		return "−", what, "superseded after " + took
	}
	return "", what, string(o.State)
}
