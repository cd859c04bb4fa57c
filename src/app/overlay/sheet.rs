//! A page of lines that lead somewhere: the card of a name, its mentions, and reasons.

use std::ops::Range;
use std::sync::Arc;

use super::{Hand, Outcome, closes};
use crate::app::keymap::Chord;
use crate::entity::Kind;
use crate::library::value::{NameId, Place, RowId};
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Wrap};
use crate::text::{Clean, slice};

/// Most rows that a sentence takes.
const ROWS: usize = 3;
/// Entries left below the cursor when more are asked for.
const AHEAD: usize = 8;

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// All that is known of a name.
    Card(NameId),
    /// The places of a name.
    Mentions(NameId),
    /// Why a mention is what it is.
    Why(Place),
    /// Why two stories are related.
    Tie(RowId),
    /// What was changed, step by step.
    History,
    /// What changed in a story.
    Changes,
    /// What a program wrote.
    Output,
    /// The settings file and what is wrong in it.
    Settings,
}

/// How a part of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Set back.
    Dim,
    /// The head of a section.
    Head,
    /// As names of a kind look.
    Kind(Kind),
    /// The name that the page is about, in a sentence.
    Lit,
    /// What is new.
    New,
    /// What is gone.
    Gone,
}

/// One line, which may be broken into several rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The letters.
    pub text: Clean,
    /// How parts of them look, by bytes.
    pub marks: Vec<(Range<u32>, Tone)>,
    /// What stands at the right, set back.
    pub right: Clean,
    /// Columns before it.
    pub indent: u16,
    /// Whether it is broken; else it is cut.
    pub wraps: bool,
    /// Whether all rows of a broken line are shown, and not the first few alone.
    pub whole: bool,
}

/// Where Enter leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// A place of a story, where a name stands.
    Place(Place, Option<NameId>),
    /// A story.
    Story(RowId),
    /// The card of a name.
    Card(NameId),
    /// The mentions of a name.
    Mentions(NameId),
    /// So many steps back, or forward again.
    Turn(u32, bool),
    /// Nowhere; the cursor stops here all the same.
    Stay,
    /// The settings file in the editor; the place of a mistake, counted from one.
    Settings(usize),
}

/// Lines that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The lines.
    pub lines: Vec<Line>,
    /// Where it leads; the cursor passes over what leads nowhere.
    pub goal: Option<Goal>,
}

/// One screen row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The entry.
    pub entry: usize,
    /// The line of the entry.
    pub line: usize,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Whether the line goes on but no row is left for it.
    pub cut: bool,
}

/// The page's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is about.
    pub about: About,
    /// Its title.
    pub title: Clean,
    /// The name that it is about, for corrections.
    pub hand: Option<Hand>,
    /// What follows the entries: the number of stories to pass over.
    pub more: Option<usize>,
    /// How often names had been corrected when it was made.
    pub edition: u64,
    entries: Arc<Vec<Entry>>,
    rows: Vec<Row>,
    cursor: usize,
    top: usize,
    cols: u16,
    height: usize,
    ruler: Ruler,
}

impl Sheet {
    /// A page; it has no rows until it is fitted.
    pub fn new(about: About, title: Clean, hand: Option<Hand>, entries: Vec<Entry>) -> Self {
        let cursor = entries.iter().position(|e| e.goal.is_some()).unwrap_or(0);
        Self {
            about,
            title,
            hand,
            more: None,
            edition: 0,
            entries: Arc::new(entries),
            rows: Vec::new(),
            cursor,
            top: 0,
            cols: 0,
            height: 1,
            ruler: Ruler::default(),
        }
    }

    /// The columns and rows that it would take of a screen, borders included.
    pub fn size(screen: (u16, u16)) -> (u16, u16) {
        let rows = screen.1.saturating_sub(1);
        let height = if rows > 30 { rows - 4 } else { rows };
        (screen.0.min(92), height)
    }

