package cli

import "errors"

// The exit codes. They are part of what scripts rely on.
const (
	OK       = 0
	Failed   = 1 // something did not work; stderr says what
	Usage    = 2 // the command line, a setting or the catalog is wrong
	NotFound = 3 // there is no such cluster
	Held     = 4 // another process holds the state
	Damaged  = 5 // the state is damaged, or newer than the program
)

// Exit is an error with the code to end with.
type Exit struct {
	Code int
	Err  error
}

func (e Exit) Error() string { return e.Err.Error() }
func (e Exit) Unwrap() error { return e.Err }

// code is what to end with: the one of the first Exit in an error.
func code(err error) int {
	var e Exit
	switch {
	case err == nil:
		return OK
	case errors.As(err, &e):
		return e.Code
	}
	return Failed
}
