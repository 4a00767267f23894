package store

// version of the schema. A state of a newer one is refused, one of an older
// one is brought up to date:
//
//  1. had a journal without hashes, and columns beside its bodies.
//  2. learnt nothing.
//  3. had no dynos: no process types in its spans, and nothing of autoscalers.
const version = 4

// schema holds one row for everything that is committed as a whole; a body is
// the value in JSON. A place keeps the order in which things came into being.
const schema = `
CREATE TABLE state (
	only    INTEGER PRIMARY KEY CHECK (only = 1),
	version INTEGER NOT NULL,
	seed    INTEGER NOT NULL,
	at      INTEGER NOT NULL, -- the clock, in nanoseconds since 1970
	open    INTEGER NOT NULL, -- 1 while a process writes: then a log belongs to the file
	entries INTEGER NOT NULL, -- the number of the journal's last entry,
	head    TEXT NOT NULL     -- and its hash
) STRICT;
CREATE TABLE apps       (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
CREATE TABLE clusters   (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
CREATE TABLE operations (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
CREATE TABLE spans (
	place    INTEGER PRIMARY KEY,
	instance TEXT NOT NULL,
	pool     TEXT NOT NULL,
	cluster  TEXT NOT NULL,
	app      TEXT NOT NULL,
	process  TEXT NOT NULL, -- empty for an instance
	level    TEXT NOT NULL,
	start    INTEGER NOT NULL,
	finish   INTEGER -- NULL while it is open
) STRICT;
CREATE UNIQUE INDEX spans_open ON spans (instance) WHERE finish IS NULL;
CREATE INDEX spans_finish ON spans (finish);
CREATE TABLE receipts (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
` + learnt + journal + autoscaler

// learnt has a body for each kind of step: how long the latest ones took, in
// nanoseconds.
const learnt = `
CREATE TABLE learnt (step TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

// autoscaler holds what autoscalers were told and what they decided, of the
// past day.
const autoscaler = `
CREATE TABLE samples (
	app     TEXT NOT NULL,
	process TEXT NOT NULL,
	at      INTEGER NOT NULL,
	body    TEXT NOT NULL,
	PRIMARY KEY (app, process, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX samples_at ON samples (at);
CREATE TABLE decisions (
	app     TEXT NOT NULL,
	process TEXT NOT NULL,
	at      INTEGER NOT NULL,
	finish  INTEGER NOT NULL, -- when it was decided so for the last time
	body    TEXT NOT NULL,
	PRIMARY KEY (app, process, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_finish ON decisions (finish);
`

// journal is found by what its bodies say, which their hashes cover: nothing
// stands beside them that could say otherwise.
const journal = `
CREATE TABLE journal (
	seq    INTEGER PRIMARY KEY,
	body   TEXT NOT NULL,
	target TEXT NOT NULL AS (body ->> 'Target'),
	actor  TEXT NOT NULL AS (body ->> 'Actor'),
	kind   TEXT NOT NULL AS (body ->> 'Kind')
) STRICT;
CREATE INDEX journal_target ON journal (target, kind, seq);
CREATE INDEX journal_actor ON journal (actor, seq);
`
