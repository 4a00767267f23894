package tui

import "pooldeck/model"

// changed lists the places of the apps and clusters that are not what they
// were in an earlier fleet; false where it is not of the same apps with the
// same clusters at the same places. What was made of the others need not be
// made again.
func changed(before, after *model.Fleet) (apps, clusters []int, same bool) {
	if len(after.Apps) != len(before.Apps) || len(after.Clusters) != len(before.Clusters) {
		return nil, nil, false
	}
	for i, is := range after.Apps {
		if was := before.Apps[i]; is != was {
			apps = append(apps, i)
			if is.ID != was.ID || is.Name != was.Name {
				return nil, nil, false
			}
		}
	}
	for i, is := range after.Clusters {
		if was := before.Clusters[i]; is != was {
			clusters = append(clusters, i)
			if is.ID != was.ID || is.App != was.App {
				return nil, nil, false
			}
		}
	}
	return apps, clusters, true
}
