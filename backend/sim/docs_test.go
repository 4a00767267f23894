package sim

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// The document's tables are what the constants say. A table that differs is
// printed as it has to be.
func TestDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/simulator.md")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]string{
		"phases":     phaseTable(),
		"throughput": throughputTable(),
		"whole way":  wayTable(),
		"clients":    clientTable(),
		"replicas":   replicaTable(),
		"faults":     faultTable(),
		"demo fleet": demoTable(),
		"dynos":      dynoTable(),
		"formations": formationTable(),
	}
	for name, table := range tables {
		if !strings.Contains(string(text), "\n\n"+table+"\n") {
			t.Errorf("docs/simulator.md does not have the table of the %s:\n%s", name, table)
		}
	}
	sentences := []string{
		fmt.Sprintf("At most %d instances of a cluster are built at a time", maxBuilding),
		fmt.Sprintf("between %d and %d MB a day", growthLeast/megabyte, growthMost/megabyte),
		fmt.Sprintf("port %d", endpointPort),
		"starts at " + demoStart().Format("15:04 on 2 January 2006"),
	}
	for _, s := range sentences {
		if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), s) {
			t.Errorf("docs/simulator.md does not say %q", s)
		}
	}
}

func table(head []string, rows ...[]string) string {
	line := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = "---"
	}
	lines := []string{line(head), line(rule)}
	for _, row := range rows {
		lines = append(lines, line(row))
	}
	return strings.Join(lines, "\n")
}

func seconds(r backend.Range) string {
	return fmt.Sprintf("%g to %g s", r.Least.Seconds(), r.Most.Seconds())
}

func phaseTable() string {
	more := fmt.Sprintf(" and %g s per GB of data", catchUpPerGB.Seconds())
	restored := fmt.Sprintf("data ÷ throughput ± %d %%, at least %g s", restoreSpread, restoreLeast.Seconds())
	return table([]string{"what", "how long", "source"},
		[]string{"creating", seconds(lasting(model.Creating)), "assumption"},
		[]string{"restoring", restored, "assumption"},
		[]string{"catching up", seconds(lasting(model.CatchingUp)) + more, "assumption"},
		[]string{"switching over", seconds(lasting(model.SwitchingOver)), "assumption"},
		[]string{"restarting", seconds(lasting(model.Restarting)), "assumption"},
		[]string{"draining", seconds(lasting(model.Draining)), "assumption"},
		[]string{"setting or removing a config var", seconds(attaching()), "assumption"},
	)
}

func throughputTable() string {
	var rows [][]string
	for _, r := range throughputs() {
		rows = append(rows, []string{fmt.Sprintf("%dG", r.memoryGB), fmt.Sprintf("%d MB/s", r.perSecond/megabyte), "assumption"})
	}
	return table([]string{"levels from", "throughput", "source"}, rows...)
}

// wayTable computes how long it takes until an instance is up.
func wayTable() string {
	const speed = 20
	row := func(role model.Role, level string, bytes int64) []string {
		restore := func(percent int64) time.Duration {
			return max(restoreLeast, time.Duration(bytes/(throughput(level)/1000)*percent/100)*time.Millisecond)
		}
		creating, catching := lasting(model.Creating), lasting(model.CatchingUp)
		way := backend.Range{Least: creating.Least + restore(100-restoreSpread), Most: creating.Most + restore(100+restoreSpread)}
		if role != model.RoleLeader {
			more := time.Duration(bytes/gigabyte) * catchUpPerGB
			way = backend.Range{Least: way.Least + catching.Least + more, Most: way.Most + catching.Most + more}
		}
		size := fmt.Sprintf("%d GB", bytes/gigabyte)
		if bytes < gigabyte {
			size = fmt.Sprintf("%d MB", bytes/megabyte)
		}
		whole := func(r backend.Range) string {
			return fmt.Sprintf("%.0f to %.0f s", r.Least.Seconds(), r.Most.Seconds())
		}
		return []string{
			string(role), level, size, whole(way), whole(backend.Range{Least: way.Least / speed, Most: way.Most / speed}),
		}
	}
	return table([]string{"instance", "level", "data", "simulated", "at speed 20"},
		row(model.RoleLeader, "4G-Performance", 30*megabyte),
		row(model.RoleStandby, "4G-Performance", 30*megabyte),
		row(model.RoleFollower, "4G-Performance", 29*gigabyte),
		row(model.RoleFollower, "16G-Performance", 29*gigabyte),
		row(model.RoleFollower, "8G-Performance", 140*gigabyte),
	)
}

