package model

import (
	"fmt"
	"math/rand/v2"
)

// NewPoolName makes a free name for a follower pool from a number, in
// Heroku's form: adjective-pool-12345. The same number gives the same name.
// https://devcenter.heroku.com/articles/postgres-advanced-instance-pools
func NewPoolName(c *Cluster, n uint64) string {
	for ; ; n++ {
		name := fmt.Sprintf("%s-pool-%05d", adjective(n), n%100_000)
		if c == nil {
			return name
		}
		if _, taken := c.PoolNamed(name); !taken {
			return name
		}
	}
}

// NewClusterName makes a free name for a cluster from a number, in Heroku's
// form: postgresql-adjective-12345.
func NewClusterName(f *Fleet, n uint64) string {
	for ; ; n++ {
		name := fmt.Sprintf("postgresql-%s-%05d", adjective(n), n%100_000)
		if f.Named(name) == nil {
			return name
		}
	}
}

// NewClusterID makes a free ID for a cluster from a number, in the form that
// Heroku's have: a random UUID. An ID is never used again, so the number has
// to be a random one of 64 bits.
func NewClusterID(f *Fleet, n uint64) ID {
	const version, variant = 4 << 12, 8 << 60 // as RFC 9562 marks a random one
	for ; ; n++ {
		random := rand.NewPCG(n, 0)
		a, b := random.Uint64(), random.Uint64()
		a, b = a&^0xf000|version, b&^(0xc<<60)|variant
		id := ID(fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&0xffff_ffff_ffff))
		if f.Cluster(id) == nil {
			return id
		}
	}
}

func adjective(n uint64) string {
	words := [...]string{
		"optimistic", "amber", "angular", "basic", "bright", "calm", "clear", "concave", "convex", "cubic", "curved",
		"deep", "elliptical", "flexible", "fluffy", "fresh", "gentle", "globular", "graceful",
		"infinite", "level", "lively", "metric", "mild", "octagonal", "open", "parallel", "patient",
		"polished", "quiet", "rapid", "regular", "round", "rugged", "sharp", "sinuous",
		"smooth", "solid", "spherical", "steady", "symmetrical", "tall", "tidy", "triangular", "trim",
		"vertical", "warm", "wide",
	}
	return words[(n/100_000)%uint64(len(words))]
}

// colours are what Heroku names further databases of an app after.
func colours() []string {
	return []string{
		"COBALT", "AMBER", "PURPLE", "COPPER", "CRIMSON", "GRAY", "GREEN", "IVORY", "JADE", "MAROON", "NAVY", "OLIVE",
		"ORANGE", "PINK", "RED", "ROSE", "SILVER", "TEAL", "VIOLET", "WHITE", "YELLOW",
	}
}
