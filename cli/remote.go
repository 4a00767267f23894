package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Knows is whether arguments name a command, or ask for help: for whoever
// takes arguments from elsewhere and must not take any others.
func Knows(args []string) bool {
	if len(args) == 0 {
		return false
	}
	if slices.Contains([]string{"help", "--help", "-h"}, args[0]) {
		return true
	}
	return slices.ContainsFunc((&program{}).root().Commands(), func(c *cobra.Command) bool { return c.Name() == args[0] })
}

// execute runs the commands for somebody who is elsewhere: nothing is asked
// of the terminal of this process, and nothing is offered that only is of use
// where the program is installed.
func (p *program) execute(ctx context.Context, root *cobra.Command) error {
	root.CompletionOptions.DisableDefaultCmd = true
	root.SilenceUsage, root.SilenceErrors = true, true
	err := root.ExecuteContext(ctx)
	if err != nil {
		fmt.Fprintln(p.Err, "pooldeck: "+safe(strings.TrimSpace(err.Error())))
	}
	return err
}
