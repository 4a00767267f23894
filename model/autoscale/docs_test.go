package autoscale

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The document's tables are what the constants say. A table that differs is
// printed as it has to be.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/simulator.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]string{"rules": ruleTable(), "curve": curveTable()} {
		if !strings.Contains(string(text), "\n\n"+table+"\n") {
			t.Errorf("docs/simulator.md does not have the table of the %s:\n%s", name, table)
		}
	}
}

// ruleTable has all rules in their order: when each decides, and what.
func ruleTable() string {
	const page = "[Heroku](https://devcenter.heroku.com/articles/autoscaling)"
	const ours = "assumption"
	says := map[Rule][3]string{
		RuleRange:    {"the number is outside of the range", "moves into it at once", page},
		RuleSpacing:  {fmt.Sprintf("the last step was less than %s ago", minutes(spacing.Minutes())), "hold", page},
		RuleBlind:    {fmt.Sprintf("nothing was measured for %s", minutes(present.Minutes())), "hold", ours},
		RuleFailing:  {fmt.Sprintf("%s or more of the last minute's requests fail", percent(failing)), "hold", ours},
		RuleIdle:     {fmt.Sprintf("no requests for %s", minutes(present.Minutes())), "one dyno less", ours},
		RuleOver:     {"p95 over the target, and none of the next three", "one dyno more", page},
		RuleMax:      {"p95 over the target at the maximum", "hold", page},
		RuleSettling: {fmt.Sprintf("p95 over the target, a step up less than %s ago, and the dynos are predicted to suffice", minutes(settling.Minutes())), "hold", ours},
		RuleBound:    {fmt.Sprintf("p95 over the target, and the maximum is predicted to stay over it, or to take less than %s off, at the best", percent(gain)), "hold", ours},
		RuleMin:      {"p95 within the target at the minimum", "hold", page},
		RuleProof:    {fmt.Sprintf("within the target, but no %s without a step, or less than %d samples of them", minutes(proving.Minutes()), proofs), "hold", ours},
		RuleNeeded:   {fmt.Sprintf("within the target, but one dyno less and %s more requests than in any of these minutes is predicted over %s of it", percent(room-1), percent(margin)), "hold", ours},
		RuleTaken:    {fmt.Sprintf("as few were tried within %g hours at no more than the requests of now ÷ %g, and were not enough", trying.Hours(), same), "hold", ours},
		RuleFewer:    {"within the target, and nothing of this", "one dyno less", page},
	}
	lines := []string{"| rule | decides when | result | source |", "| --- | --- | --- | --- |"}
	for _, rule := range Rules() {
		lines = append(lines, fmt.Sprintf("| %s | %s | %s | %s |", rule, says[rule][0], says[rule][1], says[rule][2]))
	}
	return strings.Join(lines, "\n")
}

func minutes(n float64) string {
	if n == 1 {
		return "a minute"
	}
	return fmt.Sprintf("%g minutes", n)
}

func curveTable() string {
	lines := []string{"| figure | value | source |", "| --- | --- | --- |"}
	row := func(what, format string, values ...any) {
		lines = append(lines, fmt.Sprintf("| %s | %s | assumption |", what, fmt.Sprintf(format, values...)))
	}
	row("steepness that is usual", "%g", usualSteep)
	row("it counts as much as samples with a spread of", "%g", usualWeight)
	row("steepness", "%g to %g", leastSteep, mostSteep)
	row("at the best, more dynos do as much as a curve that is steeper", "%d times", hardTimes)
	row("samples count whose pool's load is as now, give or take", "%s", percent(samePool))
	row("load beyond which requests queue up", "%s", percent(fullLoad))
	row("pool's load from which on it is named as the cause", "%s", percent(poolBusy))
	row("long requests are, from p95 ÷ p50 on", "%d", longTimes)
	row("suggested target", "%g × the p95 that %s of the minutes of %g hours met, rounded up to %g ms; %d samples at least",
		suggestRoom, percent(suggestPart), suggestFrom.Hours(), float64(suggestStep.Milliseconds()), suggestLeast)
	row("backtest: a request is given up after", "%g s", patience.Seconds())
	return strings.Join(lines, "\n")
}
