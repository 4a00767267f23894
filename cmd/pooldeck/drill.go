package main

import (
	"fmt"
	"os"
	"path/filepath"

	"pooldeck/backend/drill"
	"pooldeck/cli"
	"pooldeck/internal/config"
)

// readDrill reads what is to be made to fail: the drill, and what flags say
// besides.
func readDrill(set config.Settings) ([]drill.Cue, error) {
	var cues []drill.Cue
	if set.Drill != "" {
		file, err := os.Open(set.Drill)
		if err != nil {
			return nil, cli.Exit{Code: cli.Usage, Err: fmt.Errorf("the drill: %w", err)}
		}
		defer file.Close()
		if cues, err = drill.Read(filepath.Base(set.Drill), file); err != nil {
			return nil, cli.Exit{Code: cli.Usage, Err: err}
		}
	}
	for _, line := range set.Faults {
		cue, err := drill.Line("--fault", line)
		if err != nil {
			return nil, cli.Exit{Code: cli.Usage, Err: err}
		}
		cues = append(cues, cue)
	}
	return cues, nil
}
