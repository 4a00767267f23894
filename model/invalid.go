package model

import "fmt"

// Invalid says why a change cannot be made, in an operator's words. Field is
// the part of the change at fault: name, level, count, app, pool, cluster.
type Invalid struct {
	Field  string
	Reason string
}

func (i *Invalid) Error() string { return i.Reason }

func invalid(field, format string, args ...any) error {
	return &Invalid{Field: field, Reason: fmt.Sprintf(format, args...)}
}
