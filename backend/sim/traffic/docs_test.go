package traffic

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pooldeck/model"
)

// The document's tables are what the constants say. A table that differs is
// printed as it has to be.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../../docs/simulator.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]string{"traffic": trafficTable(), "dynos": dynoTable(), "sizes": sizeTable()} {
		if !strings.Contains(string(text), "\n\n"+table+"\n") {
			t.Errorf("docs/simulator.md does not have the table of the %s:\n%s", name, table)
		}
	}
}

func table(head []string, rows ...[]string) string {
	line := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }
	lines := []string{line(head), line(strings.Split(strings.Repeat("--- ", len(head)-1)+"---", " "))}
	for _, row := range rows {
		lines = append(lines, line(row))
	}
	return strings.Join(lines, "\n")
}

func percent(x float64) string { return fmt.Sprintf("%g %%", x*100) }

func trafficTable() string {
	row := func(what, format string, values ...any) []string {
		return []string{what, fmt.Sprintf(format, values...), "assumption"}
	}
	return table([]string{"figure", "value", "source"},
		row("peak", "%d to %d requests/s, evenly by their logarithm", peakLeast, peakMost),
		row("its hour", "%d:00 to %d:00 UTC", peakHourLeast, peakHourMost),
		row("at night, of the peak", "%s", percent(nightShare)),
		row("on Saturdays and Sundays", "× %g", weekendShare),
		row("slow noise", "± %s, from one value to the next in %g min", percent(slowNoise), slowStep.Minutes()),
		row("noise of a minute's n requests", "± √3 ÷ √n"),
		row("noise of a response time", "± %g ÷ √n", measureNoise),
		row("a spike", "%d to %d %% of the usual traffic for %g min, of which it takes %g to come and %g to go",
			spikeLeast, spikeMost, spikeFor.Minutes(), spikeSteep.Minutes(), spikeSteep.Minutes()),
		row("computing of a request", "%d to %d ms on a worker that has its machine for itself", computeLeast, computeMost),
		row("waiting for the pool", "%d to %d ms ÷ (1 − the pool's load), which counts up to %s", queryLeast, queryMost, percent(fullPool)),
		row("long requests", "%g to %g %%, of one app in %d %g %%", longLeast, float64(longMost), longSeldom, longOften),
		row("what they take besides", "%d to %d ms", longForLeast, longForMost),
		row("jobs for each worker process type", "%d to %d %% of the requests", jobsLeast, jobsMost),
		row("a job", "%d to %d ms, %s of which it computes", jobLeast, jobMost, percent(jobComputes)),
	)
}

func dynoTable() string {
	return table([]string{"figure", "value", "source"},
		[]string{"workers of a dyno, c", fmt.Sprintf("the size's compute at most ÷ %g, at least %d", workerCompute, leastWorkers), "assumption"},
		[]string{"what shared dynos have of it", "1 − (1 − least ÷ most) × u³, u from 0 to 1, a new one every " + fmt.Sprintf("%g min", neighboursStep.Minutes()), "compute: Heroku; the rest: assumption"},
		[]string{"the fixed part of a request", percent(fixedPart), "assumption"},
		[]string{"the router gives a request up after", fmt.Sprintf("%g s (H12)", Timeout.Seconds()), "https://devcenter.heroku.com/articles/request-timeout"},
		[]string{"dynos turn requests away (H11) beyond", fmt.Sprintf("%d s of work that waits", deepest), "assumption"},
		[]string{"the load in the formula counts up to", percent(fullDyno), "assumption"},
		[]string{"apps that the demo fleet makes up are busy at the peak", percent(busy), "assumption"},
	)
}

func sizeTable() string {
	shared := func(name string, least, most int) model.Size {
		return model.Size{Name: name, Family: model.Standard, ComputeLeast: least, ComputeMost: most}
	}
	own := func(name string, compute int) model.Size {
		return model.Size{Name: name, Family: model.Performance, ComputeLeast: compute, ComputeMost: compute}
	}
	var rows [][]string
	for _, size := range []model.Size{
		shared("Eco, Basic, Standard-1X", 1, 4), shared("Standard-2X", 2, 8),
		own("Performance-M, Private-S, Private-M, Shield-S, Shield-M", 12), own("L-RAM", 24), own("L, XL", 50), own("2XL", 100),
	} {
		compute := fmt.Sprintf("%dx", size.ComputeMost)
		machine := "its own"
		if size.Family.Shared() {
			compute, machine = fmt.Sprintf("%dx to %dx", size.ComputeLeast, size.ComputeMost), "shared"
		}
		a := App{Compute: milliseconds((computeLeast + computeMost) / 2), Query: milliseconds((queryLeast + queryMost) / 2)}
		rows = append(rows, []string{
			size.Name, compute, machine, fmt.Sprint(workers(size)), fmt.Sprintf("%.0f requests/s", a.Capacity(Situation{Size: size})),
		})
	}
	return table([]string{"sizes", "compute", "machine", "workers", "at most, of a usual app with an idle pool"}, rows...)
}
