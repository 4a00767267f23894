// Package arch is a test: it keeps the order of the packages and the laws that
// a compiler does not know. Its table says who may import whom; start there.
package arch
