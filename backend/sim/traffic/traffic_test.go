package traffic

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pooldeck/model"
)

func standard1X() model.Size {
	return model.Size{Name: "Standard-1X", Family: model.Standard, ComputeLeast: 1, ComputeMost: 4}
}

func performanceM() model.Size {
	return model.Size{Name: "Performance-M", Family: model.Performance, ComputeLeast: 12, ComputeMost: 12}
}

func performance2XL() model.Size {
	return model.Size{Name: "Performance-2XL", Family: model.Performance, ComputeLeast: 100, ComputeMost: 100}
}

func thursday(hour int) time.Time { return time.Date(2026, 6, 11, hour, 0, 0, 0, time.UTC) }

// quiet is an app without chance, for which four Performance-M are half busy.
func quiet() App {
	a := New(7, "example-app").Suiting(4, performanceM()).Steady()
	a.Noise = 0
	return a
}

func four() Situation { return Situation{Dynos: 4, Size: performanceM(), Pool: 0.3} }

// More dynos never make it slower, more requests never faster; nothing takes
// longer than the router waits; the same minute is always the same.
func TestResponseTimesAreMonotone(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		a := New(r.Uint64(), "app").Steady()
		a.Noise = 0
		s := Situation{Dynos: 1 + r.IntN(9), Size: performanceM(), Pool: r.Float64()}
		if r.IntN(2) == 0 {
			s.Size = standard1X()
		}
		at := thursday(0).Add(time.Duration(r.IntN(1440)) * time.Minute)
		seen, more := a.Web(at, s), s
		more.Dynos++
		busier := a
		busier.Peak *= 1.1
		slowPool := s
		slowPool.Pool = min(1, s.Pool+0.2)
		const chance = 3 * time.Millisecond // the quantile is found to a few thousandths
		near := seen.P95 + chance + seen.P95/200
		if got := a.Web(at, more); got.P95 > near {
			t.Errorf("%+v: %s with one dyno more, %s before", s, got.P95, seen.P95)
		}
		if got := busier.Web(at, s); got.P95+chance+seen.P95/200 < seen.P95 || got.Load < seen.Load {
			t.Errorf("%+v: %s with more requests, %s before", s, got.P95, seen.P95)
		}
		if got := a.Web(at, slowPool); seen.Load < fullDyno && got.P95+chance+seen.P95/200 < seen.P95 {
			t.Errorf("%+v: %s with a busier pool, %s before", s, got.P95, seen.P95)
		}
		if seen.P95 > Timeout || seen.P50 > seen.P95 || seen.Load < 0 || seen.Load > 1 || seen.Errors < 0 || seen.Errors > 1 {
			t.Errorf("%+v: %+v", s, seen)
		}
		if again := a.Web(at, s); again != seen {
			t.Errorf("%+v, then %+v", seen, again)
		}
	}
}

// Dynos that do not keep up have a queue that grows until the router turns
// requests away, and that is served when there are fewer again.
func TestOverload(t *testing.T) {
	a, s := quiet(), four()
	a.Peak *= 2.6 // of twice what they do at most
	var queues []float64
	for n := range 6 {
		seen := a.Web(thursday(0).Add(time.Duration(n)*time.Minute), s)
		if seen.Queue < s.Queue || seen.Load != 1 {
			t.Errorf("the queue falls in an overload: %+v", seen)
		}
		s.Queue = seen.Queue
		queues = append(queues, seen.Queue)
	}
	seen := a.Web(thursday(1), s)
	lost := 1 - 4*a.Capacity(s)/seen.Throughput
	if math.Abs(seen.Errors-lost) > 0.02 || seen.P95 < 25*time.Second {
		t.Errorf("%+v after %v; %.0f %% should fail", seen, queues, 100*lost)
	}
	a = quiet()
	for range 3 {
		seen = a.Web(thursday(1), s)
		s.Queue = seen.Queue
	}
	if s.Queue != 0 || seen.Errors > 0.001 {
		t.Errorf("the queue stays: %+v", seen)
	}
}

func TestWithoutDynosEverythingFails(t *testing.T) {
	s := four()
	s.Dynos = 0
	if seen := quiet().Web(thursday(0), s); seen.Errors != 1 || seen.P95 != 0 || seen.Dynos != 0 {
		t.Errorf("%+v", seen)
	}
}

func TestFailingRequests(t *testing.T) {
	s := four()
	s.Failing = 0.3
	if seen := quiet().Web(thursday(0), s); math.Abs(seen.Errors-0.3) > 0.002 {
		t.Errorf("%+v", seen)
	}
}

// Neighbours take from shared dynos, and from no others.
func TestTenancy(t *testing.T) {
	a := New(7, "app")
	slowest := map[string]float64{}
	for _, size := range []model.Size{standard1X(), performanceM()} {
		slowest[size.Name] = 1
		for step := range 96 {
			slowest[size.Name] = min(slowest[size.Name], a.speed(thursday(0).Add(time.Duration(step)*neighboursStep), size))
		}
	}
	if slowest["Performance-M"] != 1 || slowest["Standard-1X"] > 0.5 || slowest["Standard-1X"] < 0.25 {
		t.Errorf("at the slowest %v", slowest)
	}
}

