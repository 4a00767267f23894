package cli

import "errors"

// The exit codes. They are part of what scripts rely on.
const (
	OK       = 0
	Failed   = 1
	Usage    = 2
	NotFound = 3
	Held     = 4
	Damaged  = 5
	Refused  = 6

	Unwritable = 7

	Interrupted = 130
)

// codes is the table of the exit codes that help prints.
func codes() []struct {
	code    int
	meaning string
} {
	return []struct {
		code    int
		meaning string
	}{
		{OK, "done"},
		{Failed, "something did not work; stderr says what"},
		{Usage, "the command line, a setting or the catalog is wrong"},
		{NotFound, "there is no such cluster, app or operation"},
		{Held, "another process holds the state"},
		{Damaged, "the state is damaged, or newer than this program"},
		{Refused, "the change is not possible; nothing was changed"},
		{Unwritable, "the state cannot be written; nothing was changed"},
		{Interrupted, "ended by a signal"},
	}
}

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
