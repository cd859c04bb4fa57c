//! A note being written: its text, its tags, its colour.
//!
//! The text area of the screen library keeps the text and what was typed before; how the text is broken into rows and
//! where the caret stands on the screen is worked out here, with the ruler that everything else is measured by.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_textarea::{CursorMove, TextArea};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::Outcome;
use crate::app::input::Input;
use crate::app::layout::note_text;
use crate::app::overlay::tags::{suggest, tags};
use crate::library::edit::Edit;
use crate::library::note::{Colour, Draft, Note};
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Row, Wrap};
use crate::text::{Clean, slice};

/// Steps of the caret that are made one by one.
const FARTHEST: usize = 4_000;
/// Steps of typing that can be taken back.
const UNDOS: usize = 2_000;

/// The part of the note that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Field {
    /// The text.
    #[default]
    Text,
    /// The tags.
    Tags,
    /// The colour.
    Colour,
}

const FIELDS: [Field; 3] = [Field::Text, Field::Tags, Field::Colour];

/// A line of the text with the rows it was broken into.
#[derive(Debug, Default)]
struct Broken {
    text: String,
    rows: Vec<Row>,
}

/// The editor's state.
#[derive(Debug)]
pub struct Editor {
    /// The note as it was when the writing began; of a new one everything but the text.
    note: Note,
    /// Whether the library has it.
    known: bool,
    area: TextArea<'static>,
    /// The tags.
    pub tags: Input,
    /// Tags of the library, the most used first.
    pub known_tags: Vec<Clean>,
    /// The colour.
    pub colour: Colour,
    /// Where keys go.
    pub field: Field,
    /// Why it could not be saved, or another thing to say.
    pub message: Option<Clean>,
    /// Whether something was typed that no draft holds yet.
    pub unkept: bool,
    broken: Vec<Broken>,
    cols: u16,
    height: usize,
    top: usize,
    column: Option<u16>,
    ruler: Ruler,
}

impl Editor {
    /// An editor for a note.
    pub fn new(note: Note, known: bool) -> Self {
        let text = note.text.to_string();
        Self::holding(note, known, &text)
    }

    /// An editor that goes on with what was being written.
    pub fn resumed(draft: Draft) -> Self {
        let mut editor = Self::holding(draft.note, draft.known, &draft.text);
        editor.go_to_byte(draft.caret as usize);
        editor.unkept = true;
        editor
    }

    fn holding(note: Note, known: bool, text: &str) -> Self {
        let mut typed = note.tags.iter().map(Clean::as_str).collect::<Vec<_>>().join(" ");
        if !typed.is_empty() {
            typed.push(' ');
        }
        let mut editor = Self {
            tags: Input::holding(&typed),
            known_tags: Vec::new(),
            colour: note.colour,
            note,
            known,
            area: area(text),
            field: Field::default(),
            message: None,
            unkept: false,
            broken: Vec::new(),
            cols: 2,
            height: 1,
            top: 0,
            column: None,
            ruler: Ruler::default(),
        };
        editor.area.move_cursor(CursorMove::Bottom);
        editor.area.move_cursor(CursorMove::End);
        editor
    }

    /// The note as it was when the writing began.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// What was typed.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Puts another text in the place of what was typed; it can be taken back.
    pub fn replace(&mut self, text: &str) {
        self.area.select_all();
        self.area.cut();
        self.area.insert_str(Clean::body(text).as_str());
        self.changed();
    }

    /// What is kept of it while it is being written.
    pub fn draft(&self) -> Draft {
        let mut note = self.note.clone();
        note.colour = self.colour;
        note.tags = self.typed_tags();
        Draft {
            note,
            known: self.known,
            text: self.text(),
            caret: self.caret_byte() as u32,
        }
    }

    fn typed_tags(&self) -> Vec<Clean> {
        let mut all = tags(&self.tags.value());
        all.sort();
        all
    }

