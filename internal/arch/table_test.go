package arch

// rule says what the shipped files of a package may import besides the standard
// library. A test file may import whatever it needs.
type rule struct {
	pkg     string   // of this module, or a pattern as of path.Match
	imports []string // of this module, likewise
	modules []string // other modules' packages; "*" is any
}

// table is the order of the packages, from the core to the edge. The first rule
// whose pattern fits a package is the one that counts.
func table() []rule {
	var (
		none      []string
		all       = []string{"*", "*/*"}
		anyModule = []string{"*"}
		yaml      = []string{"go.yaml.in/yaml/v4"}
		contract  = []string{"backend", "model", "model/*", "pricing", "proposal"}
	)
	return []rule{
		// The core: pure, and without anything that could make it otherwise.
		{"model", none, none},
		{"model/autoscale", []string{"model"}, none},
		{"model/command", []string{"model"}, []string{"github.com/spf13/pflag"}},
		{"model/modeltest", []string{"model"}, anyModule},
		{"model/words", []string{"model"}, none},
		{"pricing", []string{"model"}, yaml},

		// The backend, its contract, and what is behind it.
		{"backend", []string{"model", "model/autoscale", "pricing"}, none},
		{"backend/backendtest", []string{"backend", "model", "model/modeltest", "pricing"}, anyModule},
		{"backend/store", []string{"backend", "model", "model/autoscale"}, anyModule},
		{"backend/sim", []string{"backend", "backend/sim/traffic", "model", "model/autoscale", "pricing"}, none},
		{"backend/sim/traffic", []string{"model", "model/autoscale"}, none},
		{"backend/history", []string{"backend", "backend/control", "backend/sim", "backend/store", "model", "pricing"}, anyModule},
		{"backend/drill", []string{"backend", "model"}, none},
		{"backend/control", []string{"backend", "backend/drill", "backend/store", "model", "model/autoscale", "pricing"}, none},

		// The front ends know the contract only, never what implements it.
		{"proposal", []string{"backend", "model", "model/*", "pricing"}, none},
		{"tui", contract, anyModule},
		{"cli", contract, anyModule},
		{"plain", contract, none},
		{"sshd", append([]string{"cli", "plain", "tui"}, contract...), anyModule},

		// The edge, where everything is put together.
		{"cmd/*", all, anyModule},
		{"internal/pictures", all, anyModule},
		{"internal/bench", all, anyModule},
		{"internal/benchssh", all, anyModule},

		// Tools that know nothing of the product.
		{"internal/arch", none, none},
		{"internal/config", none, []string{"github.com/spf13/pflag", "go.yaml.in/yaml/v4"}},
		{"internal/golden", none, anyModule},
		{"internal/longcode", none, none},
		{"internal/picture", none, anyModule},
	}
}

// pure names the packages that know no clock, no I/O, no goroutine, no logger
// and no chance.
func pure() []string { return []string{"model", "model/*", "pricing"} }

// impure names what pure packages do not import, nor anything below it.
// math/rand/v2 is not among them: with a source of its own it is a function of
// a seed.
func impure() []string {
	return []string{"context", "crypto/rand", "log", "math/rand", "net", "os", "sync", "syscall", "testing"}
}

// forTests names the packages that are never part of the program. Only tests and
// each other import them.
func forTests() []string {
	return []string{"backend/backendtest", "backend/history", "internal/golden", "model/modeltest"}
}

// clockReaders names the files that may ask what time it is or wait for it. All
// others are told the time.
func clockReaders() []string {
	return []string{
		"backend/backendtest/*.go", // how long the suite waits for a backend
		"backend/control/clock*.go",
		"backend/control/runtime*.go",
		"cmd/*/*.go",
		"internal/bench/*.go", // they measure time
		"internal/benchssh/*.go",
		"sshd/*.go",     // deadlines of real people
		"tui/notice.go", // how long news stand before real eyes
	}
}