    /// The columns of its lines on a screen.
    pub fn cols(screen: (u16, u16)) -> u16 {
        Self::size(screen).0.saturating_sub(4).max(2)
    }

    /// Breaks its lines for a screen.
    pub fn fit(&mut self, screen: (u16, u16), ruler: Ruler) {
        let (_, height) = Self::size(screen);
        self.cols = Self::cols(screen);
        self.height = height.saturating_sub(2).max(1) as usize;
        self.ruler = ruler;
        self.break_lines();
    }

    /// Takes the place of a page that was asked for anew; the cursor stays.
    pub fn replace(&mut self, mut new: Self) {
        (new.cols, new.height, new.ruler) = (self.cols, self.height, self.ruler);
        (new.cursor, new.top) = (self.cursor, self.top);
        *self = new;
        self.cursor = self.cursor.min(self.entries.len().saturating_sub(1));
        if self.entries.get(self.cursor).is_some_and(|e| e.goal.is_none()) {
            self.cursor = self.next(true).or_else(|| self.next(false)).unwrap_or(0);
        }
        self.break_lines();
    }

    /// Adds what comes after.
    pub fn extend(&mut self, entries: Vec<Entry>, more: Option<usize>) {
        Arc::make_mut(&mut self.entries).extend(entries);
        self.more = more;
        self.break_lines();
    }

    /// Whether the cursor is near the end of what is here, and there is more.
    pub fn wants_more(&self) -> Option<usize> {
        self.more.filter(|_| self.cursor + AHEAD >= self.entries.len())
    }

    /// The lines of a row.
    pub fn line(&self, row: Row) -> Option<&Line> {
        self.entries.get(row.entry)?.lines.get(row.line)
    }

    /// The rows in view.
    pub fn window(&self) -> impl Iterator<Item = Row> {
        self.rows.iter().skip(self.top).take(self.height).copied()
    }

    /// The entry under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Where the entry under the cursor leads.
    pub fn goal(&self) -> Option<Goal> {
        self.entries.get(self.cursor).and_then(|e| e.goal)
    }

    /// How far we are in entries that lead somewhere, and how many there are.
    pub fn tally(&self) -> (usize, usize) {
        let leads = |e: &&Entry| e.goal.is_some();
        let all = self.entries.iter().filter(leads).count();
        let done = self.entries.iter().take(self.cursor + 1).filter(leads).count();
        (done, all)
    }

    fn break_lines(&mut self) {
        self.rows.clear();
        for (entry, e) in self.entries.iter().enumerate() {
            for (line, l) in e.lines.iter().enumerate() {
                let at = |start, end, cut| Row {
                    entry,
                    line,
                    start,
                    end,
                    cut,
                };
                if !l.wraps {
                    self.rows.push(at(0, l.text.len() as u32, false));
                    continue;
                }
                let wrap = Wrap {
                    cols: self.cols.saturating_sub(l.indent).max(2),
                    mode: Mode::Auto,
                    ruler: self.ruler,
                };
                let all = wrap::rows(&l.text, &wrap);
                let from = if l.whole { 0 } else { first_shown(&all, l) };
                let most = if l.whole { all.len() } else { ROWS };
                let last = (from + most).min(all.len());
                let shown = all.iter().enumerate().take(last).skip(from);
                self.rows
                    .extend(shown.map(|(i, r)| at(r.start, r.end, i + 1 == last && last < all.len())));
            }
        }
        self.follow();
    }

    /// The entry after or before the cursor that leads somewhere.
    fn next(&self, forward: bool) -> Option<usize> {
        let leads = |i: &usize| self.entries[*i].goal.is_some();
        if forward {
            (self.cursor + 1..self.entries.len()).find(leads)
        } else {
            (0..self.cursor.min(self.entries.len())).rev().find(leads)
        }
    }

    /// Moves the cursor by entries; at the ends the page scrolls.
    pub fn step(&mut self, by: isize) {
        for _ in 0..by.unsigned_abs() {
            match self.next(by > 0) {
                Some(entry) => self.cursor = entry,
                None => return self.scroll_end(by > 0),
            }
        }
        self.follow();
    }

