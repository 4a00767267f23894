package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder is a test that remembers what was said of it instead of failing.
type recorder struct {
	testing.TB
	name string
	said []string
}

func (r *recorder) Helper()           {}
func (r *recorder) Name() string      { return r.name }
func (r *recorder) Fatal(args ...any) { r.said = append(r.said, fmt.Sprint(args...)) }
func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

// module makes an empty module, goes to its package dir and sets the mode.
func module(t *testing.T, dir, mode string) (root string) {
	t.Helper()
	root = t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte("module m\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(root, dir))
	t.Setenv(variable, mode)
	return root
}

func check(t *testing.T, mode, name, step, got string) []string {
	t.Helper()
	t.Setenv(variable, mode)
	r := &recorder{TB: t, name: name}
	Check(r, step, got)
	return r.said
}

func TestUpdateWritesWhereReviewersLook(t *testing.T) {
	tests := map[string]struct{ dir, test, step, file string }{
		"a package below the root":     {"tui", "TestMain", "start", ".golden/tui/TestMain/start.txt"},
		"a package two levels down":    {"model/command", "TestMain", "start", ".golden/model/command/TestMain/start.txt"},
		"the package at the root":      {".", "TestMain", "start", ".golden/TestMain/start.txt"},
		"a subtest is a directory":     {"tui", "TestMain/at_120x40", "start", ".golden/tui/TestMain/at-120x40/start.txt"},
		"a step of several words":      {"tui", "TestMain", "level picker", ".golden/tui/TestMain/level-picker.txt"},
		"a step with a slash":          {"tui", "TestMain", "a/b", ".golden/tui/TestMain/a-b.txt"},
		"a subtest cannot climb out":   {"tui", "TestMain/..", "start", ".golden/tui/TestMain/--/start.txt"},
		"a name Windows does not take": {"tui", "TestMain/a:b", "what?", ".golden/tui/TestMain/a-b/what-.txt"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			root := module(t, tt.dir, update)
			if said := check(t, update, tt.test, tt.step, "text"); said != nil {
				t.Fatal(said)
			}
			got, err := os.ReadFile(filepath.Join(root, tt.file))
			if err != nil || string(got) != "text\n" {
				t.Fatalf("%s holds %q, %v", tt.file, got, err)
			}
			if said := check(t, "", tt.test, tt.step, "text"); said != nil {
				t.Fatalf("what was written does not compare: %q", said)
			}
		})
	}
}

func TestUpdateWritesAFileEveryoneMayRead(t *testing.T) {
	root := module(t, "tui", update)
	check(t, update, "TestMain", "start", "text")
	// The helper wrote go.mod with 0644, under the same umask.
	want, _ := os.Stat(filepath.Join(root, "go.mod"))
	got, err := os.Stat(filepath.Join(root, ".golden/tui/TestMain/start.txt"))
	if err != nil || got.Mode() != want.Mode() {
		t.Fatalf("the golden has mode %v, not %v; %v", got.Mode(), want.Mode(), err)
	}
}

func TestWhatCountsAsADifference(t *testing.T) {
	tests := map[string]struct {
		golden, got string
		differs     bool
	}{
		"the same text":                   {"a\nb", "a\nb", false},
		"spaces at the end of a line":     {"a\nb", "a   \nb ", false},
		"a newline at the end":            {"a\nb", "a\nb\n", false},
		"another word":                    {"a\nb", "a\nc", true},
		"spaces at the start of a line":   {"a\nb", "a\n b", true},
		"a screen that lost a blank line": {"a\n\n\n", "a\n\n", true},
		"a line more":                     {"a", "a\nb", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			module(t, "tui", update)
			check(t, update, "TestMain", "start", tt.golden)
			said := check(t, "", "TestMain", "start", tt.got)
			if (len(said) > 0) != tt.differs {
				t.Errorf("%q against %q: %q", tt.golden, tt.got, said)
			}
		})
	}
}

func TestADifferenceIsReadable(t *testing.T) {
	module(t, "tui", update)
	check(t, update, "TestMain", "start", "leader  4G\nanalytics  16G\n")
	said := strings.Join(check(t, "", "TestMain", "start", "leader  8G\nanalytics  16G\n"), "\n")
	for _, want := range []string{".golden/tui/TestMain/start.txt differs", "make golden", "-leader  4G\n", "+leader  8G\n", " analytics  16G\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

func TestAStepWithoutAGoldenFails(t *testing.T) {
	root := module(t, "tui", "")
	said := check(t, "", "TestMain", "start", "text")
	if len(said) != 1 || !strings.Contains(said[0], ".golden/tui/TestMain/start.txt is not there yet") {
		t.Errorf("said %q", said)
	}
	if _, err := os.Stat(filepath.Join(root, ".golden")); err == nil {
		t.Error("comparing wrote a golden")
	}
}

func TestOutsideAModule(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := locate("TestMain", "start"); err == nil || !strings.Contains(err.Error(), "no go.mod in") {
		t.Errorf("said %v", err)
	}
}
