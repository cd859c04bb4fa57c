//! What a reader says of stories line by line: bookmarks, tags, notes. Every change is an edit of the library like
//! those of the screen, and is undone like them.

use super::order::{self, Order};
use super::talk::{Asking, Lines, Shown, Talk};
use crate::article::anchor::Anchor;
use crate::cli::fault::Fault;
use crate::cli::notes;
use crate::library::edit::{Cause, Edit};
use crate::library::note::{Colour, Hanging, Note};
use crate::library::value::{Header, RowId};
use crate::text::Clean;

impl Talk<'_> {
    /// The story that is meant: by its number in the list, else the open one.
    fn target(&self, rest: &str) -> Result<Result<Header, Lines>, Fault> {
        let row: Option<RowId> = match order::number(rest) {
            Some(number) => match self.listed_row(number) {
                Some(row) => Some(row),
                None => return Ok(Err(self.no_number(number))),
            },
            None => self.story.as_ref().map(|story| story.header.row),
        };
        let header = match row {
            Some(row) => self.reader.headers(&[row])?.pop(),
            None => None,
        };
        Ok(header.ok_or_else(|| self.one("linear.no-story")))
    }

    fn save(&mut self, edits: &[Edit], said: &str) -> Result<Lines, Fault> {
        let receipt = self.writer()?.edit(Cause::Deliberate, edits)?;
        if edits.iter().any(|edit| edit.note().is_some()) {
            self.name_notes()?;
        }
        self.refresh()?;
        let key = if receipt.applied.is_empty() {
            "cli.nothing-changed"
        } else {
            said
        };
        Ok(vec![self.words.fill(key, &[]).into_string()])
    }

    pub(super) fn bookmark(&mut self, rest: &str) -> Result<Lines, Fault> {
        let header = match self.target(rest)? {
            Ok(header) => header,
            Err(lines) => return Ok(lines),
        };
        let on = !header.marks.bookmarked;
        let said = if on {
            "toast.bookmarked"
        } else {
            "toast.unbookmarked"
        };
        self.save(
            &[Edit::Bookmark {
                story: header.story,
                on,
            }],
            said,
        )
    }

    pub(super) fn mark_read(&mut self, rest: &str) -> Result<Lines, Fault> {
        let header = match self.target(rest)? {
            Ok(header) => header,
            Err(lines) => return Ok(lines),
        };
        let on = !header.marks.read;
        let said = if on { "toast.read" } else { "toast.unread" };
        self.save(
            &[Edit::Read {
                story: header.story,
                on,
            }],
            said,
        )
    }

    /// Puts tags on the open story, or takes off those that it has.
    pub(super) fn tag(&mut self, rest: &str) -> Result<Lines, Fault> {
        let Some(story) = &self.story else {
            return Ok(self.one("linear.no-story"));
        };
        let tags = rest
            .split_whitespace()
            .map(|tag| Clean::new(tag.trim_start_matches('#')));
        let edit = |tag: Clean| Edit::Tag {
            story: story.header.story,
            on: !story.tags.contains(&tag),
            tag,
        };
        let edits: Vec<Edit> = tags.filter(|tag| !tag.is_empty()).map(edit).collect();
        if edits.is_empty() {
            return Ok(vec![self.help_on(Order::Tag)]);
        }
        self.save(&edits, "toast.tagged")
    }

    /// Writes a note on the whole story, or asks for the words that it hangs on and then for its text.
    pub(super) fn write(&mut self, rest: &str) -> Result<Lines, Fault> {
        if self.story.is_none() {
            return Ok(self.one("linear.no-story"));
        }
        if rest.is_empty() {
            self.asking = Asking::Quote;
            return Ok(self.one("linear.ask-quote"));
        }
        self.note_line((None, String::new()), rest)
    }

    /// Takes a line of a note: one that ends in a backslash goes on in the next.
    fn note_line(
        &mut self,
        (anchor, mut text): (Option<Anchor>, String),
        line: &str,
    ) -> Result<Lines, Fault> {
        let Some(line) = line.strip_suffix('\\') else {
            text.push_str(line);
            return self.keep_note(anchor, &text);
        };
        text.push_str(line.trim_end());
        text.push('\n');
        self.asking = Asking::Text(anchor, text);
        Ok(self.one("linear.ask-more"))
    }

    /// The end of the input came: what was being written is kept as it is.
    pub(super) fn end(&mut self) -> Lines {
        match std::mem::take(&mut self.asking) {
            Asking::Text(anchor, text) if !text.trim().is_empty() => {
                let kept = self.keep_note(anchor, text.trim_end());
                kept.unwrap_or_else(|fault| self.complaint(&fault))
            }
            _ => Lines::new(),
        }
    }

    /// Takes the answer to a question.
    pub(super) fn answered(&mut self, asking: Asking, line: &str) -> Result<Lines, Fault> {
        let line = line.trim();
        match asking {
            Asking::Quote if line.is_empty() => {
                self.asking = Asking::Text(None, String::new());
                Ok(self.one("linear.ask-text"))
            }
            Asking::Quote => {
                let Some(story) = self.story.as_ref().map(|story| story.header.story) else {
                    return Ok(self.one("linear.no-story"));
                };
                match notes::passage(&self.reader, story, line) {
                    Ok(anchor) => {
                        self.asking = Asking::Text(Some(anchor), String::new());
                        Ok(self.one("linear.ask-text"))
                    }
                    Err(fault) => {
                        // The question stands, so that a slip of the finger is mended by typing again.
                        self.asking = Asking::Quote;
                        let mut lines = self.complaint(&fault);
                        lines.extend(self.one("linear.ask-quote"));
                        Ok(lines)
                    }
                }
            }
            Asking::Text(None, text) if line.is_empty() && text.trim().is_empty() => {
                Ok(self.one("linear.no-note"))
            }
            Asking::Text(anchor, text) => self.note_line((anchor, text), line),
            Asking::Nothing => Ok(Lines::new()),
        }
    }

    fn keep_note(&mut self, anchor: Option<Anchor>, text: &str) -> Result<Lines, Fault> {
        let Some(story) = self.story.as_ref().map(|story| story.header.story) else {
            return Ok(self.one("linear.no-story"));
        };
        let note = Note {
            id: self.mint.next_id(),
            on: Hanging { story, anchor },
            colour: Colour::default(),
            text: Clean::body(text),
            tags: Vec::new(),
            made: None,
        };
        let edit = Edit::Note {
            note: Box::new(note),
            on: true,
        };
        self.save(&[edit], "linear.noted")
    }

    /// Takes a note away by its number in the list of notes.
    pub(super) fn delete(&mut self, rest: &str) -> Result<Lines, Fault> {
        let Some(number) = order::number(rest) else {
            return Ok(vec![self.help_on(Order::Delete)]);
        };
        let Some(noted) = self.noted(number)? else {
            let listed = matches!(self.shown, Shown::Notes(_));
            return Ok(if listed {
                self.no_number(number)
            } else {
                vec![self.help_on(Order::Delete)]
            });
        };
        let edit = Edit::Note {
            note: Box::new(noted.note),
            on: false,
        };
        let said = self.save(&[edit], "linear.note-gone")?;
        // The numbers that follow would mean other notes now.
        self.forget_notes();
        Ok(said)
    }

    pub(super) fn undo(&mut self) -> Result<Lines, Fault> {
        let edits = self.writer()?.undo()?;
        self.turned(&edits, "toast.undone", "toast.nothing-to-undo")
    }

    pub(super) fn redo(&mut self) -> Result<Lines, Fault> {
        let edits = self.writer()?.redo()?;
        self.turned(&edits, "toast.redone", "toast.nothing-to-redo")
    }

    fn turned(&mut self, edits: &[Edit], done: &str, nothing: &str) -> Result<Lines, Fault> {
        self.forget_notes();
        self.refresh()?;
        let key = if edits.is_empty() { nothing } else { done };
        let n = edits.len().to_string();
        let said = self.words.fill(key, &[("n", &n), ("what", "")]);
        // The screen says here what it was; the line before is the answer to that.
        Ok(vec![said.trim_end_matches([' ', '·']).to_owned()])
    }

    /// Numbers of notes that were listed mean nothing once notes came or went.
    fn forget_notes(&mut self) {
        if matches!(self.shown, Shown::Notes(_)) {
            self.shown = Shown::Notes(Vec::new());
        }
    }
}
