package sshd

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// grant is a line of the authorized keys: a key, how long it may come in, and
// from where.
type grant struct {
	print   string // the key's fingerprint
	line    int
	expires time.Time // zero for never
	from    patterns  // empty for anywhere
}

// parseKeys reads a file in the format of OpenSSH's authorized_keys, with the
// options expiry-time and from. A line with any other option is a fault, as
// what the option asks for would not be done. A key may stand in several
// lines: each of them lets it in on its own terms. Dates without a Z are in
// the location given.
// https://man.openbsd.org/sshd.8#AUTHORIZED_KEYS_FILE_FORMAT
func parseKeys(file, text string, local *time.Location) ([]grant, []Fault) {
	lines, faults := entries(file, text)
	var grants []grant
	for _, l := range lines {
		g, err := parseKey(l.text, local)
		if err != nil {
			faults = append(faults, Fault{file, l.number, err.Error()})
			continue
		}
		g.line = l.number
		grants = append(grants, g)
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return grants, faults
}

func parseKey(line string, local *time.Location) (grant, error) {
	key, _, options, _, err := gossh.ParseAuthorizedKey([]byte(line))
	if err != nil {
		// Not in the library's words: they quote what the key hides.
		return grant{}, errors.New("it is no public key")
	}
	if err := strong(key); err != nil {
		return grant{}, err
	}
	g := grant{print: gossh.FingerprintSHA256(key)}
	said := map[string]bool{}
	for _, o := range options {
		name, value, _ := strings.Cut(o, "=")
		name = strings.ToLower(name)
		if said[name] {
			return grant{}, fmt.Errorf("it has the option %s twice", name)
		}
		said[name] = true
		if err := g.restrict(name, value, local); err != nil {
			return grant{}, err
		}
	}
	return g, nil
}

// restrict takes an option in.
func (g *grant) restrict(name, value string, local *time.Location) error {
	if name != "expiry-time" && name != "from" {
		return fmt.Errorf("the option %s is not known here; expiry-time and from are, and the role goes into the roles file", name)
	}
	value, err := unquote(value)
	switch {
	case err != nil:
	case name == "from":
		g.from, err = parsePatterns(value)
	default:
		g.expires, err = parseExpiry(value, local)
	}
	if err != nil {
		return fmt.Errorf("the option %s: %w", name, err)
	}
	return nil
}

// strong is whether a key is of a kind that is taken: not a certificate, not
// DSA, and no RSA key that is shorter than ssh-keygen has made them for long.
func strong(key gossh.PublicKey) error {
	const bits = 2048
	switch key.Type() {
	case gossh.KeyAlgoED25519, gossh.KeyAlgoSKED25519, gossh.KeyAlgoSKECDSA256,
		gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521:
		return nil
	case gossh.KeyAlgoRSA:
		if c, ok := key.(gossh.CryptoPublicKey); ok {
			if k, ok := c.CryptoPublicKey().(*rsa.PublicKey); ok && k.N.BitLen() < bits {
				return fmt.Errorf("an RSA key has at least %d bits; this has %d", bits, k.N.BitLen())
			}
		}
		return nil
	}
	return fmt.Errorf("keys of the kind %s are not taken", key.Type())
}

// unquote takes the quotes off an option's value.
func unquote(value string) (string, error) {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return "", fmt.Errorf("its value stands in double quotes")
	}
	return strings.ReplaceAll(value[1:len(value)-1], `\"`, `"`), nil
}

// parseExpiry reads YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, each maybe with
// a Z for UTC.
func parseExpiry(text string, local *time.Location) (time.Time, error) {
	digits, utc := strings.CutSuffix(text, "Z")
	if utc {
		local = time.UTC
	}
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(digits) != len(layout) {
			continue
		}
		if t, err := time.ParseInLocation(layout, digits, local); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("a time is YYYYMMDD[HHMM[SS]][Z]; not %q", text)
}

// expired is whether the key's time is over.
func (g grant) expired(now time.Time) bool { return !g.expires.IsZero() && now.After(g.expires) }
