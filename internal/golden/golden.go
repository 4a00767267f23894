// Package golden compares text with files that people review. The text of a
// test's step is kept in .golden/<package>/<Test>/<step>.txt at the top of the
// module, so that a change of a screen is read as a change of a file.
//
// POOLDECK_GOLDEN=update writes instead of comparing. It is an environment
// variable because a flag would have to be known to every package's tests.
package golden

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
)

const (
	variable = "POOLDECK_GOLDEN"
	update   = "update"
)

// Check compares got with the golden of this step of the test and reports a
// difference line by line; the test goes on. Spaces at the ends of lines do
// not count, and the text always ends in a newline. A step that has no golden
// fails: only updating makes one.
func Check(t testing.TB, step, got string) {
	t.Helper()
	file, err := locate(t.Name(), step)
	if err != nil {
		t.Fatal(err)
	}
	file.check(t, got)
}

// CheckFile is Check for a file that has readers of its own, such as a
// picture in the documentation; its name is relative to the module's root.
func CheckFile(t testing.TB, name, got string) {
	t.Helper()
	file, err := locate(t.Name(), "file")
	if err != nil {
		t.Fatal(err)
	}
	file.name = name
	file.check(t, got)
}

func (l location) check(t testing.TB, got string) {
	t.Helper()
	got = trim(got)
	if os.Getenv(variable) == update {
		if err := write(l, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(l.path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.Errorf("%s is not there yet; `make golden` writes it with\n%s", l.name, got)
	case err != nil:
		t.Fatal(err)
	case trim(string(want)) != got:
		t.Errorf("%s differs; `make golden` rewrites it\n%s",
			l.name, udiff.Unified("golden", "got", trim(string(want)), got))
	}
}

// location is the module's directory and a golden's name below it.
type location struct{ root, name string }

func (l location) path() string { return filepath.Join(l.root, filepath.FromSlash(l.name)) }

func locate(test, step string) (location, error) {
	dir, err := os.Getwd()
	if err != nil {
		return location{}, err
	}
	root, err := moduleRoot(dir)
	if err != nil {
		return location{}, err
	}
	pkg, err := filepath.Rel(root, dir)
	if err != nil {
		return location{}, err
	}
	parts := []string{".golden"}
	if pkg != "." {
		parts = append(parts, filepath.ToSlash(pkg))
	}
	for _, part := range strings.Split(test, "/") {
		parts = append(parts, fileName(part))
	}
	parts = append(parts, fileName(step)+".txt")
	return location{root, strings.Join(parts, "/")}, nil
}

// moduleRoot walks up from dir to the directory that holds go.mod.
func moduleRoot(dir string) (string, error) {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", errors.New("no go.mod in " + dir + " or above it")
		}
	}
}

// fileName turns what a test or a step is called into one path element that
// every file system takes. The testing package turns spaces into underscores,
// so both become hyphens.
func fileName(s string) string {
	if strings.Trim(s, ".") == "" {
		return strings.Repeat("-", max(1, len(s)))
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune(`_/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, s)
}

func trim(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func write(file location, text string) error {
	if err := os.MkdirAll(filepath.Dir(file.path()), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file.path(), []byte(text), 0o644)
}
