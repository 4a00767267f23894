package sim

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"pooldeck/model"
)

// edit is one change of what is wanted, drawn at random and possible in any
// state: which pool is meant is settled when it is made.
type edit struct {
	Kind  string
	Pick  int
	Level string
	Count int
}

func (e edit) apply(c *model.Cluster, now time.Time) {
	if c.Destroying && e.Kind != "keep cluster" {
		return
	}
	pool := &c.Leader
	if len(c.Followers) > 0 {
		pool = &c.Followers[e.Pick%len(c.Followers)]
	}
	switch e.Kind {
	case "leader level":
		c.Leader.Level = e.Level
	case "standby":
		c.Leader.Count = 1 + e.Count%2
	case "level and standby":
		c.Leader.Level, c.Leader.Count = e.Level, 1+e.Count%2
	case "follower level":
		pool.Level = e.Level
	case "count":
		if pool != &c.Leader {
			pool.Count = e.Count
		}
	case "level and count":
		if pool != &c.Leader {
			pool.Level, pool.Count = e.Level, e.Count
		}
	case "add pool":
		c.Followers = append(c.Followers, model.Pool{
			ID: c.NextID(), Name: fmt.Sprintf("pool-%d", c.Serial), Level: e.Level, Count: e.Count,
		})
	case "destroy pool":
		if pool != &c.Leader {
			pool.Destroying = true
			e.detach(c, now, func(a model.Attachment) bool { return a.Pool == pool.ID })
		}
	case "attach":
		a := model.Attachment{Name: fmt.Sprintf("NAME_%d", e.Count), App: "example-app", Pool: pool.ID, State: model.AttachmentSetting, Since: now}
		if !pool.Destroying && !slices.ContainsFunc(c.Attachments, func(b model.Attachment) bool { return a.Name == b.Name }) {
			c.Attachments = append(c.Attachments, a)
		}
	case "detach":
		e.detach(c, now, func(a model.Attachment) bool { return a.Pool == pool.ID })
	case "destroy cluster", "keep cluster":
		gone := e.Kind == "destroy cluster"
		c.Destroying, c.Leader.Destroying = gone, gone
		for i := range c.Followers {
			c.Followers[i].Destroying = gone
		}
		if gone {
			e.detach(c, now, func(model.Attachment) bool { return true })
		}
	}
}

func (e edit) detach(c *model.Cluster, now time.Time, chosen func(model.Attachment) bool) {
	for i := range c.Attachments {
		if a := &c.Attachments[i]; chosen(*a) && a.State != model.AttachmentRemoving {
			a.State, a.Since = model.AttachmentRemoving, now
		}
	}
}

func edits() *rapid.Generator[edit] {
	return rapid.Custom(func(t *rapid.T) edit {
		return edit{
			Kind: rapid.SampledFrom([]string{
				"leader level", "leader level", "standby", "level and standby", "follower level", "count", "count",
				"level and count", "add pool", "destroy pool", "attach", "detach", "destroy cluster", "keep cluster",
			}).Draw(t, "kind"),
			Pick:  rapid.IntRange(0, 3).Draw(t, "pick"),
			Level: rapid.SampledFrom([]string{"4G-Performance", "8G-Performance", "64G-Performance"}).Draw(t, "level"),
			Count: rapid.IntRange(0, 4).Draw(t, "count"),
		}
	})
}
