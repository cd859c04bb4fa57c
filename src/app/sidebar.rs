//! The sidebar: the names of the story, in groups, and the stories that share them.

use std::collections::BTreeSet;

use crate::entity::Kind;
use crate::library::note::Noted;
use crate::library::value::{NameId, Related, RowId, StoryName};

/// One row of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideRow {
    /// The head of a group and how many names it has.
    Group(Kind, usize),
    /// A name: its place in [`Sidebar::names`].
    Name(usize),
    /// The head of the notes and how many there are.
    NotesHead(usize),
    /// A note: its place in [`Sidebar::notes`].
    Note(usize),
    /// The head of the related stories.
    RelatedHead,
    /// A related story: its place in [`Sidebar::related`].
    Related(usize),
}

impl SideRow {
    /// Screen rows that it takes.
    pub fn height(self) -> usize {
        match self {
            Self::Related(_) => 3,
            Self::Note(_) => 2,
            _ => 1,
        }
    }
}

/// The sidebar's state.
#[derive(Debug, Default)]
pub struct Sidebar {
    /// The story whose names these are.
    pub row: Option<RowId>,
    /// The names, in the order of the groups.
    pub names: Vec<StoryName>,
    /// The notes on the story, as they stand in its text.
    pub notes: Vec<Noted>,
    /// The stories that share names, the strongest ties first.
    pub related: Vec<Related>,
    folded: BTreeSet<Kind>,
    rows: Vec<SideRow>,
    cursor: usize,
    top: usize,
    height: usize,
}

impl Sidebar {
    /// Shows the names of another story.
    pub fn show(&mut self, row: RowId, names: &[StoryName]) {
        if self.row != Some(row) {
            self.related.clear();
            self.notes.clear();
            self.cursor = 0;
            self.top = 0;
        }
        let on = self.current_name();
        self.row = Some(row);
        self.names = names.to_vec();
        self.names
            .sort_by_key(|n| Kind::ALL.iter().position(|k| *k == n.kind));
        self.lay_out();
        // Read anew, the names may stand elsewhere; the cursor stays on its name.
        if let Some(name) = on {
            self.want(name);
        }
    }

    /// Puts the cursor on a name, if the story has it.
    pub fn want(&mut self, name: NameId) {
        let is_it = |r: &SideRow| matches!(r, SideRow::Name(i) if self.names[*i].id == name);
        if let Some(place) = self.rows.iter().position(is_it) {
            self.set_cursor(place);
        }
    }

    /// The name under the cursor.
    pub fn current_name(&self) -> Option<NameId> {
        match self.current() {
            Some(SideRow::Name(i)) => self.names.get(i).map(|n| n.id),
            _ => None,
        }
    }

    /// Takes the related stories of a story, if it is still the one shown.
    pub fn take_related(&mut self, row: RowId, related: Vec<Related>) {
        if self.row == Some(row) {
            self.related = related;
            self.lay_out();
        }
    }

    /// Takes the notes of the story.
    pub fn take_notes(&mut self, notes: &[Noted]) {
        self.notes = notes.to_vec();
        self.lay_out();
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        let (folded, height) = (std::mem::take(&mut self.folded), self.height);
        *self = Self {
            folded,
            height,
            ..Self::default()
        };
    }

    fn lay_out(&mut self) {
        let on = self.rows.get(self.cursor).copied();
        self.rows.clear();
        for kind in Kind::ALL {
            let of_kind: Vec<usize> = (0..self.names.len())
                .filter(|i| self.names[*i].kind == kind)
                .collect();
            if of_kind.is_empty() {
                continue;
            }
            self.rows.push(SideRow::Group(kind, of_kind.len()));
            if !self.folded.contains(&kind) {
                self.rows.extend(of_kind.into_iter().map(SideRow::Name));
            }
        }
        if !self.notes.is_empty() {
            self.rows.push(SideRow::NotesHead(self.notes.len()));
            self.rows.extend((0..self.notes.len()).map(SideRow::Note));
        }
        if !self.related.is_empty() {
            self.rows.push(SideRow::RelatedHead);
            self.rows.extend((0..self.related.len()).map(SideRow::Related));
        }
        if let Some(place) = on.and_then(|r| self.rows.iter().position(|x| *x == r)) {
            self.cursor = place;
        }
        self.follow();
    }

