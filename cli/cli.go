// Package cli is pooldeck as plain commands: data on stdout, words for people
// on stderr, JSON for programs, exit codes that mean something. It works on
// any backend and opens it only when a command needs it.
//
// Start with Run, then the file of a command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pooldeck/backend"
	"pooldeck/pricing"
)

// Options are what the commands stand on.
type Options struct {
	Version string
	Flags   *pflag.FlagSet // of every command; may be nil
	Out     io.Writer
	Err     io.Writer
	// Remote says that whoever runs the command is not at this process's
	// terminal.
	Remote bool
	// Console opens the console; nil where there can be none.
	Console func(context.Context) error
	// Open makes the backend ready. With passing, time passes until it is
	// closed.
	Open func(ctx context.Context, passing bool) (Access, error)
	// Commands makes those that only the program itself has; nil where there
	// are none. run keeps what a command refuses, as for the others.
	Commands func(run Runner) []*cobra.Command
	// Catalog is the backend's, which need not be open for it.
	Catalog func(context.Context) (pricing.Catalog, error)
}

// Runner makes what cobra runs of what a command does.
type Runner func(func(*cobra.Command, []string) error) func(*cobra.Command, []string) error

// Access is a backend that is ready, and who uses it.
type Access struct {
	Backend backend.Backend
	Actor   backend.Actor
	// Session tells this user's requests from those of every other one.
	Session string
	// Number is what names and IDs are made from: a random one of 64 bits.
	Number uint64
	Close  func() error
}

// Run does what the arguments say and returns the exit code.
func Run(ctx context.Context, args []string, o Options) int {
	p := &program{Options: o}
	root := p.root()
	root.SetArgs(args)
	root.SetOut(o.Out)
	root.SetErr(o.Err)
	execute := p.execute
	if !o.Remote {
		execute = func(ctx context.Context, root *cobra.Command) error {
			return fang.Execute(ctx, root, fang.WithVersion(o.Version), fang.WithErrorHandler(mistaken))
		}
	}
	// What cobra itself refuses is a matter of usage; what commands refuse
	// they keep, so that nobody asks the terminal for its colours to say it.
	if err := execute(ctx, root); err != nil {
		return Usage
	}
	if ctx.Err() != nil && errors.Is(p.err, ctx.Err()) {
		p.err = Exit{Interrupted, errors.New("interrupted")}
	}
	if p.err != nil {
		fmt.Fprintln(o.Err, "pooldeck: "+safe(p.err.Error()))
	}
	return code(p.err)
}

// mistaken says what is wrong with the command line, in the one way that every
// error is said.
func mistaken(w io.Writer, _ fang.Styles, err error) {
	fmt.Fprintf(w, "pooldeck: %s\n`pooldeck --help` lists the commands, `pooldeck COMMAND --help` their flags.\n", safe(strings.TrimSpace(err.Error())))
}

// program is one run.
type program struct {
	Options
	err error // why the command could not do what was asked
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "pooldeck",
		Short: "An operator console for Postgres clusters made of instance pools",
		Long:  about(),
		Example: `# a fresh fleet in memory, the same one each time
pooldeck --demo --seed 7
# what the console shows, as text
pooldeck fleet`,
		Args: cobra.NoArgs,
		RunE: p.run(func(c *cobra.Command, _ []string) error {
			if p.Console == nil {
				return c.Help()
			}
			return p.Console(c.Context())
		}),
	}
	if p.Flags != nil {
		root.PersistentFlags().AddFlagSet(p.Flags)
	}
	root.AddCommand(p.fleet(), p.info(), p.journal(), p.levels(), p.sizes(), p.undo(), p.version())
	root.AddCommand(p.changing()...)
	root.AddCommand(p.herokuPs()...)
	if p.Commands != nil {
		root.AddCommand(p.Commands(p.run)...)
	}
	return root
}

func about() string {
	var b strings.Builder
	b.WriteString(`An operator console for Postgres clusters made of instance pools. Without a command it opens the console.

Data goes to stdout, words for people to stderr. What is set by a flag counts before the environment (POOLDECK_STATE, POOLDECK_SEED, POOLDECK_SPEED, POOLDECK_CATALOG), and that before the config file ($XDG_CONFIG_HOME/pooldeck/config.yaml with state, seed, speed, catalog).

Heroku's words for dynos are commands too: ps:scale, ps:type, ps:restart, ps:autoscale:enable, ps:autoscale:disable.

Exit codes:`)
	for _, c := range codes() {
		fmt.Fprintf(&b, "\n  %3d  %s", c.code, c.meaning)
	}
	return b.String()
}

func (p *program) version() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(*cobra.Command, []string) error {
		if asJSON {
			return writeJSON(p.Out, struct {
				head
				Version string `json:"version"`
			}{head{Schema: schema}, p.Version})
		}
		_, err := fmt.Fprintln(p.Out, p.Version)
		return err
	})
	return c
}

// run keeps what a command returns.
func (p *program) run(do func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		p.err = do(c, args)
		return nil
	}
}

// with opens the backend for a command and closes it afterwards.
func (p *program) with(ctx context.Context, passing bool, do func(Access) error) error {
	a, err := p.Open(ctx, passing)
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}
