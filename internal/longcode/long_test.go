package main

import (
	"strings"
	"testing"
	"testing/fstest"
)

// fn is a function of so many lines.
func fn(head string, lines int) string {
	return head + " {\n" + strings.Repeat("\t_ = 0\n", lines-2) + "}\n"
}

func TestWhatIsLong(t *testing.T) {
	tests := map[string]struct{ path, src, want string }{
		"a function of 60 lines is fine":    {"a.go", fn("func f()", 60), ""},
		"a function of 61 lines":            {"a.go", fn("func f()", 61), "a.go:2 f"},
		"a method counts like a function":   {"a.go", fn("func (t T) f()", 61), "a.go:2 f"},
		"an Update of 40 lines is fine":     {"a.go", fn("func (t T) Update()", 40), ""},
		"an Update of 41 lines":             {"a.go", fn("func (t T) Update()", 41), "a.go:2 Update"},
		"a function that is named Update":   {"a.go", fn("func Update()", 41), ""},
		"a file of 300 lines is fine":       {"a.go", strings.Repeat("\n", 299), ""},
		"a file of 301 lines":               {"a.go", strings.Repeat("\n", 300), "a.go"},
		"a test file counts too":            {"a_test.go", fn("func f()", 61), "a_test.go:2 f"},
		"a file that is not Go":             {"a.md", strings.Repeat("\n", 300), ""},
		"test data is nobody's code":        {"testdata/a.go", strings.Repeat("\n", 300), ""},
		"a hidden directory is not visited": {".cache/a.go", strings.Repeat("\n", 300), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := "package a\n" + tt.src
			found, err := scan(fstest.MapFS{tt.path: {Data: []byte(src)}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range found {
				got = append(got, l.what)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("%q, not %q", s, tt.want)
			}
		})
	}
}

func TestAFileThatDoesNotParseIsNamed(t *testing.T) {
	_, err := scan(fstest.MapFS{"a.go": {Data: []byte("package\n")}})
	if err == nil || !strings.Contains(err.Error(), "a.go:1") {
		t.Errorf("said %v", err)
	}
}

func TestReport(t *testing.T) {
	tests := map[string]struct {
		found []long
		want  string
	}{
		"nothing long": {nil, "no long files or functions\n"},
		"one function": {[]long{{"a.go:2 f", 61, 60}}, "long files and functions:\n    61 lines (60)  a.go:2 f\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			report(&b, tt.found)
			if b.String() != tt.want {
				t.Errorf("%q, not %q", b.String(), tt.want)
			}
		})
	}
}
