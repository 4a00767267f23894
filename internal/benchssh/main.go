// Command benchssh measures what a console over SSH costs: the server of this
// project beside a bare one, made of wish and Bubble Tea as their manuals say,
// that shows the same text and changes the same cells at the same rate. Both
// run in processes of their own, in the same run, under the same clients.
//
// Start with main, then measure.
package main

import (
	"fmt"
	"os"
	"time"
)

// The shape of the measurement. It is short and repeated: what else the
// machine does meanwhile changes from round to round, and both servers see the
// same of it.
const (
	columns, rows = 120, 40
	rate          = 4 // shared changes a second
	rounds        = 3
	idleFor       = 3 * time.Second
	warmFor       = 2 * time.Second // the first changes are the largest
	changingFor   = 5 * time.Second
	keys          = 100 // a round
)

func main() {
	var err error
	switch {
	case len(os.Args) == 2 && os.Args[1] == "bare":
		err = serveBare()
	case len(os.Args) == 2 && os.Args[1] == "pooldeck":
		err = servePooldeck()
	case len(os.Args) == 1:
		err = compare()
	default:
		err = fmt.Errorf("it takes no arguments")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchssh:", err)
		os.Exit(1)
	}
}

// compare measures both servers and prints what it found.
func compare() error {
	servers := []string{"bare", "pooldeck"}
	for _, sessions := range []int{100, 500} {
		found := map[string][]result{}
		for round := range rounds {
			for n := range servers {
				// Each goes first in turn.
				server := servers[(n+round)%len(servers)]
				fmt.Fprintf(os.Stderr, "round %d of %d: %d sessions of %s\n", round+1, rounds, sessions, server)
				r, err := measure(server, sessions)
				if err != nil {
					return fmt.Errorf("%s with %d sessions: %w", server, sessions, err)
				}
				found[server] = append(found[server], r)
			}
		}
		report(os.Stdout, middle(found["bare"]), middle(found["pooldeck"]))
	}
	fmt.Printf("aims: memory a session at most %.2fx, work for 100 sessions at most %.1fx, no goroutine left\n", mostMemory, mostWork)
	return nil
}
