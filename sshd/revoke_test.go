package sshd

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/cli"
)

func TestRevoked(t *testing.T) {
	ada, adaPrint := publicKey(t, 1)
	_, bobPrint := publicKey(t, 2)
	type keys = map[string]bool
	tests := map[string]struct {
		text   string
		keys   keys
		faults []string
	}{
		"a fingerprint":                {adaPrint, keys{adaPrint: true}, nil},
		"a fingerprint and why":        {adaPrint + " # lost", keys{adaPrint: true}, nil},
		"a public key":                 {ada, keys{adaPrint: true}, nil},
		"a public key and its comment": {ada + " ada@laptop # lost", keys{adaPrint: true}, nil},
		"twice":                        {adaPrint + "\n" + ada, keys{adaPrint: true}, nil},
		"a line before that is none":   {"ada\n\n" + bobPrint, keys{bobPrint: true}, []string{`1: "ada" is neither a fingerprint`}},
		"half a fingerprint":           {adaPrint[:20] + "\n" + bobPrint, keys{bobPrint: true}, []string{"1: a fingerprint is"}},
		"a fingerprint without a kind": {adaPrint[len("SHA256:"):], keys{}, []string{"1: "}},
		"nobody":                       {"# nobody yet\n", keys{}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, faults := parseRevoked("revoked", tt.text)
			if diff := cmp.Diff(tt.keys, got); diff != "" {
				t.Errorf("wanted (-), got (+):\n%s", diff)
			}
			checkFaults(t, "revoked", tt.faults, faults)
		})
	}
}

// Whatever stands in the file, a key on a good line is shut out.
func FuzzRevoked(f *testing.F) {
	ada, adaPrint := publicKey(f, 1)
	_, bobPrint := publicKey(f, 2)
	f.Add(adaPrint + " # lost")
	f.Add(ada + "\r\nx")
	f.Fuzz(func(t *testing.T, text string) {
		revoked, faults := parseRevoked("revoked", text+"\n"+bobPrint+" # x")
		if !revoked[bobPrint] {
			t.Fatalf("the good line does not count: %v", faults)
		}
		for print := range revoked {
			if checkFingerprint(print) != nil || !strings.HasPrefix(print, "SHA256:") {
				t.Fatalf("revoked: %q", print)
			}
		}
	})
}

// An admin shuts somebody out: at once, and for as long as the file says so.
func TestAnAdminRevokesAKey(t *testing.T) {
	t.Parallel()
	r := serve(t)
	write(t, r.revokedFile(), "# nobody yet") // and no end of the line
	bob, ada := r.opens("bob"), r.opens("ada")
	bob.shows("billing-api")
	ada.shows("billing-api")
	_, bobPrint := publicKey(t, numbersOf["bob"])
	_, rootPrint := publicKey(t, numbersOf["root"])
	for name, tt := range map[string]struct {
		who, what string
		code      int
		stderr    string
	}{
		"an operator":            {"ada", "revoke bob", cli.Refused, "only an admin revokes keys"},
		"nobody at all":          {"root", "revoke", cli.Usage, "revoke takes one name or fingerprint"},
		"somebody unknown":       {"root", "revoke eve", cli.NotFound, "no key in the roles has this name or fingerprint"},
		"the admin's own key":    {"root", "revoke root", cli.Refused, "the key that you came with"},
		"that, by its print":     {"root", "revoke " + rootPrint, cli.Refused, "the key that you came with"},
		"two at once":            {"root", "revoke ada bob", cli.Usage, "revoke takes one name"},
		"a flag in place of one": {"root", "revoke --all", cli.NotFound, "no key in the roles"},
	} {
		if out := r.runs(tt.who, tt.what); out.code != tt.code || !strings.Contains(out.stderr, tt.stderr) || out.stdout != "" {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if out := r.runs("root", "revoke", "bob"); out.code != cli.OK || out.stdout != "revoked "+bobPrint+"\n" || out.stderr != "" {
		t.Fatalf("%+v", out)
	}
	bob.shows("pooldeck: this key may not come in any more")
	bob.exits()
	bob.restored()
	if out := r.runs("bob", "version"); out.code != 255 {
		t.Errorf("bob comes in again: %+v", out)
	}
	ada.types("?")
	ada.shows("a page up")
	text, err := os.ReadFile(r.revokedFile())
	if err != nil || !strings.Contains(string(text), "\n"+bobPrint+" # by root at ") {
		t.Errorf("the file: %q, %v", text, err)
	}
	if log := r.log.String(); !strings.Contains(log, `msg="keys were revoked" keys=`+bobPrint+" by=root") {
		t.Errorf("the log:\n%s", log)
	}
	// A server that is started again keeps him out; without the line he may come.
	if next := serve(t, func(o *Options) { o.Revoked = r.revokedFile() }); next.runs("bob", "version").code != 255 {
		t.Error("bob comes in after a restart")
	}
	write(t, r.revokedFile(), "")
	eventually(t, "bob may come in again", func() bool { return r.runs("bob", "version").code == 0 })
}

func TestRevokingWhereNothingIsKept(t *testing.T) {
	t.Parallel()
	r := serve(t, func(o *Options) { o.Revoked = "" })
	if out := r.runs("root", "revoke", "bob"); out.code != cli.Refused || !strings.Contains(out.stderr, "keeps no file of revoked keys") {
		t.Errorf("%+v", out)
	}
}
