package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// field is a line of text that is being typed. The cursor stands still, so
// that nothing on the screen moves by itself.
type field struct{ input textinput.Model }

func newField(text string, most int) field {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = most
	in.SetVirtualCursor(false)
	in.Focus()
	in.SetValue(text)
	in.CursorEnd()
	return field{in}
}

func (f field) text() string { return f.input.Value() }

func (f field) press(k tea.KeyPressMsg) field {
	// Its commands blink the cursor and read the clipboard: neither is wanted.
	f.input, _ = f.input.Update(k)
	return f
}

// paste inserts a text as one line without control characters.
func (f field) paste(text string) field {
	f.input, _ = f.input.Update(tea.PasteMsg{Content: clean(text)})
	return f
}

// draw shows the text with a cursor in it, in a width that does not change.
func (f field) draw(s scene, width int) string {
	runes := []rune(f.text())
	at := min(f.input.Position(), len(runes))
	from := max(0, at-width+1)
	return left(s.styles.Field.Render(string(runes[from:at]))+s.styles.Accent.Render("▏")+
		s.styles.Field.Render(string(runes[at:])), width)
}