    /// Puts the cursor on the entry at a row in view, if it leads somewhere; the page stands still.
    pub fn point(&mut self, row: usize) -> bool {
        let entry = self.window().nth(row).map(|r| r.entry);
        let leads = entry.filter(|e| self.entries.get(*e).is_some_and(|e| e.goal.is_some()));
        self.cursor = leads.unwrap_or(self.cursor);
        leads.is_some()
    }

    /// Goes to the first entry or the last.
    pub fn end(&mut self, last: bool) {
        self.step(if last { isize::MAX } else { -isize::MAX });
    }

    fn scroll_end(&mut self, last: bool) {
        self.follow();
        let bottom = self.rows.len().saturating_sub(self.height);
        let own = self.rows.iter().position(|r| r.entry == self.cursor).unwrap_or(0);
        self.top = if last {
            bottom.min(own).max(self.top.min(bottom))
        } else {
            0
        };
    }

    /// Brings the cursor into view, and the head of its section where there is room.
    fn follow(&mut self) {
        let of = |e: usize| self.rows.iter().position(|r| r.entry == e);
        let first = of(self.cursor).unwrap_or(0);
        let last = self
            .rows
            .iter()
            .rposition(|r| r.entry == self.cursor)
            .unwrap_or(0);
        let mut head = self.cursor;
        while head > 0 && self.entries.get(head - 1).is_some_and(|e| e.goal.is_none()) {
            head -= 1;
        }
        let head = of(head)
            .unwrap_or(first)
            .max((last + 1).saturating_sub(self.height));
        if head < self.top {
            self.top = head;
        }
        if last >= self.top + self.height {
            self.top = last + 1 - self.height;
        }
        self.top = self.top.min(self.rows.len().saturating_sub(1));
    }

    pub(super) fn key(&mut self, chord: Chord) -> Outcome {
        let page = (self.height / 3).max(1) as isize;
        match chord.to_string().as_str() {
            "j" | "Down" | "Ctrl-n" => self.step(1),
            "k" | "Up" | "Ctrl-p" => self.step(-1),
            "Space" | "PageDown" | "Ctrl-f" | "Ctrl-d" => self.step(page),
            "PageUp" | "Ctrl-b" | "Ctrl-u" => self.step(-page),
            "Home" => self.end(false),
            "End" | "G" => self.end(true),
            "Enter" | "l" | "Right" => return self.goal().map_or(Outcome::Used, Outcome::Went),
            "q" | "Backspace" | "h" | "Left" => return Outcome::Close,
            _ if closes(chord) => return Outcome::Close,
            _ => return Outcome::Ignored,
        }
        Outcome::Used
    }
}

/// The first of the rows shown: a sentence that is long is shown around what is lit in it.
fn first_shown(rows: &[wrap::Row], line: &Line) -> usize {
    let lit = line.marks.iter().find(|(_, tone)| *tone == Tone::Lit);
    let at = lit.map_or(0, |(bytes, _)| {
        rows.iter().rposition(|r| r.start <= bytes.start).unwrap_or(0)
    });
    if at < ROWS {
        0
    } else {
        at.saturating_sub(1).min(rows.len().saturating_sub(ROWS))
    }
}

impl Line {
    /// A line that begins at a column.
    pub fn at(indent: u16, text: &str) -> Self {
        Self {
            text: Clean::new(text),
            indent,
            ..Self::default()
        }
    }

