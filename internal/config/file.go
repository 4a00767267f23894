package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// names are the settings that the environment and the config file can hold.
func names() []string {
	return []string{"state", "seed", "speed", "catalog", "theme", "mouse", "bell", "notify", "motion", "plain"}
}

// variable of the environment that holds a setting.
func variable(name string) string { return "POOLDECK_" + strings.ToUpper(name) }

// file reads the config file; without one nothing is set.
func (s Sources) file() (map[string]found, error) {
	base, err := s.base("XDG_CONFIG_HOME", ".config")
	if err != nil {
		return nil, nil
	}
	name := filepath.Join(base, "pooldeck", "config.yaml")
	data, err := s.File(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, &Wrong{name, err.Error()}
	}
	document, err := parse(data, name)
	if err != nil || len(document.Content) == 0 {
		return nil, err
	}
	return s.settings(document.Content[0], name)
}

func parse(data []byte, name string) (document yaml.Node, err error) {
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err == nil {
		err = loader.Load(&document)
	}
	at := (*yaml.LoadError)(nil)
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return document, nil
	case errors.As(err, &at):
		return document, &Wrong{fmt.Sprintf("%s:%d", name, max(1, at.Mark.Line)), "this is not YAML: " + at.Message}
	}
	return document, &Wrong{name, "this is not YAML: " + err.Error()}
}

func (s Sources) settings(n *yaml.Node, name string) (map[string]found, error) {
	at := func(n *yaml.Node) string { return fmt.Sprintf("%s:%d", name, n.Line) }
	if n.Kind != yaml.MappingNode {
		return nil, &Wrong{at(n), "this is not a list of settings, like speed: 60"}
	}
	set := map[string]found{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch _, twice := set[key.Value]; {
		case !slices.Contains(names(), key.Value):
			return nil, &Wrong{at(key), fmt.Sprintf("there is no setting %q; there are %s", key.Value, strings.Join(names(), ", "))}
		case twice:
			return nil, &Wrong{at(key), key.Value + " is set twice"}
		case value.Kind != yaml.ScalarNode:
			return nil, &Wrong{at(value), key.Value + " is a single value"}
		}
		set[key.Value] = found{s.expand(value.Value), at(value), filepath.Dir(name)}
	}
	return set, nil
}

// expand makes ~/ the home directory: no shell has done so in a file.
func (s Sources) expand(text string) string {
	below, ok := strings.CutPrefix(text, "~/")
	if !ok {
		return text
	}
	home, err := s.Home()
	if err != nil {
		return text
	}
	return filepath.Join(home, below)
}
