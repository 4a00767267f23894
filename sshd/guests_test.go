package sshd

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"pooldeck/backend"
)

func TestWhoMayComeIn(t *testing.T) {
	ada, adaPrint := publicKey(t, 1)
	bob, _ := publicKey(t, 2)
	now := time.Date(2026, 6, 12, 14, 3, 0, 0, time.UTC)
	tests := map[string]struct {
		keys, roles string
		from        string
		name        string
		why         string
	}{
		"a key with a role":                 {ada, adaPrint + " ada operator", "10.0.0.1", "ada", ""},
		"a key without a role":              {ada, "", "10.0.0.1", "", "the key has no role"},
		"a role without a key":              {bob, adaPrint + " ada operator", "10.0.0.1", "", "the key is not among the authorized ones"},
		"a key that has not expired":        {`expiry-time="202606121403Z" ` + ada, adaPrint + " ada viewer", "10.0.0.1", "ada", ""},
		"a key that has expired":            {`expiry-time="202606121402Z" ` + ada, adaPrint + " ada viewer", "10.0.0.1", "", "the key expired at 2026-06-12T14:02:00Z"},
		"a key from elsewhere":              {`from="10.0.0.2" ` + ada, adaPrint + " ada viewer", "10.0.0.1", "", "the key may not come from there"},
		"a key that has one way in of two":  {`from="10.0.0.2" ` + ada + "\n" + `from="10.0.0.1" ` + ada, adaPrint + " ada viewer", "10.0.0.1", "ada", ""},
		"a bad line does not lock ada out":  {"restrict " + bob + "\n" + ada, "x\n" + adaPrint + " ada viewer", "10.0.0.1", "ada", ""},
		"the terms of a bad line are void":  {"restrict " + ada, adaPrint + " ada viewer", "10.0.0.1", "", "the key is not among"},
		"an expired line beside a good one": {`expiry-time="20200101Z" ` + ada + "\n" + ada, adaPrint + " ada viewer", "10.0.0.1", "ada", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			grants, _ := parseKeys("keys", tt.keys, time.UTC)
			members, _ := parseRoles("roles", tt.roles)
			g, _ := newGuests("keys", grants, "roles", members)
			who, err := g.who(adaPrint, netip.MustParseAddr(tt.from), now)
			if tt.why != "" {
				if err == nil || !strings.Contains(err.Error(), tt.why) {
					t.Errorf("let in %+v, %v; want: %s", who, err, tt.why)
				}
				return
			}
			if err != nil || who.name != tt.name || who.print != adaPrint {
				t.Errorf("who: %+v, %v", who, err)
			}
		})
	}
}

func TestNobodyComesWithoutAKey(t *testing.T) {
	if who, err := anyDoor().who(nil, netip.MustParseAddr("127.0.0.1")); err == nil {
		t.Errorf("let in %+v", who)
	}
}

func TestAnyKeyHasANameOfItsOwn(t *testing.T) {
	g := &guests{anyone: true}
	names := map[string]bool{}
	for n := range byte(20) {
		_, print := publicKey(t, n)
		who, err := g.who(print, netip.MustParseAddr("127.0.0.1"), time.Time{})
		if err != nil || who.role != backend.Admin || len(who.name) != len("key-")+6 {
			t.Fatalf("%+v, %v", who, err)
		}
		names[who.name] = true
	}
	if len(names) != 20 {
		t.Errorf("%d names for 20 keys", len(names))
	}
}

func TestLinesThatComeToNothingAreTold(t *testing.T) {
	ada, adaPrint := publicKey(t, 1)
	_, bobPrint := publicKey(t, 2)
	grants, _ := parseKeys("keys", "\n"+ada, time.UTC)
	members, _ := parseRoles("roles", bobPrint+" bob viewer")
	g, faults := newGuests("keys", grants, "roles", members)
	if g.count() != 0 {
		t.Errorf("%d keys may come in", g.count())
	}
	if len(faults) != 2 || faults[0].Error() != "roles:1: "+bobPrint+" (bob) is not in keys; it is not let in" ||
		faults[1].Error() != "keys:2: "+adaPrint+" has no role in roles; it is not let in" {
		t.Errorf("faults: %v", faults)
	}
}
