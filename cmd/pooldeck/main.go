// Command pooldeck is a console for Postgres clusters made of instance pools.
// This is the edge, where everything is put together: settings, state,
// control plane, console, commands and signals.
//
// Start with run, then state and console.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pooldeck/backend"
	"pooldeck/cli"
	"pooldeck/internal/config"
	"pooldeck/pricing"
	"pooldeck/tui"
)

// version is set by the linker.
var version = "devel"

func main() {
	signals := []os.Signal{syscall.SIGINT, syscall.SIGTERM}
	// A server reads its keys again on a hangup; everything else ends with its
	// terminal.
	if !slices.Contains(os.Args[1:], "serve") {
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, _ := signal.NotifyContext(context.Background(), signals...)
	os.Exit(run(ctx, os.Args[1:]))
}

// run does what the arguments say and returns the exit code.
func run(ctx context.Context, args []string) int {
	flags := pflag.NewFlagSet("pooldeck", pflag.ContinueOnError)
	config.Flags(flags)
	settings := func() (config.Settings, error) { return read(flags) }
	return cli.Run(ctx, args, cli.Options{
		Version: version,
		Flags:   flags,
		Out:     os.Stdout,
		Err:     os.Stderr,
		Console: func(ctx context.Context) error {
			set, err := settings()
			if err != nil {
				return err
			}
			return console(ctx, set)
		},
		Open: func(_ context.Context, passing bool) (cli.Access, error) {
			set, err := settings()
			if err != nil {
				return cli.Access{}, err
			}
			return access(set, passing)
		},
		Commands: func(run cli.Runner) []*cobra.Command { return []*cobra.Command{serveCommand(settings, run)} },
		Catalog: func(context.Context) (pricing.Catalog, error) {
			set, err := settings()
			if err != nil {
				return pricing.Catalog{}, err
			}
			return readCatalog(set.Catalog)
		},
	})
}

// access opens the state for a command.
func access(set config.Settings, passing bool) (cli.Access, error) {
	s, err := open(set)
	if err != nil {
		return cli.Access{}, err
	}
	a := cli.Access{
		Backend: s.plane, Actor: actor(), Session: s.session(set.Demo), Number: s.names(set.Demo), Close: s.close,
	}
	if passing {
		end := s.pass()
		a.Close = func() error { return errors.Join(end(), s.close()) }
	}
	return a, nil
}

// read finds the settings of this process.
func read(flags *pflag.FlagSet) (config.Settings, error) {
	dir, err := os.Getwd()
	if err != nil {
		return config.Settings{}, err
	}
	set, err := config.Read(flags, config.Sources{
		Variable: os.Getenv, File: os.ReadFile, Home: os.UserHomeDir, Dir: dir, MaxSpeed: backend.MaxSpeed, Themes: themes(),
	})
	if err != nil {
		return config.Settings{}, cli.Exit{Code: cli.Usage, Err: err}
	}
	return set, nil
}

// themes are the names of the console's.
func themes() []string {
	var names []string
	for _, t := range tui.Themes() {
		names = append(names, string(t))
	}
	return names
}
