package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gossh "golang.org/x/crypto/ssh"
)

// publicKey is an ed25519 key as a line has it, the same for the same number,
// with its fingerprint.
func publicKey(t testing.TB, number byte) (line, print string) {
	t.Helper()
	key := signer(t, number).PublicKey()
	return strings.TrimSpace(string(gossh.MarshalAuthorizedKey(key))), gossh.FingerprintSHA256(key)
}

func signer(t testing.TB, number byte) gossh.Signer {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = number
	s, err := gossh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAuthorizedKeys(t *testing.T) {
	ada, adaPrint := publicKey(t, 1)
	bob, bobPrint := publicKey(t, 2)
	berlin := time.FixedZone("", 2*60*60)
	from := func(text string) patterns {
		list, err := parsePatterns(text)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	tests := map[string]struct {
		text   string
		grants []grant
		faults []string // "line: part of the reason"
	}{
		"a key":                               {ada, []grant{{print: adaPrint, line: 1}}, nil},
		"a key with a comment":                {ada + " ada@laptop, the new one", []grant{{print: adaPrint, line: 1}}, nil},
		"a key with a line end of Windows":    {ada + "\r\n", []grant{{print: adaPrint, line: 1}}, nil},
		"a key after blanks":                  {"\t  " + ada, []grant{{print: adaPrint, line: 1}}, nil},
		"comments and empty lines":            {"# who\n\n   \n#\n" + ada + "\n", []grant{{print: adaPrint, line: 5}}, nil},
		"two keys":                            {ada + "\n" + bob, []grant{{print: adaPrint, line: 1}, {print: bobPrint, line: 2}}, nil},
		"a key twice, on other terms":         {ada + "\n" + `from="10.0.0.1" ` + ada, []grant{{print: adaPrint, line: 1}, {print: adaPrint, line: 2, from: from("10.0.0.1")}}, nil},
		"a bad line locks nobody out":         {"ssh-ed25519 AAAA ada\n" + bob, []grant{{print: bobPrint, line: 2}}, []string{"1: it is no public key"}},
		"words":                               {"hello world\n" + bob, []grant{{print: bobPrint, line: 2}}, []string{"1: it is no public key"}},
		"one word":                            {"ssh-ed25519", nil, []string{"1: it is no public key"}},
		"a date":                              {`expiry-time="20270101" ` + ada, []grant{{print: adaPrint, line: 1, expires: time.Date(2027, 1, 1, 0, 0, 0, 0, berlin)}}, nil},
		"a date and time":                     {`expiry-time="202701011530" ` + ada, []grant{{print: adaPrint, line: 1, expires: time.Date(2027, 1, 1, 15, 30, 0, 0, berlin)}}, nil},
		"a date and time in UTC":              {`expiry-time="20270101153005Z" ` + ada, []grant{{print: adaPrint, line: 1, expires: time.Date(2027, 1, 1, 15, 30, 5, 0, time.UTC)}}, nil},
		"an option in capitals":               {`Expiry-Time="20270101Z" ` + ada, []grant{{print: adaPrint, line: 1, expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}}, nil},
		"no date":                             {`expiry-time="tomorrow" ` + ada, nil, []string{`1: the option expiry-time: a time is YYYYMMDD[HHMM[SS]][Z]; not "tomorrow"`}},
		"a date that no calendar has":         {`expiry-time="20270231" ` + ada, nil, []string{"1: the option expiry-time: a time is"}},
		"a date without quotes":               {"expiry-time=20270101 " + ada, nil, []string{"1: the option expiry-time: its value stands in double quotes"}},
		"a date without a value":              {"expiry-time " + ada, nil, []string{"1: the option expiry-time: its value stands in double quotes"}},
		"two dates":                           {`expiry-time="20270101",expiry-time="20280101" ` + ada, nil, []string{"1: it has the option expiry-time twice"}},
		"addresses":                           {`from="10.0.0.0/8,!10.1.*,::1" ` + ada, []grant{{print: adaPrint, line: 1, from: from("10.0.0.0/8,!10.1.*,::1")}}, nil},
		"both options":                        {`from="10.0.0.1",expiry-time="20270101Z" ` + ada, []grant{{print: adaPrint, line: 1, from: from("10.0.0.1"), expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}}, nil},
		"a host's name":                       {`from="*.example.com" ` + ada, nil, []string{"1: the option from: \"*.example.com\" is no address"}},
		"a network with bits beyond":          {`from="10.0.0.1/8" ` + ada, nil, []string{"1: the option from: 10.0.0.1/8 has bits beyond its length; the network is 10.0.0.0/8"}},
		"no address":                          {`from="" ` + ada, nil, []string{"1: the option from:"}},
		"a command":                           {`command="sh" ` + ada + "\n" + bob, []grant{{print: bobPrint, line: 2}}, []string{"1: the option command is not known here"}},
		"restrict":                            {"restrict " + ada, nil, []string{"1: the option restrict is not known here"}},
		"an authority":                        {"cert-authority " + ada, nil, []string{"1: the option cert-authority is not known here"}},
		"a known option and an unknown one":   {`from="10.0.0.1",no-pty ` + ada, nil, []string{"1: the option no-pty is not known here"}},
		"an option after the quote":           {`from="10.0.0.1"command="x" ` + ada, nil, []string{"1: the option from"}},
		"quotes that do not end":              {`from="10.0.0.1 ` + ada, nil, []string{"1: it is no public key"}},
		"a line that hides another":           {"# nobody\r" + ada, nil, nil},
		"a key behind a carriage return":      {ada + "\rfrom=\"10.0.0.1\" " + bob, nil, []string{"1: it has a character that cannot be seen"}},
		"an escape in a comment of a key":     {ada + " \x1b[2J", nil, []string{"1: it has a character that cannot be seen"}},
		"DSA":                                 {"ssh-dss " + strings.Fields(ada)[1], nil, []string{"1: it is no public key"}},
		"RSA of 1024 bits":                    {rsaKey(t, 1024), nil, []string{"1: an RSA key has at least 2048 bits; this has 1024"}},
		"a key under another kind's name":     {"ssh-rsa " + strings.Fields(ada)[1], nil, []string{"1: it is no public key"}},
		"no text at all":                      {"", nil, nil},
		"faults in two lines, in their order": {"x y\n" + "restrict " + ada + "\n" + ada + "\a", nil, []string{"1:", "2:", "3:"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			grants, faults := parseKeys("keys", tt.text, berlin)
			if diff := cmp.Diff(tt.grants, grants, cmp.AllowUnexported(grant{}, pattern{}), cmp.Comparer(samePrefix)); diff != "" {
				t.Errorf("wanted (-), got (+):\n%s", diff)
			}
			checkFaults(t, "keys", tt.faults, faults)
		})
	}
}

func checkFaults(t *testing.T, file string, want []string, got []Fault) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("faults: %v; want %q", got, want)
	}
	for n, f := range got {
		if !strings.HasPrefix(f.Error(), file+":"+want[n]) {
			t.Errorf("fault %d: %q; want %q", n, f, want[n])
		}
	}
}

