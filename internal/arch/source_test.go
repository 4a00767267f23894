package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

const module = "pooldeck"

// source is one Go file. Its package is named by its directory below the
// module; the module's own directory is ".".
type source struct {
	path string
	pkg  string
	test bool
	file *ast.File
	set  *token.FileSet
}

// read parses the module's Go files, whatever they are built for.
func read(root fs.FS) ([]source, error) {
	var all []source
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && skipped(root, name):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		all = append(all, source{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), file, set})
		return nil
	})
	return all, err
}

// skipped reports what the go command does not look into either: hidden
// directories, test data, and modules of their own.
func skipped(root fs.FS, dir string) bool {
	base := path.Base(dir)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" {
		return true
	}
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}

// at is a place in the file, for a reader and an editor.
func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// imported returns the path of an import.
func imported(spec *ast.ImportSpec) string {
	name, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
	return name
}

// uses returns where the file selects one of the names from a package of the
// standard library. It is nil when the file does not import it.
func (s source) uses(pkg string, is func(name string) bool) []*ast.SelectorExpr {
	local := ""
	for _, spec := range s.file.Imports {
		if imported(spec) == pkg {
			local = path.Base(strings.TrimSuffix(pkg, "/v2"))
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	if local == "" {
		return nil
	}
	var found []*ast.SelectorExpr
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local && is(sel.Sel.Name) {
				found = append(found, sel)
			}
		}
		return true
	})
	return found
}

func fits(patterns []string, name string) bool {
	for _, p := range patterns {
		if ok, _ := path.Match(p, name); ok {
			return true
		}
	}
	return false
}
