package model

import (
	"fmt"
	"slices"
	"strings"
)

// RiskKind is what an operator acknowledges before a plan may be applied.
type RiskKind string

// The kinds of risk.
const (
	LevelLowered      RiskKind = "level lowered"
	ClientsStranded   RiskKind = "clients stranded"
	HALost            RiskKind = "HA lost"
	WritesInterrupted RiskKind = "writes interrupted"
	AppRestarts       RiskKind = "app restarts"
	PoolDestroyed     RiskKind = "pool destroyed"
	ClusterDestroyed  RiskKind = "cluster destroyed"
	PriceUnknown      RiskKind = "price not published"
	PriceEstimated    RiskKind = "price is an estimate"
	SizeLowered       RiskKind = "size lowered"
	ProcessStopped    RiskKind = "process stopped"
	AutoscaleOff      RiskKind = "autoscale switched off"
	ConnectionsShort  RiskKind = "connections short"
	NoHelp            RiskKind = "more dynos do not help" // told, never to be acknowledged
)

// RiskKinds are all that may have to be acknowledged.
func RiskKinds() []RiskKind {
	return []RiskKind{
		LevelLowered, ClientsStranded, HALost, WritesInterrupted, AppRestarts, PoolDestroyed, ClusterDestroyed, PriceUnknown,
		PriceEstimated, SizeLowered, ProcessStopped, AutoscaleOff, ConnectionsShort,
	}
}

// Risk is one thing that a plan may cost besides money, in words.
type Risk struct {
	Kind    RiskKind
	Cluster ID // the target: a cluster, or an app for its formation
	Pool    ID // or process type; empty where the cluster or an app is meant
	Text    string
	// Switchover tells an interruption of writes that a standby shortens
	// from one that lasts until the leader is back.
	Switchover bool
}

// Loses is whether the risk takes something away for good.
func (k RiskKind) Loses() bool { return k == PoolDestroyed || k == ClusterDestroyed }

func risks(p Plan, target ID, s Specs) []Risk {
	before, after := p.Before.Cluster(target), p.After.Cluster(target)
	var list []Risk
	add := func(kind RiskKind, pool ID, format string, args ...any) {
		list = append(list, Risk{Kind: kind, Cluster: target, Pool: pool, Text: fmt.Sprintf(format, args...)})
	}
	destroyed := after == nil || after.Destroying
	if destroyed && before != nil {
		add(ClusterDestroyed, "", "%s is destroyed with all of its data; it cannot be brought back", before.Name)
	}
	for _, pair := range p.Pairs(target) {
		if !destroyed {
			list = append(list, poolRisks(pair, target, s)...)
		}
	}
	for _, text := range restarts(before, after) {
		add(AppRestarts, "", "%s", text)
	}
	return slices.Concat(list, formationRisks(p, target, s), budgetRisks(p, target, s))
}

func poolRisks(pair Pair, target ID, s Specs) []Risk {
	b, a := pair.Before, pair.After
	var list []Risk
	add := func(kind RiskKind, format string, args ...any) {
		list = append(list, Risk{
			Kind: kind, Cluster: target, Pool: pair.Pool().ID, Text: fmt.Sprintf(format, args...), Switchover: a.HA(),
		})
	}
	if a.ID == "" {
		add(PoolDestroyed, "%s is destroyed; no data is lost: every pool reads the cluster's storage", b.Name)
		return list
	}
	if level, _ := s.Levels.Find(a.Level); !level.Priced && a.Count > 0 && (b.Level != a.Level || a.Count > b.Count) {
		add(PriceUnknown, "the price of %s is not published: totals leave it out", a.Level)
	}
	if b.ID == "" || b.Destroying {
		return list
	}
	if s.Levels.Lower(a.Level, b.Level) {
		was, _ := s.Levels.Find(b.Level)
		is, _ := s.Levels.Find(a.Level)
		add(LevelLowered, "%s is lowered: %s", a.Name, lowered(was, is))
	}
	if b.HA() && !a.HA() {
		add(HALost, "%s", haLost(a))
	}
	if a.IsLeader() && b.Level != a.Level {
		if a.HA() {
			add(WritesInterrupted, "writes are interrupted once: the standby takes over")
		} else {
			add(WritesInterrupted, "writes and reads of the leader stop until it is back: there is no standby to take over")
		}
	}
	return list
}

