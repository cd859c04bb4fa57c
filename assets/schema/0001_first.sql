-- One library. Never edit this file once it was released: add the next number.

-- Single values: the session, the clock of edits, how far the log beside the library reaches.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Kept counts, so that no screen ever counts the library.
CREATE TABLE tally (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  articles INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  faults INTEGER NOT NULL DEFAULT 0,
  pending INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO tally (one) VALUES (1);

-- Outlet 0 stands for an unknown one; its sort key is above every other.
CREATE TABLE outlet (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  sort TEXT NOT NULL,
  stories INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX outlet_sort ON outlet (sort, id);
INSERT INTO outlet (id, name, sort) VALUES (0, '', char(1114111));

CREATE TABLE language (
  code INTEGER PRIMARY KEY,
  stories INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO language (code) VALUES (0), (1), (2), (3), (4);

-- One row a story, narrow: all that a list shows. Digest items (item > 0) lie beside their parent.
CREATE TABLE story (
  row INTEGER PRIMARY KEY,
  article BLOB NOT NULL CHECK (length(article) = 16),
  item INTEGER NOT NULL DEFAULT 0,
  parent INTEGER,
  headline TEXT NOT NULL,
  outlet INTEGER NOT NULL DEFAULT 0,
  date INTEGER,                         -- seconds since 1970; the three below say how it is shown
  shift INTEGER NOT NULL DEFAULT 0,     -- minutes from UTC
  flags INTEGER NOT NULL DEFAULT 0,     -- 1 derived headline, 2 time known, 4 date inferred
  language INTEGER NOT NULL DEFAULT 0,
  fault INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  bookmarked INTEGER NOT NULL DEFAULT 0,
  indexed INTEGER NOT NULL DEFAULT 0,
  head INTEGER,                         -- hash of the folded headline; NULL for items and faults
  hash BLOB                             -- of the current text; NULL while that is the first revision
) STRICT;
CREATE UNIQUE INDEX story_id ON story (article, item);
CREATE INDEX story_date ON story (date) WHERE item = 0;
CREATE INDEX story_read ON story (read DESC, date) WHERE item = 0; -- read backwards: unread first, each newest first
CREATE INDEX story_outlet ON story (outlet, date) WHERE item = 0;
CREATE INDEX story_language ON story (language, date) WHERE item = 0;
CREATE INDEX story_bookmarked ON story (date) WHERE bookmarked = 1;
CREATE INDEX story_pending ON story (row) WHERE indexed = 0 AND item = 0;
CREATE INDEX story_parent ON story (parent, item) WHERE parent IS NOT NULL;
CREATE INDEX story_head ON story (head) WHERE head IS NOT NULL;

-- What comes is counted by library/shelf.rs, once a batch: a trigger would double the cost of an article.
CREATE TRIGGER story_goes AFTER DELETE ON story WHEN old.item = 0 BEGIN
  UPDATE tally SET articles = articles - 1, unread = unread - (old.read = 0),
    faults = faults - old.fault, pending = pending - (old.indexed = 0);
  UPDATE outlet SET stories = stories - 1 WHERE id = old.outlet;
  UPDATE language SET stories = stories - 1 WHERE code = old.language;
END;
CREATE TRIGGER story_state AFTER UPDATE OF read, fault, indexed ON story WHEN new.item = 0 BEGIN
  UPDATE tally SET unread = unread + (new.read = 0) - (old.read = 0),
    faults = faults + new.fault - old.fault, pending = pending + (new.indexed = 0) - (old.indexed = 0);
END;
CREATE TRIGGER story_outlet_changes AFTER UPDATE OF outlet ON story WHEN new.item = 0 AND new.outlet <> old.outlet BEGIN
  UPDATE outlet SET stories = stories - 1 WHERE id = old.outlet;
  UPDATE outlet SET stories = stories + 1 WHERE id = new.outlet;
END;
CREATE TRIGGER story_language_changes AFTER UPDATE OF language ON story WHEN new.item = 0 AND new.language <> old.language BEGIN
  UPDATE language SET stories = stories - 1 WHERE code = old.language;
  UPDATE language SET stories = stories + 1 WHERE code = new.language;
END;

-- The text, and as JSON everything else that is known of an article.
CREATE TABLE body (
  row INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  detail TEXT NOT NULL,
  recipe INTEGER NOT NULL DEFAULT 0,
  made INTEGER                          -- when this revision was made or published; seconds since 1970
) STRICT;

-- Revisions that a later one replaced, or that came after a later one.
CREATE TABLE revision (
  row INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hash BLOB NOT NULL,
  text TEXT NOT NULL,
  detail TEXT NOT NULL,
  recipe INTEGER NOT NULL,
  made INTEGER,
  PRIMARY KEY (row, n)
) STRICT;

-- Which story a text belongs to, for revisions other than the first, whose hash is the story's own id.
CREATE TABLE variant (
  hash BLOB PRIMARY KEY,
  row INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX variant_row ON variant (row);

-- Canonical addresses and feed ids, as 64 bits of their SHA-256.
CREATE TABLE address (
  hash INTEGER PRIMARY KEY,
  row INTEGER NOT NULL
) STRICT;
CREATE INDEX address_row ON address (row);

-- Folders and files that the reader added.
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  path BLOB NOT NULL UNIQUE
) STRICT;

-- Files read from them; the path is relative to the source and empty where the source is the file.
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  path BLOB NOT NULL,
  size INTEGER NOT NULL,
  mtime INTEGER NOT NULL,
  hash BLOB NOT NULL,
  recipe INTEGER NOT NULL,
  format TEXT NOT NULL,
  encoding TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX file_path ON file (source, path);

-- Which story stands where in which file. Part 0 is the whole file.
CREATE TABLE origin (
  file INTEGER NOT NULL,
  part INTEGER NOT NULL,
  row INTEGER NOT NULL,
  notices TEXT,
  PRIMARY KEY (file, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_row ON origin (row);

-- What the reader made. Keyed by story and not by row, so that it outlives every file.
CREATE TABLE mark (
  article BLOB NOT NULL,
  item INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  bookmarked INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (article, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE tag (
  article BLOB NOT NULL,
  item INTEGER NOT NULL,
  tag TEXT NOT NULL,
  kept INTEGER NOT NULL,                -- 0: a tag of the file that the reader took off
  PRIMARY KEY (article, item, tag)
) STRICT, WITHOUT ROWID;

-- The tags of each row, the file's and the reader's together; made from the above.
CREATE TABLE tagged (
  tag TEXT NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (tag, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagged_row ON tagged (row);

-- When a story was last opened (by the clock of edits) and where reading stopped.
CREATE TABLE visit (
  article BLOB NOT NULL,
  item INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  byte INTEGER,
  PRIMARY KEY (article, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_opened ON visit (opened);

-- Edits, and the steps that undo and redo go by.
CREATE TABLE step (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  cause INTEGER NOT NULL,               -- 0 deliberate, 1 automatic
  act INTEGER NOT NULL,                 -- 0 edit, 1 undo, 2 redo
  state INTEGER NOT NULL                -- 0 done, 1 undone, 2 undone for good
) STRICT;
CREATE INDEX step_stack ON step (device, state, id) WHERE cause = 0 AND act = 0;
CREATE TABLE edit (
  seq INTEGER PRIMARY KEY,
  step INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  clock INTEGER NOT NULL,
  change TEXT NOT NULL
) STRICT;
CREATE INDEX edit_step ON edit (step);

-- Names. Their keys are found by 64 bits of a hash: a third of the pages that the keys themselves would touch.
CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  hash INTEGER NOT NULL UNIQUE,
  key TEXT NOT NULL,
  kind INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
-- How many stories name each; apart, so that counting writes few pages.
CREATE TABLE naming (
  name INTEGER PRIMARY KEY,
  stories INTEGER NOT NULL
) STRICT;
-- Every way that a name is written, folded.
CREATE TABLE spelling (
  name INTEGER NOT NULL,
  fold TEXT NOT NULL,
  PRIMARY KEY (name, fold)
) STRICT, WITHOUT ROWID;
-- Where each name stands in a story, packed; also lists the story's names.
CREATE TABLE span (
  row INTEGER PRIMARY KEY,
  packed BLOB NOT NULL
) STRICT;

-- Words, already taken apart by library/search.rs, with blanks between them; and the names, each as U+E000 and its
-- number. A table of pairs of name and story would write a page a name: the word index writes in order.
CREATE VIRTUAL TABLE words USING fts5 (
  headline, body, names, content = '', contentless_delete = 1, tokenize = 'ascii'
);
INSERT INTO words (words, rank) VALUES ('crisismerge', 64);
INSERT INTO words (words, rank) VALUES ('automerge', 16);
