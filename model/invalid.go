package model

import "fmt"

// Invalid says why a change cannot be made, in an operator's words. Field is
// the part of the change at fault: name, level, count, app, pool, cluster.
// Page is where the rule comes from; empty where it is no rule of Heroku's.
type Invalid struct {
	Field  string
	Reason string
	Page   string
}

func (i *Invalid) Error() string { return i.Reason }

func invalid(field, format string, args ...any) error {
	return &Invalid{Field: field, Reason: fmt.Sprintf(format, args...)}
}

// The pages that rules come from.
const (
	pagePools     = "https://devcenter.heroku.com/articles/postgres-advanced-instance-pools"
	pageLimits    = "https://devcenter.heroku.com/articles/dyno-scaling-and-process-limits"
	pageTypes     = "https://devcenter.heroku.com/articles/dyno-types"
	pageSpaces    = "https://devcenter.heroku.com/articles/private-spaces"
	pageAutoscale = "https://devcenter.heroku.com/articles/scaling#autoscaling"
)

// by names the page of a rule.
func by(page string, err error) error {
	if i, is := err.(*Invalid); is {
		i.Page = page
	}
	return err
}