func rsaKey(t *testing.T, bits int) string {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0")
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	key, err := gossh.NewPublicKey(&k.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return "ssh-rsa " + base64.StdEncoding.EncodeToString(key.Marshal())
}

// Whatever stands in the file, a key is let in on the terms of its line only,
// and a good line after a bad one counts.
func FuzzAuthorizedKeys(f *testing.F) {
	ada, _ := publicKey(f, 1)
	bob, bobPrint := publicKey(f, 2)
	f.Add(ada)
	f.Add(`from="10.0.0.0/8,!10.1.*",expiry-time="20270101Z" ` + ada)
	f.Add("command=\"a\\\"b\",restrict " + ada + "\r\n# x")
	f.Add("\"")
	f.Fuzz(func(t *testing.T, text string) {
		grants, faults := parseKeys("keys", text+"\n"+bob+"\n", time.UTC)
		if n := len(grants); n == 0 || grants[n-1].print != bobPrint {
			t.Fatalf("the good line does not count: %v, %v", grants, faults)
		}
		lines := strings.Count(text, "\n") + 2
		for _, g := range grants {
			if g.line < 1 || g.line > lines {
				t.Fatalf("line %d of %d", g.line, lines)
			}
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line >= lines || strings.ContainsFunc(fault.Error(), hidden) {
				t.Fatalf("a fault: %q", fault)
			}
		}
	})
}
