package model_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

func TestPoolName(t *testing.T) {
	const (
		short = "name: a pool name has 3 to 32 characters; this one has "
		chars = "name: a pool name has only letters, numbers and single hyphens"
		first = "name: a pool name begins with a letter"
		last  = "name: a pool name does not end in a hyphen"
		twice = "name: a pool name has no two hyphens in a row"
		taken = "name: the name leader belongs to the leader pool"
	)
	tests := map[string]struct{ in, name, refused string }{
		"three characters":             {"abc", "abc", ""},
		"32 characters":                {strings.Repeat("a", 32), strings.Repeat("a", 32), ""},
		"capitals are folded":          {"ReportIng", "reporting", ""},
		"spaces around it go":          {"  batch\t", "batch", ""},
		"hyphens between":              {"a-b-c", "a-b-c", ""},
		"numbers":                      {"a1-2", "a1-2", ""},
		"nothing":                      {"", "", short + "0"},
		"two characters":               {"ab", "", short + "2"},
		"33 characters":                {strings.Repeat("a", 33), "", short + "33"},
		"characters, not bytes, few":   {"éé", "", short + "2"},
		"characters, not bytes, many":  {"a" + strings.Repeat("é", 31), "", chars},
		"a number first":               {"1ab", "", first},
		"a hyphen first":               {"-ab", "", first},
		"a hyphen last":                {"abc-", "", last},
		"two hyphens":                  {"a--b", "", twice},
		"an underscore":                {"a_b", "", chars},
		"a space inside":               {"a b", "", chars},
		"a letter of another alphabet": {"abñ", "", chars},
		"leader":                       {"leader", "", taken},
		"LEADER":                       {"LEADER ", "", taken},
		"a name that begins with it":   {"leader-2", "leader-2", ""},
		"a line break":                 {"abc\ndef", "", chars},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := model.PoolName(tt.in)
			wantInvalid(t, err, tt.refused)
			if got != tt.name {
				t.Errorf("got %q, want %q", got, tt.name)
			}
		})
	}
}

func TestClusterName(t *testing.T) {
	const (
		length = "name: a cluster name has 3 to 63 characters; this one has "
		chars  = "name: a cluster name begins with a letter, has only letters, numbers and single hyphens or underscores, and ends in a letter or number"
	)
	tests := map[string]struct{ in, name, refused string }{
		"Heroku's form":       {"postgresql-curly-54321", "postgresql-curly-54321", ""},
		"capitals are folded": {"My-DB", "my-db", ""},
		"an underscore":       {"my_db", "my_db", ""},
		"leader":              {"leader", "leader", ""},
		"63 characters":       {strings.Repeat("a", 63), strings.Repeat("a", 63), ""},
		"64 characters":       {strings.Repeat("a", 64), "", length + "64"},
		"two characters":      {"db", "", length + "2"},
		"two of them, wide":   {"éé", "", length + "2"},
		"a number first":      {"1db", "", chars},
		"two hyphens":         {"my--db", "", chars},
		"a hyphen last":       {"my-db-", "", chars},
		"a slash":             {"my/db", "", chars},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := model.ClusterName(tt.in)
			wantInvalid(t, err, tt.refused)
			if got != tt.name {
				t.Errorf("got %q, want %q", got, tt.name)
			}
		})
	}
}

func TestAttachmentName(t *testing.T) {
	const (
		none  = "name: a config var needs a name, for example ANALYTICS_URL"
		chars = "name: a config var begins with a letter and has only letters, numbers and single underscores between them"
	)
	tests := map[string]struct{ in, name, refused string }{
		"a name":                       {"ANALYTICS", "ANALYTICS", ""},
		"small letters are folded":     {"analytics", "ANALYTICS", ""},
		"the config var's own name":    {"ANALYTICS_URL", "ANALYTICS", ""},
		"hyphens become underscores":   {"read-only-url", "READ_ONLY", ""},
		"a single letter":              {"x", "X", ""},
		"URL is a name":                {"url", "URL", ""},
		"nothing":                      {" ", "", none},
		"nothing before _URL":          {"_URL", "", none},
		"_URL twice":                   {"X_URL_URL", "", "name: a config var ends in _URL once; X_URL_URL does so twice"},
		"a number first":               {"1X", "", chars},
		"two underscores":              {"A__B", "", chars},
		"an underscore last":           {"A_", "", chars},
		"a dollar":                     {"A$", "", chars},
		"a letter of another alphabet": {"ÄPFEL", "", chars},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := model.AttachmentName(tt.in)
			wantInvalid(t, err, tt.refused)
			if got != tt.name {
				t.Errorf("got %q, want %q", got, tt.name)
			}
		})
	}
}

// A name that was accepted is accepted again as it is: what a change stores,
// its inverse can ask for.
func TestNamesAreFoldedOnce(t *testing.T) {
	folds := map[string]func(string) (string, error){
		"pool": model.PoolName, "cluster": model.ClusterName, "attachment": model.AttachmentName,
	}
	for kind, fold := range folds {
		t.Run(kind, rapid.MakeCheck(func(t *rapid.T) {
			in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ ]?[a-zA-Z]([a-zA-Z0-9]|[-_]?[a-zA-Z]){2,20}(_URL|_url)?`)).Draw(t, "name")
			once, err := fold(in)
			if err != nil {
				return
			}
			if again, err := fold(once); err != nil || again != once {
				t.Fatalf("%q became %q and then %q, %v", in, once, again, err)
			}
		}))
	}
}

func TestGeneratedPoolNames(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+-pool-[0-9]{5}$`)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64().Draw(t, "number")
		name := model.NewPoolName(nil, n)
		if !form.MatchString(name) {
			t.Fatalf("%s has not Heroku's form adjective-pool-12345", name)
		}
		if legal, err := model.PoolName(name); err != nil || legal != name {
			t.Fatalf("%s is refused: %v", name, err)
		}
		if again := model.NewPoolName(nil, n); again != name {
			t.Fatalf("the same number gave %s and then %s", name, again)
		}
		c := &model.Cluster{Followers: []model.Pool{{Name: name}}}
		free := model.NewPoolName(c, n)
		if _, taken := c.PoolNamed(free); taken || !form.MatchString(free) {
			t.Fatalf("beside %s it gave %s", name, free)
		}
		c.Followers[0].Destroying = true
		if back := model.NewPoolName(c, n); back != name {
			t.Fatalf("a pool that goes keeps its name: got %s, not %s", back, name)
		}
	})
}

func TestGeneratedNamesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for n := range uint64(1000) {
		seen[model.NewPoolName(nil, n*1_000_003)] = true
	}
	if len(seen) < 990 {
		t.Errorf("1000 numbers give only %d names", len(seen))
	}
}

func TestGeneratedClusterNamesAndIDs(t *testing.T) {
	form := regexp.MustCompile(`^postgresql-[a-z]+-[0-9]{5}$`)
	id := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Fleet()
		n := rapid.Uint64().Draw(t, "number")
		name, first := model.NewClusterName(f, n), model.NewClusterID(f, n)
		if legal, err := model.ClusterName(name); err != nil || legal != name || !form.MatchString(name) {
			t.Fatalf("%s is not a name for a cluster: %v", name, err)
		}
		if !id.MatchString(string(first)) {
			t.Fatalf("%s is not an ID", first)
		}
		f = f.With(&model.Cluster{ID: first, Name: name})
		if again := model.NewClusterName(f, n); f.Named(again) != nil {
			t.Fatalf("%s is taken", again)
		}
		if again := model.NewClusterID(f, n); f.Cluster(again) != nil {
			t.Fatalf("%s is taken", again)
		}
	})
}
