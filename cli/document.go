package cli

import (
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// schema is the version of the JSON documents. It rises when a field changes
// its meaning or goes; new fields come without.
const schema = 1

// head is what every document begins with.
type head struct {
	Schema    int        `json:"schema"`
	At        *time.Time `json:"at,omitempty"` // of the fleet
	Simulated *bool      `json:"simulated,omitempty"`
	// Halt is there while nothing can be recorded: then nothing can be changed
	// and time stands still.
	Halt *haltDocument `json:"halt,omitempty"`
}

type haltDocument struct {
	Since  time.Time `json:"since"` // up to which everything is kept
	Reason string    `json:"reason"`
	Remedy string    `json:"remedy"`
}

// money is US cents, a month where nothing else is said. Open says that
// something in it has no published price: cents is then the least it can be.
type money struct {
	Cents int64 `json:"cents"`
	Open  bool  `json:"open"`
}

type fleetDocument struct {
	head
	JournalSeq int64               `json:"journal_seq"`
	PerMonth   money               `json:"per_month"`
	UpTo       money               `json:"up_to_per_month"` // with autoscale at its maximum
	Accrued    *accruedDocument    `json:"accrued"`
	Apps       []appDocument       `json:"apps"`
	Clusters   []clusterDocument   `json:"clusters"`
	Operations []operationDocument `json:"operations"`
}

type clusterOnlyDocument struct {
	head
	Cluster clusterDocument `json:"cluster"`
}

// accruedDocument is what this calendar month, in UTC, has come to. It is
// null where a backend keeps no ledger.
type accruedDocument struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	SoFar    money     `json:"so_far"`
	Forecast money     `json:"forecast"`
}

type appDocument struct {
	Name     string           `json:"name"`
	Release  int              `json:"release"`
	PerMonth money            `json:"per_month"`
	Accrued  *accruedDocument `json:"accrued"`
	// Formation is null for an app without process types.
	Formation *formationDocument `json:"formation"`
}

type clusterDocument struct {
	ID          model.ID             `json:"id"`
	Name        string               `json:"name"`
	App         string               `json:"app"`
	Status      model.Status         `json:"status"`
	Settled     bool                 `json:"settled"`
	Revision    model.Revision       `json:"revision"`
	Version     string               `json:"version"`
	Region      string               `json:"region"`
	Created     time.Time            `json:"created"`
	PerMonth    money                `json:"per_month"`
	Accrued     *accruedDocument     `json:"accrued"`
	Storage     storageDocument      `json:"storage"`
	Pools       []poolDocument       `json:"pools"`
	Attachments []attachmentDocument `json:"attachments"`
	Operation   *operationDocument   `json:"operation"` // the one under way
}

type storageDocument struct {
	Bytes    int64 `json:"bytes"`
	PerDay   int64 `json:"bytes_per_day"`
	Included int64 `json:"included_bytes"`
	Most     int64 `json:"most_bytes"`
	PerMonth money `json:"per_month"`
}

type poolDocument struct {
	ID          model.ID            `json:"id"`
	Name        string              `json:"name"`
	Level       string              `json:"level"`
	Wanted      int                 `json:"wanted"`
	Ready       int                 `json:"ready"`
	HA          bool                `json:"ha"`
	Status      model.Status        `json:"status"`
	Endpoint    *endpointDocument   `json:"endpoint"`
	Connections connectionsDocument `json:"connections"`
	PerMonth    money               `json:"per_month"`
	Accrued     *accruedDocument    `json:"accrued"`
	Instances   []instanceDocument  `json:"instances"`
}

type endpointDocument struct {
	Host string `json:"host"`
	Port int    `json:"port"`
}

// connectionsDocument has what is in use, null where nothing was measured,
// what is accepted now, and what is accepted when the pool is settled.
type connectionsDocument struct {
	Used        *int `json:"used"`
	Limit       int  `json:"limit"`
	LimitWanted int  `json:"limit_wanted"`
}

type instanceDocument struct {
	ID          model.ID          `json:"id"`
	Role        model.Role        `json:"role"`
	Level       string            `json:"level"`
	Phase       model.Phase       `json:"phase"`
	Since       time.Time         `json:"since"`
	Progress    *progressDocument `json:"progress"` // null once it is up
	Connections *int              `json:"connections"`
	Lag         *float64          `json:"lag_seconds"`
	PerMonth    money             `json:"per_month"`
}

