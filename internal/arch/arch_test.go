package arch

import (
	"os"
	"testing"
)

func TestOrderAndLaws(t *testing.T) {
	sources, err := read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range inspect(sources) {
		t.Error(wrong)
	}
}

// inspect returns a sentence for everything that breaks the order or a law.
func inspect(sources []source) []string {
	var wrong []string
	unknown := map[string]bool{}
	for _, s := range sources {
		r, ok := ruleOf(s.pkg)
		if !ok {
			if !unknown[s.pkg] {
				unknown[s.pkg] = true
				wrong = append(wrong, "package "+s.pkg+" is not in the table: say in internal/arch/table_test.go what it may import")
			}
			continue
		}
		if s.test {
			wrong = append(wrong, sleeps(s)...)
			continue
		}
		wrong = append(wrong, imports(s, r)...)
		wrong = append(wrong, clock(s)...)
		wrong = append(wrong, chance(s)...)
		wrong = append(wrong, purity(s)...)
	}
	return wrong
}
