package sim

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// region is a world of three settled clusters and one in another region.
func region() (*World, map[model.ID]*model.Cluster) {
	w, clusters := New(7), map[model.ID]*model.Cluster{}
	for n, id := range []model.ID{"a", "b", "c", "d"} {
		c := named(id, 1)
		if n == 3 {
			c.Region = "eu"
		}
		clusters[id] = c
		w.Want(noon(), c)
	}
	w.Advance(noon())
	return w, clusters
}

func TestSlownessConcernsTheRegion(t *testing.T) {
	w, clusters := region()
	if _, err := w.Break(noon(), backend.Fault{Kind: backend.FaultSlow, Cluster: "b"}); err != nil {
		t.Fatal(err)
	}
	var slow []model.ID
	lost := New(7) // this world with nothing but what was seen of it
	fresh := fresh()
	fresh.ID = "0"
	lost.Want(noon(), fresh)
	for _, o := range w.Advance(noon()) {
		if o.Memo != "" {
			slow = append(slow, o.Cluster)
			clusters[o.Cluster].Memo = o.Memo
		}
		lost.Want(noon(), clusters[o.Cluster])
	}
	if !slices.Equal(slow, []model.ID{"a", "b", "c"}) {
		t.Errorf("slow are %q", slow)
	}
	// A cluster that is wanted meanwhile is slow as well.
	w.Want(noon(), fresh)
	for name, world := range map[string]*World{"a new one": w, "a new one in a world that was lost": lost} {
		seen := world.Advance(noon())
		if seen[0].Cluster != "0" || recall(&model.Cluster{Memo: seen[0].Memo}).slow() == nil {
			t.Errorf("%s is not slow: %+v", name, seen[0])
		}
	}
}

func TestSlownessIsOverOnce(t *testing.T) {
	for name, end := range map[string]func(*World) []model.Observed{
		"by itself":              func(w *World) []model.Observed { return w.Advance(noon().Add(slowFor)) },
		"in one jump far beyond": func(w *World) []model.Observed { return w.Advance(noon().Add(24 * time.Hour)) },
	} {
		w, _ := region()
		if _, err := w.Break(noon(), backend.Fault{Kind: backend.FaultSlow, Cluster: "b"}); err != nil {
			t.Fatal(err)
		}
		w.Advance(noon())
		told, left := 0, 0
		for _, o := range end(w) {
			told += len(o.Happened)
			if o.Memo != "" {
				left++
			}
		}
		if told != 1 || left != 0 || !w.Next().IsZero() {
			t.Errorf("%s: it is told %d times, and %d clusters are still slow", name, told, left)
		}
	}
}

