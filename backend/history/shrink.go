package history

import (
	"slices"
	"time"
)

// Shrink cuts a failing script down: as long as it fails, steps are left out
// and those that stay are made simpler. It carries out no more than so many
// histories. What it ends with may fail for another reason than what it began
// with, which is one more found.
func Shrink(s Script, most int, fails func(Script) bool) Script {
	c := cutter{fails: fails, left: most}
	for {
		before := len(s.Steps)
		s = c.cut(s)
		s = c.simplify(s)
		if c.left <= 0 || len(s.Steps) == before {
			return s
		}
	}
}

type cutter struct {
	fails func(Script) bool
	left  int
}

// still is whether a script fails too.
func (c *cutter) still(s Script) bool {
	c.left--
	return c.left >= 0 && c.fails(s)
}

// cut leaves steps out, many at a time and then fewer.
func (c *cutter) cut(s Script) Script {
	for size := (len(s.Steps) + 1) / 2; size > 0; size /= 2 {
		for at := 0; at+size <= len(s.Steps); {
			less := s
			less.Steps = slices.Delete(slices.Clone(s.Steps), at, at+size)
			if c.still(less) {
				s = less
			} else {
				at += size
			}
		}
	}
	return s
}

// simplify tries what is simpler in the place of each step.
func (c *cutter) simplify(s Script) Script {
	memory := s
	memory.Disk = false
	if s.Disk && c.still(memory) {
		s = memory
	}
	for at := range s.Steps {
		for _, step := range simpler(s.Steps[at]) {
			try := s
			try.Steps = slices.Clone(s.Steps)
			try.Steps[at] = step
			if c.still(try) {
				s = try
			}
		}
	}
	return s
}

// simpler lists what a step may be instead, the simplest last.
func simpler(s Step) []Step {
	switch s := s.(type) {
	case Ask:
		calm, plain := s, s
		calm.Crash = Crash{}
		plain.Crash, plain.Late, plain.Blind = Crash{}, false, false
		return []Step{calm, plain}
	case Form:
		calm, plain := s, s
		calm.Crash = Crash{}
		plain.Crash, plain.Late, plain.Blind = Crash{}, false, false
		return []Step{calm, plain}
	case Undo:
		calm, plain := s, s
		calm.Crash = Crash{}
		plain.Crash, plain.Late = Crash{}, false
		return []Step{calm, plain}
	case Cancel:
		return []Step{Cancel{s.Who, s.Number, Crash{}}, Cancel{s.Who, 0, Crash{}}}
	case Retry:
		return []Step{Retry{s.Who, s.Number, Crash{}}, Retry{s.Who, 0, Crash{}}}
	case Fault:
		return []Step{Fault{s.Number, Crash{}}}
	case Pass:
		return []Step{
			Pass{s.Time, s.Jump, Crash{}}, Pass{s.Time, false, Crash{}}, Pass{s.Time.Round(time.Minute), false, Crash{}}, Pass{time.Minute, false, Crash{}},
		}
	case Wait:
		return []Step{Wait{s.Events, Crash{}}, Wait{1, Crash{}}}
	case Full:
		return []Step{Full{1}}
	case Again:
		return []Step{Again{0}}
	case Look, Restart, Kill:
	}
	return nil
}
