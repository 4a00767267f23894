// Command longcode lists the Go files and functions of the directory it is run
// in that are longer than this project aims at. It is a list to think about,
// not a failure: a forced split is worse than a long file.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	found, err := scan(os.DirFS("."))
	if err != nil {
		fmt.Fprintln(os.Stderr, "longcode:", err)
		os.Exit(1)
	}
	report(os.Stdout, found)
}

// scan looks at every Go file below the root, except in directories that the
// go command ignores too.
func scan(root fs.FS) ([]long, error) {
	var found []long
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		src, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		inFile, err := inspect(path, src)
		found = append(found, inFile...)
		return err
	})
	return found, err
}

func report(w io.Writer, found []long) {
	if len(found) == 0 {
		fmt.Fprintln(w, "no long files or functions")
		return
	}
	fmt.Fprintln(w, "long files and functions:")
	for _, l := range found {
		fmt.Fprintf(w, "  %4d lines (%d)  %s\n", l.lines, l.aim, l.what)
	}
}
