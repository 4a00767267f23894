package model_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// sealed makes a journal of entries.
func sealed(entries ...model.Entry) []model.Entry {
	var end model.Link
	for i, e := range entries {
		entries[i] = e.After(end)
		end = entries[i].Link()
	}
	return entries
}

// full is an entry in which every field says something.
func full() model.Entry {
	changes := model.Changes{
		model.CreateCluster{ID: "c9", Name: "ledgers", App: "example-app", Level: "4G-Performance", HA: true, Followers: []model.NewPool{{Name: "batch", Level: "8G-Performance", Count: 2}}},
		model.SetLevel{Cluster: "c1", Pool: "leader", Level: "<8G> \"größe\" 🐘"},
	}
	return model.Entry{
		At: time.Date(2026, 6, 12, 14, 3, 0, 12_500_000, time.UTC), Actor: "ada", Via: "SHA256:x from 10.0.0.7", Kind: model.EntryAccepted,
		Target: "c1", TargetName: "postgresql-cubic-1", Operation: "op-2", Changes: changes, Words: []string{"a → b", "", "c"},
		Undo: model.Changes{model.DestroyCluster{Cluster: "c9"}}, Note: "why", CostCents: -60_000, CostOpen: true,
	}
}

// Journals are kept for years: what was sealed stays sealed.
func TestHashesStayAsTheyAre(t *testing.T) {
	journal := sealed(model.Entry{Kind: model.EntryDone, At: modeltest.Start(), Words: []string{"x"}}, full())
	want := []string{
		"00de13da842f214e5debf5cad2c43786f418f655b749fc7632b546ac201c888a",
		"522587f63a987b1a24474767ecb73bdad4c65b37a7fd9fc943a877fa84ce7c10",
	}
	for i, e := range journal {
		if e.Hash != want[i] {
			t.Errorf("entry %d has the hash %s", e.Seq, e.Hash)
		}
	}
}

func TestTheHashCoversEveryField(t *testing.T) {
	was := full().After(model.Link{Seq: 1, Hash: "abc"})
	for _, field := range reflect.VisibleFields(reflect.TypeFor[model.Entry]()) {
		if field.Name == "Hash" || field.Name == "Seq" {
			continue // the one is what is looked at, the other has a case of its own
		}
		t.Run(field.Name, func(t *testing.T) {
			is := was
			reflect.ValueOf(&is).Elem().FieldByIndex(field.Index).SetZero()
			if _, err := model.Verify(model.Link{Seq: 1, Hash: is.Previous}, []model.Entry{is}); err == nil {
				t.Error("nobody sees that it was emptied")
			}
		})
	}
}

// An entry comes back from where it is kept with the hash that it went with.
func TestHashesOutliveJSON(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) })
	rapid.Check(t, func(t *rapid.T) {
		plan := modeltest.Plan(t, modeltest.Fleet(), 4, modeltest.Change)
		undo, _ := plan.Inverse(plan.Targets()[0])
		e := model.Entry{
			At: time.Unix(0, rapid.Int64Range(0, 1<<62).Draw(t, "at")), Actor: text.Draw(t, "actor"), Target: model.ID(text.Draw(t, "target")),
			Changes: append(plan.Changes, model.Detach{App: text.Draw(t, "app")}), Undo: undo, Words: rapid.SliceOf(text).Draw(t, "words"),
			Note: text.Draw(t, "note"), CostCents: rapid.Int64().Draw(t, "cents"), CostOpen: rapid.Bool().Draw(t, "open"),
		}.After(model.Link{})
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back model.Entry
		if err := json.Unmarshal(body, &back); err != nil {
			t.Fatal(err)
		}
		if _, err := model.Verify(model.Link{}, []model.Entry{back}); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
	})
}

// Wherever somebody lays a hand on the journal, the first entry that does not
// fit is named.
func TestVerify(t *testing.T) {
	tests := map[string]struct {
		meddle func([]model.Entry) []model.Entry
		want   string
	}{
		"nobody": {func(j []model.Entry) []model.Entry { return j }, ""},
		"one is changed": {func(j []model.Entry) []model.Entry {
			j[2].Actor = "eve"
			return j
		}, "entry 3 of the journal was changed: its hash is not that of what it says"},
		"the last is changed": {func(j []model.Entry) []model.Entry {
			j[4].Note = "all went well"
			return j
		}, "entry 5 of the journal was changed: its hash is not that of what it says"},
		"one is changed and sealed again": {func(j []model.Entry) []model.Entry {
			j[2].Actor = "eve"
			j[2] = j[2].After(j[1].Link())
			return j
		}, "entry 4 of the journal does not follow 3: one of the two was exchanged"},
		"the last is changed and sealed again": {func(j []model.Entry) []model.Entry {
			j[4].Actor = "eve"
			j[4] = j[4].After(j[3].Link())
			return j
		}, "entry 5 of the journal was exchanged: it does not have the hash that the journal ends with"},
		"the first is removed": {func(j []model.Entry) []model.Entry { return j[1:] }, "entry 1 of the journal is missing: 2 comes in its place"},
		"one is removed":       {func(j []model.Entry) []model.Entry { return slices.Delete(j, 2, 3) }, "entry 3 of the journal is missing: 4 comes in its place"},
		"the last is removed":  {func(j []model.Entry) []model.Entry { return j[:4] }, "entry 5 of the journal is missing: the journal ends with 5"},
		"all are removed":      {func([]model.Entry) []model.Entry { return nil }, "entry 1 of the journal is missing: the journal ends with 5"},
		"one is there twice":   {func(j []model.Entry) []model.Entry { return slices.Insert(j, 3, j[2]) }, "entry 3 of the journal is out of place: it comes after 3"},
		"one is added":         {func(j []model.Entry) []model.Entry { return append(j, model.Entry{Actor: "eve"}.After(j[4].Link())) }, "entry 6 of the journal is one too many: the journal ends with 5"},
		"two are exchanged":    {func(j []model.Entry) []model.Entry { j[1], j[2] = j[2], j[1]; return j }, "entry 2 of the journal is missing: 3 comes in its place"},
		"two trade what they say": {func(j []model.Entry) []model.Entry {
			j[1].Words, j[2].Words = j[2].Words, j[1].Words
			return j
		}, "entry 2 of the journal was changed: its hash is not that of what it says"},
		"one is put in and all after it are numbered anew": {func(j []model.Entry) []model.Entry {
			j = slices.Insert(j, 2, model.Entry{Actor: "eve"}.After(j[1].Link()))
			for i := range j {
				j[i].Seq = int64(i + 1)
			}
			return j
		}, "entry 4 of the journal was changed: its hash is not that of what it says"},
		"all is written anew": {func(j []model.Entry) []model.Entry {
			j[0].Actor = "eve"
			return sealed(j...)
		}, "entry 5 of the journal was exchanged: it does not have the hash that the journal ends with"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var journal []model.Entry
			for _, actor := range strings.Fields("ada bob ada bob ada") {
				journal = append(journal, model.Entry{Actor: actor, At: modeltest.Start(), Words: []string{actor + " was here"}})
			}
			journal = sealed(journal...)
			ended := journal[4].Link()
			end, err := model.Verify(model.Link{}, tt.meddle(journal))
			if err == nil {
				err = end.Ends(ended)
			}
			said := ""
			var m *model.Misfit
			if errors.As(err, &m) {
				said = m.Error()
			}
			if said != tt.want {
				t.Errorf("it says %q, not %q", said, tt.want)
			}
		})
	}
}
