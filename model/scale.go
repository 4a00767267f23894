package model

import (
	"fmt"
	"strings"
	"time"
)

// ScaleProcess sets how many dynos a process type has: Quantity, or what it
// has and Delta where that is not 0. Where the process type is autoscaled, that
// ends it: Heroku does so with every change of a formation by hand.
type ScaleProcess struct {
	App      ID
	Process  string
	Quantity int `json:",omitempty"`
	Delta    int `json:",omitempty"`
	// Auto says that the autoscaler asks: it stays on, and in its range.
	Auto bool `json:",omitempty"`
}

// ResizeProcess replaces all dynos of a process type by ones of another size.
type ResizeProcess struct {
	App     ID
	Process string
	Size    string
}

// SetAutoscale switches autoscaling on, or changes how it is set. A quantity
// outside of the range moves into it at once, in shadow mode apart.
type SetAutoscale struct {
	App       ID
	Process   string
	Autoscale Autoscale
}

// DisableAutoscale switches autoscaling off; the quantity stays.
type DisableAutoscale struct {
	App     ID
	Process string
}

// RestartDynos replaces all dynos of a process type by new ones, or with none
// named those of the whole app.
type RestartDynos struct {
	App     ID
	Process string `json:",omitempty"`
}

// SetConnections says how many connections a dyno of a process type holds.
// Nothing restarts: it is what the budget is reckoned with.
type SetConnections struct {
	App     ID
	Process string
	PerDyno int
}

func (c ScaleProcess) Target() ID     { return c.App }
func (c ResizeProcess) Target() ID    { return c.App }
func (c SetAutoscale) Target() ID     { return c.App }
func (c DisableAutoscale) Target() ID { return c.App }
func (c RestartDynos) Target() ID     { return c.App }
func (c SetConnections) Target() ID   { return c.App }

func (c ScaleProcess) String() string {
	switch {
	case c.Delta > 0:
		return fmt.Sprintf("%s by %s more", c.Process, plural(c.Delta, "dyno"))
	case c.Delta < 0:
		return fmt.Sprintf("%s by %s less", c.Process, plural(-c.Delta, "dyno"))
	}
	return c.Process + " to " + plural(c.Quantity, "dyno")
}

func (c ResizeProcess) String() string { return c.Process + " to " + c.Size }
func (c SetAutoscale) String() string  { return c.Process + " " + c.Autoscale.String() }
func (c DisableAutoscale) String() string {
	return c.Process + " autoscale off"
}

func (c RestartDynos) String() string {
	if c.Process == "" {
		return "restart all dynos"
	}
	return "restart " + c.Process
}

func (c SetConnections) String() string {
	return c.Process + " to " + plural(c.PerDyno, "connection") + " a dyno"
}

// String is the rule in words: autoscale 2 to 8 dynos, p95 at most 500 ms.
func (a Autoscale) String() string {
	words := fmt.Sprintf("autoscale %d to %d dynos, p95 at most %s", a.Min, a.Max, milliseconds(a.P95))
	var more []string
	if a.Notify {
		more = append(more, "with notifications")
	}
	if a.Shadow {
		more = append(more, "as a shadow")
	}
	if len(more) > 0 {
		words += ", " + strings.Join(more, ", ")
	}
	return words
}

func milliseconds(d time.Duration) string { return Thousands(int(d.Milliseconds())) + " ms" }
