package command_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

func TestCluster(t *testing.T) {
	tests := map[string]struct {
		word, app string
		want      model.ID
		err       string
	}{
		"by its name":                         {"postgresql-horizontal-12345", "", horizontal, ""},
		"by its name in capitals":             {"POSTGRESQL-HORIZONTAL-12345", "", horizontal, ""},
		"by its ID":                           {string(horizontal), "", horizontal, ""},
		"by app and attachment":               {"example-app::DATABASE", "", horizontal, ""},
		"by app and config var":               {"example-app::ANALYTICS_URL", "", horizontal, ""},
		"by a config var that only one has":   {"ANALYTICS_URL", "", horizontal, ""},
		"by a config var of an app":           {"DATABASE_URL", "second-app", cubic, ""},
		"a config var that several apps have": {"DATABASE", "", "", "DATABASE is a name on example-app and second-app: add --app to say whose is meant"},
		"a letter that is wrong":              {"postgresql-horizontel-12345", "", "", "there is no cluster postgresql-horizontel-12345; did you mean postgresql-horizontal-12345?"},
		"nothing like it":                     {"zebra", "", "", "there is no cluster zebra"},
		"an app that is not there":            {"DATABASE", "third-app", "", "there is no app third-app"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := command.Cluster(modeltest.Fleet(), test.word, test.app)
			switch {
			case err != nil && err.Error() != test.err:
				t.Errorf("it says %q and should say %q", err, test.err)
			case err == nil && c.ID != test.want:
				t.Errorf("it finds %s and not %s", c.ID, test.want)
			case err == nil && test.err != "":
				t.Errorf("it finds %s and should say %q", c.ID, test.err)
			}
		})
	}
}
