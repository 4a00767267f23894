package model

import (
	"encoding/json"
	"fmt"
)

// Changes is a list of changes that can be written to and read from JSON:
// each change stands beside its kind.
type Changes []Change

type taggedChange struct {
	Kind   string          `json:"kind"`
	Change json.RawMessage `json:"change"`
}

type writtenChange struct {
	Kind   string `json:"kind"`
	Change Change `json:"change"`
}

// MarshalJSON writes each change with its kind. The hashes of the journal
// cover what it writes: a field that a change gets later has to be left out
// where it is empty.
func (c Changes) MarshalJSON() ([]byte, error) { return json.Marshal(c.tagged()) }

func (c Changes) tagged() []writtenChange {
	list := make([]writtenChange, 0, len(c))
	for _, change := range c {
		list = append(list, writtenChange{kind(change), change})
	}
	return list
}

// UnmarshalJSON reads what MarshalJSON wrote; a kind that is not known is an
// error.
func (c *Changes) UnmarshalJSON(data []byte) error {
	var tagged []taggedChange
	if err := json.Unmarshal(data, &tagged); err != nil {
		return err
	}
	list := make(Changes, 0, len(tagged))
	for _, t := range tagged {
		change, err := t.read()
		if err != nil {
			return err
		}
		list = append(list, change)
	}
	*c = list
	return nil
}

func kind(c Change) string {
	switch c.(type) {
	case CreateCluster:
		return "create-cluster"
	case DestroyCluster:
		return "destroy-cluster"
	case SetLevel:
		return "set-level"
	case SetCount:
		return "set-count"
	case AddPool:
		return "add-pool"
	case DestroyPool:
		return "destroy-pool"
	case Attach:
		return "attach"
	case Detach:
		return "detach"
	case ScaleProcess:
		return "scale-process"
	case ResizeProcess:
		return "resize-process"
	case SetAutoscale:
		return "set-autoscale"
	case DisableAutoscale:
		return "disable-autoscale"
	case RestartDynos:
		return "restart-dynos"
	case SetConnections:
		return "set-connections"
	}
	panic(fmt.Sprintf("model: a change of an unknown kind: %T", c))
}

func (t taggedChange) read() (Change, error) {
	switch t.Kind {
	case "create-cluster":
		return read[CreateCluster](t.Change)
	case "destroy-cluster":
		return read[DestroyCluster](t.Change)
	case "set-level":
		return read[SetLevel](t.Change)
	case "set-count":
		return read[SetCount](t.Change)
	case "add-pool":
		return read[AddPool](t.Change)
	case "destroy-pool":
		return read[DestroyPool](t.Change)
	case "attach":
		return read[Attach](t.Change)
	case "detach":
		return read[Detach](t.Change)
	case "scale-process":
		return read[ScaleProcess](t.Change)
	case "resize-process":
		return read[ResizeProcess](t.Change)
	case "set-autoscale":
		return read[SetAutoscale](t.Change)
	case "disable-autoscale":
		return read[DisableAutoscale](t.Change)
	case "restart-dynos":
		return read[RestartDynos](t.Change)
	case "set-connections":
		return read[SetConnections](t.Change)
	}
	return nil, fmt.Errorf("a change of the kind %q is not known to this version", t.Kind)
}

func read[T Change](body json.RawMessage) (Change, error) {
	var c T
	err := json.Unmarshal(body, &c)
	return c, err
}
