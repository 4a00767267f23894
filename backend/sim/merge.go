package sim

import (
	"slices"

	"pooldeck/model"
)

// merge is the cluster with what is newly wanted and what the world has.
func merge(own, wanted *model.Cluster) *model.Cluster {
	c := bare(wanted)
	c.Storage, c.Memo = own.Storage, own.Memo
	c.Leader.Instances, c.Leader.Endpoint = own.Leader.Instances, own.Leader.Endpoint
	for i := range c.Followers {
		p := &c.Followers[i]
		there, _ := own.Pool(p.ID) // the zero pool when there is nothing of it
		p.Instances, p.Endpoint = there.Instances, there.Endpoint
	}
	for _, p := range own.Followers {
		if _, known := c.Pool(p.ID); !known {
			p.Destroying = true
			c.Followers = append(c.Followers, p)
		}
	}
	c.Attachments = mergeAttachments(own.Attachments, c.Attachments)
	return c
}

// mergeAttachments keeps what the world has where it is on the way to what is
// wanted. What is wanted gone and is not there is gone.
func mergeAttachments(own, wanted []model.Attachment) []model.Attachment {
	var list []model.Attachment
	for _, a := range wanted {
		at := slices.IndexFunc(own, func(b model.Attachment) bool {
			return a.App == b.App && a.Name == b.Name && a.Pool == b.Pool
		})
		goes := a.State == model.AttachmentRemoving
		switch {
		case at >= 0 && goes == (own[at].State == model.AttachmentRemoving):
			list = append(list, own[at])
		case at >= 0 || !goes:
			list = append(list, a)
		}
	}
	return list
}
