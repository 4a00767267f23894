package autoscale

import (
	"fmt"
	"math"
	"time"

	"pooldeck/model"
)

// Reasons are the decision in words, one line each: what was measured, what
// the rule says of it, what comes of it.
func (d Decision) Reasons() []string {
	lines := append(d.measured(), d.rule())
	return append(lines, d.Result())
}

// Result is what comes of the decision: 4 → 5 dynos.
func (d Decision) Result() string {
	text := fmt.Sprintf("stays at %s", dynos(d.To))
	switch {
	case d.Step() && d.Shadow:
		text = fmt.Sprintf("shadow: %d → %s, which is not done", d.From, dynos(d.To))
	case d.Step():
		text = fmt.Sprintf("%d → %s", d.From, dynos(d.To))
	case d.Shadow:
		text = "shadow: would stay at " + dynos(d.To)
	}
	if d.Notify {
		text += "; the maximum is reached, which is told once a day"
	}
	return text
}

// measured says what the last minutes were like, and what the past hour
// taught.
func (d Decision) measured() []string {
	in := d.Inputs
	if in.Samples == 0 {
		return []string{"nothing was measured in the past hour"}
	}
	now := rate(in.Throughput) + " requests/s on " + dynos(in.Up)
	switch {
	case in.Throughput == 0 && in.Up == 0 && in.Errors == 0:
		now = "nothing was measured in the last 3 minutes"
	case in.P95 > 0:
		now = fmt.Sprintf("p95 %s, target %s; %s, %s busy", milliseconds(in.P95), milliseconds(in.Target), now, percent(in.Load))
	}
	if in.Errors > 0 {
		now += fmt.Sprintf("; %s of the requests fail", percent(in.Errors))
	}
	if in.Pool > 0 {
		now += fmt.Sprintf("; the pool is %s busy", percent(in.Pool))
	}
	if in.Capacity == 0 {
		return []string{now, fmt.Sprintf("past hour: %s, which do not show what a dyno can do", plural(in.Samples, "sample"))}
	}
	return []string{now, fmt.Sprintf("past hour: %s; a dyno does about %s requests/s", plural(in.Samples, "sample"), rate(in.Capacity))}
}

// rule says what the rule makes of the inputs.
func (d Decision) rule() string {
	in := d.Inputs
	switch d.Rule {
	case RuleRange:
		return fmt.Sprintf("%d is outside of the range of %d to %d: it moves into it at once", d.From, in.Min, in.Max)
	case RuleSpacing:
		return fmt.Sprintf("the last step was %s ago: steps are at least a minute apart", ago(d.At.Sub(in.Since)))
	case RuleBlind:
		return "the last minutes do not say how long requests take: nothing is decided without samples"
	case RuleFailing:
		return fmt.Sprintf("%s of the requests fail: from %s on nothing is scaled, since more dynos would not mend it (assumption)", percent(in.Errors), percent(failing))
	case RuleIdle:
		return "no requests for 3 minutes: one dyno less a minute, down to the minimum (assumption)"
	case RuleMin:
		if in.Throughput == 0 {
			return fmt.Sprintf("no requests, and the minimum of %s is reached", dynos(in.Min))
		}
		return fmt.Sprintf("within the target at the minimum of %s", dynos(in.Min))
	case RuleProof:
		return d.proof()
	case RuleTaken:
		return fmt.Sprintf("%s were tried at %s with as many requests, and the step was taken back: not again within a day", dynos(in.Dynos), in.Since.UTC().Format("15:04"))
	case RuleNeeded, RuleFewer:
		return d.oneLess()
	case RuleOver, RuleMax, RuleSettling, RuleBound:
	}
	return d.over()
}

