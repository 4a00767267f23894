// Package backendtest is what a backend promises, as a suite: each test is a
// sentence of the contract, asked of every backend. What a backend has no
// ability for is not asked.
//
// Start with Run.
package backendtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// Harness is a fresh backend to be asked. Its fleet is settled and has at
// least two clusters, of which the first has a leader pool with a standby and
// a follower pool with an instance.
type Harness struct {
	Backend backend.Backend
	// Advance lets so much of the backend's time pass.
	Advance func(time.Duration)
	// Fill lets nothing more be recorded, or lets it again; nil where that
	// cannot be made to happen. Time that should pass meanwhile does not.
	Fill func(full bool)
}

// Run asks all of the contract; start makes a harness for one test.
func Run(t *testing.T, start func(*testing.T) Harness) {
	for name, test := range map[string]func(*asking){
		"watch shows the newest fleet at once":               watchShowsTheNewest,
		"watch skips what was not read":                      watchSkips,
		"watch ends with its context":                        watchEnds,
		"an accepted change is carried out":                  changesAreCarriedOut,
		"a request on an older revision is stale":            staleIsRefused,
		"of two at the same time one is stale":               oneOfManyIsAccepted,
		"a risk that was not acknowledged is named":          risksAreAskedFor,
		"stranded clients are a risk":                        strandedClientsAreARisk,
		"a role may do what it may do":                       rolesAreKept,
		"what the rules forbid is refused in words":          rulesAreAsked,
		"the ID of a cluster is never used again":            clusterIDsAreForGood,
		"the same key again changes nothing":                 keysAreRemembered,
		"a key belongs to one request":                       keysBelongToOneRequest,
		"a newer change supersedes the older one":            newerSupersedes,
		"several targets are accepted all or not at all":     allOrNothing,
		"several targets become an operation each":           operationPerTarget,
		"a cancelled operation goes back":                    cancelGoesBack,
		"an operation that has ended cannot be cancelled":    endedIsNotCancelled,
		"an irreversible step cannot be cancelled":           irreversibleIsNotCancelled,
		"what cannot come back cannot be cancelled":          noWayBackIsSaid,
		"progress never falls":                               progressNeverFalls,
		"how long something takes is learnt":                 timeLeftIsLearnt,
		"what hung teaches nothing":                          stuckTeachesNothing,
		"an app restarts when its config vars change":        appsRestart,
		"the journal is gapless and oldest first":            journalIsGapless,
		"the journal's hashes bear witness to it":            journalIsSealed,
		"the journal can be asked for a part":                journalAnswersQueries,
		"an accepted entry says what it costs":               acceptedEntriesSayWhatTheyCost,
		"an accepted entry carries its changes and its undo": acceptedEntriesCarryChanges,
		"the ledger has what the fleet has":                  ledgerFollowsTheFleet,
		"a formation is scaled":                              formationsAreScaled,
		"a formation changed meanwhile is stale":             formationsAreStale,
		"a change of a formation is cancelled":               formationsAreCancelled,
		"a newer change of a formation supersedes":           newerFormationsSupersede,
		"a new release restarts dynos":                       appsRestartTheirDynos,
		"nobody else asks as the autoscaler":                 nobodyIsTheAutoscaler,
		"an autoscaler explains itself":                      autoscalersExplainThemselves,
		"faults need a role that steers":                     faultsNeedTheirRole,
		"a fault is made where it is offered":                faultsAreMadeOnce,
		"what has failed can be retried":                     failureIsRetried,
		"what has failed can be undone":                      failureIsUndone,
		"only what has failed is retried":                    onlyFailuresAreRetried,
		"a leader that is lost has a successor":              lostLeaderIsReplaced,
		"an operation in which nothing moves is stuck":       stuckIsReported,
		"a newer change releases what hangs":                 newerReleasesWhatHangs,
		"a request that is refused changes nothing":          refusedRequestChangesNothing,
		"a lost answer is found by asking again":             lostAnswerIsFoundAgain,
		"a late answer comes":                                lateAnswerComes,
		"what cannot be recorded does not happen":            haltedChangesNothing,
		"all can be read while nothing can be recorded":      haltedCanBeRead,
		"what could not be recorded goes on by itself":       haltedGoesOn,
		"the clock can be steered within its range":          clockIsSteered,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := &asking{T: t, Harness: start(t)}
			var err error
			if a.catalog, err = a.Backend.Catalog(a.ctx()); err != nil {
				t.Fatal(err)
			}
			test(a)
		})
	}
}

