package main

import (
	"bytes"
	"errors"
	"os/exec"
	"testing"
)

// output is what a command without a terminal leaves behind.
type output struct {
	code           int
	stdout, stderr string
}

func runs(t *testing.T, args ...string) output {
	t.Helper()
	cmd := exec.Command(executable(t), args...)
	cmd.Env = environment(t)
	return finish(t, cmd)
}

// finish runs a process to its end.
func finish(t *testing.T, cmd *exec.Cmd) output {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return output{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}
