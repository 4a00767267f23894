package backend

import (
	"fmt"

	"pooldeck/model"
)

// Unsaved says that nothing can be recorded for now, and so nothing can be
// changed: nothing of the request was accepted. It may be made again, with its
// key.
type Unsaved struct {
	model.Halt
	Err error // what was in the way
}

func (u *Unsaved) Error() string {
	return fmt.Sprintf("nothing can be changed: %s; what was accepted up to %s UTC is kept; %s, and it goes on by itself",
		u.Reason, u.Since.UTC().Format("2 Jan 15:04"), u.Remedy)
}

func (u *Unsaved) Unwrap() error { return u.Err }