func TestMendingASlowRegion(t *testing.T) {
	w, _ := region()
	for _, kind := range []backend.FaultKind{backend.FaultSlow, backend.FaultMend} {
		if _, err := w.Break(noon(), backend.Fault{Kind: kind, Cluster: map[backend.FaultKind]model.ID{"slow": "b", "mend": "a"}[kind]}); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range w.Advance(noon()) {
		if o.Memo != "" || len(o.Happened) > 0 {
			t.Errorf("%s: %q %+v", o.Cluster, o.Memo, o.Happened)
		}
	}
	if len(w.busy) > 0 {
		t.Error("it is still busy")
	}
}

// A trap is for the request that touches its cluster, and the worst one counts.
func TestTraps(t *testing.T) {
	for name, test := range map[string]struct {
		set   map[model.ID]backend.FaultKind
		asked []model.ID
		want  backend.FaultKind
		left  []model.ID
	}{
		"none":                {nil, []model.ID{"a"}, "", nil},
		"on another cluster":  {map[model.ID]backend.FaultKind{"b": "lose"}, []model.ID{"a"}, "", []model.ID{"b"}},
		"on one of two":       {map[model.ID]backend.FaultKind{"b": "delay"}, []model.ID{"a", "b"}, "delay", nil},
		"two of them":         {map[model.ID]backend.FaultKind{"a": "delay", "b": "lose"}, []model.ID{"a", "b"}, "lose", nil},
		"a refusal beside it": {map[model.ID]backend.FaultKind{"a": "lose", "b": "refuse"}, []model.ID{"a", "b"}, "refuse", nil},
		"on a new cluster":    {nil, []model.ID{"new"}, "", nil},
	} {
		w, _ := region()
		for id, kind := range test.set {
			if _, err := w.Break(noon(), backend.Fault{Kind: kind, Cluster: id}); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.Trap(test.asked); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
		w.Spring(noon(), test.asked)
		var left []model.ID
		for _, id := range []model.ID{"a", "b", "c"} {
			if w.Trap([]model.ID{id}) != "" {
				left = append(left, id)
			}
		}
		if !slices.Equal(left, test.left) {
			t.Errorf("%s: afterwards there are traps on %q", name, left)
		}
	}
}

// What the operation is told of what could not be created.
func TestFailureInWords(t *testing.T) {
	at := noon()
	instance := func(id model.ID, role model.Role, level string, phase model.Phase, since time.Time) model.Instance {
		return model.Instance{ID: id, Role: role, Level: level, Phase: phase, Since: since}
	}
	const small, large = "4G-Performance", "8G-Performance"
	before, after := at.Add(-time.Hour), at.Add(time.Minute)
	broken := func(ids ...string) string {
		text := ""
		for _, id := range ids {
			text += fmt.Sprintf(`,{"Instance":%q,"Revision":2,"Wanted":"2026-06-12T12:00:00Z"}`, id)
		}
		return `{"Broken":[` + text[1:] + `]}`
	}
	for name, test := range map[string]struct {
		level string
		count int
		there []model.Instance
		memo  string
		want  string
	}{
		"one of two new ones": {small, 3, []model.Instance{
			instance("a", "follower", small, model.Up, before), instance("b", "follower", small, model.Up, after), instance("x", "follower", small, model.Failed, after),
		}, broken("x"), "analytics: 1 of 2 could not be created"},
		"both of two new ones": {small, 3, []model.Instance{
			instance("a", "follower", small, model.Up, before), instance("x", "follower", small, model.Failed, after), instance("y", "follower", small, model.Failed, after),
		}, broken("x", "y"), "analytics: 2 of 2 could not be created"},
		"the only new one": {small, 2, []model.Instance{
			instance("a", "follower", small, model.Up, before), instance("x", "follower", small, model.Failed, after),
		}, broken("x"), "analytics: the follower could not be created"},
		"the first of two at another level": {large, 2, []model.Instance{
			instance("a", "follower", small, model.Up, before), instance("b", "follower", small, model.Up, before), instance("x", "follower", large, model.Failed, after),
		}, broken("x"), "analytics: 1 of 2 could not be created"},
		"something is still under way": {small, 2, []model.Instance{
			instance("a", "follower", small, model.Restoring, after), instance("x", "follower", small, model.Failed, after),
		}, broken("x"), ""},
		"one that is tried again": {small, 1, []model.Instance{
			instance("x", "follower", small, model.Failed, after),
		}, `{"Broken":[{"Instance":"x","Revision":2,"Wanted":"2026-06-12T12:00:00Z","Heals":true}]}`, ""},
		"one beside it hangs": {small, 2, []model.Instance{
			instance("h", "follower", small, model.Restoring, after), instance("x", "follower", small, model.Failed, after),
		}, broken("x")[:len(broken("x"))-1] + `,"Hangs":[{"Instance":"h","From":"2026-06-12T12:02:00Z","Revision":2}]}`, ""},
	} {
		c := settled()
		c.Followers[0].Level, c.Followers[0].Count, c.Followers[0].Instances, c.Memo = test.level, test.count, test.there, test.memo
		if got := (script{7}).read(c).failure(); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
