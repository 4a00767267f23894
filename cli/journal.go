package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// asked is what somebody wants to see of the journal.
type asked struct {
	backend.Query
	target string // a word for a cluster; one that is gone has its name still
}

func (p *program) journal() *cobra.Command {
	var q asked
	var v verification
	form := ""
	c := &cobra.Command{
		Use:   "journal",
		Short: "Print who did what, when, and how it ended",
		Long: `Print who did what, when, what it costs, and how it ended; refusals and restarts of apps as well.

The journal only grows. Each entry carries the hash of the one before; --verify checks them all and ends with 5 where one was changed, removed, inserted or moved. It prints the last entry's number and hash: kept elsewhere and given to --witness later, they tell of a journal that was written anew as a whole.`,
		Example: `# what ada did to a cluster
pooldeck journal --target postgresql-horizontal-12345 --actor ada
# everything, for other programs
pooldeck journal --json > journal.jsonl
# is it what was written?
pooldeck journal --verify`,
		Args: func(_ *cobra.Command, args []string) error {
			// --json=lines is what --json alone means.
			if len(args) > 0 && !(form != "" && len(args) == 1 && args[0] == lines) {
				return fmt.Errorf("journal takes no %s; --target names a cluster", args[0])
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&form, "json", "", "print JSON, a line for each entry")
	f.Lookup("json").NoOptDefVal = lines
	f.Int64Var(&q.After, "after", 0, "only entries after this number")
	f.StringVar(&q.target, "target", "", "only entries about this cluster")
	f.StringVar(&q.Actor, "actor", "", "only entries of this person")
	f.IntVar(&q.Last, "last", 0, "at most that many entries, the newest ones")
	f.BoolVar(&v.wanted, "verify", false, "check the hashes instead of printing")
	f.StringVar(&v.witness, "witness", "", "with --verify: a number and hash that --verify printed before")
	c.RunE = p.run(func(c *cobra.Command, _ []string) error {
		switch {
		case form != "" && form != lines:
			return Exit{Usage, fmt.Errorf("the journal is printed as JSON lines; not as %s", form)}
		case q.After < 0 || q.Last < 0:
			return Exit{Usage, errors.New("--after and --last take a number from 0 up")}
		case v.witness != "" && !v.wanted:
			return Exit{Usage, errors.New("--witness is for --verify")}
		case v.wanted && q != asked{}:
			return Exit{Usage, errors.New("--verify checks all of the journal: it takes no --after, --target, --actor and --last")}
		}
		return p.with(c.Context(), false, func(a Access) error {
			if v.wanted {
				return p.verify(c.Context(), a.Backend, v, form != "")
			}
			entries, err := q.find(c.Context(), a.Backend)
			switch {
			case err != nil:
				return err
			case form != "":
				return writeEntries(p.Out, entries)
			}
			return p.writeJournal(c.Context(), a.Backend, entries)
		})
	})
	return c
}

// lines is the one form that the journal has in JSON.
const lines = "lines"

// find lists the entries that are asked for.
func (q asked) find(ctx context.Context, b backend.Backend) ([]model.Entry, error) {
	if q.target == "" {
		return b.Journal(ctx, q.Query)
	}
	ids, err := q.targets(ctx, b)
	if err != nil {
		return nil, err
	}
	var list []model.Entry
	for _, id := range ids {
		query := q.Query
		query.Target = id
		entries, err := b.Journal(ctx, query)
		if err != nil {
			return nil, err
		}
		list = append(list, entries...)
	}
	slices.SortFunc(list, func(a, b model.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	if q.Last > 0 && len(list) > q.Last {
		list = list[len(list)-q.Last:]
	}
	return list, nil
}

// targets are the clusters that the word means: one that is there, or all
// that had the name and are gone.
func (q asked) targets(ctx context.Context, b backend.Backend) ([]model.ID, error) {
	f, err := newest(ctx, b)
	if err != nil {
		return nil, err
	}
	c, unknown := find(f, q.target, "")
	if unknown == nil {
		return []model.ID{c.ID}, nil
	}
	entries, err := b.Journal(ctx, backend.Query{})
	if err != nil {
		return nil, err
	}
	var ids []model.ID
	for _, e := range entries {
		if (strings.EqualFold(e.TargetName, q.target) || string(e.Target) == q.target) && !slices.Contains(ids, e.Target) {
			ids = append(ids, e.Target)
		}
	}
	if len(ids) == 0 {
		return nil, unknown
	}
	return ids, nil
}

// writeJournal prints a line for each entry; an accepted change and its end
// share one.
func (p *program) writeJournal(ctx context.Context, b backend.Backend, entries []model.Entry) error {
	ends, err := endings(ctx, b, entries)
	if err != nil {
		return err
	}
	t := table{
		right: []bool{true, false, false, false, true, false, false},
		head:  []string{"NO", "WHEN (UTC)", "WHO", "CLUSTER", "$/MONTH", "OUTCOME", "WHAT"},
	}
	told := map[int64]bool{}
	for _, e := range entries {
		if told[e.Seq] {
			continue
		}
		cost, end := "", model.Entry{}
		if e.Kind == model.EntryAccepted {
			cost = pricing.Delta{Cents: e.CostCents, Open: e.CostOpen}.Short()
			end = ends[e.Operation]
			told[end.Seq] = true
		}
		t.add(
			strconv.FormatInt(e.Seq, 10), e.At.UTC().Format("2006-01-02 15:04:05"), e.Actor, e.TargetName,
			cost, outcome(e, end), what(e, end),
		)
	}
	if len(t.rows) == 0 {
		_, err := fmt.Fprintln(p.Err, "The journal has no such entries.")
		return err
	}
	return t.write(p.Out)
}

// endings finds how the operations of accepted entries ended.
func endings(ctx context.Context, b backend.Backend, entries []model.Entry) (map[model.OperationID]model.Entry, error) {
	ends := map[model.OperationID]model.Entry{}
	at := slices.IndexFunc(entries, func(e model.Entry) bool { return e.Kind == model.EntryAccepted })
	if at < 0 {
		return ends, nil
	}
	later, err := b.Journal(ctx, backend.Query{After: entries[at].Seq})
	for _, e := range later {
		if words.Ends(e.Kind) {
			ends[e.Operation] = e
		}
	}
	return ends, err
}

// outcome says how it ended, and after how long. Only what was accepted has
// an end, and not before it is over.
func outcome(e, end model.Entry) string {
	switch {
	case e.Kind == model.EntryAccepted && end.Seq == 0:
		return "under way"
	case e.Kind == model.EntryAccepted:
		return fmt.Sprintf("%s after %s", end.Kind, clock(end.At.Sub(e.At)))
	}
	return string(e.Kind)
}

// what says what was done, and why it did not end as it was meant to.
func what(e, end model.Entry) string {
	text := strings.Join(e.Words, "; ")
	for _, note := range []string{e.Note, end.Note} {
		if note != "" {
			text += " (" + note + ")"
		}
	}
	return text
}

// writeEntries writes a JSON document a line.
func writeEntries(w io.Writer, entries []model.Entry) error {
	for _, e := range entries {
		if err := writeJSONLine(w, entryOf(e)); err != nil {
			return err
		}
	}
	return nil
}
