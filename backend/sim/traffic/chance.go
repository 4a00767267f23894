package traffic

import "time"

// What is drawn for an app and what changes with the time, so that no two of
// them are the same number.
const (
	drawPeak = iota
	drawHour
	drawCompute
	drawQuery
	drawLong
	drawOften
	drawLongFor
	drawJobs
	drawJob
	drawSlow
	drawCount
	drawMeasure
	drawNeighbours
	drawSpike
)

// key is FNV-1a over a name, stirred with the seed.
func key(seed uint64, name string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := offset ^ mix(seed)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * prime
	}
	return mix(h)
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// draw is from 0 to below 1, the same for the same thing and number.
func (a App) draw(what uint64, n int64) float64 {
	return float64(mix(a.key+mix(what<<56^uint64(n)))>>11) / (1 << 53)
}

func (a App) between(what uint64, least, most float64) float64 {
	return least + (most-least)*a.draw(what, 0)
}

// wave is from -1 to 1, another one every minute.
func (a App) wave(what uint64, at time.Time) float64 {
	return 2*a.draw(what, at.Unix()/int64(Minute.Seconds())) - 1
}

// drift is from -1 to 1 and goes evenly from one draw to the next.
func (a App) drift(what uint64, at time.Time) float64 {
	step := int64(slowStep.Seconds())
	n, on := at.Unix()/step, float64(at.Unix()%step)/float64(step)
	return 2*((1-on)*a.draw(what, n)+on*a.draw(what, n+1)) - 1
}

func milliseconds(ms float64) time.Duration {
	return time.Duration(ms+0.5) * time.Millisecond
}