    /// The rows in view with the screen row each begins at.
    pub fn window(&self) -> impl Iterator<Item = (usize, usize, SideRow)> {
        let mut y = 0;
        self.rows
            .iter()
            .enumerate()
            .skip(self.top)
            .map_while(move |(i, row)| {
                let at = y;
                y += row.height();
                (at < self.height).then_some((i, at, *row))
            })
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<SideRow> {
        self.rows.get(self.cursor).copied()
    }

    /// The place of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a group is folded.
    pub fn is_folded(&self, kind: Kind) -> bool {
        self.folded.contains(&kind)
    }

    /// Folds the group of the cursor, or unfolds it.
    pub fn toggle_fold(&mut self) {
        let kind = match self.current() {
            Some(SideRow::Group(kind, _)) => kind,
            Some(SideRow::Name(i)) => self.names[i].kind,
            _ => return,
        };
        if !self.folded.remove(&kind) {
            self.folded.insert(kind);
        }
        self.lay_out();
        let group = self
            .rows
            .iter()
            .position(|r| matches!(r, SideRow::Group(k, _) if *k == kind));
        self.set_cursor(group.unwrap_or(0));
    }

    /// Says how many screen rows there are.
    pub fn resize(&mut self, height: usize) {
        self.height = height;
        self.follow();
    }

    /// Moves the cursor by rows; skips the head of the related stories.
    pub fn step(&mut self, by: isize) {
        self.set_cursor(self.cursor.saturating_add_signed(by));
        if let Some(SideRow::RelatedHead | SideRow::NotesHead(_)) = self.current() {
            let on = if by < 0 {
                self.cursor.saturating_sub(1)
            } else {
                self.cursor + 1
            };
            self.set_cursor(on);
        }
    }

    /// Puts the cursor on a row, or on the last one.
    pub fn set_cursor(&mut self, place: usize) {
        self.cursor = place.min(self.rows.len().saturating_sub(1));
        self.follow();
    }

    /// Moves the cursor from the head of a group that is open to its first name.
    pub fn to_name(&mut self) {
        let next = self.rows.get(self.cursor + 1);
        if let (Some(SideRow::Group(..)), Some(SideRow::Name(_))) = (self.current(), next) {
            self.set_cursor(self.cursor + 1);
        }
    }

    /// Puts the cursor on the first related story; `false` if there is none.
    pub fn to_related(&mut self) -> bool {
        match self.rows.iter().position(|r| matches!(r, SideRow::Related(_))) {
            Some(place) => {
                self.set_cursor(place);
                true
            }
            None => false,
        }
    }

    /// Moves the window without the cursor, as a wheel does; the cursor stays inside it.
    pub fn scroll(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(by).min(last);
        self.cursor = self.cursor.max(self.top);
        while self.rows_from_top() > self.height && self.cursor > self.top {
            self.cursor -= 1;
        }
    }

    /// Rows that a page holds.
    pub fn page(&self) -> usize {
        self.window().count().saturating_sub(1).max(1)
    }

    fn rows_from_top(&self) -> usize {
        let shown = self.rows.get(self.top..=self.cursor).unwrap_or_default();
        shown.iter().map(|r| r.height()).sum()
    }

    fn follow(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
        while self.rows_from_top() > self.height && self.top < self.cursor {
            self.top += 1;
        }
        // The head of a group comes into view with its first name.
        if self.top > 0 && self.top == self.cursor && self.rows_from_top() < self.height {
            let head = self.rows.get(self.top - 1);
            if matches!(
                head,
                Some(SideRow::Group(..) | SideRow::NotesHead(_) | SideRow::RelatedHead)
            ) {
                self.top -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(kind: Kind, n: u32) -> StoryName {
        StoryName {
            id: NameId(n),
            kind,
            text: "이름".into(),
            key: "PER:이름".into(),
            watched: false,
            here: 1,
            noted: 0,
            stories: 1,
            index: n as u16,
        }
    }

    fn sidebar() -> Sidebar {
        let mut sidebar = Sidebar::default();
        sidebar.resize(6);
        let names: Vec<_> = [Kind::Org, Kind::Per, Kind::Per, Kind::Loc]
            .iter()
            .zip(0..)
            .map(|(k, n)| name(*k, n))
            .collect();
        sidebar.show(RowId(1), &names);
        sidebar
    }

    #[test]
    fn names_stand_in_groups_in_order() {
        let kinds: Vec<_> = sidebar()
            .rows
            .iter()
            .filter_map(|r| {
                if let SideRow::Group(k, n) = r {
                    Some((*k, *n))
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(kinds, [(Kind::Per, 2), (Kind::Org, 1), (Kind::Loc, 1)]);
    }

    #[test]
    fn a_folded_group_keeps_only_its_head() {
        let mut sidebar = sidebar();
        sidebar.set_cursor(1);
        sidebar.toggle_fold();
        assert_eq!(
            (sidebar.len(), sidebar.current()),
            (5, Some(SideRow::Group(Kind::Per, 2)))
        );
        sidebar.toggle_fold();
        assert_eq!(sidebar.len(), 7);
    }

    #[test]
    fn the_cursor_is_always_in_view() {
        let mut sidebar = sidebar();
        for by in [3, 2, 5, -1, -4, -9, 7] {
            sidebar.step(by);
            assert!(sidebar.window().any(|(i, _, _)| i == sidebar.cursor()), "{by}");
        }
    }
}
