package model

import "fmt"

// Trouble says why a pool asks for an operator: it is down or has failed, or
// is nearly out of connections. Empty where it does not.
func (s Specs) Trouble(p Pool, m Sample) string {
	switch status := p.Status(); status {
	case Down, Broken:
		return string(status)
	case Available, Provisioning, Modifying, Switching, Leaving, Empty:
	}
	used, known := m.Connections(p)
	if limit := s.There(p); known && limit > 0 && used*10 >= limit*9 {
		return fmt.Sprintf("%d of %s in use", used, plural(limit, "connection"))
	}
	return ""
}