    /// The edits that make the note what was typed; none if nothing changed, or if there is nothing to be kept.
    pub fn edits(&self) -> Vec<Edit> {
        let text = Clean::body(&self.text());
        let tags = self.typed_tags();
        let (story, note) = (self.note.on.story, self.note.id);
        if !self.known {
            let bare = self.note.on.anchor.is_none() && text.is_empty() && tags.is_empty();
            let made = Note {
                colour: self.colour,
                text,
                tags,
                ..self.note.clone()
            };
            let on = true;
            let note = Box::new(made);
            return if bare {
                Vec::new()
            } else {
                vec![Edit::Note { note, on }]
            };
        }
        let mut edits = Vec::new();
        if text != self.note.text {
            let was = self.note.text.clone();
            edits.push(Edit::NoteText {
                story,
                note,
                text,
                was,
            });
        }
        if self.colour != self.note.colour {
            let (colour, was) = (self.colour, self.note.colour);
            edits.push(Edit::NoteColour {
                story,
                note,
                colour,
                was,
            });
        }
        let tag = |tag: &Clean, on| Edit::NoteTag {
            story,
            note,
            tag: tag.clone(),
            on,
        };
        let old = &self.note.tags;
        edits.extend(old.iter().filter(|t| !tags.contains(t)).map(|t| tag(t, false)));
        edits.extend(tags.iter().filter(|t| !old.contains(t)).map(|t| tag(t, true)));
        edits
    }

    /// Tags that go on from the one being typed.
    pub fn suggestions(&self) -> Vec<&Clean> {
        suggest(&self.tags, &self.known_tags)
    }

    /// Turns to the next field, or the one before. In the tags a suggestion is taken first.
    pub fn turn(&mut self, forward: bool) {
        if forward && self.field == Field::Tags && self.complete() {
            return;
        }
        let here = FIELDS.iter().position(|f| *f == self.field).unwrap_or(0);
        let by = if forward { 1 } else { FIELDS.len() - 1 };
        self.field = FIELDS[(here + by) % FIELDS.len()];
    }

    fn complete(&mut self) -> bool {
        let (before, after) = self.tags.parts();
        if before.is_empty() || before.ends_with([' ', ',']) || !after.is_empty() {
            return false;
        }
        let Some(tag) = self.suggestions().first().map(ToString::to_string) else {
            return false;
        };
        let mut words: Vec<String> = tags(before).iter().map(ToString::to_string).collect();
        words.pop();
        words.push(tag);
        self.tags = Input::holding(&format!("{} ", words.join(" ")));
        self.unkept = true;
        true
    }

    /// Takes back what was typed, or types it again.
    pub fn undo(&mut self, back: bool) {
        let changed = if back { self.area.undo() } else { self.area.redo() };
        if changed {
            self.changed();
        }
    }

    /// Says how much room the text has.
    pub fn fit(&mut self, cols: u16, height: usize, ruler: Ruler) {
        let same = self.cols == cols && self.ruler == ruler;
        (self.cols, self.height, self.ruler) = (cols.max(2), height.max(1), ruler);
        if !same {
            self.broken.clear();
        }
        self.break_lines();
    }

    /// Breaks the lines that are not as they were.
    fn break_lines(&mut self) {
        let wrap = Wrap {
            cols: self.cols,
            mode: Mode::Auto,
            ruler: self.ruler,
        };
        let lines = self.area.lines();
        self.broken.resize_with(lines.len(), Broken::default);
        for (line, broken) in lines.iter().zip(&mut self.broken) {
            if broken.text != *line || broken.rows.is_empty() {
                broken.text.clone_from(line);
                broken.rows = rows_of(line, wrap);
            }
        }
        let (row, _) = self.caret();
        let last = self.rows().saturating_sub(self.height);
        self.top = self
            .top
            .min(last)
            .clamp((row + 1).saturating_sub(self.height), row);
    }

    fn rows(&self) -> usize {
        self.broken.iter().map(|b| b.rows.len()).sum()
    }

    /// The rows in view.
    pub fn window(&self) -> impl Iterator<Item = &str> {
        let rows = self.broken.iter().flat_map(|b| {
            b.rows
                .iter()
                .map(|r| slice(&b.text, r.start as usize..r.end as usize))
        });
        rows.skip(self.top).take(self.height)
    }

    /// How many rows there are above and below what is in view.
    pub fn beyond(&self) -> (usize, usize) {
        (self.top, self.rows().saturating_sub(self.top + self.height))
    }

    /// Where the caret stands in the window: row and column.
    pub fn caret_in_window(&self) -> (u16, u16) {
        let (row, column) = self.caret();
        (row.saturating_sub(self.top) as u16, column)
    }

    /// The row of all rows and the column of the caret.
    fn caret(&self) -> (usize, u16) {
        let (line, byte) = self.caret_line();
        let above: usize = self.broken.iter().take(line).map(|b| b.rows.len()).sum();
        let Some(broken) = self.broken.get(line) else {
            return (0, 0);
        };
        let row = broken
            .rows
            .iter()
            .rposition(|r| r.start as usize <= byte)
            .unwrap_or(0);
        let start = broken.rows.get(row).map_or(0, |r| r.start as usize);
        let before = self.ruler.width(slice(&broken.text, start..byte));
        // A blank at the end of a full row hangs over it.
        (above + row, (before as u16).min(self.cols.saturating_sub(1)))
    }

