package tui

// commands are the same changes as words for a shell.
func (r review) commands(s scene, width int) []string { return nil }
