package plain

import (
	"bufio"
	"context"
	"io"
)

// mostTyped is how much of a line is read; nothing that is asked for is
// longer, and the rest of one that is is dropped.
const mostTyped = 4096

// read sends the lines of a reader until it or the context ends, and closes
// the channel then.
func read(ctx context.Context, in io.Reader, lines chan<- string) {
	defer close(lines)
	r := bufio.NewReaderSize(in, mostTyped)
	for {
		text, more, err := r.ReadLine()
		if err != nil {
			return
		}
		line := string(text)
		for more && err == nil {
			_, more, err = r.ReadLine()
		}
		select {
		case lines <- line:
		case <-ctx.Done():
			return
		}
	}
}
