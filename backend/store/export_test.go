package store

import "fmt"

// Fill lets the file of a state become no longer than it is, or as long as it
// likes: then SQLite says what it says on a full disk.
func (s *SQLite) Fill(full bool) error {
	var pages int
	if err := s.write.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		return err
	}
	if !full {
		pages = 1 << 30
	}
	_, err := s.write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages))
	return err
}

// Copy is the directory of the copy that is read from; empty where none is.
func (s *SQLite) Copy() string { return s.copied }
