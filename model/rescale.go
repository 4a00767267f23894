package model

import "fmt"

// The limits of an app. Heroku raises them on request.
// https://devcenter.heroku.com/articles/dyno-scaling-and-process-limits
const (
	MaxDynos     = 100 // of an app, over all of its process types
	maxDedicated = 10  // of one process type at Performance, Private or Shield
	maxEco       = 2   // of an app at Eco
)

// The limits of a process type's settings. What a dyno can hold at most is a
// guard against slips of the hand.
const maxConnections = 10_000

func (c ScaleProcess) apply(f *Fleet, _ Specs) (*Fleet, error) {
	next, p, err := f.editProcess(c.App, c.Process)
	if err != nil {
		return nil, err
	}
	n := c.Quantity
	if c.Delta != 0 {
		n = p.Quantity + c.Delta
	}
	switch {
	case n < 0 && c.Delta != 0:
		return nil, invalid("quantity", "%s has %s: %d fewer would make %d", p.Type, plural(p.Quantity, "dyno"), -c.Delta, n)
	case n < 0:
		return nil, invalid("quantity", "a process type has 0 or more dynos; not %d", n)
	case n == p.Quantity:
		return nil, invalid("quantity", "%s has %s already", p.Type, plural(n, "dyno"))
	}
	if c.Auto {
		if !p.Autoscaled() || n < p.Autoscale.Min || n > p.Autoscale.Max {
			return nil, invalid("quantity", "%s is not autoscaled to %s", p.Type, plural(n, "dyno"))
		}
	} else if p.Autoscaled() {
		p.Autoscale = nil
	}
	p.Quantity = n
	return f.WithApp(next), nil
}

func (c ResizeProcess) apply(f *Fleet, s Specs) (*Fleet, error) {
	next, p, err := f.editProcess(c.App, c.Process)
	if err != nil {
		return nil, err
	}
	size, known := s.Sizes.Find(c.Size)
	switch {
	case !known:
		return nil, invalid("size", "there is no dyno size %s", c.Size)
	case p.Size == c.Size:
		return nil, invalid("size", "%s is at %s already", p.Type, c.Size)
	}
	p.Size = c.Size
	if p.Autoscaled() || !size.Family.Autoscales() {
		p.Autoscale = nil
	}
	return f.WithApp(next), nil
}

func (c SetAutoscale) apply(f *Fleet, s Specs) (*Fleet, error) {
	next, p, err := f.editProcess(c.App, c.Process)
	if err != nil {
		return nil, err
	}
	if p.Autoscale != nil && *p.Autoscale == c.Autoscale {
		return nil, invalid("autoscale", "%s is set to %s already", p.Type, c.Autoscale)
	}
	rule := c.Autoscale
	p.Autoscale = &rule
	if !rule.Shadow {
		p.Quantity = min(max(p.Quantity, rule.Min), rule.Max)
	}
	return f.WithApp(next), nil
}

func (c DisableAutoscale) apply(f *Fleet, _ Specs) (*Fleet, error) {
	next, p, err := f.editProcess(c.App, c.Process)
	if err != nil {
		return nil, err
	}
	if p.Autoscale == nil {
		return nil, invalid("autoscale", "%s of %s does not have autoscale enabled", p.Type, next.Name)
	}
	p.Autoscale = nil
	return f.WithApp(next), nil
}

func (c RestartDynos) apply(f *Fleet, _ Specs) (*Fleet, error) {
	if c.Process != "" {
		next, p, err := f.editProcess(c.App, c.Process)
		if err != nil {
			return nil, err
		}
		if p.Quantity == 0 {
			return nil, invalid("process", "%s has no dyno that could restart", p.Type)
		}
		p.Restarts++
		return f.WithApp(next), nil
	}
	app, err := f.formed(c.App)
	if err != nil {
		return nil, err
	}
	if app.Quantity() == 0 {
		return nil, invalid("process", "%s has no dyno that could restart", app.Name)
	}
	next := app.clone()
	for i := range next.Processes {
		next.Processes[i].Restarts++
	}
	return f.WithApp(next), nil
}

func (c SetConnections) apply(f *Fleet, _ Specs) (*Fleet, error) {
	next, p, err := f.editProcess(c.App, c.Process)
	if err != nil {
		return nil, err
	}
	switch {
	case c.PerDyno < 0 || c.PerDyno > maxConnections:
		return nil, invalid("connections", "a dyno holds 0 to %d connections; not %d", maxConnections, c.PerDyno)
	case c.PerDyno == p.Connections:
		return nil, invalid("connections", "%s is set to %s a dyno already", p.Type, plural(c.PerDyno, "connection"))
	}
	p.Connections = c.PerDyno
	return f.WithApp(next), nil
}

// formed finds an app that has process types.
func (f *Fleet) formed(id ID) (*App, error) {
	a := f.Formation(id)
	switch {
	case a == nil:
		return nil, invalid("app", "there is no such app any more")
	case len(a.Processes) == 0:
		return nil, invalid("process", "%s has no process types: nothing was deployed to it", a.Name)
	}
	return a, nil
}