func clientTable() string {
	percent := func(x float64) string { return fmt.Sprintf("%g %%", x*100) }
	return table([]string{"figure", "value", "source"},
		[]string{"clients of a leader pool at the peak", fmt.Sprintf("%d + %d × √GB", leaderClients, leaderClientsPerRootGB), "assumption"},
		[]string{"clients of a follower pool at the peak", fmt.Sprintf("%d + %d × √GB", followerClients, followerClientsPerRootGB), "assumption"},
		[]string{"difference between pools", "± " + percent(clientsSpread), "assumption"},
		[]string{"noise over time", "± " + percent(clientsNoise), "assumption"},
		[]string{"peak", fmt.Sprintf("%d:00 UTC", peakHour), "assumption"},
		[]string{"at night, of the peak", percent(clientsAtNight), "assumption"},
		[]string{"a new follower has its share after", fmt.Sprintf("%g min", warmUp.Minutes()), "assumption"},
		[]string{"its share at first, of a warm one's", percent(coldShare), "assumption"},
		[]string{"noise of the shares", "± " + percent(balanceNoise), "assumption"},
		[]string{"a new value of each noise", fmt.Sprintf("every %g min", noiseStep.Minutes()), "assumption"},
	)
}

func replicaTable() string {
	return table([]string{"figure", "value", "source"},
		[]string{"load", fmt.Sprintf("%d ‰ + clients ÷ limit, ± %g %%", idleLoad, loadNoise*100), "assumption"},
		[]string{"replay on a replica", fmt.Sprintf("%d ‰ + %d %% of the leader's load", idleLoad, replayPercent), "assumption"},
		[]string{"load while catching up", fmt.Sprintf("%d ‰", catchUpLoad), "assumption"},
		[]string{"lag of a standby", fmt.Sprintf("%d ms ± %g %%", standbyLag.Milliseconds(), lagNoise*100), "assumption"},
		[]string{"lag of a follower", fmt.Sprintf("%d ms ± %g %%", followerLag.Milliseconds(), lagNoise*100), "assumption"},
	)
}

func faultTable() string {
	return table([]string{"what", "how long, or how much", "source"},
		[]string{"the standby takes over from a lost leader", seconds(takingOver()), "assumption"},
		[]string{"a lost leader without a standby restarts", seconds(crashing()), "assumption"},
		[]string{"any other lost instance is missed", seconds(missing()), "assumption"},
		[]string{"a replacement that could not be created is tried again", fmt.Sprintf("%g min", tryAgain.Minutes()), "assumption"},
		[]string{"replicas fall behind", fmt.Sprintf("%g min, at the worst by %s", lagFor.Minutes(), seconds(lagging())), "assumption"},
		[]string{"the region is slow", fmt.Sprintf("%g min, durations, load and lag × %d", slowFor.Minutes(), slowFactor), "assumption"},
		[]string{"an answer comes late", fmt.Sprintf("%g s", backend.AnswerDelay.Seconds()), "assumption"},
	)
}

func dynoTable() string {
	row := func(what string, s model.DynoState) []string {
		return []string{what, seconds(dynoLasting(s)), "assumption"}
	}
	return table([]string{"what", "how long", "source"},
		row("starting", model.DynoStarting),
		row("draining", model.DynoDraining),
		row("crashed, until it is started again", model.DynoCrashed),
	)
}

func formationTable() string {
	var rows [][]string
	for _, a := range Demo(1).Apps {
		for _, p := range a.Processes {
			traffic := ""
			if n, size := suits(1, a.Name); p.Type == model.WebType && n == p.Quantity && size == p.Size {
				traffic = "half busy at the peak"
			}
			rows = append(rows, []string{a.Name, p.Type, fmt.Sprintf("%d × %s", p.Quantity, p.Size), traffic})
		}
	}
	return strings.ReplaceAll(table([]string{"app", "process type", "dynos", "for whom the traffic is made"}, rows...), "|  |", "| |")
}

func demoTable() string {
	var rows [][]string
	f := Demo(1)
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			vars := "none"
			for _, a := range c.Attachments {
				if a.Pool == p.ID {
					vars = a.Var()
				}
			}
			size := fmt.Sprintf("%d GB", c.Storage.Bytes/gigabyte)
			rows = append(rows, []string{c.App, c.Name, size, p.Name, fmt.Sprintf("%d × %s", p.Count, p.Level), vars})
		}
	}
	return table([]string{"app", "cluster", "data", "pool", "instances", "config var"}, rows...)
}
