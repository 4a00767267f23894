package store_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// entries are n entries that make a journal of some size.
func entries(after model.Link, n int) []model.Entry {
	var list []model.Entry
	for range n {
		list = append(list, model.Entry{At: start(), Words: []string{strings.Repeat("word ", 40)}})
	}
	return sealed(after, list...)
}

// sealed are entries that follow a link.
func sealed(after model.Link, list ...model.Entry) []model.Entry {
	for i := range list {
		list[i] = list[i].After(after)
		after = list[i].Link()
	}
	return list
}

// crashed is a directory as a process leaves it that is killed: part of the
// state is in the file, the rest in the log.
func crashed(t *testing.T) string {
	t.Helper()
	live := t.TempDir()
	s := openDir(t, live)
	create(t, s)
	commit(t, s, store.Batch{Entries: entries(model.Link{}, 190)})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openDir(t, live)
	commit(t, s, store.Batch{At: start().Add(time.Minute), Entries: entries(load(t, s).Journal(), 2)})
	dir := t.TempDir()
	for name, body := range files(t, live) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// files are those of a directory that hold the state.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range []string{"state.db", "state.db-wal"} {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		found[name] = string(body)
	}
	return found
}

func TestWhatWasCommittedOutlivesACrash(t *testing.T) {
	s := openDir(t, crashed(t))
	if f := load(t, s); f.JournalSeq != 192 || !f.At.Equal(start().Add(time.Minute)) {
		t.Errorf("the journal ends with %d, the clock is at %v", f.JournalSeq, f.At)
	}
}

func TestStateIsForItsOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "state")
	create(t, openDir(t, dir))
	for name, want := range map[string]fs.FileMode{".": 0o700, "state.db": 0o600, "state.db-wal": 0o600, "lock": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has %v, not %v", name, got, want)
		}
	}
}

func TestSecondProcessIsToldWhoHoldsTheState(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	_, err := store.Open(dir)
	var held *store.Held
	if !errors.As(err, &held) || held.Process != os.Getpid() || held.Since.IsZero() || held.Dir != dir {
		t.Fatalf("the second one hears %v", err)
	}
	if !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("%q does not name the process", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir)
}

func TestUnfinishedFirstStartIsBegunAnew(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"state.db.new", "state.db.new-journal"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := openDir(t, dir)
	create(t, s)
	if n := len(load(t, s).Clusters); n != 2 {
		t.Errorf("there are %d clusters", n)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A process that commits as fast as it can is killed: what it said was
// committed is there, and nothing of what was not finished.
func TestKilledProcess(t *testing.T) {
	if dir := os.Getenv("STORE_TEST_COMMIT"); dir != "" {
		commitForever(dir)
	}
	dir := t.TempDir()
	s := openDir(t, dir)
	create(t, s)
	must(t, s.Close())
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 5 {
		said := commitAndKill(t, dir, 1+r.IntN(60))
		s := openDir(t, dir)
		f := load(t, s)
		if got := f.JournalSeq; got < said || got > said+1 {
			t.Fatalf("round %d: number %d was committed, and the journal ends with %d", round, said, got)
		}
		if got := f.Clusters[0].Revision; int64(got) != f.JournalSeq {
			t.Fatalf("round %d: the cluster is at %d, the journal at %d", round, got, f.JournalSeq)
		}
		must(t, s.Close())
	}
}

// commitAndKill lets another process commit so many times and kills it; it
// returns the last number that was said to be committed.
func commitAndKill(t *testing.T, dir string, times int) (said int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
	cmd.Env = append(os.Environ(), "STORE_TEST_COMMIT="+dir)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for n := 0; n < times && lines.Scan(); n++ {
		if _, err := fmt.Sscan(lines.Text(), &said); err != nil {
			t.Fatalf("it said %q", lines.Text())
		}
	}
	must(t, cmd.Process.Kill())
	for lines.Scan() {
		if _, err := fmt.Sscan(lines.Text(), &said); err != nil {
			break // cut off by the kill
		}
	}
	_ = cmd.Wait()
	if said == 0 {
		t.Fatalf("it committed nothing: %s", &problem)
	}
	return said
}

func commitForever(dir string) {
	s, err := store.Open(dir)
	if err != nil {
		panic(err)
	}
	f, err := s.Load()
	if err != nil {
		panic(err)
	}
	for end := f.Journal(); ; {
		next := entries(end, 1)
		end = next[0].Link()
		c := *f.Clusters[0]
		c.Revision = model.Revision(end.Seq)
		if err := s.Commit(store.Batch{At: f.At, Clusters: []*model.Cluster{&c}, Entries: next}); err != nil {
			panic(err)
		}
		fmt.Println(end.Seq)
	}
}
