package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
)

// What a reader takes in at once, in lines. Update is the console's switch
// over messages: a branch of it that needs more lines has a name of its own.
const (
	fileLines   = 300
	funcLines   = 60
	updateLines = 40
)

// long is a file or a function with more lines than it aims at.
type long struct {
	what  string
	lines int
	aim   int
}

// inspect returns what is long in one file: the file, then its functions in
// their order.
func inspect(path string, src []byte) ([]long, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []long
	if n := bytes.Count(src, []byte("\n")); n > fileLines {
		found = append(found, long{path, n, fileLines})
	}
	for _, decl := range file.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		from, to := files.Position(fn.Pos()).Line, files.Position(fn.End()).Line
		if n, aim := to-from+1, aimOf(fn); n > aim {
			found = append(found, long{fmt.Sprintf("%s:%d %s", path, from, fn.Name.Name), n, aim})
		}
	}
	return found, nil
}

func aimOf(fn *ast.FuncDecl) int {
	if fn.Recv != nil && fn.Name.Name == "Update" {
		return updateLines
	}
	return funcLines
}
