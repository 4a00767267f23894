package model

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The limits of a cluster.
// https://devcenter.heroku.com/articles/postgres-advanced-instance-pools
const (
	MaxLeaderInstances   = 2 // the leader and its optional standby
	MaxFollowerPools     = 5
	MaxFollowerInstances = 13
)

// The length of a pool's name. Same page.
const (
	minPoolName = 3
	maxPoolName = 32
)

var (
	poolName       = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	clusterName    = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)
	attachmentName = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
)

// PoolName checks the name of a follower pool and folds it to lower case.
// https://devcenter.heroku.com/articles/postgres-advanced-instance-pools
func PoolName(s string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(s))
	switch n := utf8.RuneCountInString(name); {
	case name == LeaderName:
		return "", invalid("name", "the name leader belongs to the leader pool")
	case n < minPoolName || n > maxPoolName:
		return "", invalid("name", "a pool name has %d to %d characters; this one has %d", minPoolName, maxPoolName, n)
	case name[0] < 'a' || name[0] > 'z':
		return "", invalid("name", "a pool name begins with a letter")
	case strings.HasSuffix(name, "-"):
		return "", invalid("name", "a pool name does not end in a hyphen")
	case strings.Contains(name, "--"):
		return "", invalid("name", "a pool name has no two hyphens in a row")
	case !poolName.MatchString(name):
		return "", invalid("name", "a pool name has only letters, numbers and single hyphens")
	}
	return name, nil
}

// The length of a cluster's name. The most is that of a DNS label, since
// endpoints carry the name.
const (
	minClusterName = 3
	maxClusterName = 63
)

// ClusterName checks the name of a cluster and folds it to lower case. What it
// allows, Heroku's platform API schema allows for the name of an add-on too.
func ClusterName(s string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(s))
	switch n := utf8.RuneCountInString(name); {
	case n < minClusterName || n > maxClusterName:
		return "", invalid("name", "a cluster name has %d to %d characters; this one has %d", minClusterName, maxClusterName, n)
	case !clusterName.MatchString(name):
		return "", invalid("name", "a cluster name begins with a letter, has only letters, numbers and single hyphens or underscores, and ends in a letter or number")
	}
	return name, nil
}

// AttachmentName checks the name of an attachment and folds it to upper
// case; the config var's own name (ANALYTICS_URL) is understood as well.
func AttachmentName(s string) (string, error) {
	name := strings.ToUpper(strings.TrimSpace(s))
	name = strings.TrimSuffix(strings.ReplaceAll(name, "-", "_"), "_URL")
	switch {
	case name == "":
		return "", invalid("name", "a config var needs a name, for example ANALYTICS_URL")
	case strings.HasSuffix(name, "_URL"):
		// Such a name would lose a part each time it is read back.
		return "", invalid("name", "a config var ends in _URL once; %s_URL does so twice", name)
	case !attachmentName.MatchString(name):
		return "", invalid("name", "a config var begins with a letter and has only letters, numbers and single underscores between them")
	}
	return name, nil
}
