package sim

import (
	"fmt"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// roll draws a number by hashing: the same seed and words give the same
// number, whatever was drawn before. FNV-1a over the words, each one ended by
// a byte that no UTF-8 text holds, then the finaliser of splitmix64.
func roll(seed uint64, words ...string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := offset ^ mix(seed)
	for _, word := range words {
		for i := range len(word) {
			h = (h ^ uint64(word[i])) * prime
		}
		h = (h ^ 0xff) * prime
	}
	return mix(h)
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// within picks a duration of a range in whole milliseconds. Integers only: a
// float may round differently on another processor.
func within(r backend.Range, n uint64) time.Duration {
	span := uint64((r.Most - r.Least) / time.Millisecond)
	return r.Least + time.Duration(n%(span+1))*time.Millisecond
}

// instanceID is an ID in the form that Heroku's instances have: i and 13
// characters of base 36.
func instanceID(seed uint64, words ...string) model.ID {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	var b strings.Builder
	b.WriteByte('i')
	// Half of the characters each: 64 bits do not fill 13 of them evenly.
	for half, n := range []uint64{roll(seed, append(words, "a")...), roll(seed, append(words, "b")...)} {
		for range 7 - half {
			b.WriteByte(digits[n%36])
			n /= 36
		}
	}
	return model.ID(b.String())
}

// uuid is an ID in the form of a version 4 UUID.
func uuid(seed uint64, words ...string) model.ID {
	a, b := roll(seed, append(words, "a")...), roll(seed, append(words, "b")...)
	return model.ID(fmt.Sprintf("%08x-%04x-4%03x-%x%03x-%012x",
		a>>32, a>>16&0xffff, a&0xfff, 8+b>>62, b>>48&0xfff, b&0xffffffffffff))
}
