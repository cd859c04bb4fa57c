//! The list: a window over any number of stories.
//!
//! It knows the order of all rows (four bytes each) and the headers of those near the window; what is missing is
//! asked for and drawn when it comes. Nothing here grows with the library but that order.

mod sought;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::library::edit::Edit;
use crate::library::value::{Header, RowId, View, Widened};
use crate::query::Lights;
use crate::text::Clean;
use crate::text::pattern::Tier;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Mode, Wrap};
use sought::Sought;

/// Headers kept before those far from the window are let go.
const KEPT: usize = 2_000;

/// Columns before a headline: cursor, unread and, on the second line, bookmark.
pub const GUTTER: u16 = 3;

/// Where a headline of two lines is broken, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// One past the last byte of the first line.
    pub end: u32,
    /// The first byte of the second line; `None` if there is none.
    pub rest: Option<u32>,
}

/// A story that the cursor goes to, and how many rows below the window's top it then is, if that matters.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    row: RowId,
    offset: Option<usize>,
}

/// One step of the way that led to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What to call it.
    pub label: Clean,
    /// The list itself.
    pub view: View,
}

/// The list's state.
#[derive(Debug)]
pub struct List {
    /// How we came here; the last one is shown. Never empty.
    pub crumbs: Vec<Crumb>,
    rows: Arc<[RowId]>,
    /// Whether `rows` is the whole order and not only its beginning.
    complete: bool,
    headers: HashMap<RowId, Header>,
    /// Rows of the newest question for headers.
    asked: HashSet<RowId>,
    /// Rows whose headers may have changed; they are drawn as they were until the new ones come.
    stale: HashSet<RowId>,
    cursor: usize,
    top: usize,
    /// Stories that fit the window; at least 1.
    fits: usize,
    chosen: BTreeSet<RowId>,
    /// Where a range selection began.
    range: Option<usize>,
    /// The story that the cursor goes to when an order that holds it comes.
    wanted: Option<Wanted>,
    /// Where the headlines in the window are broken, at these columns.
    breaks: HashMap<RowId, Break>,
    sought: Sought,
    wrap: Wrap,
    /// Whether the cursor was moved; until then it stays on the first place while a library fills.
    moved: bool,
}

impl List {
    /// A list that shows the newest stories at once, before its order is known.
    pub fn new(label: Clean, view: View, first: Vec<Header>) -> Self {
        let rows: Arc<[RowId]> = first.iter().map(|h| h.row).collect();
        Self {
            crumbs: vec![Crumb { label, view }],
            rows,
            complete: false,
            headers: first.into_iter().map(|h| (h.row, h)).collect(),
            asked: HashSet::new(),
            stale: HashSet::new(),
            cursor: 0,
            top: 0,
            fits: 1,
            chosen: BTreeSet::new(),
            range: None,
            wanted: None,
            breaks: HashMap::new(),
            sought: Sought::default(),
            wrap: Wrap {
                cols: 2,
                mode: Mode::Auto,
                ruler: Ruler::default(),
            },
            moved: false,
        }
    }

    /// The list shown.
    pub fn view(&self) -> &View {
        &self.crumbs.last().expect("there is always a first crumb").view
    }

    /// Stories in the list so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the whole order is known.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The place of the cursor, counted from zero.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The story under the cursor.
    pub fn current(&self) -> Option<RowId> {
        self.rows.get(self.cursor).copied()
    }

    /// The header of a story, if it is at hand.
    pub fn header(&self, row: RowId) -> Option<&Header> {
        self.headers.get(&row)
    }

    /// The place of a story in the order. Cost: linear; four bytes a story.
    pub fn place_of(&self, row: RowId) -> Option<usize> {
        self.rows.iter().position(|r| *r == row)
    }

    /// The story at a place.
    pub fn at(&self, place: usize) -> Option<RowId> {
        self.rows.get(place).copied()
    }

    /// What the window shows: places and stories.
    pub fn window(&self) -> impl Iterator<Item = (usize, RowId)> {
        let end = (self.top + self.fits).min(self.rows.len());
        (self.top..end).map(|i| (i, self.rows[i]))
    }

