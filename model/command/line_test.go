package command_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model/command"
)

func TestLine(t *testing.T) {
	tests := map[string]struct {
		argv []string
		want string
	}{
		"plain words":           {[]string{"pooldeck", "pools", "set", "--level", "8G-Performance"}, "pooldeck pools set --level 8G-Performance"},
		"colons need no quotes": {[]string{"--pool", "batch:4G-Performance:1", "data:pg:create"}, "--pool batch:4G-Performance:1 data:pg:create"},
		"a space":               {[]string{"a b"}, "'a b'"},
		"nothing":               {[]string{"-a", ""}, "-a ''"},
		"a quote":               {[]string{"it's"}, `'it'\''s'`},
		"a dollar":              {[]string{"$HOME"}, "'$HOME'"},
		"a tilde":               {[]string{"~"}, "'~'"},
		"an assignment":         {[]string{"A=b"}, "'A=b'"},
		"no words":              {nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := command.Line(tt.argv); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// A shell reads a line back as the words that it was made of.
func TestLineInAShell(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for r := rune(1); r < 128; r++ {
		words = append(words, string(r), "a"+string(r)+"b", string(r)+string(r))
	}
	words = append(words, "", "é", "日本", `\`, `'"'`, "--x=$(id)", "a\n\nb", "!!", "#")
	out, err := exec.Command(shell, "-c", `printf '%s\0' `+command.Line(words)).Output()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Join(words, "\x00")+"\x00", string(out)); diff != "" {
		t.Error(diff)
	}
}