// editProcess clones an app and points to one of its process types.
func (f *Fleet) editProcess(app ID, process string) (*App, *Process, error) {
	a, err := f.formed(app)
	if err != nil {
		return nil, nil, err
	}
	next := a.clone()
	at := next.place(process)
	if at < 0 {
		return nil, nil, invalid("process", "%s has no process type %s", a.Name, process)
	}
	return next, &next.Processes[at], nil
}

// checkFormation holds a formation against the rules that are about all of it,
// so that a plan may pass through what it may not end with.
func (s Specs) checkFormation(a *App) error {
	for _, p := range a.Processes {
		if err := s.checkProcess(a, p); err != nil {
			return err
		}
	}
	if err := s.checkMix(a); err != nil {
		return err
	}
	return s.checkTotal(a)
}

// checkProcess holds one process type against the rules of its size.
func (s Specs) checkProcess(a *App, p Process) error {
	size, known := s.Sizes.Find(p.Size)
	if !known {
		return invalid("size", "there is no dyno size %s", p.Size)
	}
	if err := checkSpace(a, size); err != nil {
		return err
	}
	family := size.Family
	if p.Quantity > family.Most() {
		if !family.ScalesOut() {
			return invalid("quantity", "%s does not scale out: a process type has 1 dyno of it; %s would have %d", p.Size, p.Type, p.Quantity)
		}
		return invalid("quantity", "a process type has at most %d dynos at %s; %s would have %d", family.Most(), p.Size, p.Type, p.Quantity)
	}
	if p.Autoscale != nil {
		return checkAutoscale(p, size)
	}
	return nil
}

// checkSpace: Private and Shield sizes only run in spaces, and nothing else
// does there. https://devcenter.heroku.com/articles/private-spaces
func checkSpace(a *App, size Size) error {
	needs := size.Family.Space()
	switch {
	case needs == a.Space:
		return nil
	case a.Space == "":
		return invalid("size", "%s runs in a %s space only; %s is in the Common Runtime", size.Name, needs, a.Name)
	case needs == "":
		return invalid("size", "%s does not run in a space; %s is in a %s space", size.Name, a.Name, a.Space)
	}
	return invalid("size", "%s runs in a %s space only; %s is in a %s space", size.Name, needs, a.Name, a.Space)
}

// checkAutoscale holds a rule against those of autoscaling.
// https://devcenter.heroku.com/articles/scaling#autoscaling
func checkAutoscale(p Process, size Size) error {
	rule := p.Autoscale
	switch {
	case p.Type != WebType:
		return invalid("autoscale", "only %s is autoscaled: %s takes no requests", WebType, p.Type)
	case !size.Family.Autoscales():
		return invalid("autoscale", "%s is not autoscaled; Performance, Private and Shield dynos are", size.Name)
	case rule.P95 <= 0:
		return invalid("p95", "the p95 to keep is 1 ms or more; not %s", milliseconds(rule.P95))
	case rule.Min < 1:
		return invalid("min", "the least number of dynos is 1 or more; not %d", rule.Min)
	case rule.Max <= rule.Min:
		return invalid("max", "the maximum must be above the minimum of %d; not %d", rule.Min, rule.Max)
	case rule.Max > size.Family.Most():
		return invalid("max", "a process type has at most %d dynos at %s; not %d", size.Family.Most(), size.Name, rule.Max)
	}
	return nil
}

// checkMix: an app at Eco or Basic uses nothing else. All others of the Common
// Runtime may be mixed. https://devcenter.heroku.com/articles/dyno-types
func (s Specs) checkMix(a *App) error {
	for _, p := range a.Processes {
		size, _ := s.Sizes.Find(p.Size)
		if size.Family.ScalesOut() {
			continue
		}
		for _, other := range a.Processes {
			if is, _ := s.Sizes.Find(other.Size); is.Family != size.Family {
				return invalid("size", "an app at %s has all of its process types at %s: %s is at %s, %s at %s; change them together",
					size.Name, size.Name, p.Type, p.Size, other.Type, other.Size)
			}
		}
	}
	return nil
}

// checkTotal counts all dynos of an app, at an autoscaler's maximum too.
func (s Specs) checkTotal(a *App) error {
	now, most, eco := 0, 0, 0
	for _, p := range a.Processes {
		// One by one: a sum of huge numbers runs over.
		if p.Quantity > MaxDynos {
			return invalid("quantity", "an app has at most %d dynos; %s alone would have %d", MaxDynos, p.Type, p.Quantity)
		}
		now, most = now+p.Quantity, most+p.Most()
		if size, _ := s.Sizes.Find(p.Size); size.Family == Eco {
			eco += p.Quantity
		}
	}
	switch {
	case now > MaxDynos:
		return invalid("quantity", "an app has at most %d dynos; this makes %d", MaxDynos, now)
	case most > MaxDynos:
		return invalid("max", "an app has at most %d dynos; with web at its maximum this makes %d", MaxDynos, most)
	case eco > maxEco:
		return invalid("quantity", "an app has at most %d dynos at Eco; this makes %d", maxEco, eco)
	}
	return nil
}

func dynos(n int, size string) string { return fmt.Sprintf("%d × %s", n, size) }
