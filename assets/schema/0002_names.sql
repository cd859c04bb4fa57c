-- What the reader said of names. Never edit this file once it was released: add the next number.

-- One value for each name and aspect; the last clock wins. A value taken back stays as NULL, for its clock.
-- The name is its key and not its number, so that a ruling outlives every re-reading and waits for names to come.
CREATE TABLE ruling (
  name TEXT NOT NULL,
  aspect TEXT NOT NULL,
  value TEXT,
  clock INTEGER NOT NULL,
  PRIMARY KEY (name, aspect)
) STRICT, WITHOUT ROWID;

-- The names of the reader's own lists: found in every text, with all their spellings.
CREATE TABLE own (
  name TEXT NOT NULL,
  spelling TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (name, spelling)
) STRICT, WITHOUT ROWID;

-- Which name each merged one belongs to in the end; made from the rulings. From now on `naming` counts those.
CREATE TABLE rooted (
  name INTEGER PRIMARY KEY,
  root INTEGER NOT NULL
) STRICT;
CREATE INDEX rooted_root ON rooted (root);

-- Where a ruling on single mentions makes a story name something that the word index has not, or no longer.
CREATE TABLE sway (
  name INTEGER NOT NULL,
  row INTEGER NOT NULL,
  gain INTEGER NOT NULL,                -- 1: names it after all, 0: does not
  PRIMARY KEY (name, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX sway_row ON sway (row);

-- Names by how they sound, for names that look alike; library/writer.rs files those of an older library.
CREATE TABLE sound (
  key TEXT NOT NULL,
  name INTEGER NOT NULL,
  PRIMARY KEY (key, name)
) STRICT, WITHOUT ROWID;
