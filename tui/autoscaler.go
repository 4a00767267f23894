package tui

func (s scene) autoscaler(r row) intent { return nil }