    /// Whether a story is chosen.
    pub fn is_chosen(&self, place: usize, row: RowId) -> bool {
        let in_range = self.range.is_some_and(|from| {
            let (a, b) = (from.min(self.cursor), from.max(self.cursor));
            (a..=b).contains(&place)
        });
        in_range || self.chosen.contains(&row)
    }

    /// The chosen stories, or the one under the cursor.
    pub fn targets(&self) -> Vec<RowId> {
        let mut all = self.chosen.clone();
        if let Some(from) = self.range {
            let (a, b) = (from.min(self.cursor), from.max(self.cursor));
            all.extend(self.rows.iter().skip(a).take(b - a + 1));
        }
        if all.is_empty() {
            self.current().into_iter().collect()
        } else {
            all.into_iter().collect()
        }
    }

    /// How many stories are chosen.
    pub fn chosen(&self) -> usize {
        if self.chosen.is_empty() && self.range.is_none() {
            0
        } else {
            self.targets().len()
        }
    }

    /// Chooses the story under the cursor, or no longer.
    pub fn toggle_choice(&mut self) {
        if let Some(row) = self.current()
            && !self.chosen.remove(&row)
        {
            self.chosen.insert(row);
        }
    }

    /// Begins a range at the cursor, or makes the range a choice.
    pub fn toggle_range(&mut self) {
        match self.range.take() {
            None => self.range = Some(self.cursor),
            Some(from) => {
                let (a, b) = (from.min(self.cursor), from.max(self.cursor));
                self.chosen.extend(self.rows.iter().skip(a).take(b - a + 1));
            }
        }
    }

    /// Chooses nothing any more; says whether something was chosen.
    pub fn clear_choice(&mut self) -> bool {
        let had = self.range.take().is_some() || !self.chosen.is_empty();
        self.chosen.clear();
        had
    }

    /// Says how many stories fit the window.
    pub fn resize(&mut self, fits: usize) {
        self.fits = fits.max(1);
        self.follow();
    }

    /// Has the cursor stay on its story, as if it had been moved there.
    pub fn keep_cursor(&mut self) {
        self.moved = true;
    }

    /// Whether the cursor was moved since the start.
    pub fn is_moved(&self) -> bool {
        self.moved
    }

