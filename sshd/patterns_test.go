package sshd

import (
	"net/netip"
	"testing"
)

func samePrefix(a, b netip.Prefix) bool { return a == b }

func TestWhereAKeyMayComeFrom(t *testing.T) {
	tests := map[string]struct {
		patterns, from string
		fits           bool
	}{
		"the address itself":                    {"10.0.0.1", "10.0.0.1", true},
		"another address":                       {"10.0.0.1", "10.0.0.2", false},
		"an address of the network":             {"10.0.0.0/8", "10.200.3.4", true},
		"an address beside the network":         {"10.0.0.0/8", "11.0.0.0", false},
		"an IPv4 address that comes as IPv6":    {"10.0.0.0/8", "::ffff:10.1.2.3", true},
		"a pattern of IPv4 written as IPv6":     {"::ffff:10.0.0.1", "10.0.0.1", true},
		"an address with a zone":                {"fe80::/10", "fe80::1%eth0", true},
		"an IPv6 address":                       {"2001:db8::/32", "2001:db8::7", true},
		"a wildcard":                            {"192.168.*", "192.168.7.9", true},
		"a wildcard that does not fit":          {"192.168.?.1", "192.168.12.1", false},
		"a wildcard of IPv6 in capitals":        {"2001:DB8:*", "2001:db8::7", true},
		"anywhere":                              {"*", "203.0.113.9", true},
		"anywhere but one":                      {"*,!203.0.113.9", "203.0.113.9", false},
		"the exception comes first":             {"!203.0.113.9,*", "203.0.113.9", false},
		"anywhere but one, from somewhere else": {"!203.0.113.9,*", "203.0.113.8", true},
		"only an exception":                     {"!203.0.113.9", "203.0.113.8", false},
		"one of several":                        {"10.0.0.1, 10.0.0.2", "10.0.0.2", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			list, err := parsePatterns(tt.patterns)
			if err != nil {
				t.Fatal(err)
			}
			if fits := list.fit(netip.MustParseAddr(tt.from)); fits != tt.fits {
				t.Errorf("%s from %s: %v", tt.patterns, tt.from, fits)
			}
		})
	}
	if !patterns(nil).fit(netip.MustParseAddr("10.0.0.1")) {
		t.Error("a key without patterns comes from anywhere")
	}
}

func TestPatternsThatFitNothing(t *testing.T) {
	for _, text := range []string{"", "x", "host", "*.example.com", "10.0.0", "10.0.0.1/33", "10.0.0.1/8", "fe80::1%eth0", "[::1]", "10.0.0.[12]", "!"} {
		if list, err := parsePatterns(text); err == nil {
			t.Errorf("%q is %v", text, list)
		}
	}
}
