package cli

import (
	"time"

	"pooldeck/model"
	"pooldeck/model/autoscale"
	proposals "pooldeck/proposal"
)

// scalerHead is what every document about an autoscaler begins with. The rule
// is null while it is off.
type scalerHead struct {
	head
	App        string             `json:"app"`
	Process    string             `json:"process"`
	Autoscale  *ruleDocument      `json:"autoscale"`
	Suggestion suggestionDocument `json:"suggestion"`
}

// suggestionDocument is the target that the past day suggests; samples is 0
// where there were too few, and it is the usual one.
type suggestionDocument struct {
	P95     int64  `json:"p95_ms"`
	Samples int    `json:"samples"`
	Words   string `json:"words"`
}

type decisionsDocument struct {
	scalerHead
	Decisions []decisionDocument `json:"decisions"`
}

// decisionDocument is a decision, or a run of equal ones that hold.
type decisionDocument struct {
	At      time.Time      `json:"at"`
	Until   time.Time      `json:"until"`
	Rule    autoscale.Rule `json:"rule"`
	From    int            `json:"from"`
	To      int            `json:"to"`
	Shadow  bool           `json:"shadow"`
	Notify  bool           `json:"notify"`
	Result  string         `json:"result"`
	Reasons []string       `json:"reasons"`
}

// trialDocument is a day with a rule beside the day as it was; tried is null
// where nothing can be estimated.
type trialDocument struct {
	scalerHead
	Rule      ruleDocument     `json:"rule"`
	Happened  outcomeDocument  `json:"happened"`
	Tried     *outcomeDocument `json:"tried"`
	PerMonth  money            `json:"difference_per_month"`
	Estimated string           `json:"estimated"`
}

// outcomeDocument is what a day came to.
type outcomeDocument struct {
	Minutes   int     `json:"minutes"` // that were measured
	Over      int     `json:"minutes_over_target"`
	OverShare float64 `json:"over_target"`
	Steps     int     `json:"steps"`
	Least     int     `json:"least_dynos"`
	Most      int     `json:"most_dynos"`
	DynoHours float64 `json:"dyno_hours"`
	PerDay    money   `json:"cost_of_the_day"`
}

func (s scaler) ruled() scalerHead {
	suggested := s.suggested()
	h := scalerHead{
		head: s.head(), App: s.app.Name, Process: s.process.Type,
		Suggestion: suggestionDocument{suggested.P95.Milliseconds(), suggested.Samples, suggested.Words},
	}
	if rule := s.process.Autoscale; rule != nil {
		is := ruleOf(*rule)
		h.Autoscale = &is
	}
	return h
}

func ruleOf(r model.Autoscale) ruleDocument {
	return ruleDocument{r.P95.Milliseconds(), r.Min, r.Max, r.Notify, r.Shadow}
}

func (s scaler) decided() decisionsDocument {
	d := decisionsDocument{scalerHead: s.ruled(), Decisions: []decisionDocument{}}
	for _, one := range s.decisions {
		d.Decisions = append(d.Decisions, decisionDocument{
			one.At.UTC(), one.Until.UTC(), one.Rule, one.From, one.To, one.Shadow, one.Notify, one.Result(), one.Reasons(),
		})
	}
	return d
}

func (s scaler) tried(rule model.Autoscale, r autoscale.Result) trialDocument {
	d := trialDocument{scalerHead: s.ruled(), Rule: ruleOf(rule), Happened: s.outcome(r.Happened), Estimated: r.Estimated}
	if len(r.Samples) > 0 {
		tried := s.outcome(r.Tried)
		d.Tried, d.PerMonth = &tried, money{Cents: proposals.Monthly(s.catalog, r).Cents}
	}
	return d
}

func (s scaler) outcome(o autoscale.Outcome) outcomeDocument {
	return outcomeDocument{
		o.Minutes, o.Over, o.OverShare(), o.Steps, o.Least, o.Most, proposals.DynoHours(o), money{Cents: proposals.Spent(s.catalog, o)},
	}
}
