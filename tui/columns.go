package tui

import "strings"

// column is one column of the tree's table.
type column struct {
	id    columnID
	title string
	width int
	right bool // numbers stand at the right
}

// columnID is what a column shows.
type columnID int

const (
	columnName columnID = iota
	columnLevel
	columnReady
	columnStatus
	columnConnections
	columnLag
	columnMoney
)

// columns chooses what a width has room for. Status and money stay longest;
// the name takes what is left.
func columns(width int) []column {
	var (
		name   = column{columnName, "NAME", 0, false}
		level  = column{columnLevel, "LEVEL/SIZE", 17, false}
		ready  = column{columnReady, "READY", 5, true}
		status = column{columnStatus, "STATUS", 24, false}
		conns  = column{columnConnections, "CONNECTIONS", 11, true}
		lag    = column{columnLag, "LAG/P95", 10, true}
		money  = column{columnMoney, "$/MONTH", 13, true}
	)
	var list []column
	switch {
	case width >= 116:
		list = []column{name, level, ready, status, conns, lag, money}
	case width >= 96:
		list = []column{name, ready, status, conns, money}
	case width >= 64:
		list = []column{name, ready, status, money}
		list[2].width = 24
	default:
		list = []column{name, status}
		list[1].width = 14
	}
	rest := width - 1 // the last column keeps clear of the edge
	for _, c := range list {
		rest -= c.width + 1
	}
	list[0].width = rest + 1
	return list
}

// has is whether something has a column of its own.
func has(list []column, id columnID) bool {
	for _, c := range list {
		if c.id == id {
			return true
		}
	}
	return false
}

// heads draws the line above the tree.
func heads(st styles, list []column) string {
	var b strings.Builder
	for i, c := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		if c.right {
			b.WriteString(right(c.title, c.width))
		} else if c.id == columnName {
			b.WriteString(left(" "+c.title, c.width))
		} else {
			b.WriteString(left(c.title, c.width))
		}
	}
	return st.Dim.Render(b.String())
}
