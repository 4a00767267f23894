package model

import (
	"regexp"
	"strings"
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
	switch {
	case name == LeaderName:
		return "", invalid("name", "the name leader belongs to the leader pool")
	case len(name) < minPoolName || len(name) > maxPoolName:
		return "", invalid("name", "a pool name has %d to %d characters; this one has %d", minPoolName, maxPoolName, len([]rune(name)))
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

// ClusterName checks the name of a cluster and folds it to lower case. The
// pattern is the add-on name's in Heroku's platform API schema; the length is
// that of a DNS label, since endpoints carry the name.
func ClusterName(s string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(s))
	switch {
	case len(name) < 3 || len(name) > 63:
		return "", invalid("name", "a cluster name has 3 to 63 characters; this one has %d", len([]rune(name)))
	case !clusterName.MatchString(name):
		return "", invalid("name", "a cluster name begins with a letter and has only letters, numbers, hyphens and underscores")
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
	case !attachmentName.MatchString(name):
		return "", invalid("name", "a config var begins with a letter and has only letters, numbers and single underscores")
	}
	return name, nil
}