// progressDocument has the time left as earlier steps of the kind tell it: 0
// where nothing is known, which left says by being null, and once it is
// overdue.
type progressDocument struct {
	Permille    int           `json:"permille"`
	BytesDone   int64         `json:"bytes_done"`
	BytesTotal  int64         `json:"bytes_total"`
	LeftSeconds float64       `json:"left_seconds"`
	Left        *leftDocument `json:"left"`
}

// leftDocument is the range of the time left, and from how many earlier steps
// it is known. What is overdue has taken longer than all of them: longest is
// the longest.
type leftDocument struct {
	Least   float64  `json:"least_seconds"`
	Most    float64  `json:"most_seconds"`
	From    int      `json:"from"`
	Overdue bool     `json:"overdue"`
	Longest *float64 `json:"longest_seconds"`
}

type attachmentDocument struct {
	Name  string                `json:"name"`
	Var   string                `json:"var"`
	App   string                `json:"app"`
	Pool  string                `json:"pool"`
	State model.AttachmentState `json:"state"`
}

type operationDocument struct {
	ID       model.OperationID    `json:"id"`
	Target   model.ID             `json:"target"`
	Name     string               `json:"target_name"`
	Actor    string               `json:"actor"`
	Words    []string             `json:"words"`
	Carried  model.Changes        `json:"carried,omitempty"` // what was left of the operations it superseded
	State    model.OperationState `json:"state"`
	Accepted time.Time            `json:"accepted"`
	Ended    *time.Time           `json:"ended"`
	Progress progressDocument     `json:"progress"`
	Note     string               `json:"note,omitempty"`
}

// entryDocument is one entry of the journal. Previous and hash are SHA-256 in
// hexadecimal; docs/commands.md says of what.
type entryDocument struct {
	Schema     int               `json:"schema"`
	Seq        int64             `json:"seq"`
	At         time.Time         `json:"at"`
	Actor      string            `json:"actor"`
	Via        string            `json:"via"`
	Kind       model.EntryKind   `json:"kind"`
	Target     model.ID          `json:"target"`
	TargetName string            `json:"target_name"`
	Operation  model.OperationID `json:"operation"`
	Changes    model.Changes     `json:"changes"`
	Words      []string          `json:"words"`
	Undo       model.Changes     `json:"undo"`
	Note       string            `json:"note"`
	Cost       *money            `json:"cost"` // the difference; null where nothing was accepted
	Previous   string            `json:"previous"`
	Hash       string            `json:"hash"`
}

func entryOf(e model.Entry) entryDocument {
	d := entryDocument{
		Schema: schema, Seq: e.Seq, At: e.At.UTC(), Actor: e.Actor, Via: e.Via, Kind: e.Kind, Target: e.Target, TargetName: e.TargetName,
		Operation: e.Operation, Changes: e.Changes, Words: some(e.Words), Undo: e.Undo, Note: e.Note, Previous: e.Previous, Hash: e.Hash,
	}
	if e.Kind == model.EntryAccepted {
		d.Cost = &money{e.CostCents, e.CostOpen}
	}
	return d
}

func moneyOf(a pricing.Amount) money { return money{a.Cents, a.Open} }

func progressOf(p model.Progress, e model.Estimate) progressDocument {
	d := progressDocument{Permille: p.Permille, BytesDone: p.Done, BytesTotal: p.Total, LeftSeconds: e.About.Seconds()}
	if e.Known() {
		d.Left = &leftDocument{Least: e.Least.Seconds(), Most: e.Most.Seconds(), From: e.From, Overdue: e.Overdue}
	}
	if e.Overdue {
		longest := e.Longest.Seconds()
		d.Left.Longest = &longest
	}
	return d
}

func operationOf(o *model.Operation, e model.Estimate) operationDocument {
	d := operationDocument{
		ID: o.ID, Target: o.Target, Name: o.TargetName, Actor: o.Actor, Words: some(o.Words), Carried: o.Carried, State: o.State,
		Accepted: o.Accepted.UTC(), Progress: progressOf(o.Progress, e), Note: o.Note,
	}
	if !o.Ended.IsZero() {
		ended := o.Ended.UTC()
		d.Ended = &ended
	}
	return d
}

// some makes a list that is written as [] and never as null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
