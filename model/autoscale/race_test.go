//go:build race

package autoscale_test

const raced = true
