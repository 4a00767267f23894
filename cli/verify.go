package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
)

// verification is what the journal is held against.
type verification struct {
	wanted  bool
	witness string // NUMBER:HASH of an entry; empty for none
}

// page is how many entries are read at a time: a journal may be long.
const page = 5000

// verify checks the whole journal and prints what it ends with.
func (p *program) verify(ctx context.Context, b backend.Backend, v verification, asJSON bool) error {
	witness, err := v.read()
	if err != nil {
		return err
	}
	f, err := newest(ctx, b)
	if err != nil {
		return err
	}
	end, err := walk(ctx, b, f.Journal(), witness)
	var wrong *model.Misfit
	if err != nil && !errors.As(err, &wrong) {
		return err
	}
	switch {
	case asJSON:
		err = writeJSON(p.Out, verdictOf(end, wrong))
	case wrong != nil:
		err = nil
	case end.Seq == 0:
		_, err = fmt.Fprintln(p.Out, "The journal is empty.")
	default:
		_, err = fmt.Fprintf(p.Out, "The journal is what was written: %s, the last one\n%d:%s\n", entries(end.Seq), end.Seq, end.Hash)
	}
	if err == nil && wrong != nil {
		return Exit{Damaged, wrong}
	}
	return err
}

func entries(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return number(int(n)) + " entries"
}

// read reads the witness.
func (v verification) read() (l model.Link, err error) {
	if v.witness == "" {
		return l, nil
	}
	text, hash, _ := strings.Cut(v.witness, ":")
	l.Hash = strings.ToLower(hash)
	if l.Seq, err = strconv.ParseInt(text, 10, 64); err != nil || l.Seq < 1 || len(l.Hash) != 64 {
		return l, Exit{Usage, errors.New("--witness takes a number and a hash as --verify prints them: NUMBER:HASH")}
	}
	return l, nil
}

// walk goes through the journal up to its end and looks for the witness.
func walk(ctx context.Context, b backend.Backend, end, witness model.Link) (at model.Link, err error) {
	for at.Seq < end.Seq {
		entries, err := b.Journal(ctx, backend.Query{After: at.Seq, First: int(min(page, end.Seq-at.Seq))})
		if err != nil {
			return at, err
		}
		if len(entries) == 0 {
			break
		}
		for i, e := range entries {
			if at, err = model.Verify(at, entries[i:i+1]); err != nil {
				return at, err
			}
			if e.Seq == witness.Seq && e.Hash != witness.Hash {
				return at, &model.Misfit{Seq: e.Seq, Reason: fmt.Sprintf("entry %d of the journal is another one than --witness says", e.Seq)}
			}
		}
	}
	if at.Seq < end.Seq || witness.Seq <= end.Seq {
		return at, at.Ends(end)
	}
	return at, at.Ends(witness)
}

// verdict is what came of a verification.
type verdict struct {
	head
	Verified bool    `json:"verified"`
	Entries  int64   `json:"entries"` // those that fit
	Hash     string  `json:"hash"`    // of the last of them
	Misfit   *misfit `json:"misfit"`  // null where there is none
}

type misfit struct {
	Seq    int64  `json:"seq"`
	Reason string `json:"reason"`
}

func verdictOf(end model.Link, wrong *model.Misfit) verdict {
	v := verdict{head: head{Schema: schema}, Verified: wrong == nil, Entries: end.Seq, Hash: end.Hash}
	if wrong != nil {
		v.Misfit = &misfit{wrong.Seq, wrong.Reason}
	}
	return v
}
