package sshd

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestMetrics(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := serve(t, func(o *Options) { o.Metrics = l })
	if out := r.runs("ada", "version"); out.code != 0 {
		t.Fatal(out)
	}
	r.runs("eve", "version")
	c := r.opens("bob")
	c.shows("billing-api")
	answer, err := http.Get("http://" + l.Addr().String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	for _, line := range []string{
		"# TYPE pooldeck_ssh_sessions gauge\npooldeck_ssh_sessions 1\n",
		"# TYPE pooldeck_ssh_sessions_total counter\npooldeck_ssh_sessions_total 2\n",
		"pooldeck_ssh_connections_total 3\n", "pooldeck_ssh_commands_total 1\n", "pooldeck_ssh_stalled_total 0\n",
		"pooldeck_ssh_refused_total{what=\"keys\"} 1\n", "pooldeck_ssh_refused_total{what=\"sessions\"} 0\n",
	} {
		if !strings.Contains(string(text), line) {
			t.Errorf("there is no %q in\n%s", line, text)
		}
	}
	if used := r.metric("memory_bytes"); used < 1<<20 || r.metric("memory_limit_bytes") < used {
		t.Errorf("the memory in use is not told:\n%s", text)
	}
	if r.metric("frames_total") == 0 || r.metric("bytes_total") < 5000 {
		t.Errorf("nothing was drawn:\n%s", text)
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := http.Get("http://" + l.Addr().String() + "/metrics"); err == nil {
		t.Error("the metrics are served after the end")
	}
	everywhere, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer everywhere.Close()
	o := r.server.options
	o.Metrics = everywhere
	if _, err := New(o); err == nil || !strings.Contains(err.Error(), "is not on the loopback") {
		t.Errorf("on all addresses: %v", err)
	}
}

func TestGreeting(t *testing.T) {
	r := serve(t)
	at := func(ip string, port int) net.Addr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: port} }
	_, print := publicKey(t, 99)
	if got, want := r.server.greeting(at("127.0.0.1", 2222)), "host key  "+print+"\nconnect   ssh -p 2222 127.0.0.1\n"; got != want {
		t.Errorf("%q", got)
	}
	if got := r.server.greeting(at("0.0.0.0", 22)); !strings.Contains(got, "ssh -p 22 HOST\n") {
		t.Errorf("%q", got)
	}
}
