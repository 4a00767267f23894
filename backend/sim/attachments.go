package sim

import (
	"slices"
	"strings"
	"time"

	"pooldeck/model"
)

// endpointPort is PostgreSQL's own.
const endpointPort = 5432

// open gives a pool its endpoint when its first instance is up. A pool that
// is wanted without instances gets it as soon as there is a leader: scaling
// to zero does not take it away, so it does not have to be earned.
func (n *scene) open() {
	lead := leaderOf(n.Leader)
	led := lead >= 0 && cameUp(n.Leader.Instances[lead].Phase)
	for _, p := range n.pools() {
		up := slices.ContainsFunc(p.Instances, func(i model.Instance) bool { return i.Phase == model.Up })
		if p.Endpoint.Host == "" && (up || led && p.Count == 0) {
			p.Endpoint = endpoint(n.Cluster, *p)
		}
	}
}

func endpoint(c *model.Cluster, p model.Pool) model.Endpoint {
	return model.Endpoint{Host: p.Name + "." + strings.TrimPrefix(c.Name, "postgresql-") + ".sim", Port: endpointPort}
}

// attach ends the setting and the taking away of config vars.
func (n *scene) attach() {
	over := func(a model.Attachment) bool {
		return a.State != model.AttachmentSet && ready(n.Cluster, a) && !n.attached(a).After(n.at)
	}
	n.Attachments = slices.DeleteFunc(n.Attachments, func(a model.Attachment) bool {
		return a.State == model.AttachmentRemoving && over(a)
	})
	for i := range n.Attachments {
		if a := &n.Attachments[i]; over(*a) {
			a.State = model.AttachmentSet
		}
	}
}

// attached is when a config var is set or gone; zero when it stays.
func (n stand) attached(a model.Attachment) time.Time {
	if a.State == model.AttachmentSet {
		return time.Time{}
	}
	return n.memo.tempo("").after(a.Since, n.attachment(n.ID, a))
}

// ready is whether nothing but time stands between an attachment and its end:
// a config var is not set before there is an endpoint to put into it.
func ready(c *model.Cluster, a model.Attachment) bool {
	if a.State != model.AttachmentSetting {
		return true
	}
	p, there := c.Pool(a.Pool)
	return there && p.Endpoint.Host != ""
}
