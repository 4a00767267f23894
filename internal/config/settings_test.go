package config_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"pooldeck/internal/config"
)

// machine is what settings are read from: the environment, and a config file
// where content is not empty.
type machine struct {
	env      map[string]string
	content  string
	homeless bool
}

const file = "/home/ada/.config/pooldeck/config.yaml"

func (m machine) sources() config.Sources {
	return config.Sources{
		Variable: func(name string) string { return m.env[name] },
		File: func(name string) ([]byte, error) {
			want := file
			if dir := m.env["XDG_CONFIG_HOME"]; filepath.IsAbs(dir) {
				want = filepath.Join(dir, "pooldeck", "config.yaml")
			}
			if m.content == "" || name != want {
				return nil, fs.ErrNotExist
			}
			return []byte(m.content), nil
		},
		Home: func() (string, error) {
			if m.homeless {
				return "", errors.New("no home")
			}
			return "/home/ada", nil
		},
		Dir: "/work", MaxSpeed: 3600, Themes: []string{"auto", "mono"},
	}
}

func read(t *testing.T, m machine, args ...string) (config.Settings, error) {
	t.Helper()
	flags := pflag.NewFlagSet("pooldeck", pflag.ContinueOnError)
	config.Flags(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return config.Read(flags, m.sources())
}

func seed(n uint64) *uint64 { return &n }

func TestRead(t *testing.T) {
	const state = "/home/ada/.local/state/pooldeck"
	type env = map[string]string
	tests := map[string]struct {
		args []string
		machine
		want config.Settings
	}{
		"nothing is set":                       {nil, machine{}, config.Settings{State: state, Speed: 20}},
		"a flag":                               {[]string{"--speed", "60"}, machine{}, config.Settings{State: state, Speed: 60}},
		"a flag before a variable":             {[]string{"--speed", "60"}, machine{env: env{"POOLDECK_SPEED": "70"}}, config.Settings{State: state, Speed: 60}},
		"a variable before the file":           {nil, machine{env: env{"POOLDECK_SPEED": "70"}, content: "speed: 80"}, config.Settings{State: state, Speed: 70}},
		"the file":                             {nil, machine{content: "speed: 80\nseed: 9\n"}, config.Settings{State: state, Speed: 80, Seed: seed(9)}},
		"an empty variable is none":            {nil, machine{env: env{"POOLDECK_SPEED": ""}, content: "speed: 80"}, config.Settings{State: state, Speed: 80}},
		"an empty file":                        {nil, machine{content: "# nothing yet\n"}, config.Settings{State: state, Speed: 20}},
		"a paused clock":                       {[]string{"--speed=0"}, machine{}, config.Settings{State: state}},
		"a seed that a flag asks for":          {[]string{"--seed", "18446744073709551615"}, machine{}, config.Settings{State: state, Speed: 20, Seed: seed(1<<64 - 1), SeedAsked: true}},
		"a seed of 0":                          {[]string{"--seed", "0"}, machine{}, config.Settings{State: state, Speed: 20, Seed: seed(0), SeedAsked: true}},
		"a large fleet":                        {[]string{"--demo", "--clusters", "10000"}, machine{}, config.Settings{Demo: true, Speed: 20, Clusters: 10000}},
		"a drill":                              {[]string{"--demo", "--drill", "lost.drill"}, machine{env: env{"POOLDECK_DRILL": "/other"}}, config.Settings{Demo: true, Speed: 20, Drill: "/work/lost.drill"}},
		"two faults":                           {[]string{"--fault", "0:00 slow c", "--fault=1:00 note a, b"}, machine{}, config.Settings{State: state, Speed: 20, Faults: []string{"0:00 slow c", "1:00 note a, b"}}},
		"a demo keeps no state":                {[]string{"--demo"}, machine{env: env{"POOLDECK_STATE": "/elsewhere"}, content: "state: /there"}, config.Settings{Demo: true, Speed: 20}},
		"a demo needs no home":                 {[]string{"--demo"}, machine{homeless: true}, config.Settings{Demo: true, Speed: 20}},
		"another state directory":              {nil, machine{env: env{"XDG_STATE_HOME": "/var/ada"}}, config.Settings{State: "/var/ada/pooldeck", Speed: 20}},
		"a relative base directory counts not": {nil, machine{env: env{"XDG_STATE_HOME": "var"}}, config.Settings{State: state, Speed: 20}},
		"another config directory":             {nil, machine{env: env{"XDG_CONFIG_HOME": "/etc/ada"}, content: "speed: 5"}, config.Settings{State: state, Speed: 5}},
		"a path on the command line":           {[]string{"--state", "here", "--catalog", "../prices.yaml"}, machine{}, config.Settings{State: "/work/here", Catalog: "/prices.yaml", Speed: 20}},
		"a path in the file is relative to it": {nil, machine{content: "catalog: prices.yaml"}, config.Settings{State: state, Catalog: "/home/ada/.config/pooldeck/prices.yaml", Speed: 20}},
		"a path in the file below home":        {nil, machine{content: "state: ~/fleet"}, config.Settings{State: "/home/ada/fleet", Speed: 20}},
		"a terminal that cannot draw":          {nil, machine{env: env{"TERM": "dumb"}}, config.Settings{State: state, Speed: 20, Plain: true}},
		"drawing on it all the same":           {[]string{"--plain=off"}, machine{env: env{"TERM": "dumb"}}, config.Settings{State: state, Speed: 20}},
		"lines":                                {[]string{"--plain"}, machine{content: "plain: off"}, config.Settings{State: state, Speed: 20, Plain: true}},
		"lines for good":                       {nil, machine{env: env{"POOLDECK_PLAIN": "on"}}, config.Settings{State: state, Speed: 20, Plain: true}},
		"a state without a home":               {[]string{"--state", "/fleet"}, machine{homeless: true}, config.Settings{State: "/fleet", Speed: 20}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, test.machine, test.args...)
			if err != nil {
				t.Fatal(err)
			}
			test.want.Manners = config.Manners{Theme: "auto", Mouse: true}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadManners(t *testing.T) {
	got, err := read(t, machine{content: "bell: on\nmouse: off\n"}, "--theme", "mono", "--motion", "off", "--notify=on")
	if err != nil {
		t.Fatal(err)
	}
	want := config.Manners{Theme: "mono", Bell: true, Notify: true, Still: true}
	if got.Manners != want {
		t.Errorf("they are %+v and should be %+v", got.Manners, want)
	}
}

func TestReadSaysWhereToMendIt(t *testing.T) {
	type env = map[string]string
	tests := map[string]struct {
		args []string
		machine
		want string
	}{
		"a drill without a demo":        {[]string{"--drill", "lost.drill"}, machine{}, "--drill: a drill is played on a fresh fleet; add --demo"},
		"a drill without a name":        {[]string{"--demo", "--drill", ""}, machine{}, "--drill: it is empty"},
		"fewer clusters than the demo":  {[]string{"--clusters", "2"}, machine{}, "--clusters: a new fleet has 3 to 20000 clusters; not 2"},
		"more clusters than were tried": {[]string{"--clusters", "20001"}, machine{}, "--clusters: a new fleet has 3 to 20000 clusters; not 20001"},
		"a speed above the fastest":     {[]string{"--speed", "3601"}, machine{}, `--speed: the speed is 0 (paused) to 3600; not "3601"`},
		"a speed that runs backwards":   {[]string{"--speed=-1"}, machine{}, `--speed: the speed is 0 (paused) to 3600; not "-1"`},
		"a speed in the environment":    {nil, machine{env: env{"POOLDECK_SPEED": "fast"}}, `POOLDECK_SPEED: the speed is 0 (paused) to 3600; not "fast"`},
		"a speed in the file":           {nil, machine{content: "seed: 7\nspeed: fast\n"}, file + `:2: the speed is 0 (paused) to 3600; not "fast"`},
		"a seed that is none":           {[]string{"--seed", "-7"}, machine{}, `--seed: a seed is a number from 0 up; not "-7"`},
		"a demo with a state":           {[]string{"--demo", "--state", "/x"}, machine{}, "--state: a demo fleet keeps no state; leave out --demo or --state"},
		"a directory without a name":    {[]string{"--state", ""}, machine{}, "--state: it is empty"},
		"a setting that there is not":   {nil, machine{content: "spede: 7\n"}, file + `:1: there is no setting "spede"; there are state, seed, speed, catalog, theme, mouse, bell, notify, motion, plain`},
		"a setting that is there twice": {nil, machine{content: "seed: 7\nspeed: 3\nseed: 8\n"}, file + ":3: seed is set twice"},
		"a setting that is a list":      {nil, machine{content: "seed: [7]\n"}, file + ":1: seed is a single value"},
		"a file that is a list":         {nil, machine{content: "- seed\n"}, file + ":1: this is not a list of settings, like speed: 60"},
		"a theme that there is not":     {[]string{"--theme", "pink"}, machine{}, `--theme: a theme is one of auto, mono; not "pink"`},
		"a switch that is neither":      {nil, machine{content: "bell: loud\n"}, file + `:1: it is on or off; not "loud"`},
		"no place for the state":        {nil, machine{homeless: true}, "there is no home directory to keep the state in; say --state DIR"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, test.machine, test.args...)
			if err == nil || err.Error() != test.want {
				t.Errorf("it says %q and should say %q; %+v", err, test.want, got)
			}
		})
	}
}

func TestReadNamesAFileThatIsNotYAML(t *testing.T) {
	_, err := read(t, machine{content: "seed: 7\n  speed: }\n"})
	var wrong *config.Wrong
	if !errors.As(err, &wrong) || wrong.Where != file+":2" {
		t.Errorf("it says %v", err)
	}
}
