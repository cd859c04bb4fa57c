-- The names in what the reader wrote. Never edit this file once it was released: add the next number.

-- How often a note's text names something, and where first: bytes of the text, its lines taken as paragraphs.
CREATE TABLE note_name (
  note INTEGER NOT NULL,
  name INTEGER NOT NULL,
  times INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  PRIMARY KEY (note, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_name_name ON note_name (name);
-- Whether the names of its text were looked for.
ALTER TABLE note ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
UPDATE note SET named = 1 WHERE text = '';
CREATE INDEX note_unnamed ON note (row) WHERE named = 0;
-- Articles whose names are to be counted anew, because a note on them changed or went.
CREATE TABLE recount (
  article BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
