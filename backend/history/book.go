package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// book reads the journal as it grows and does what it says to a fleet of its
// own: what the journal wants and what the control plane wants are one.
type book struct {
	specs    model.Specs
	entries  []model.Entry
	end      model.Link
	wants    *model.Fleet // as the journal has it; nothing in it is ever carried out
	plan     model.Plan   // of the request that is being read
	request  func(model.OperationID) *sent
	agreed   map[model.ID][2]*model.Cluster // what was compared and is the same
	accepted map[model.OperationID]model.Entry
	ended    map[model.OperationID]model.Entry
}

func newBook(first *model.Fleet, s model.Specs, request func(model.OperationID) *sent) *book {
	return &book{
		specs: s, wants: first, request: request, agreed: map[model.ID][2]*model.Cluster{},
		accepted: map[model.OperationID]model.Entry{}, ended: map[model.OperationID]model.Entry{},
	}
}

// read takes the entries in that follow. The error says what is wrong with
// one.
func (b *book) read(entries []model.Entry) error {
	for _, e := range entries {
		end, err := model.Verify(b.end, []model.Entry{e})
		if err == nil {
			err = b.take(e)
		}
		if err != nil {
			return fmt.Errorf("%w\n%+v", err, e)
		}
		if n := len(b.entries); n > 0 && e.At.Before(b.entries[n-1].At) {
			return fmt.Errorf("entry %d is of %s, the one before of %s", e.Seq, e.At, b.entries[n-1].At)
		}
		b.entries, b.end = append(b.entries, e), end
	}
	return nil
}

func (b *book) take(e model.Entry) error {
	begun, accepted := b.accepted[e.Operation]
	was, ended := b.ended[e.Operation]
	switch {
	case e.Kind == model.EntryAccepted && accepted:
		return fmt.Errorf("%s was accepted before: %+v", e.Operation, begun)
	case e.Kind == model.EntryAccepted:
		b.accepted[e.Operation] = e
		return b.want(e)
	case e.Kind == model.EntryStuck && ended:
		return fmt.Errorf("%s has ended, and is stuck", e.Operation)
	case !ends(e.Kind):
		return nil
	case ended:
		return fmt.Errorf("%s has ended before: %s", e.Operation, was.Kind)
	case !accepted:
		return fmt.Errorf("%s has ended and was never accepted", e.Operation)
	}
	b.ended[e.Operation] = e
	if c := b.wants.Cluster(e.Target); c != nil && c.Destroying && e.Kind == model.EntryDone {
		b.wants = b.wants.Without(e.Target)
	}
	return nil
}

// ends is whether an entry is the end of an operation.
func ends(k model.EntryKind) bool {
	return k == model.EntryDone || k == model.EntryFailed || k == model.EntryCancelled || k == model.EntrySuperseded
}

// want does what was accepted. What stood there before, by the journal, has to
// be what the entry says that it changes. The entries of one request are one
// change, made in the order of the request.
func (b *book) want(e model.Entry) error {
	if len(e.Changes) == 0 {
		return b.again(e)
	}
	q := b.request(e.Operation)
	if q == nil {
		q = &sent{receipt: backend.Receipt{Operations: []model.OperationID{e.Operation}}}
		q.Changes = e.Changes
	}
	if q.receipt.Operations[0] == e.Operation {
		f := *b.wants
		f.At = e.At
		plan, err := model.NewPlan(&f, b.specs, q.Changes...)
		if err != nil {
			return fmt.Errorf("what it accepts is not possible after what was accepted before: %w", err)
		}
		b.plan, b.wants = plan, plan.After
	}
	return b.says(e)
}

// says holds an entry against the plan that it is a part of.
func (b *book) says(e model.Entry) error {
	var part model.Changes
	for _, c := range b.plan.Changes {
		if c.Target() == e.Target {
			part = append(part, c)
		}
	}
	if fmt.Sprintf("%#v", part) != fmt.Sprintf("%#v", e.Changes) {
		return fmt.Errorf("%v was asked for", part)
	}
	back := strings.HasPrefix(strings.Join(e.Words, ""), "taken back: ") // whose words are those of what it takes back
	for _, line := range b.plan.Lines(e.Target) {
		if c := b.wants.Cluster(e.Target); (c == nil || !c.Destroying) && !back && !slices.Contains(e.Words, line.String()) {
			return fmt.Errorf("by what was accepted before it says: %s", line)
		}
	}
	return b.count(e.Target)
}

