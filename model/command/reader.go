package command

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"pooldeck/model"
)

// reader reads one command line. The first thing that is wrong stays in err;
// what is read after it means nothing.
type reader struct {
	fleet   *model.Fleet
	options Options
	verb    verb
	flags   *pflag.FlagSet
	args    []string
	err     error
}

// fail keeps the first thing that is wrong.
func (r *reader) fail(err error) {
	if r.err != nil {
		return
	}
	if m := (*Mistake)(nil); errors.As(err, &m) {
		m.Usage = r.verb.usage()
	}
	r.err = err
}

// parse tells flags from what goes without one.
func (r *reader) parse(words []string) {
	r.flags = pflag.NewFlagSet(r.verb.name, pflag.ContinueOnError)
	r.flags.SetOutput(io.Discard)
	r.flags.Usage = func() {}
	r.verb.each(func(f flag) {
		if f.value == "" {
			r.flags.BoolP(f.name, letter(f.name), false, "")
			return
		}
		r.flags.StringArrayP(f.name, letter(f.name), nil, "")
	})
	for _, word := range words {
		// pflag leaves these to Go's test binaries and says nothing.
		if strings.HasPrefix(word, "-test.") {
			r.fail(r.noFlag(word))
			return
		}
	}
	if err := r.flags.Parse(words); err != nil {
		r.fail(r.misspelt(err))
		return
	}
	r.args = r.flags.Args()
	r.verb.each(r.checkValues)
	r.checkArgs()
	r.verb.each(r.checkMissing)
}

// misspelt says in an operator's words what pflag could not read.
func (r *reader) misspelt(err error) error {
	if none := (*pflag.NotExistError)(nil); errors.As(err, &none) {
		if none.GetSpecifiedShortnames() != "" {
			return r.noFlag("-" + none.GetSpecifiedName())
		}
		return r.noFlag("--" + none.GetSpecifiedName())
	}
	if value := (*pflag.ValueRequiredError)(nil); errors.As(err, &value) {
		return mistake("--%s needs a value", value.GetFlag().Name)
	}
	if value := (*pflag.InvalidValueError)(nil); errors.As(err, &value) {
		return mistake("--%s takes no value", value.GetFlag().Name)
	}
	if syntax := (*pflag.InvalidSyntaxError)(nil); errors.As(err, &syntax) {
		return mistake("%s is no flag", shown(syntax.GetSpecifiedFlag()))
	}
	return mistake("it is written %s", r.verb.usage()) // --help
}

// noFlag does not say of Heroku's commands which flags they have: they have
// more than can be read here.
func (r *reader) noFlag(word string) error {
	var names []string
	r.verb.each(func(f flag) { names = append(names, "--"+f.name) })
	word, _, _ = strings.Cut(word, "=")
	hint := meant(word, names)
	if r.verb.program == heroku {
		return mistake("%s of %s is not understood here%s", shown(word), r.verb.name, hint)
	}
	return mistake("%s has no flag %s%s", r.verb.name, shown(word), hint)
}

func (r *reader) checkValues(f flag) {
	texts := r.texts(f.name)
	if len(texts) > 1 && !f.many {
		r.fail(mistake("--%s is there twice", f.name))
	}
	for _, text := range texts {
		// "--level --count 3" forgot the level.
		if text == "" || strings.HasPrefix(text, "--") {
			r.fail(mistake("--%s needs a value", f.name))
		}
	}
}

func (r *reader) checkArgs() {
	var missing []string
	for i, name := range r.verb.args {
		if i >= len(r.args) && !strings.HasPrefix(name, "[") {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		r.fail(mistake("%s needs %s", r.verb.name, listed(missing, "and")))
	}
	n := len(r.verb.args)
	if n > 0 && strings.HasSuffix(r.verb.args[n-1], "...") {
		return
	}
	if len(r.args) > n {
		r.fail(mistake("%s does not know what to do with %s", r.verb.name, shown(r.args[n])))
	}
}

func (r *reader) checkMissing(f flag) {
	if f.must && !r.given(f.name) {
		r.fail(mistake("%s needs --%s %s", r.verb.name, f.name, f.value))
	}
}

// arg is the nth of what goes without a flag; empty where it was left out.
func (r *reader) arg(n int) string {
	if n < len(r.args) {
		return r.args[n]
	}
	return ""
}

// given is whether the flag is on the line.
func (r *reader) given(flag string) bool { return r.flags.Changed(flag) }

// texts are the values of a flag.
func (r *reader) texts(name string) []string {
	f := r.flags.Lookup(name)
	if f == nil {
		return nil
	}
	// Not GetStringArray: it reads a CSV form back, in which "" is no value.
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return nil
}

// text is the value of a flag; empty where it was left out.
func (r *reader) text(flag string) string {
	for _, text := range r.texts(flag) {
		return text
	}
	return ""
}

// on is whether a flag without a value is on the line.
func (r *reader) on(flag string) bool {
	yes, err := r.flags.GetBool(flag)
	return err == nil && yes
}

// number reads a number of instances.
func (r *reader) number(flag, text string) int {
	n, err := strconv.Atoi(text)
	// +2 may mean two more.
	if err != nil || strings.HasPrefix(text, "+") {
		r.fail(mistake("--%s is a number of %s, not %s", flag, counted(flag), shown(text)))
	}
	return n
}

// counted is what the number of a flag counts.
func counted(flag string) string {
	switch flag {
	case "min", "max":
		return "dynos"
	case "connections":
		return "connections"
	}
	return "instances"
}

// yes reads on or off; on where the flag was left out.
func (r *reader) yes(flag string) bool {
	switch text := r.text(flag); strings.ToLower(text) {
	case "on", "":
		return true
	case "off":
		return false
	default:
		r.fail(mistake("--%s is on or off, not %s", flag, shown(text)))
		return false
	}
}
