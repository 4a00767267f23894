package command

import (
	"strings"

	"pooldeck/model"
)

// verb is a command that changes something: how it is written, and how its
// line is read.
type verb struct {
	program string
	name    string
	args    []string // what goes without a flag, in order
	flags   []string // "level LEVEL" takes a value, "force" takes none
	read    func(*reader) model.Changes
}

// What is in brackets may be left out, what has dots may be repeated.
func verbs() []verb {
	words := strings.Fields
	flags := func(s string) []string { return strings.Split(s, "|") }
	return []verb{
		{pooldeck, "pools set", words("CLUSTER POOL"), flags("[level LEVEL]|[count N]|[ha on/off]|[app APP]"), (*reader).setPool},
		{pooldeck, "pools add", words("CLUSTER"), flags("[name NAME]|level LEVEL|count N|[app APP]"), (*reader).addPool},
		{pooldeck, "pools destroy", words("CLUSTER POOL"), flags("confirm APP|[app APP]"), (*reader).destroyPool},
		{pooldeck, "clusters create", words("[NAME]"), flags("app APP|level LEVEL|[ha on/off]|[pool NAME:LEVEL:N]...|[id ID]"), (*reader).create},
		{pooldeck, "clusters destroy", words("CLUSTER"), flags("confirm APP|[app APP]"), (*reader).destroy},
		{pooldeck, "attachments add", words("CLUSTER POOL"), flags("app APP|as NAME"), (*reader).attach},
		{pooldeck, "attachments remove", words("NAME"), flags("app APP"), (*reader).detach},
		{pooldeck, "ps set", words("APP PROCESS"), flags("[quantity N]|[size SIZE]|[connections N]"), (*reader).setProcess},
		{pooldeck, "ps autoscale", words("APP [PROCESS]"), flags("[min N]|[max N]|[p95 MS]|[notifications]|[shadow]|[off]"), (*reader).setAutoscale},
		{pooldeck, "ps restart", words("APP [PROCESS]"), nil, (*reader).restart},
		{heroku, "ps:scale", words("[PROCESS=N[:SIZE]]..."), flags("[app APP]"), (*reader).herokuScale},
		{heroku, "ps:type", words("[SIZE|PROCESS=SIZE]..."), flags("[app APP]"), (*reader).herokuType},
		{heroku, "ps:autoscale:enable", nil, flags("[app APP]|[min N]|[max N]|[p95 MS]|[notifications]"), (*reader).herokuAutoscale},
		{heroku, "ps:autoscale:disable", nil, flags("[app APP]"), (*reader).herokuAutoscaleOff},
		{heroku, "ps:restart", words("[PROCESS]"), flags("[app APP]|[process-type PROCESS]"), (*reader).herokuRestart},
		{heroku, "data:pg:create", nil, flags("app APP|level LEVEL|[name NAME]|[high-availability]|[no-high-availability]|[followers N]"), (*reader).herokuCreate},
		{heroku, "data:pg:update", words("[CLUSTER]"), flags("[app APP]"), (*reader).herokuUpdate},
		{heroku, "data:pg:destroy", words("CLUSTER"), flags("confirm APP|[app APP]|[force]"), (*reader).destroy},
		{heroku, "data:pg:attachments:create", words("CLUSTER"), flags("app APP|[pool POOL]|as NAME"), (*reader).herokuAttach},
		{heroku, "data:pg:attachments:destroy", words("NAME"), flags("app APP|[confirm APP]"), (*reader).detach},
	}
}

// both is whether the command is understood with either program's name.
func (v verb) both() bool { return strings.HasPrefix(v.name, "ps:") }

// usage is how the command is written; empty for no command.
func (v verb) usage() string {
	if v.name == "" {
		return ""
	}
	words := append([]string{v.program, v.name}, v.args...)
	for _, spec := range v.flags {
		words = append(words, strings.Replace("--"+spec, "--[", "[--", 1))
	}
	return strings.Join(words, " ")
}

// flag is how a flag is written.
type flag struct {
	name, value string // no value: it is there or not
	must, many  bool
}

func (v verb) each(do func(flag)) {
	for _, spec := range v.flags {
		bare, many := strings.CutSuffix(spec, "...")
		inner := strings.Trim(bare, "[]")
		name, value, _ := strings.Cut(inner, " ")
		do(flag{name, value, inner == bare, many})
	}
}

// letter is the short form of a flag; empty where it has none.
func letter(flag string) string {
	switch flag {
	case "app":
		return "a"
	case "confirm":
		return "c"
	case "force":
		return "f"
	}
	return ""
}
