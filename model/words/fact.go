package words

import (
	"slices"

	"pooldeck/model"
)

// Fact is what a reader of the journal wants to know of an entry: an accepted
// request together with its end, or something that stands alone.
type Fact struct {
	model.Entry
	End *model.Entry // nil while it is under way, and where there is none
}

// Facts joins each operation's entries, in the order of their acceptance.
// What ends an operation is no fact of its own.
func Facts(entries []model.Entry) []Fact {
	ends := map[model.OperationID]*model.Entry{}
	var facts []Fact
	for i := range entries {
		if e := &entries[i]; Ends(e.Kind) {
			ends[e.Operation] = e
		}
	}
	for _, e := range entries {
		switch {
		case e.Kind == model.EntryAccepted:
			facts = append(facts, Fact{e, ends[e.Operation]})
		case !Ends(e.Kind):
			facts = append(facts, Fact{Entry: e})
		}
	}
	return facts
}

// Ends is whether an entry is the end of an operation.
func Ends(k model.EntryKind) bool {
	return slices.Contains([]model.EntryKind{model.EntryDone, model.EntryFailed, model.EntryCancelled, model.EntrySuperseded}, k)
}