func lowered(was, is Level) string {
	var less []string
	if d := was.VCPU - is.VCPU; d > 0 {
		less = append(less, fmt.Sprintf("%d vCPU", d))
	}
	if d := was.MemoryGB - is.MemoryGB; d > 0 {
		less = append(less, fmt.Sprintf("%d GB of memory", d))
	}
	if d := was.Connections - is.Connections; d > 0 {
		less = append(less, plural(d, "connection"))
	}
	if last := len(less) - 1; last > 1 {
		less = []string{strings.Join(less[:last], ", "), less[last]}
	}
	return "each instance has " + strings.Join(less, " and ") + " less"
}

func haLost(a Pool) string {
	switch {
	case a.IsLeader():
		return "HA is lost: the leader has no standby to take over when it fails"
	case a.Count == 0:
		return "HA is lost: " + a.Name + " has no instance left; its endpoint serves nobody"
	}
	return "HA is lost: " + a.Name + " keeps one instance; when it fails, its endpoint serves nobody"
}

// restarts says for each app which of its config vars change.
func restarts(before, after *Cluster) []string {
	was, is := attachments(before), attachments(after)
	words := map[string][]string{}
	var apps []string
	note := func(a Attachment, what string) {
		if words[a.App] == nil {
			apps = append(apps, a.App)
		}
		words[a.App] = append(words[a.App], "its config var "+a.Var()+" "+what)
	}
	for _, a := range is {
		switch {
		case holds(was, a):
		case slices.ContainsFunc(was, a.sameVar):
			note(a, "changes")
		default:
			note(a, "is new")
		}
	}
	for _, a := range was {
		if !slices.ContainsFunc(is, a.sameVar) {
			note(a, "goes")
		}
	}
	slices.Sort(apps)
	lines := make([]string, 0, len(apps))
	for _, app := range apps {
		lines = append(lines, app+" restarts: "+strings.Join(words[app], ", "))
	}
	return lines
}

// Stranded says which pools will accept fewer clients than are connected
// now, and which lose the last config var that their clients come by. It
// needs a sample, so whoever has one asks: the review for the operator, the
// control plane before it accepts.
func (p Plan) Stranded(s Specs, m Sample) []Risk {
	var list []Risk
	for _, target := range p.Targets() {
		for _, pair := range p.Pairs(target) {
			used, known := m.Connections(pair.Before)
			if rest := p.stranded(target, pair, s, used); known && rest != "" {
				list = append(list, Risk{
					Kind: ClientsStranded, Cluster: target, Pool: pair.Before.ID,
					Text: fmt.Sprintf("%s: %s in use, %s", pair.Before.Name, plural(used, "connection"), rest),
				})
			}
		}
	}
	return list
}

// stranded says what becomes of a pool's clients; empty where they stay.
func (p Plan) stranded(target ID, pair Pair, s Specs, used int) string {
	limit := s.Wanted(pair.After) // 0 for a pool that goes
	fewer := !pair.Same() && limit < s.Wanted(pair.Before)
	opened := func(f *Fleet) bool {
		return slices.ContainsFunc(attachments(f.Cluster(target)), func(a Attachment) bool { return a.Pool == pair.Before.ID })
	}
	switch {
	case fewer && used > limit && limit == 0:
		return "none accepted after; all are drained, then closed"
	case fewer && used > limit:
		return fmt.Sprintf("%s accepted after; the others are drained, then closed", Thousands(limit))
	case pair.After.ID != "" && used > 0 && opened(p.Before) && !opened(p.After):
		return "and no app has a config var for it any more"
	}
	return ""
}

// Kinds are the kinds among risks, each once, in the order in which they
// come first.
func Kinds(risks []Risk) []RiskKind {
	var kinds []RiskKind
	for _, r := range risks {
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
	}
	return kinds
}
