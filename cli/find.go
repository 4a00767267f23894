package cli

import (
	"pooldeck/model"
)

// find finds a cluster; see command.Cluster. The error carries NotFound.
func find(f *model.Fleet, word, app string) (*model.Cluster, error) {
	return f.Named(word), nil
}