    /// Moves the cursor by a number of stories; stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.set_cursor(self.cursor.saturating_add_signed(by));
    }

    /// Puts the cursor on a place, or on the last one.
    pub fn set_cursor(&mut self, place: usize) {
        self.moved = true;
        self.wanted = None;
        self.cursor = place.min(self.rows.len().saturating_sub(1));
        self.follow();
    }

    /// Puts the cursor on a story: now if the list has it, else when an order that holds it comes.
    pub fn want(&mut self, row: RowId) {
        match self.place_of(row) {
            Some(place) => self.set_cursor(place),
            None => self.wanted = Some(Wanted { row, offset: None }),
        }
        self.moved = true;
    }

    /// Puts the cursor on a story in the order that comes next, so many rows below the window's top.
    pub fn want_next(&mut self, row: RowId, offset: Option<usize>) {
        self.wanted = Some(Wanted { row, offset });
        self.moved = true;
    }

    /// Moves the window without the cursor, as a wheel does; the cursor stays inside it.
    pub fn scroll(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(self.fits);
        self.wanted = None;
        self.moved = true;
        self.top = self.top.saturating_add_signed(by).min(last);
        self.cursor = self
            .cursor
            .clamp(self.top, (self.top + self.fits - 1).max(self.top));
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
    }

    /// Stories that fit the window.
    pub fn fits(&self) -> usize {
        self.fits
    }

    /// The first story of the window.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Takes a new order. The cursor goes to the story that was wanted, else it stays on its story, or on its place if
    /// the story is gone.
    pub fn set_order(&mut self, rows: Arc<[RowId]>) {
        let current = self.current().filter(|_| self.moved);
        let from = self.range.and_then(|place| self.at(place));
        let offset = self.cursor - self.top;
        self.rows = rows;
        self.complete = true;
        self.range = from.and_then(|row| self.place_of(row));
        if !self.chosen.is_empty() {
            let here: HashSet<RowId> = self.rows.iter().copied().collect();
            self.chosen.retain(|row| here.contains(row));
        }
        let wanted = self.wanted.and_then(|w| Some((self.place_of(w.row)?, w.offset)));
        let offset = wanted.and_then(|(_, offset)| offset).unwrap_or(offset);
        let wanted = wanted.map(|(place, _)| place);
        if wanted.is_some() {
            self.wanted = None;
        }
        let place = wanted.or_else(|| current.and_then(|row| self.place_of(row)));
        self.cursor = place
            .unwrap_or(if self.moved { self.cursor } else { 0 })
            .min(self.rows.len().saturating_sub(1));
        self.top = self.cursor.saturating_sub(offset);
        self.follow();
    }

    /// Forgets headers that may have changed.
    pub fn forget_headers(&mut self) {
        self.asked.clear();
        let window: HashSet<RowId> = self.window().map(|(_, r)| r).collect();
        self.headers.retain(|row, _| window.contains(row));
        self.stale = window;
    }

    /// Takes headers that were asked for.
    pub fn take_headers(&mut self, headers: Vec<Header>) {
        for header in headers {
            self.asked.remove(&header.row);
            self.stale.remove(&header.row);
            self.breaks.remove(&header.row);
            self.sought.forget(header.row);
            self.headers.insert(header.row, header);
        }
    }

    /// Rows near the window to ask headers for. A question may be overtaken by the next one of its kind, so each one
    /// asks for all that is missing, also if it was asked for before.
    pub fn missing(&mut self) -> Vec<RowId> {
        let from = self.top.saturating_sub(self.fits);
        let to = (self.top + self.fits * 3).min(self.rows.len());
        let near = &self.rows[from.min(to)..to];
        let lacks = |row: &RowId| !self.headers.contains_key(row) || self.stale.contains(row);
        let missing: Vec<RowId> = near.iter().filter(|r| lacks(r)).copied().collect();
        let is_new = |row: &RowId| lacks(row) && !self.asked.contains(row);
        // A few rows at the edge can wait: one question for a screen instead of one for each step.
        let urgent = self.window().any(|(_, row)| is_new(&row));
        let many = near.iter().filter(|r| is_new(r)).count() >= self.fits;
        if !urgent && !many {
            return Vec::new();
        }
        self.asked = missing.iter().copied().collect();
        if self.headers.len() > KEPT {
            let near: HashSet<RowId> = near.iter().copied().collect();
            let kept = |row: &RowId| near.contains(row) || self.chosen.contains(row);
            self.headers.retain(|row, _| kept(row));
        }
        missing
    }

    /// Says how many columns a headline has; those in the window are broken anew if that changed.
    pub fn set_columns(&mut self, cols: u16, ruler: Ruler) {
        let wrap = Wrap {
            cols: cols.max(2),
            mode: Mode::Auto,
            ruler,
        };
        if wrap != self.wrap {
            self.wrap = wrap;
            self.breaks.clear();
        }
    }

    /// Takes in which stories of the order are only near to the words searched for, and how, and by which names the
    /// search was widened.
    pub fn set_near(&mut self, near: Vec<(RowId, Tier)>, widened: &[Widened]) {
        let filter = &self.view().filter;
        let words = filter.text.clone().unwrap_or_default();
        let lights = filter.lights(widened);
        self.sought.look_for(&words, lights);
        self.sought.take(near);
    }

    /// What the search lights in stories.
    pub fn lights(&self) -> &Lights {
        self.sought.lights()
    }

    /// The first rows of the order.
    pub fn first_rows(&self, most: usize) -> Arc<[RowId]> {
        self.rows.iter().copied().take(most).collect()
    }

    /// Bytes of a headline of the window that answer the search.
    pub fn lit(&self, row: RowId) -> &[Range<u32>] {
        self.sought.lit(row)
    }

    /// How a story answers the search that does not hold its words as they stand.
    pub fn near(&self, row: RowId) -> Option<Tier> {
        self.sought.near(row)
    }

    /// Breaks the headlines of the window that are not broken yet, and finds in them what was searched for. Cost:
    /// linear in the rows that came into it.
    pub fn break_headlines(&mut self) {
        if self.breaks.len() > KEPT {
            self.breaks.clear();
        }
        self.sought.shrink(KEPT);
        let end = (self.top + self.fits).min(self.rows.len());
        for row in &self.rows[self.top.min(end)..end] {
            if let Some(header) = self.headers.get(row) {
                let wrap = self.wrap;
                self.sought.light(*row, &header.headline);
                self.breaks
                    .entry(*row)
                    .or_insert_with(|| broken(&header.headline, wrap));
            }
        }
    }

    /// Where a headline of the window is broken.
    pub fn break_of(&self, row: RowId) -> Option<Break> {
        self.breaks.get(&row).copied()
    }

    /// The chosen stories whose headers are not at hand.
    pub fn unknown_targets(&self) -> Vec<RowId> {
        let targets = self.targets();
        targets
            .into_iter()
            .filter(|row| !self.headers.contains_key(row))
            .collect()
    }

    /// Shows an edit on the headers at hand.
    pub fn apply(&mut self, edit: &Edit) {
        let Some(story) = edit.story() else { return };
        if let Some(header) = self.headers.values_mut().find(|h| h.story == story) {
            edit.show(&mut header.marks);
        }
    }

    fn follow(&mut self) {
        let last = self.rows.len().saturating_sub(self.fits);
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + self.fits {
            self.top = self.cursor + 1 - self.fits;
        }
        self.top = self.top.min(last);
    }
}