    /// The same line with a look over all of it.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.marks.push((0..self.text.len() as u32, tone));
        self
    }

    /// The same line with something at its right.
    #[must_use]
    pub fn with_right(mut self, right: &str) -> Self {
        self.right = Clean::new(right);
        self
    }

    /// Adds letters with a look.
    #[must_use]
    pub fn and(mut self, text: &str, tone: Option<Tone>) -> Self {
        let start = self.text.len() as u32;
        self.text = Clean::new(&format!("{}{text}", self.text));
        if let Some(tone) = tone {
            self.marks.push((start..self.text.len() as u32, tone));
        }
        self
    }

    /// The letters of a row, in parts that look the same.
    pub fn parts(&self, row: Row) -> Vec<(&str, Option<Tone>)> {
        let mut borders = vec![row.start, row.end];
        for (bytes, _) in &self.marks {
            borders.extend([bytes.start, bytes.end].map(|b| b.clamp(row.start, row.end)));
        }
        borders.sort_unstable();
        borders.dedup();
        let tone = |at: u32| self.marks.iter().rfind(|(b, _)| b.contains(&at)).map(|m| m.1);
        let part = |pair: &[u32]| {
            (
                slice(&self.text, pair[0] as usize..pair[1] as usize),
                tone(pair[0]),
            )
        };
        borders.windows(2).map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(goals: &[bool], height: u16) -> Sheet {
        let entry = |goes: &bool| Entry {
            lines: vec![Line::at(0, "줄")],
            goal: goes.then_some(Goal::Story(RowId(1))),
        };
        let about = About::Card(NameId(1));
        let entries = goals.iter().map(entry).collect();
        let mut sheet = Sheet::new(about, "이름".into(), None, entries);
        sheet.fit((40, height + 3), Ruler::default());
        sheet
    }

    #[test]
    fn the_cursor_passes_over_what_leads_nowhere_and_stays_in_view() {
        let goals = [false, false, true, false, true, true, false, true];
        let mut sheet = sheet(&goals, 3);
        assert_eq!(sheet.cursor(), 2);
        for (by, cursor) in [(1, 4), (1, 5), (1, 7), (1, 7), (-2, 4), (-9, 2), (9, 7)] {
            sheet.step(by);
            assert_eq!(sheet.cursor(), cursor, "{by}");
            assert!(sheet.window().any(|r| r.entry == cursor), "{by}");
        }
    }

    #[test]
    fn the_beginning_is_reached_again() {
        let mut sheet = sheet(&[false, false, false, true, true, true, true], 3);
        sheet.end(true);
        sheet.end(false);
        assert_eq!(sheet.window().next().map(|r| r.entry), Some(0));
    }

    #[test]
    fn a_row_is_cut_into_parts_that_look_the_same() {
        let line = Line {
            marks: vec![(10..16, Tone::Lit)],
            ..Line::at(0, "메타가 라마를 냈다")
        };
        let row = Row {
            entry: 0,
            line: 0,
            start: 0,
            end: line.text.len() as u32,
            cut: false,
        };
        let parts: Vec<_> = line
            .parts(row)
            .iter()
            .map(|(t, tone)| (t.to_string(), *tone))
            .collect();
        let expected = [("메타가 ", None), ("라마", Some(Tone::Lit)), ("를 냈다", None)];
        assert_eq!(parts, expected.map(|(t, tone)| (t.to_owned(), tone)));
    }

    #[test]
    fn a_long_sentence_is_shown_around_what_is_lit() {
        let before = "가나다 ".repeat(60);
        let lit = before.len() as u32..before.len() as u32 + 6;
        let line = Line {
            marks: vec![(lit, Tone::Lit)],
            wraps: true,
            ..Line::at(0, &format!("{before}라마{}", " 하".repeat(60)))
        };
        let entry = Entry {
            lines: vec![line],
            goal: None,
        };
        let mut sheet = Sheet::new(About::Card(NameId(1)), "이름".into(), None, vec![entry]);
        sheet.fit((40, 20), Ruler::default());
        let shown: Vec<_> = sheet.window().collect();
        assert_eq!(shown.len(), ROWS);
        let line = sheet.line(shown[0]).expect("a line");
        let lit = |r: &Row| line.parts(*r).iter().any(|(_, tone)| *tone == Some(Tone::Lit));
        assert!(shown.iter().any(lit));
    }
}
