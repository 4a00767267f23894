package sshd

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"runtime/metrics"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// counters count what happened since the server began.
type counters struct {
	connections, sessions, commands atomic.Int64
	stalled, faults                 atomic.Int64
	frames, bytes                   atomic.Int64

	mu      sync.Mutex
	refused map[reason]int64
}

func newCounters() *counters {
	return &counters{refused: map[reason]int64{
		tooMany: 0, tooManyThere: 0, tooManyWait: 0, tooManyWaitT: 0, stopping: 0, badKey: 0, tooManySess: 0, badRequest: 0,
	}}
}

func (c *counters) refuse(why reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refused[why]++
}

// writeMetrics writes the counters as Prometheus reads them.
// https://prometheus.io/docs/instrumenting/exposition_formats
func (s *Server) writeMetrics(w io.Writer) error {
	connections, waiting := s.crowd.count()
	c := s.counters
	used, limit := memory()
	for _, m := range []struct {
		name, kind, help string
		value            int64
	}{
		{"connections", "gauge", "Connections that are open.", int64(connections)},
		{"connections_waiting", "gauge", "Connections that have not come in yet.", int64(waiting)},
		{"connections_total", "counter", "Connections that were accepted.", c.connections.Load()},
		{"sessions", "gauge", "Sessions that are open.", int64(len(s.house.all()))},
		{"sessions_total", "counter", "Sessions that were opened.", c.sessions.Load()},
		{"commands_total", "counter", "Sessions that ran a command.", c.commands.Load()},
		{"stalled_total", "counter", "Sessions that ended because the client did not read.", c.stalled.Load()},
		{"faults_total", "counter", "Sessions that a fault in the program ended.", c.faults.Load()},
		{"frames_total", "counter", "Writes to consoles.", c.frames.Load()},
		{"bytes_total", "counter", "Bytes written to sessions, before encryption.", c.bytes.Load()},
		{"memory_bytes", "gauge", "Memory in use, as the limit counts it.", used},
		{"memory_limit_bytes", "gauge", "Memory from which on it is collected more often.", limit},
	} {
		if _, err := fmt.Fprintf(w, "# HELP pooldeck_ssh_%[1]s %[3]s\n# TYPE pooldeck_ssh_%[1]s %[2]s\npooldeck_ssh_%[1]s %[4]d\n",
			m.name, m.kind, m.help, m.value); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(w, "# HELP pooldeck_ssh_refused_total What was refused, by what there was too much of or wrong with.\n"+
		"# TYPE pooldeck_ssh_refused_total counter\n"); err != nil {
		return err
	}
	c.mu.Lock()
	refused := maps.Clone(c.refused)
	c.mu.Unlock()
	for _, why := range slices.Sorted(maps.Keys(refused)) {
		if _, err := fmt.Fprintf(w, "pooldeck_ssh_refused_total{what=%q} %d\n", why, refused[why]); err != nil {
			return err
		}
	}
	return nil
}

// serveMetrics serves the counters over HTTP, for this machine only, until it
// is stopped.
func (s *Server) serveMetrics(l net.Listener) (stop func()) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_ = s.writeMetrics(w) // who asked may be gone
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second, MaxHeaderBytes: 8 << 10}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.options.Log.Error("the metrics are not served any more", "because", err)
		}
	}()
	return func() {
		_ = server.Close()
		<-done
	}
}

// loopback is whether nobody from another machine gets there.
func loopback(a net.Addr) bool { return addressOf(a).Addr().IsLoopback() }

// memory is what the runtime has from the system, and its limit.
func memory() (used, limit int64) {
	read := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}, {Name: "/gc/gomemlimit:bytes"},
	}
	metrics.Read(read)
	return int64(read[0].Value.Uint64() - read[1].Value.Uint64()), int64(read[2].Value.Uint64())
}
