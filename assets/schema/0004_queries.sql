-- Saved searches, rules, and what the query language asks for. Never edit this file once it was released: add the
-- next number.

-- Who wrote each story, in small letters; made from `body.detail`.
CREATE TABLE byline (
  name TEXT NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (name, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX byline_row ON byline (row);
INSERT OR IGNORE INTO byline (name, row)
  SELECT lower(json_extract(j.value, '$.name')), b.row FROM body b, json_each(b.detail, '$.bylines') j
  WHERE json_extract(j.value, '$.name') IS NOT NULL;

-- Which names are spelt so.
CREATE INDEX spelling_fold ON spelling (fold);

-- Changes whenever a date that is known no longer holds, so that whoever keeps dates at hand reads them anew.
ALTER TABLE tally ADD COLUMN redated INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER story_redated AFTER UPDATE OF date ON story WHEN new.date IS NOT old.date BEGIN
  UPDATE tally SET redated = redated + 1;
END;
CREATE TRIGGER story_undated AFTER DELETE ON story BEGIN
  UPDATE tally SET redated = redated + 1;
END;

-- Saved searches, and rules as JSON.
CREATE TABLE saved (
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rule (
  name TEXT PRIMARY KEY,
  rule TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Rules run on what comes from now on: on rows above this one.
INSERT INTO meta (key, value) SELECT 'ruled', coalesce(max(row), 0) FROM story;
