-- Notes, named places and stories put away. Never edit this file once it was released: add the next number.

-- What each edit is about, so that the last one about a thing is found; and, for the texts of a note, the ids of the
-- edits that it replaced, as JSON: what none replaced stands in the note.
ALTER TABLE edit ADD COLUMN subject TEXT;
ALTER TABLE edit ADD COLUMN after TEXT;
UPDATE edit SET subject = json_extract(change, '$.edit') || ' ' || json_extract(change, '$.story')
    || coalesce(' ' || json_extract(change, '$.tag'), '')
  WHERE json_extract(change, '$.edit') IN ('read', 'bookmark', 'tag');
CREATE INDEX edit_subject ON edit (subject, clock, id) WHERE subject IS NOT NULL;

-- Notes as they are now; made anew from their edits whenever one comes. Taken-away notes are in the edits alone.
CREATE TABLE note (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  article BLOB NOT NULL,
  item INTEGER NOT NULL,
  colour INTEGER NOT NULL,
  text TEXT NOT NULL,
  texts INTEGER NOT NULL,               -- texts in it that were written at the same time
  anchor TEXT,                          -- JSON; NULL: the whole story
  made INTEGER NOT NULL,                -- milliseconds since 1970
  changed INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,     -- 0 whole story, 1 anchored, 2 moved, 3 orphan, 4 the story is not here
  start INTEGER,                        -- bytes in the present body
  end INTEGER,
  change INTEGER NOT NULL DEFAULT 0     -- 1 wording, 2 place, 4 unsure
) STRICT;
CREATE INDEX note_story ON note (article, item, start);
CREATE INDEX note_made ON note (made);
CREATE INDEX note_changed ON note (changed);
CREATE TABLE note_tag (
  tag TEXT NOT NULL,
  note INTEGER NOT NULL,
  PRIMARY KEY (tag, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_tag_note ON note_tag (note);
-- Words of quotes, texts and tags, taken apart as those of stories are.
CREATE VIRTUAL TABLE note_words USING fts5 (
  quote, text, tags, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Named places; `hanging` is JSON.
CREATE TABLE place (
  name TEXT PRIMARY KEY,
  article BLOB NOT NULL,
  item INTEGER NOT NULL,
  hanging TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Notes that are being written, by note; until they are saved or thrown away.
CREATE TABLE draft (
  note BLOB PRIMARY KEY,
  draft TEXT NOT NULL,
  kept INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE mark ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN notes INTEGER NOT NULL DEFAULT 0;
-- The indexes of plain lists hold what is not put away, so that they still answer by themselves.
DROP INDEX story_date;
DROP INDEX story_read;
DROP INDEX story_outlet;
DROP INDEX story_language;
CREATE INDEX story_date ON story (date) WHERE item = 0 AND archived = 0;
CREATE INDEX story_read ON story (read DESC, date) WHERE item = 0 AND archived = 0;
CREATE INDEX story_outlet ON story (outlet, date) WHERE item = 0 AND archived = 0;
CREATE INDEX story_language ON story (language, date) WHERE item = 0 AND archived = 0;
CREATE INDEX story_archived ON story (date) WHERE archived = 1;