    /// The line of the caret, and its byte in it.
    fn caret_line(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        let (line, column) = (cursor.0, cursor.1);
        let text = self.area.lines().get(line).map_or("", String::as_str);
        let byte = text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
        (line, byte)
    }

    fn caret_byte(&self) -> usize {
        let (line, byte) = self.caret_line();
        let above: usize = self.area.lines().iter().take(line).map(|l| l.len() + 1).sum();
        above + byte
    }

    fn go_to_byte(&mut self, byte: usize) {
        let mut left = byte;
        let place = self.area.lines().iter().position(|line| {
            let here = left <= line.len();
            if !here {
                left -= line.len() + 1;
            }
            here
        });
        if let Some(line) = place {
            self.go_to(line, left);
        }
    }

    /// Puts the caret on a byte of a line.
    fn go_to(&mut self, line: usize, byte: usize) {
        let text = self.area.lines().get(line).map_or("", String::as_str);
        let column = text.char_indices().take_while(|(at, _)| *at < byte).count();
        if let (Ok(line), Ok(column)) = (u16::try_from(line), u16::try_from(column)) {
            return self.area.move_cursor(CursorMove::Jump(line, column));
        }
        // Farther than a jump reaches: step by step from where the caret is, which is near.
        while self.area.cursor().0 < line {
            self.area.move_cursor(CursorMove::Down);
        }
        while self.area.cursor().0 > line {
            self.area.move_cursor(CursorMove::Up);
        }
        let here = self.area.cursor().1;
        let step = if here < column {
            CursorMove::Forward
        } else {
            CursorMove::Back
        };
        for _ in 0..here.abs_diff(column).min(FARTHEST) {
            self.area.move_cursor(step);
        }
    }