func (d Decision) over() string {
	in := d.Inputs
	switch d.Rule {
	case RuleOver:
		text := "over the target: one dyno more"
		if in.Within > in.Dynos {
			text += fmt.Sprintf(" at a time; about %d are needed (estimate)", in.Within)
		}
		if in.Predicted > 0 {
			text += fmt.Sprintf("; predicted with %d: p95 %s, %s busy (estimate)", in.Dynos, milliseconds(in.Predicted), percent(in.Busy))
		}
		if in.Predicted > in.Target && in.Within == 0 {
			text += fmt.Sprintf("; up to the maximum of %d no number is predicted to be enough, but one may be", in.Max)
		}
		return text
	case RuleMax:
		text := fmt.Sprintf("over the target, and the maximum of %s is reached", dynos(in.Max))
		switch {
		case in.Predicted > in.Target:
			text += fmt.Sprintf("; more dynos will not help: however many there were, the p95 would be %s or more (estimate); %s",
				milliseconds(in.Predicted), in.bound())
		case in.Within == 0 && in.By == ByPool:
			text += "; " + in.bound()
		}
		return text
	case RuleSettling:
		return fmt.Sprintf("over the target, but the last step was %s ago: predicted with %s: p95 %s, %s busy (estimate)",
			ago(d.At.Sub(in.Since)), dynos(in.Dynos), milliseconds(in.Predicted), percent(in.Busy))
	case RuleBound:
		if in.Predicted <= in.Target {
			return fmt.Sprintf("more dynos will not help: even %d would take less than %s off the p95 (estimate); %s", in.Dynos, percent(gain), in.bound())
		}
		return fmt.Sprintf("more dynos will not help: even %d would have a p95 of %s or more (estimate); %s", in.Dynos, milliseconds(in.Predicted), in.bound())
	case RuleRange, RuleSpacing, RuleBlind, RuleFailing, RuleIdle, RuleMin, RuleProof, RuleNeeded, RuleTaken, RuleFewer:
	}
	return string(d.Rule)
}

// proof says how long a step down is still to be proven.
func (d Decision) proof() string {
	in := d.Inputs
	if !in.Since.IsZero() && d.At.Sub(in.Since) < proving {
		return fmt.Sprintf("%s would do, but the last step was %s ago: fewer only after %g minutes that prove it", dynos(in.Dynos), ago(d.At.Sub(in.Since)), proving.Minutes())
	}
	return fmt.Sprintf("%s would do, but too few of the last %g minutes were measured to prove it", dynos(in.Dynos), proving.Minutes())
}

// oneLess says what is predicted for one dyno less.
func (d Decision) oneLess() string {
	in := d.Inputs
	more := percent(room - 1)
	switch {
	case in.Busy == 0:
		return fmt.Sprintf("within the target; what %s would do is not known", dynos(in.Dynos))
	case in.Predicted == 0:
		return fmt.Sprintf("within the target; %s would not keep up with %s more requests: %s busy (estimate)", dynos(in.Dynos), more, percent(in.Busy))
	}
	text := fmt.Sprintf("within the target; predicted with %s and %s more requests: p95 %s, up to %s busy (estimate)",
		dynos(in.Dynos), more, milliseconds(in.Predicted), percent(in.Busy))
	switch {
	case d.Rule == RuleNeeded && in.Predicted <= in.Target:
		return text + fmt.Sprintf("; fewer need %s or less, %s of the target", milliseconds(time.Duration(margin*float64(in.Target))), percent(margin))
	case d.Rule == RuleFewer:
		return text + fmt.Sprintf(", after the last %g minutes, the worst one apart", proving.Minutes())
	}
	return text
}

// bound says what keeps the response times up.
func (in Inputs) bound() string {
	switch in.By {
	case ByPool:
		return fmt.Sprintf("the attached pool is %s busy", percent(in.Pool))
	case ByLong:
		return "some requests take many times as long as most"
	case BySize:
	}
	return "the requests take that long on a dyno that is idle; a larger size might help"
}

func dynos(n int) string { return plural(n, "dyno") }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return model.Thousands(n) + " " + noun + "s"
}

func milliseconds(d time.Duration) string { return model.Thousands(int(d.Milliseconds())) + " ms" }

func percent(part float64) string { return fmt.Sprintf("%.0f %%", 100*part) }

// rate has a decimal place where it is small.
func rate(n float64) string {
	if n < 10 && n != math.Trunc(n) {
		return fmt.Sprintf("%.1f", n)
	}
	return fmt.Sprintf("%.0f", n)
}

func ago(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f min", d.Minutes())
}
