package tui

import (
	"errors"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/proposal"
)

// review shows what changes cost and disturb before anything happens. What
// is applied is what was shown: Apply can be had only when all of it has been
// on the screen, and when a target moves meanwhile it must be read again.
type review struct {
	changes model.Changes
	aside   bool // of what is staged: these changes are not on top of it
	plan    model.Plan
	base    map[model.ID]model.Revision
	sample  model.Sample // as of the opening: metrics do not disturb a reader
	risks   []model.Risk
	problem string // why the changes cannot be made (any more)
	page    string // where the rule is from that says so; empty for none
	moved   []string
	scroll  int
	read    int // lines that have been on the screen
	focus   int
	name    string // what must be typed, where something is lost for good
	typed   field
	sending bool
	hinted  string // why enter did nothing
	// said is what was applied, while an answer is waited for: what comes of it
	// may be there before.
	said []string
	// declined is why nothing was accepted, where the same may be asked again.
	declined string
}

// The buttons.
const (
	buttonCancel = iota
	buttonKeep
	buttonApply
)

func newReview(s scene, changes model.Changes) overlay {
	r := review{changes: changes, sample: s.sample, focus: buttonCancel, typed: newField("", 64)}
	if len(changes) == 0 {
		return notice{title: "Review", text: "Nothing is staged: what was chosen is what is wanted already."}
	}
	r = r.planned(s)
	r.base = r.plan.Base()
	if r.problem == "" && !r.careful() && r.unread(s) == 0 {
		r.focus = buttonApply
	}
	return r
}

// newReviewAside reviews changes by themselves; what is staged stays as it is.
func newReviewAside(s scene, changes model.Changes) overlay {
	o := newReview(s, changes)
	if r, is := o.(review); is {
		r.aside = true
		return r
	}
	return o
}

// careful is whether something is lost, be it for a while: then it takes a
// step to the button that applies.
func (r review) careful() bool {
	return slices.ContainsFunc(r.risks, func(k model.Risk) bool { return harms(k.Kind) })
}

// planned plans the changes on the newest fleet.
func (r review) planned(s scene) review {
	p, err := model.NewPlan(s.fleet, s.catalog.Specs, r.changes...)
	if err != nil {
		r.problem, r.page, r.focus = err.Error(), proposal.Page(err), buttonCancel
		return r
	}
	s.sample = r.sample
	r.plan, r.risks, r.problem, r.name = p, s.risks(p), "", ""
	if r.loses() {
		r.name = r.owner()
	}
	return r
}

// loses is whether something goes that cannot come back as it was.
func (r review) loses() bool {
	return slices.ContainsFunc(r.risks, func(k model.Risk) bool { return k.Kind.Loses() })
}

// owner is the app whose name is typed: that of the first cluster that loses
// something.
func (r review) owner() string {
	for _, k := range r.risks {
		if c := r.plan.Before.Cluster(k.Cluster); c != nil && k.Kind.Loses() {
			return c.App
		}
	}
	return ""
}

// on takes a new fleet in: figures follow, and a target that moved must be
// read again.
func (r review) on(s scene) overlay {
	if r.sending || r.problem != "" && len(r.base) == 0 {
		return r
	}
	var moved []string
	for id, base := range r.base {
		if now, there := s.fleet.Revision(id); !there && base > 0 || there && now != base {
			moved = append(moved, movedBy(s.fleet, id))
		}
	}
	if len(moved) == 0 {
		if r.problem == "" {
			return r.planned(s)
		}
		return r
	}
	slices.Sort(moved)
	r.moved, r.read, r.scroll = moved, 0, 0
	r = r.planned(s)
	if r.problem == "" {
		r.base = r.plan.Base()
		r.focus = buttonApply
	}
	return r
}

// movedBy says who changed a target last, and how.
func movedBy(f *model.Fleet, id model.ID) string {
	last := proposal.Last(f, id)
	if last == nil {
		return "it was changed meanwhile"
	}
	text := "moved " + clock(f.At.Sub(last.Accepted)) + " ago by " + clean(last.Actor)
	for _, w := range last.Words {
		text += ": " + clean(w)
	}
	return text
}