    /// Puts pasted text in.
    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        match self.field {
            Field::Text => {
                self.area.insert_str(Clean::body(text).as_str());
                self.changed();
            }
            Field::Tags => {
                self.tags.insert(text);
                self.unkept = true;
            }
            Field::Colour => {}
        }
        Outcome::Used
    }

    fn changed(&mut self) {
        self.unkept = true;
        self.message = None;
        self.column = None;
        self.break_lines();
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let used = match self.field {
            Field::Text => self.text_key(key),
            Field::Tags => {
                let used = self.tags.key(key);
                self.unkept |= used;
                used || self.leave_tags(key)
            }
            Field::Colour => self.colour_key(key),
        };
        if used { Outcome::Used } else { Outcome::Ignored }
    }

    fn leave_tags(&mut self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Up => self.field = Field::Text,
            KeyCode::Down | KeyCode::Enter => self.field = Field::Colour,
            _ => return false,
        }
        true
    }

    fn colour_key(&mut self, key: KeyEvent) -> bool {
        let here = Colour::ALL.iter().position(|c| *c == self.colour).unwrap_or(0);
        let all = Colour::ALL.len();
        match key.code {
            KeyCode::Right | KeyCode::Char(' ') => self.colour = Colour::ALL[(here + 1) % all],
            KeyCode::Left => self.colour = Colour::ALL[(here + all - 1) % all],
            KeyCode::Up => self.field = Field::Tags,
            KeyCode::Enter => self.field = Field::Text,
            KeyCode::Char(c) => match c
                .to_digit(10)
                .and_then(|n| Colour::ALL.get((n as usize).wrapping_sub(1)))
            {
                Some(colour) => self.colour = *colour,
                None => return false,
            },
            _ => return false,
        }
        self.unkept = true;
        true
    }

    fn text_key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let typed = match key.code {
            KeyCode::Enter => {
                self.area.insert_newline();
                true
            }
            KeyCode::Char('h') if control => self.backspace(),
            KeyCode::Char('w') if control => self.area.delete_word(),
            KeyCode::Backspace if control || alt => self.area.delete_word(),
            KeyCode::Char('k') if control => self.area.delete_line_by_end(),
            KeyCode::Char('u') if control => self.area.delete_line_by_head(),
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete => self.delete(),
            KeyCode::Char(c) if !control && !alt => {
                self.insert(c);
                true
            }
            _ => return self.caret_key(key.code, control),
        };
        if typed {
            self.changed();
        }
        true
    }

    fn caret_key(&mut self, code: KeyCode, control: bool) -> bool {
        let height = self.height as isize;
        match code {
            KeyCode::Up => return self.go_rows(-1),
            KeyCode::Down => return self.go_rows(1),
            KeyCode::PageUp => return self.go_rows(1 - height.max(2)),
            KeyCode::PageDown => return self.go_rows(height.max(2) - 1),
            KeyCode::Left if control => self.area.move_cursor(CursorMove::WordBack),
            KeyCode::Right if control => self.area.move_cursor(CursorMove::WordForward),
            KeyCode::Home if control => self.area.move_cursor(CursorMove::Top),
            KeyCode::End if control => self.area.move_cursor(CursorMove::Bottom),
            KeyCode::Left => self.go_letters(false),
            KeyCode::Right => self.go_letters(true),
            KeyCode::Char('a') if control => self.area.move_cursor(CursorMove::Head),
            KeyCode::Char('e') if control => self.area.move_cursor(CursorMove::End),
            KeyCode::Home => self.area.move_cursor(CursorMove::Head),
            KeyCode::End => self.area.move_cursor(CursorMove::End),
            _ => return false,
        }
        self.column = None;
        self.break_lines();
        true
    }

    /// Types a letter; a part of a syllable joins the one before it.
    fn insert(&mut self, c: char) {
        let (before, _) = self.around();
        let last = before.chars().next_back();
        let joined: Option<String> = last.map(|last| [last, c].into_iter().nfc().collect());
        match joined {
            Some(one) if !c.is_ascii() && one.chars().count() == 1 => {
                self.area.move_cursor(CursorMove::Back);
                self.area.delete_str(1);
                self.area.insert_str(one);
            }
            _ if crate::app::input::drawable(c) || c == ' ' => self.area.insert_char(c),
            _ => {}
        }
    }

    /// The line before and after the caret.
    fn around(&self) -> (&str, &str) {
        let (line, byte) = self.caret_line();
        let text = self.area.lines().get(line).map_or("", String::as_str);
        (slice(text, 0..byte), slice(text, byte..text.len()))
    }

    /// Characters of the letter before the caret, or after it; 1 at a line's end, for the line's end itself.
    fn letter(&self, after: bool) -> usize {
        let (before, behind) = self.around();
        let letter = if after {
            behind.graphemes(true).next()
        } else {
            before.graphemes(true).next_back()
        };
        letter.map_or(1, |l| l.chars().count())
    }

    fn go_letters(&mut self, forward: bool) {
        for _ in 0..self.letter(forward) {
            self.area.move_cursor(if forward {
                CursorMove::Forward
            } else {
                CursorMove::Back
            });
        }
    }

    fn backspace(&mut self) -> bool {
        let n = self.letter(false);
        if self.around().0.is_empty() {
            return self.area.delete_char();
        }
        for _ in 0..n {
            self.area.move_cursor(CursorMove::Back);
        }
        self.area.delete_str(n)
    }

    fn delete(&mut self) -> bool {
        let n = self.letter(true);
        self.area.delete_str(n)
    }

    /// Moves the caret by rows of the screen; it keeps its column. Below the text come the tags.
    fn go_rows(&mut self, by: isize) -> bool {
        let (row, column) = self.caret();
        let aim = self.column.unwrap_or(column);
        let last = self.rows().saturating_sub(1);
        if by == 1 && row == last {
            self.field = Field::Tags;
            return true;
        }
        let to = row.saturating_add_signed(by).min(last);
        self.go_to_row(to, aim);
        self.column = Some(aim);
        self.break_lines();
        true
    }

    /// Turns to what is under the pointer, and puts the caret there; `false` beside it all.
    pub fn point(&mut self, (x, y): (u16, u16), size: (u16, u16)) -> bool {
        let text = note_text(size);
        let column = x.saturating_sub(text.x);
        if text.contains((x, y).into()) {
            self.field = Field::Text;
            let row = self.top + usize::from(y - text.y);
            self.column = None;
            self.go_to_row(row.min(self.rows().saturating_sub(1)), column);
            self.break_lines();
        } else if y == text.bottom() + 1 {
            self.field = Field::Tags;
            // The sign before them, and a blank.
            self.tags.point(column.saturating_sub(2), self.ruler);
        } else if y == text.bottom() + 2 {
            self.field = Field::Colour;
        } else {
            return false;
        }
        true
    }

    fn go_to_row(&mut self, row: usize, column: u16) {
        if let Some((line, rest)) = self.row_at(row) {
            let text = self.broken[line].text.clone();
            let byte = byte_under(slice(&text, rest.clone()), column, self.ruler);
            self.go_to(line, rest.start + byte);
        }
    }

    /// The line of a row of all rows, and the row's bytes in it.
    fn row_at(&self, row: usize) -> Option<(usize, Range<usize>)> {
        let mut left = row;
        for (line, broken) in self.broken.iter().enumerate() {
            if let Some(row) = broken.rows.get(left) {
                return Some((line, row.start as usize..row.end as usize));
            }
            left -= broken.rows.len();
        }
        None
    }
}

