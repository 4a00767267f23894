package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"
)

// bare is the smallest Bubble Tea program that shows texts: j and k go from
// one to the next and back.
type bare struct {
	texts []string
	at    int
}

func (b bare) Init() tea.Cmd { return nil }

func (b bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "j":
			b.at = min(b.at+1, len(b.texts)-1)
		case "k":
			b.at = max(b.at-1, 0)
		case "q":
			return b, tea.Quit
		}
	}
	return b, nil
}

func (b bare) View() tea.View {
	v := tea.NewView(b.texts[b.at])
	v.AltScreen = true
	return v
}

// showBare is the bare program in a process of its own.
func showBare(file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var b bare
	if err := json.Unmarshal(body, &b.texts); err != nil {
		return err
	}
	_, err = tea.NewProgram(b).Run()
	return err
}

// bare is how the bare program is started with texts.
func (b bench) bare(name string, texts ...string) ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(texts)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.dir, name+".json")
	return []string{self, "bare", file}, os.WriteFile(file, body, 0o600)
}
