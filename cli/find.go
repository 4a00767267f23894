package cli

import (
	"pooldeck/model"
	"pooldeck/model/command"
)

// find finds a cluster by what people call it.
func find(f *model.Fleet, word, app string) (*model.Cluster, error) {
	c, err := command.Cluster(f, word, app)
	if err != nil {
		return nil, Exit{NotFound, err}
	}
	return c, nil
}