fn area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.set_max_histories(UNDOS);
    area
}

/// The rows of a line; an empty one has a row too, and blanks between rows belong to the one before.
fn rows_of(line: &str, wrap: Wrap) -> Vec<Row> {
    let mut rows = wrap::rows(line, &wrap);
    if rows.is_empty() {
        rows.push(Row {
            start: 0,
            end: line.len() as u32,
            cols: 0,
        });
    }
    rows
}

/// The byte of the letter under a column of a row.
fn byte_under(row: &str, column: u16, ruler: Ruler) -> usize {
    let mut x = 0;
    for (at, letter, columns) in ruler.clusters(row) {
        if x + columns > column {
            return at;
        }
        x += columns;
        if at + letter.len() == row.len() {
            break;
        }
    }
    row.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::id::{ArticleId, StoryId};
    use crate::library::note::{Hanging, NoteId};

    fn editor(text: &str) -> Editor {
        let note = Note {
            id: NoteId::of("n"),
            on: Hanging {
                story: StoryId::whole(ArticleId::of("s")),
                anchor: None,
            },
            colour: Colour::Yellow,
            text: Clean::body(text),
            tags: vec![Clean::new("둑")],
            made: None,
        };
        let mut editor = Editor::new(note, true);
        editor.fit(10, 3, Ruler::default());
        editor
    }

    fn press(editor: &mut Editor, code: KeyCode) {
        editor.key(KeyEvent::new(code, KeyModifiers::NONE));
    }

    #[test]
    fn a_letter_goes_whole_and_rows_follow_the_screen() {
        let mut editor = editor("가나다라 마바사");
        assert_eq!(editor.window().collect::<Vec<_>>(), ["가나다라", "마바사"]);
        assert_eq!(editor.caret_in_window(), (1, 6));
        press(&mut editor, KeyCode::Up);
        assert_eq!(editor.caret_in_window(), (0, 6));
        press(&mut editor, KeyCode::Left);
        press(&mut editor, KeyCode::Backspace);
        assert_eq!(editor.text(), "가다라 마바사");
        for c in ['\u{1112}', '\u{1161}', '\u{11ab}'] {
            press(&mut editor, KeyCode::Char(c));
        }
        assert_eq!(editor.text(), "가한다라 마바사");
        editor.paste("👨‍👩‍👧");
        press(&mut editor, KeyCode::Left);
        press(&mut editor, KeyCode::Delete);
        assert_eq!(editor.text(), "가한다라 마바사");
        editor.undo(true);
        assert_eq!(editor.text(), "가한👨‍👩‍👧다라 마바사");
        editor.undo(false);
        assert_eq!(editor.text(), "가한다라 마바사");
    }

    #[test]
    fn only_what_changed_becomes_an_edit() {
        let mut editor = editor("말");
        assert_eq!(editor.edits(), []);
        press(&mut editor, KeyCode::Char('!'));
        editor.field = Field::Tags;
        for c in "물길 ".chars() {
            press(&mut editor, KeyCode::Char(c));
        }
        editor.field = Field::Colour;
        press(&mut editor, KeyCode::Char('3'));
        let edits = editor.edits();
        assert!(
            matches!(
                &edits[..],
                [
                    Edit::NoteText { .. },
                    Edit::NoteColour {
                        colour: Colour::Blue,
                        ..
                    },
                    Edit::NoteTag { on: true, .. }
                ]
            ),
            "{edits:?}"
        );
    }

    #[test]
    fn a_draft_goes_on_where_it_stopped() {
        let mut editor = editor("가나\n다라");
        press(&mut editor, KeyCode::Up);
        let draft = editor.draft();
        assert_eq!((draft.text.as_str(), draft.caret), ("가나\n다라", 6));
        let mut again = Editor::resumed(draft.clone());
        again.fit(10, 3, Ruler::default());
        assert_eq!(again.draft(), draft);
    }

    #[test]
    fn a_megabyte_is_taken_and_the_caret_stays_in_view() {
        let mut editor = editor("");
        editor.paste(&"둑길이 잠겼다. ".repeat(50_000));
        editor.fit(30, 5, Ruler::default());
        assert!(editor.text().len() > 1_000_000);
        assert!(editor.caret_in_window().0 < 5);
        press(&mut editor, KeyCode::Up);
        assert!(editor.caret_in_window().0 < 5);
    }
}
