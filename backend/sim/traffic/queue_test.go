package traffic

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pooldeck/model"
)

// The formula is near a queue that is simulated request by request: Allen and
// Cunneen's is an approximation.
func TestQueueIsNearASimulatedOne(t *testing.T) {
	t.Parallel()
	for _, load := range []float64{0.3, 0.6, 0.8, 0.9} {
		for _, size := range []model.Size{standard1X(), performanceM(), performance2XL()} {
			q := quiet().queue(thursday(0), Situation{Size: size, Pool: 0.3})
			q.rate = load * q.capacity()
			q.erlang()
			seen := simulate(q, 60_000)
			for p, most := range map[float64]float64{0.5: 0.3, 0.95: 0.2} {
				got, want := q.quantile(p), seen[int(p*float64(len(seen)))]
				if math.Abs(got/want-1) > most {
					t.Errorf("%s %.0f %% busy: p%.0f is %.0f ms; simulated, %.0f ms", size.Name, 100*load, 100*p, 1000*got, 1000*want)
				}
			}
		}
	}
}

// simulate serves requests one by one and returns how long they took, sorted.
func simulate(q queue, requests int) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	free := make([]float64, q.workers) // when each worker is
	took := make([]float64, 0, requests)
	at := 0.0
	for range requests {
		at += r.ExpFloat64() / q.rate
		mean := q.short
		if r.Float64() < q.part {
			mean = q.long
		}
		first := 0
		for n := range free {
			if free[n] < free[first] {
				first = n
			}
		}
		free[first] = math.Max(at, free[first]) + mean*(fixedPart+(1-fixedPart)*r.ExpFloat64())
		took = append(took, free[first]-at)
	}
	slices.Sort(took)
	return took
}

// Erlang's own figures: of two servers that are half busy a third of the calls
// finds both busy, of ten that are 80 % busy about 41 %.
func TestErlang(t *testing.T) {
	for workers, want := range map[int]float64{1: 0.5, 2: 1. / 3} {
		q := queue{workers: workers, short: 1, rate: 0.5 * float64(workers)}
		if q.erlang(); math.Abs(q.waiting-want) > 1e-9 {
			t.Errorf("%d workers: %g wait; want %g", workers, q.waiting, want)
		}
	}
	q := queue{workers: 10, short: 1, rate: 8}
	if q.erlang(); math.Abs(q.waiting-0.409) > 0.001 {
		t.Errorf("10 workers: %g wait", q.waiting)
	}
}