// A day has its peak and its night, a week its weekend; each has noise.
func TestRequests(t *testing.T) {
	a := New(7, "app")
	a.PeakHour, a.Noise = 14, 0
	for at, want := range map[time.Time]float64{
		thursday(14): 1, thursday(2): nightShare, thursday(14).AddDate(0, 0, 2): weekendShare,
	} {
		if got := a.Requests(at, nil) / a.Peak; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g of the peak; want %g", at, got, want)
		}
	}
	noisy, sum := a, 0.0
	noisy.Noise = 1
	for n := range 1440 {
		at := thursday(0).Add(time.Duration(n) * time.Minute)
		off := noisy.Requests(at, nil)/a.Requests(at, nil) - 1
		if math.Abs(off) > 2*slowNoise+0.1 {
			t.Errorf("%s: %g off", at, off)
		}
		sum += off / 1440
	}
	if math.Abs(sum) > 0.02 {
		t.Errorf("%g off on average", sum)
	}
}

func TestSpike(t *testing.T) {
	a := quiet()
	s := a.NewSpike(thursday(10))
	if s.Factor < 1.8 || s.Factor > 2.4 || a.NewSpike(thursday(11)).Factor == s.Factor {
		t.Errorf("%+v", s)
	}
	for minutes, want := range map[int]float64{-1: 1, 0: 1, 4: (1 + s.Factor) / 2, 8: s.Factor, 32: s.Factor, 36: (1 + s.Factor) / 2, 40: 1, 60: 1} {
		if got := a.Requests(thursday(10).Add(time.Duration(minutes)*time.Minute), []Spike{s}) / a.Peak; math.Abs(got-want) > 1e-9 {
			t.Errorf("%g times as many after %d minutes; want %g", got, minutes, want)
		}
	}
}

// What bounds response times, however many dynos there are.
func TestBound(t *testing.T) {
	slow := quiet()
	slow.Long = 0.1
	tests := map[string]struct {
		app  App
		pool float64
		by   Cause
	}{
		"an idle pool":  {quiet(), 0, BySize},
		"a busy pool":   {quiet(), 0.9, ByPool},
		"long requests": {slow, 0.1, ByLong},
	}
	for name, test := range tests {
		s := four()
		s.Pool = test.pool
		b := test.app.Bound(thursday(0), s)
		s.Dynos = 1000
		if most := test.app.Web(thursday(0), s).P95; b.By != test.by || b.P95 != most {
			t.Errorf("%s: %+v; a thousand dynos have %s", name, b, most)
		}
	}
}

// Jobs are done, or wait; none is lost.
func TestWorker(t *testing.T) {
	a := New(7, "app").Steady()
	s := Situation{Dynos: 1, Size: standard1X(), Pool: 0.3}
	a.Jobs = 2 * a.jobs(thursday(0), s) / a.Peak
	come, done, backlog := 0.0, 0.0, 0.0
	for n := range 120 {
		at := thursday(0).Add(time.Duration(n) * time.Minute)
		if n == 60 {
			s.Dynos = 6
		}
		seen := a.Worker(at, s)
		come += a.Requests(at, nil) * a.Jobs * 60
		done += seen.Throughput * 60
		s.Queue, backlog = seen.Queue, max(backlog, seen.Queue)
		if n == 59 && (seen.Load != 1 || seen.P95 < time.Minute) {
			t.Errorf("with half of the dynos it needs: %+v", seen)
		}
	}
	if math.Abs(come-done) > 0.01*come || backlog < 100 || s.Queue != 0 {
		t.Errorf("%g jobs came, %g were done, %g wait, at most %g", come, done, s.Queue, backlog)
	}
	s.Dynos = 0
	if seen := a.Worker(thursday(0), s); seen.Throughput != 0 || seen.Queue == 0 || seen.P95 != 0 {
		t.Errorf("without dynos: %+v", seen)
	}
}

// The dynos that an app suits are half busy at its peak.
func TestSuiting(t *testing.T) {
	for number := range uint64(50) {
		for _, size := range []model.Size{standard1X(), performanceM(), performance2XL()} {
			a := New(number, "app").Suiting(3, size).Steady()
			a.Noise = 0
			seen := a.Web(thursday(0), Situation{Dynos: 3, Size: size, Pool: 0.3})
			if seen.Load < 0.4 || seen.Load > 0.75 || seen.Errors > 0.01 {
				t.Errorf("app %d on 3 %s: %+v", number, size.Name, seen)
			}
		}
	}
}

// The past is the minutes one by one.
func TestPast(t *testing.T) {
	a, s := New(7, "app").Suiting(4, performanceM()), four()
	past := a.Past(thursday(0), thursday(3), s)
	if len(past) != 180 || !past[179].At.Equal(thursday(3)) || past[0] != a.Web(thursday(0).Add(time.Minute), s) {
		t.Errorf("%d samples, the last at %s", len(past), past[len(past)-1].At)
	}
}
