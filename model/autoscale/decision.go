package autoscale

import "time"

// Decision is what came of a question, with all that it came from: inputs,
// the rule that decided, the result. Reasons says it in words. Most hold.
type Decision struct {
	At       time.Time
	Rule     Rule
	From, To int // how many dynos are wanted, and should be
	Inputs   Inputs
	Notify   bool `json:",omitempty"` // the maximum is reached and somebody wants to know
	Shadow   bool `json:",omitempty"` // what would be done; nothing is
}

// Step is whether the decision asks for another number of dynos, or would if it
// were no shadow.
func (d Decision) Step() bool { return d.From != d.To }

// Acts is whether something is to be done.
func (d Decision) Acts() bool { return d.Step() && !d.Shadow }

// Inputs are what a decision was made from. What was not measured, or not
// asked for by the rule that decided, is 0.
type Inputs struct {
	Target   time.Duration // of the p95
	Min, Max int
	Samples  int // of the past hour

	// Of the last minutes.
	Throughput float64       `json:",omitzero"` // requests a second
	P95        time.Duration `json:",omitzero"` // the middle one of the minutes'
	Errors     float64       `json:",omitzero"` // the part of the requests that failed in the last one
	Load       float64       `json:",omitzero"` // of the dynos
	Pool       float64       `json:",omitzero"` // of the attached pool
	Up         int           `json:",omitzero"` // dynos in the last one

	// Learned from the past hour: the requests a second that one dyno does when
	// it is always busy, and by how much the p95 rises with the load; see curve.
	Capacity float64 `json:",omitzero"`
	Steep    float64 `json:",omitzero"`

	// What is predicted for a number of dynos at the present throughput. The
	// p95 is 0 where they would not keep up.
	Dynos     int           `json:",omitzero"`
	Predicted time.Duration `json:",omitzero"`
	Busy      float64       `json:",omitzero"` // their load

	Since  time.Time `json:",omitzero"` // the last step, or the one that was taken back
	Within int       `json:",omitzero"` // how many dynos would be within the target by estimate; 0 where none would
	By     Cause     `json:",omitempty"`
}

// Rule is what decided. Each has its page, or is an assumption of ours where it
// says so.
type Rule string

// The rules, in the order in which they are asked. The first that applies
// decides.
const (
	// A number outside of the range moves into it at once.
	// https://devcenter.heroku.com/articles/autoscaling
	RuleRange Rule = "range"
	// Steps are at least a minute apart. Same page.
	RuleSpacing Rule = "a minute apart"
	// Without samples nothing is known. An assumption.
	RuleBlind Rule = "no samples"
	// Nothing is scaled while 20 % of the requests fail. An assumption.
	RuleFailing Rule = "requests fail"
	// Without requests for three minutes, one dyno less a minute. An
	// assumption.
	RuleIdle Rule = "no requests"

	// The p95 is over the target. One dyno more (same page), but
	RuleOver     Rule = "over the target"
	RuleMax      Rule = "at the maximum"
	RuleSettling Rule = "a step takes effect"      // its dynos are expected to suffice
	RuleBound    Rule = "more dynos will not help" // by the most that they could do

	// The p95 is within the target. One dyno less, more gently (same page);
	// what that means is an assumption.
	RuleMin    Rule = "at the minimum"
	RuleProof  Rule = "proof takes time"   // ten minutes of it, from the last step
	RuleNeeded Rule = "fewer would not do" // by the p95 that is predicted for one less
	RuleTaken  Rule = "fewer were tried"   // today, with as many requests, and it was taken back
	RuleFewer  Rule = "fewer are enough"
)

// Rules are all of them, in their order.
func Rules() []Rule {
	return []Rule{
		RuleRange, RuleSpacing, RuleBlind, RuleFailing, RuleIdle, RuleOver, RuleMax, RuleSettling, RuleBound,
		RuleMin, RuleProof, RuleNeeded, RuleTaken, RuleFewer,
	}
}

// Cause is what keeps response times up whatever the number of dynos is.
type Cause string

// The causes, as far as samples tell them apart.
const (
	ByPool Cause = "the attached pool"
	ByLong Cause = "long requests"
	BySize Cause = "the requests themselves" // or the dyno size
)
