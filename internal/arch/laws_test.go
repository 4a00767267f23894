package arch

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

func ruleOf(pkg string) (rule, bool) {
	for _, r := range table() {
		if fits([]string{r.pkg}, pkg) {
			return r, true
		}
	}
	return rule{}, false
}

// imports checks a file against its package's rule.
func imports(s source, r rule) []string {
	var wrong []string
	for _, spec := range s.file.Imports {
		name := imported(spec)
		switch pkg, own := strings.CutPrefix(name, module+"/"); {
		case own && fits(forTests(), pkg) && !fits(forTests(), s.pkg):
			wrong = append(wrong, fmt.Sprintf("%s imports %s, which is for tests only", s.at(spec), pkg))
		case own && !fits(r.imports, pkg):
			wrong = append(wrong, fmt.Sprintf("%s imports %s; %s may import %s of this module",
				s.at(spec), pkg, r.pkg, words(r.imports)))
		case !own && isModule(name) && !slices.Contains(r.modules, name) && !slices.Contains(r.modules, "*"):
			wrong = append(wrong, fmt.Sprintf("%s imports %s; %s may import %s of other modules",
				s.at(spec), name, r.pkg, words(r.modules)))
		case name == "testing" && !fits(forTests(), s.pkg):
			wrong = append(wrong, s.at(spec)+" imports testing into the program")
		}
	}
	return wrong
}

func words(patterns []string) string {
	if len(patterns) == 0 {
		return "nothing"
	}
	return strings.Join(patterns, ", ")
}

// isModule tells a module's package from the standard library's: its first
// element is a host.
func isModule(name string) bool {
	host, _, _ := strings.Cut(name, "/")
	return strings.Contains(host, ".")
}

func waits(name string) bool {
	return slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}, name)
}

// clock: only the runtime asks the wall clock.
func clock(s source) []string {
	if fits(clockReaders(), s.path) {
		return nil
	}
	var wrong []string
	told := func(pkg string, name func(string) bool) {
		for _, use := range s.uses(pkg, name) {
			wrong = append(wrong, fmt.Sprintf("%s uses %s.%s; only the runtime asks the wall clock, others are told the time",
				s.at(use), pkg, use.Sel.Name))
		}
	}
	told("time", waits)
	told("context", ends)
	return wrong
}

// ends is whether a context ends by the clock.
func ends(name string) bool {
	return slices.Contains([]string{"WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause"}, name)
}

// sleeps: a test waits for what it expects to see. In a synctest bubble time is
// not the wall clock's, and sleeping takes none.
func sleeps(s source) []string {
	for _, spec := range s.file.Imports {
		if imported(spec) == "testing/synctest" {
			return nil
		}
	}
	var wrong []string
	for _, use := range s.uses("time", func(name string) bool { return name == "Sleep" }) {
		wrong = append(wrong, s.at(use)+" sleeps; a test waits for what it expects to see")
	}
	return wrong
}

// chance: random numbers come from a seed. What math/rand offers besides its
// types and their constructors draws from a hidden state.
func chance(s source) []string {
	seeded := []string{"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}
	hidden := func(name string) bool { return !slices.Contains(seeded, name) }
	var wrong []string
	for _, pkg := range []string{"math/rand", "math/rand/v2"} {
		for _, use := range s.uses(pkg, hidden) {
			wrong = append(wrong, fmt.Sprintf("%s uses rand.%s, which has no seed; make a rand.Rand from one", s.at(use), use.Sel.Name))
		}
	}
	return wrong
}

// purity: the core has no clock, no I/O, no goroutine and no logger.
func purity(s source) []string {
	if !fits(pure(), s.pkg) || fits(forTests(), s.pkg) {
		return nil
	}
	var wrong []string
	for _, spec := range s.file.Imports {
		for _, name := range impure() {
			if is := imported(spec); (is == name || strings.HasPrefix(is, name+"/")) && is != "math/rand/v2" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s; %s is pure", s.at(spec), is, s.pkg))
			}
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok {
			wrong = append(wrong, fmt.Sprintf("%s starts a goroutine; %s is pure", s.at(g), s.pkg))
		}
		return true
	})
	return wrong
}