// asking is one test at work on one backend.
type asking struct {
	*testing.T
	Harness
	catalog pricing.Catalog
	keys    int
}

func (a *asking) ctx() context.Context { return a.Context() }

// patience is how long a test waits for what comes by itself before it says
// that it did not come.
const patience = 20 * time.Second

// fleet is the newest one.
func (a *asking) fleet() *model.Fleet {
	a.Helper()
	ctx, cancel := context.WithTimeout(a.ctx(), patience)
	defer cancel()
	watch, err := a.Backend.Watch(ctx)
	if err != nil {
		a.Fatal(err)
	}
	f := <-watch
	if f == nil {
		a.Fatal("a watch began without a fleet")
	}
	return f
}

// first is the cluster that most tests are about, with its follower pool.
func (a *asking) first() (*model.Cluster, model.Pool) {
	a.Helper()
	c := a.fleet().Clusters[0]
	if !c.Leader.HA() || len(c.Followers) == 0 || !c.Settled() {
		a.Fatalf("the first cluster of the harness is not what it has to be: %+v", c)
	}
	return c, c.Followers[0]
}

// other is a level that a pool is not at, with a published price.
func (a *asking) other(level string) string {
	a.Helper()
	for _, l := range a.catalog.Levels {
		if l.Name != level && l.Priced {
			return l.Name
		}
	}
	a.Fatal("the catalog has one level with a price only")
	return ""
}

func (a *asking) actor() backend.Actor { return backend.Actor{Name: "ada", Role: backend.Admin} }

// request is one that has seen all there is to see.
func (a *asking) request(changes ...model.Change) backend.Request {
	a.Helper()
	plan, err := model.NewPlan(a.fleet(), a.catalog.Specs, changes...)
	if err != nil {
		a.Fatal(err)
	}
	return backend.Request{
		Key: a.key(), Actor: a.actor(), Changes: changes, Base: plan.Base(),
		Acknowledged: append(model.Kinds(plan.Risks), model.ClientsStranded),
	}
}

func (a *asking) key() string {
	a.keys++
	return fmt.Sprintf("key-%d", a.keys)
}

// apply makes changes that have to be accepted.
func (a *asking) apply(changes ...model.Change) backend.Receipt {
	a.Helper()
	return a.accepted(a.request(changes...))
}

func (a *asking) accepted(r backend.Request) backend.Receipt {
	a.Helper()
	receipt, err := a.Backend.Apply(a.ctx(), r)
	if err != nil {
		a.Fatalf("%v: %v", r.Changes, err)
	}
	return receipt
}

// operation finds one of a receipt in the newest fleet.
func (a *asking) operation(id model.OperationID) *model.Operation {
	a.Helper()
	o := a.fleet().Operation(id)
	if o == nil {
		a.Fatalf("the fleet does not have the operation %s", id)
	}
	return o
}

// ended lets time pass until an operation has ended.
func (a *asking) ended(id model.OperationID) *model.Operation {
	a.Helper()
	return a.when(id, time.Minute, func(o *model.Operation) bool { return o.State.Final() })
}

// when lets time pass, step by step, until an operation is as it should be.
func (a *asking) when(id model.OperationID, step time.Duration, is func(*model.Operation) bool) *model.Operation {
	a.Helper()
	const most = 2 * 24 * time.Hour
	for passed := time.Duration(0); passed < most; passed += step {
		if o := a.operation(id); is(o) {
			return o
		}
		a.Advance(step)
	}
	a.Fatalf("after %v the operation %s is still %+v", most, id, a.operation(id))
	return nil
}

// done lets time pass until all that a receipt accepted is done.
func (a *asking) done(r backend.Receipt) {
	a.Helper()
	for _, id := range r.Operations {
		if o := a.ended(id); o.State != model.OpDone {
			a.Fatalf("%s %v: %s %s", id, o.Words, o.State, o.Note)
		}
	}
}

func (a *asking) journal(q backend.Query) []model.Entry {
	a.Helper()
	entries, err := a.Backend.Journal(a.ctx(), q)
	if err != nil {
		a.Fatal(err)
	}
	return entries
}

// untouched runs what is to change nothing but the journal.
func (a *asking) untouched(f func()) {
	a.Helper()
	before := a.fleet()
	f()
	after := a.fleet()
	if len(before.Operations) != len(after.Operations) {
		a.Errorf("it left %d operations; there were %d", len(after.Operations), len(before.Operations))
	}
	for i, c := range before.Clusters {
		if after.Clusters[i].Revision != c.Revision {
			a.Errorf("it changed what is wanted of %s", c.Name)
		}
	}
}
