package sshd

import (
	"fmt"
	"net/netip"
	"path"
	"strings"
)

// patterns say where a key may come from. One that fits and is negated shuts
// out, whatever the others say; otherwise one of them must fit.
type patterns []pattern

// pattern is a network, or an address with wildcards.
type pattern struct {
	not     bool
	network netip.Prefix
	glob    string // in place of the network
}

// parsePatterns reads the value of from. Names of hosts are refused: they
// would have to be looked up, and whoever owns the address's reverse zone
// would answer.
func parsePatterns(text string) (patterns, error) {
	var list patterns
	for word := range strings.SplitSeq(text, ",") {
		p, err := parsePattern(strings.TrimSpace(word))
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

func parsePattern(word string) (pattern, error) {
	var p pattern
	rest := strings.ToLower(word)
	rest, p.not = strings.CutPrefix(rest, "!")
	if a, err := netip.ParseAddr(rest); err == nil && a.Zone() == "" {
		a = a.Unmap()
		p.network = netip.PrefixFrom(a, a.BitLen())
		return p, nil
	}
	if n, err := netip.ParsePrefix(rest); err == nil {
		if n != n.Masked() {
			return pattern{}, fmt.Errorf("%s has bits beyond its length; the network is %s", word, n.Masked())
		}
		p.network = n
		return p, nil
	}
	if !isGlob(rest) {
		return pattern{}, fmt.Errorf("%q is no address, network or address with wildcards; names of hosts are not looked up", word)
	}
	p.glob = rest
	return p, nil
}

// isGlob is whether a text with wildcards can fit an address at all.
func isGlob(text string) bool {
	if !strings.ContainsAny(text, "*?") {
		return false
	}
	digits := "0123456789.*?"
	if strings.Contains(text, ":") {
		digits = "0123456789abcdef:.*?"
	}
	return strings.Trim(text, digits) == ""
}

// fit is whether an address may come in.
func (ps patterns) fit(a netip.Addr) bool {
	if len(ps) == 0 {
		return true
	}
	a = a.Unmap().WithZone("")
	in := false
	for _, p := range ps {
		switch fits := p.fits(a); {
		case fits && p.not:
			return false
		case fits:
			in = true
		}
	}
	return in
}

func (p pattern) fits(a netip.Addr) bool {
	if p.glob == "" {
		return p.network.Contains(a)
	}
	fits, err := path.Match(p.glob, a.String())
	return err == nil && fits
}
