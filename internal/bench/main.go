// Command bench measures what the console costs and prints it as one table:
// each figure beside its floor, which is what a bare Bubble Tea program takes,
// in the same run, to show the same text. It is no test: how long something
// takes on a machine that others use as well says nothing of being right.
//
// Start with main, then screens, startup and fleets.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 2 && args[0] == "bare" {
		return showBare(args[1])
	}
	if len(args) != 1 {
		return fmt.Errorf("it takes the program that is measured: bench bin/pooldeck")
	}
	dir, err := os.MkdirTemp("", "pooldeck-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%d processors, %s, load %s\n\n", runtime.NumCPU(), runtime.Version(), load())
	printHead(os.Stdout)
	for _, measure := range []func(bench) ([]line, error){startup, wire, large, screens, fleets, simulation} {
		lines, err := measure(bench{program: args[0], dir: dir})
		if err != nil {
			return err
		}
		for _, l := range lines {
			l.print(os.Stdout)
		}
	}
	fmt.Printf("\nload at the end %s\n", load())
	return nil
}

// bench is what is measured: the program, and a directory to work in.
type bench struct{ program, dir string }

// load is how many processes wanted a processor during the last minute.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