// count is for a change of a target: its revision is a new one.
func (b *book) count(target model.ID) error {
	if a := b.wants.Formation(target); a != nil {
		next := *a
		next.Revision++
		b.wants = b.wants.WithApp(&next)
		return nil
	}
	c := *b.wants.Cluster(target)
	c.Revision++
	b.wants = b.wants.With(&c)
	return nil
}

// again is for a retry: what is wanted stays, and counts as asked for anew.
func (b *book) again(e model.Entry) error {
	failed := slices.ContainsFunc(b.entries, func(old model.Entry) bool { return old.Kind == model.EntryFailed && old.Target == e.Target })
	c := b.wants.Cluster(e.Target)
	if c == nil || !failed {
		return errors.New("it retries what has not failed")
	}
	next := *c
	next.Revision++
	b.wants = b.wants.With(&next)
	return nil
}

// agrees compares what the journal wants with what a fleet wants.
func (b *book) agrees(f *model.Fleet) error {
	for _, c := range f.Clusters {
		wants := b.wants.Cluster(c.ID)
		switch {
		case wants == nil:
			return fmt.Errorf("%s is there, and by the journal it is not", c.Name)
		case b.agreed[c.ID] == [2]*model.Cluster{wants, c}:
		case wants.Revision != c.Revision:
			return fmt.Errorf("%s is at revision %d, by the journal at %d", c.Name, c.Revision, wants.Revision)
		case wanted(wants) != wanted(c):
			return fmt.Errorf("%s is to be %s, by the journal %s", c.Name, wanted(c), wanted(wants))
		}
		b.agreed[c.ID] = [2]*model.Cluster{wants, c}
	}
	if len(b.wants.Clusters) != len(f.Clusters) {
		return fmt.Errorf("there are %d clusters, by the journal %d", len(f.Clusters), len(b.wants.Clusters))
	}
	return b.agreesOn(f)
}

// wanted is what is asked for of a cluster, as text.
func wanted(c *model.Cluster) string {
	text := ""
	if c.Destroying {
		text = "gone"
	}
	for _, p := range c.Pools() {
		if !p.Destroying {
			text += fmt.Sprintf("%s %s %d × %s; ", p.ID, p.Name, p.Count, p.Level)
		}
	}
	for _, a := range c.Attachments {
		if a.State != model.AttachmentRemoving {
			text += fmt.Sprintf("%s %s %s; ", a.App, a.Name, a.Pool)
		}
	}
	return text
}

// open checks that an operation is open in the fleet exactly while it has not
// ended in the journal, and that a target has at most one.
func (b *book) open(f *model.Fleet) error {
	open := map[model.ID]model.OperationID{}
	n := 0
	for _, o := range f.Operations {
		if o.State.Final() {
			continue
		}
		if other := open[o.Target]; other != "" {
			return fmt.Errorf("%s and %s are both open on %s", other, o.ID, o.TargetName)
		}
		open[o.Target], n = o.ID, n+1
		if _, over := b.ended[o.ID]; over {
			return fmt.Errorf("%s has ended, and is open", o.ID)
		}
	}
	if n != len(b.accepted)-len(b.ended) {
		return fmt.Errorf("%d operations are open, by the journal %d", n, len(b.accepted)-len(b.ended))
	}
	return nil
}

// settled compares, for each operation that was done at an instant, what it
// wanted with what the ledger says was there.
func (b *book) settled(from int, now time.Time, l ledger) error {
	for _, e := range b.entries[from:] {
		c := b.wants.Cluster(e.Target)
		struck := slices.ContainsFunc(b.entries[from:], func(f model.Entry) bool { return f.Kind == model.EntryFault })
		if e.Kind != model.EntryDone || !e.At.Equal(now) || struck || b.lastAccepted(e.Target).Operation != e.Operation {
			continue
		}
		if b.wants.Formation(e.Target) != nil {
			if err := b.up(e, now, l); err != nil {
				return err
			}
		}
		if c == nil {
			continue
		}
		there := l.at(e.Target, now)
		for _, p := range c.Pools() {
			n, others := there[p.ID][p.Level], len(there[p.ID])
			if p.Destroying && others > 0 || !p.Destroying && (n != p.Count || others > 1) {
				return fmt.Errorf("%s is done, and the ledger has %v of %s, which is to have %d × %s", e.Operation, there[p.ID], p.Name, p.Count, p.Level)
			}
		}
	}
	return nil
}

func (b *book) lastAccepted(target model.ID) model.Entry {
	for _, e := range slices.Backward(b.entries) {
		if e.Kind == model.EntryAccepted && e.Target == target {
			return e
		}
	}
	return model.Entry{}
}