fn broken(headline: &str, wrap: Wrap) -> Break {
    let rows = wrap::rows(headline, &wrap);
    Break {
        end: rows.first().map_or(0, |r| r.end),
        rest: rows.get(1).map(|r| r.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::language::Language;
    use crate::library::value::Marks;

    fn header(n: u32) -> Header {
        Header {
            row: RowId(n),
            story: crate::article::id::StoryId::default(),
            headline: Clean::new(&format!("기사 {n}")),
            derived: false,
            outlet: None,
            date: None,
            language: Language::Ko,
            marks: Marks::default(),
            fault: false,
        }
    }

    fn list(n: u32) -> List {
        let mut list = List::new("전체".into(), View::default(), Vec::new());
        list.resize(10);
        list.set_order((0..n).map(RowId).collect());
        list
    }

    #[test]
    fn the_cursor_stays_inside_and_the_window_follows() {
        let mut list = list(100);
        for (by, cursor, top) in [(5, 5, 0), (5, 10, 1), (-3, 7, 1), (1_000, 99, 90), (-1_000, 0, 0)] {
            list.step(by);
            assert_eq!((list.cursor(), list.top()), (cursor, top), "{by}");
        }
    }

    #[test]
    fn an_empty_list_takes_every_move() {
        let mut list = list(0);
        list.step(3);
        list.scroll(-2);
        list.toggle_choice();
        list.toggle_range();
        assert_eq!(
            (list.current(), list.targets(), list.missing()),
            (None, vec![], vec![])
        );
    }

    #[test]
    fn the_cursor_keeps_its_story_when_the_order_changes() {
        let mut list = list(50);
        list.set_cursor(20);
        list.set_order((0..60).rev().map(RowId).collect());
        assert_eq!(list.current(), Some(RowId(20)));
        list.set_order((30..40).map(RowId).collect());
        assert_eq!(list.cursor(), 9);
    }

    #[test]
    fn the_cursor_stays_on_the_newest_until_it_is_moved() {
        let mut list = list(3);
        list.set_order((0..9).rev().map(RowId).collect());
        assert_eq!(list.current(), Some(RowId(8)));
        list.step(0);
        list.set_order((0..12).rev().map(RowId).collect());
        assert_eq!(list.current(), Some(RowId(8)));
    }

    #[test]
    fn headers_are_asked_for_once_and_near_the_window() {
        let mut list = list(1_000_000);
        let asked = list.missing();
        assert_eq!(asked, (0..30).map(RowId).collect::<Vec<_>>());
        assert_eq!(list.missing(), []);
        list.take_headers((0..30).map(header).collect());
        list.step(1);
        assert_eq!(list.missing(), []);
        list.set_cursor(999_999);
        assert!(list.missing().contains(&RowId(999_999)));
    }

    #[test]
    fn a_range_becomes_a_choice() {
        let mut list = list(10);
        list.set_cursor(2);
        list.toggle_range();
        list.step(2);
        assert_eq!(list.targets(), [RowId(2), RowId(3), RowId(4)]);
        list.toggle_range();
        list.set_cursor(9);
        list.toggle_choice();
        assert_eq!(list.chosen(), 4);
        assert!(list.clear_choice());
        assert_eq!(list.targets(), [RowId(9)]);
    }
}
