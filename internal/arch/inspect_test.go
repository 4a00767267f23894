package arch

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestWhatInspectSees(t *testing.T) {
	tests := map[string]struct{ path, src, want string }{
		"the model imports pricing":            {"model/a.go", `import "pooldeck/pricing"`, "model/a.go:2 imports pricing; model may import nothing of this module"},
		"pricing imports the model":            {"pricing/a.go", `import "pooldeck/model"`, ""},
		"the model imports a module":           {"model/a.go", `import "github.com/google/uuid"`, "model may import nothing of other modules"},
		"pricing reads its catalog":            {"pricing/a.go", `import "go.yaml.in/yaml/v4"`, ""},
		"pricing imports another module":       {"pricing/a.go", `import "github.com/google/uuid"`, "pricing may import go.yaml.in/yaml/v4 of other modules"},
		"the model imports the library":        {"model/a.go", `import "strings"`, ""},
		"the model imports io/fs":              {"model/a.go", `import "io/fs"`, ""},
		"the model opens files":                {"model/a.go", `import "os"`, "model/a.go:2 imports os; model is pure"},
		"the model runs programs":              {"model/a.go", `import "os/exec"`, "imports os/exec; model is pure"},
		"a leaf of the model logs":             {"model/command/a.go", `import "log/slog"`, "imports log/slog; model/command is pure"},
		"pricing locks":                        {"pricing/a.go", `import "sync"`, "pricing is pure"},
		"pricing starts a goroutine":           {"pricing/a.go", "func f() { go f() }", "pricing/a.go:2 starts a goroutine; pricing is pure"},
		"the backend locks":                    {"backend/a.go", `import "sync"`, ""},
		"the model draws from a seed":          {"model/a.go", "import \"math/rand/v2\"\nvar r = rand.New(rand.NewPCG(1, 2))", ""},
		"the simulator draws without a seed":   {"backend/sim/a.go", "import \"math/rand/v2\"\nvar r = rand.IntN(2)", "backend/sim/a.go:3 uses rand.IntN, which has no seed"},
		"the console imports the simulator":    {"tui/a.go", `import "pooldeck/backend/sim"`, "tui may import backend, model, model/*, pricing, proposal"},
		"the console imports the contract":     {"tui/a.go", `import "pooldeck/backend"`, ""},
		"the console's test uses the rest":     {"tui/a_test.go", `import "pooldeck/backend/sim"`, ""},
		"the console imports goldens":          {"tui/a.go", `import "pooldeck/internal/golden"`, "which is for tests only"},
		"the program imports the suite":        {"cmd/pooldeck/a.go", `import "pooldeck/backend/backendtest"`, "which is for tests only"},
		"the program imports anything":         {"cmd/pooldeck/a.go", `import "pooldeck/backend/sim"`, ""},
		"the program imports testing":          {"cmd/pooldeck/a.go", `import "testing"`, "imports testing into the program"},
		"the suite makes fleets up":            {"backend/backendtest/a.go", `import "pooldeck/model/modeltest"`, ""},
		"the console makes fleets up":          {"tui/a.go", `import "pooldeck/model/modeltest"`, "which is for tests only"},
		"the core's helper imports testing":    {"model/modeltest/a.go", `import "testing"`, ""},
		"the suite imports testing":            {"backend/backendtest/a.go", `import "testing"`, ""},
		"the control plane knows no driver":    {"backend/control/a.go", `import "pooldeck/backend/sim"`, "backend/control may import"},
		"the simulator reads the clock":        {"backend/sim/a.go", "import \"time\"\nvar t = time.Now()", "backend/sim/a.go:3 uses time.Now; only the runtime"},
		"the clock goes by another name":       {"backend/sim/a.go", "import when \"time\"\nvar t = when.Now", "uses time.Now"},
		"the console waits":                    {"tui/a.go", "import \"time\"\nvar t = time.After(time.Second)", "uses time.After"},
		"the console waits by a context":       {"tui/a.go", "import \"context\"\nvar t = context.WithTimeout", "uses context.WithTimeout"},
		"a duration is no clock":               {"backend/sim/a.go", "import \"time\"\nvar t = time.Second", ""},
		"the runtime reads the clock":          {"backend/control/runtime.go", "import \"time\"\nvar t = time.Now()", ""},
		"the control core reads the clock":     {"backend/control/core.go", "import \"time\"\nvar t = time.Now()", "only the runtime"},
		"the program reads the clock":          {"cmd/pooldeck/main.go", "import \"time\"\nvar t = time.Now()", ""},
		"a test sleeps":                        {"tui/a_test.go", "import \"time\"\nfunc f() { time.Sleep(1) }", "tui/a_test.go:3 sleeps"},
		"a test sleeps in a bubble":            {"tui/a_test.go", "import (\n\"testing/synctest\"\n\"time\"\n)\nfunc f() { time.Sleep(1); synctest.Wait() }", ""},
		"a package that nobody placed":         {"util/a.go", "", "package util is not in the table: say in internal/arch/table_test.go what it may import"},
		"a file at the top":                    {"a.go", "", "package . is not in the table"},
		"a module of its own is not looked at": {"tools/a.go", `import "os"`, ""},
		"test data is not looked at":           {"model/testdata/a.go", `import "os"`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sources, err := read(fstest.MapFS{
				tt.path:        {Data: []byte("package a\n" + tt.src)},
				"tools/go.mod": {Data: []byte("module tools\n")},
			})
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(inspect(sources), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("said %q, not %q", got, tt.want)
			}
		})
	}
}

func TestAnUnknownPackageIsNamedOnce(t *testing.T) {
	sources, err := read(fstest.MapFS{
		"util/a.go": {Data: []byte("package util\n")},
		"util/b.go": {Data: []byte("package util\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if wrong := inspect(sources); len(wrong) != 1 {
		t.Errorf("said %q", wrong)
	}
}
