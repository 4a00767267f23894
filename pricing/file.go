package pricing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// file is a catalog being read: what its errors and figures refer to.
type file struct {
	name    string
	sources map[string]Source
}

func (f file) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", f.name, line, fmt.Sprintf(format, args...))
}

// parse reads the one document of the file.
func (f file) parse(data []byte) (*yaml.Node, error) {
	if line := foreign(data); line > 0 {
		return nil, f.errorf(line, "this is not text in UTF-8")
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	var document, second yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF) || err == nil && len(document.Content) == 0:
		return nil, f.errorf(1, "the file is empty")
	case err != nil:
		return nil, f.syntax(err)
	}
	switch err := loader.Load(&second); {
	case err == nil:
		return nil, f.errorf(second.Line, "a catalog is one document; a second one begins here")
	case !errors.Is(err, io.EOF):
		return nil, f.syntax(err)
	}
	return document.Content[0], nil
}

func (f file) syntax(err error) error {
	var at *yaml.LoadError
	if !errors.As(err, &at) {
		return f.errorf(1, "this is not YAML: %v", err)
	}
	return f.errorf(max(at.Mark.Line, 1), "this is not YAML: %s", at.Message)
}

// foreign is the first line that is not text; 0 when all of them are. YAML
// takes no such line either, but does not say which one it is.
func foreign(data []byte) int {
	strange := func(r rune) bool {
		return unicode.IsControl(r) && r != '\t' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
	}
	for at, text := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(text) || bytes.ContainsFunc(text, strange) {
			return at + 1
		}
	}
	return 0
}

// fields reads a mapping that has exactly these fields; one with a question
// mark may be missing.
func (f file) fields(n *yaml.Node, what string, names ...string) (map[string]*yaml.Node, error) {
	n = resolved(n)
	names = slices.Clone(names)
	optional := map[string]bool{}
	for i, name := range names {
		names[i], optional[strings.TrimSuffix(name, "?")] = strings.TrimSuffix(name, "?"), strings.HasSuffix(name, "?")
	}
	if n.Kind != yaml.MappingNode {
		return nil, f.errorf(n.Line, "%s is %s and not a list of fields; it has %s", what, shown(n.Value), strings.Join(names, ", "))
	}
	found := map[string]*yaml.Node{}
	for key, value := range entries(n) {
		if !slices.Contains(names, key.Value) {
			return nil, f.errorf(key.Line, "%s has no field %s; it has %s", what, shown(key.Value), strings.Join(names, ", "))
		}
		if found[key.Value] != nil {
			return nil, f.errorf(key.Line, "%s has the field %s twice", what, key.Value)
		}
		found[key.Value] = value
	}
	for _, name := range names {
		if found[name] == nil && !optional[name] {
			return nil, f.errorf(n.Line, "%s: the field %s is missing", what, name)
		}
	}
	return found, nil
}

// line reads a line of text that a terminal can show as it is.
func (f file) line(n *yaml.Node, what string) (string, error) {
	const most = 200
	n = resolved(n)
	if n.Kind != yaml.ScalarNode || n.Value == "" || len(n.Value) > most || !printable(n.Value) {
		return "", f.errorf(n.Line, "%s is not a line of 1 to %d characters", what, most)
	}
	return n.Value, nil
}

// entries are the keys and values of a mapping in their order.
func entries(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		for at := 0; at+1 < len(n.Content); at += 2 {
			if !yield(resolved(n.Content[at]), n.Content[at+1]) {
				return
			}
		}
	}
}

// peek is a field of a mapping as it is written; empty when there is none.
func peek(n *yaml.Node, field string) string {
	if n = resolved(n); n.Kind == yaml.MappingNode {
		for key, value := range entries(n) {
			if key.Value == field {
				return resolved(value).Value
			}
		}
	}
	return ""
}

// resolved is what an alias stands for.
func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// shown is what is written in a file, short and safe to print.
func shown(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	if text == "" || !printable(text) {
		return strconv.Quote(text)
	}
	return text
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}
