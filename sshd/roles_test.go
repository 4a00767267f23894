package sshd

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
)

func TestRoles(t *testing.T) {
	ada, adaPrint := publicKey(t, 1)
	_, bobPrint := publicKey(t, 2)
	type members = map[string]member
	tests := map[string]struct {
		text    string
		members members
		faults  []string
	}{
		"a fingerprint":                   {adaPrint + " ada operator", members{adaPrint: {"ada", backend.Operator, 1}}, nil},
		"a public key":                    {ada + " ada admin", members{adaPrint: {"ada", backend.Admin, 1}}, nil},
		"tabs and a comment":              {"\t" + bobPrint + "\tbob\tviewer\t# only looks", members{bobPrint: {"bob", backend.Viewer, 1}}, nil},
		"two keys of one person":          {adaPrint + " ada admin\n" + bobPrint + " ada viewer", members{adaPrint: {"ada", backend.Admin, 1}, bobPrint: {"ada", backend.Viewer, 2}}, nil},
		"a name of another alphabet":      {adaPrint + " Ádá-Łovelace@büro admin", members{adaPrint: {"Ádá-Łovelace@büro", backend.Admin, 1}}, nil},
		"a role that there is not":        {adaPrint + " ada root\n" + bobPrint + " bob viewer", members{bobPrint: {"bob", backend.Viewer, 2}}, []string{`1: a role is viewer, operator or admin; not "root"`}},
		"a role in capitals":              {adaPrint + " ada Admin", members{}, []string{"1: a role is"}},
		"no role":                         {adaPrint + " ada", members{}, []string{"1: a line is a key, a name and a role; this has 2 words"}},
		"a word too many":                 {adaPrint + " ada admin now", members{}, []string{"1: "}},
		"a comment in place of the role":  {adaPrint + " ada # admin", members{}, []string{"1: a line is a key, a name and a role; this has 2 words"}},
		"a key twice":                     {adaPrint + " ada viewer\n" + ada + " eve admin", members{adaPrint: {"ada", backend.Viewer, 1}}, []string{"2: this key stands in line 1 already, as ada; that line counts"}},
		"a fingerprint that is too short": {adaPrint[:40] + " ada admin", members{}, []string{"1: a fingerprint is SHA256: and 43 characters"}},
		"a fingerprint with padding":      {adaPrint + "= ada admin", members{}, []string{"1: a fingerprint is"}},
		"a fingerprint in MD5":            {"MD5:00:11 ada admin", members{}, []string{"1: a line is"}},
		"a key that is none":              {"ssh-ed25519 AAAA ada admin", members{}, []string{"1: \"ssh-ed25519 AAAA\" is neither"}},
		"a name with a quote":             {adaPrint + ` a"da admin`, members{}, []string{"1: a name has letters, digits and ._-@+"}},
		"a name with an escape":           {adaPrint + " a\x1b[31mda admin", members{}, []string{"1: it has a character that cannot be seen"}},
		"a name that turns the line":      {adaPrint + " a\u202eda admin", members{}, []string{"1: it has a character that cannot be seen"}},
		"a name that is no text":          {adaPrint + " a\xffda admin", members{}, []string{"1: "}},
		"a name that is too long":         {adaPrint + " " + strings.Repeat("a", 33) + " admin", members{}, []string{"1: a name has at most 32 characters; this has 33"}},
		"nothing":                         {"\n# nobody yet\n", members{}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, faults := parseRoles("roles", tt.text)
			if diff := cmp.Diff(tt.members, got, cmp.AllowUnexported(member{})); diff != "" {
				t.Errorf("wanted (-), got (+):\n%s", diff)
			}
			checkFaults(t, "roles", tt.faults, faults)
		})
	}
}

// Whatever stands in the file, nobody gets a role that there is not or a name
// that a screen shows otherwise, and a good line after a bad one counts.
func FuzzRoles(f *testing.F) {
	ada, adaPrint := publicKey(f, 1)
	_, bobPrint := publicKey(f, 2)
	f.Add(adaPrint + " ada operator # x")
	f.Add(ada + " ada admin\r\n" + ada + " eve admin")
	f.Add("SHA256: a b\n" + bobPrint + " eve viewer")
	f.Fuzz(func(t *testing.T, text string) {
		members, faults := parseRoles("roles", text+"\n"+bobPrint+" bob viewer")
		if members[bobPrint].role == "" {
			t.Fatalf("the good line does not count: %v, %v", members, faults)
		}
		for print, m := range members {
			if checkFingerprint(print) != nil || m.role != backend.Viewer && m.role != backend.Operator && m.role != backend.Admin {
				t.Fatalf("%s is %+v", print, m)
			}
			if _, err := checkName(m.name); err != nil || strings.ContainsFunc(m.name, hidden) {
				t.Fatalf("a name: %q", m.name)
			}
		}
		for _, fault := range faults {
			if fault.Line < 1 || strings.ContainsFunc(fault.Error(), hidden) {
				t.Fatalf("a fault: %q", fault)
			}
		}
	})
}