// refused takes the backend's answer in.
func (r review) refused(s scene, err error) overlay {
	r.sending = false
	var stale *backend.Stale
	var unseen *backend.Unacknowledged
	var unsaved *backend.Unsaved
	switch {
	case errors.As(err, &stale):
		if next, ok := r.on(s).(review); ok && len(next.moved) > 0 {
			return next
		}
		r.moved, r.focus = []string{err.Error()}, buttonApply
	case errors.As(err, &unseen):
		r.sample = s.sample
		r = r.planned(s)
		for _, k := range unseen.Risks {
			if !slices.ContainsFunc(r.risks, func(old model.Risk) bool { return old.Kind == k.Kind }) {
				r.risks = append(r.risks, k)
			}
		}
		r.moved, r.read, r.focus = []string{"there is a risk that was not shown"}, 0, buttonApply
	case errors.As(err, &unsaved), errors.Is(err, backend.ErrUnavailable):
		r.declined = err.Error()
	default:
		r.problem, r.page, r.focus = err.Error(), proposal.Page(err), buttonCancel
	}
	return r
}

func (r review) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	if r.sending {
		return r, nil
	}
	unread := r.unread(s)
	r.hinted = ""
	r.read = max(r.read, r.scroll+r.room(s))
	switch {
	case key.Matches(k, s.keys.Back):
		return r, goBack{}
	case k.String() == "enter":
		return r.enter(s)
	case k.String() == "left", k.String() == "shift+tab":
		r.focus = (r.focus + r.buttonCount(s) - 1) % r.buttonCount(s)
	case k.String() == "right", k.String() == "tab":
		r.focus = (r.focus + 1) % r.buttonCount(s)
	case k.String() == "space" && r.name == "" && r.buttonCount(s) > buttonKeep:
		return r.keep(s)
	case k.String() == "up":
		r = r.scrolled(s, -1)
	case k.String() == "down":
		r = r.scrolled(s, 1)
	case k.String() == "pgup":
		r = r.scrolled(s, -r.room(s))
	case key.Matches(k, s.keys.Copy) && r.name == "" && r.problem == "":
		return r, copied{r.lines()}
	case k.String() == "pgdown":
		r = r.scrolled(s, r.room(s))
	case r.name != "":
		r = r.type_(r.typed.press(k))
	}
	if unread > 0 && r.unread(s) == 0 && !r.careful() && len(r.moved) == 0 {
		r.focus = buttonApply
	}
	return r, nil
}

func (r review) paste(_ scene, text string) overlay {
	if r.name == "" {
		return r
	}
	return r.type_(r.typed.paste(text))
}

// type_ takes what is typed; the right name brings the focus to the button
// that destroys, anything else takes it away.
func (r review) type_(f field) review {
	r.typed = f
	r.focus = buttonCancel
	if f.text() == r.name {
		r.focus = buttonApply
	}
	return r
}

func (r review) enter(s scene) (overlay, intent) {
	switch {
	case r.focus == buttonCancel && r.name != "" && r.typed.text() != "" && r.typed.text() != r.name:
		r.hinted = "the name does not match; esc goes back"
		return r, nil
	case r.focus == buttonCancel:
		return r, goBack{}
	case r.focus == buttonKeep:
		return r.keep(s)
	case r.problem != "":
		return r, nil
	case len(r.moved) > 0:
		r.moved = nil
		if r.careful() {
			r.focus = buttonCancel
		}
		return r, nil
	case r.name != "" && r.typed.text() != r.name:
		r.hinted = "type " + r.name + " first"
		return r, nil
	case !r.ready(s):
		return r, nil
	}
	r.said, r.declined = r.content(s), ""
	r.sending = true
	return r, apply{plan: r.plan, acknowledged: model.Kinds(r.risks), aside: r.aside}
}

// buttonCount is without the last one where nothing can be applied, and one
// only where nothing could be kept either.
func (r review) buttonCount(s scene) int {
	if r.problem == "" {
		return buttonApply + 1
	}
	if fit, _ := proposal.Fitting(s.fleet, s.catalog.Specs, r.changes); len(fit) == 0 {
		return buttonKeep
	}
	return buttonApply
}

// ready is whether Apply does something.
func (r review) ready(s scene) bool {
	return s.role.Changes() && r.problem == "" && len(r.moved) == 0 && r.unread(s) == 0 && (r.name == "" || r.typed.text() == r.name)
}

// unread counts the lines that have not been on the screen yet.
func (r review) unread(s scene) int {
	return max(0, len(r.content(s))-max(r.read, r.scroll+r.room(s)))
}

// room is how many lines of content fit above the buttons.
func (r review) room(s scene) int {
	n := s.height - 4
	if r.name != "" {
		n -= 2
	}
	return max(1, n)
}

func (r review) scrolled(s scene, by int) review {
	r.scroll = min(max(0, r.scroll+by), max(0, len(r.content(s))-r.room(s)))
	r.read = max(r.read, r.scroll+r.room(s))
	return r
}
