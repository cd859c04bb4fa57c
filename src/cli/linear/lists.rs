//! What is listed with numbers, line by line: stories, names and notes, and the ways from one to the other.

use std::collections::HashMap;
use std::rc::Rc;

use super::lines;
use super::order;
use super::talk::{Lines, List, PAGE, Shown, Talk};
use crate::app::words::count;
use crate::cli::fault::Fault;
use crate::cli::{names, search};
use crate::library::note::{NoteFilter, NoteRow, NoteSort, NoteView};
use crate::library::value::{Filter, NameId, RowId, View};
use crate::text::Clean;

/// Names of the library that are listed; any other is followed by typing it.
const NAMES: usize = 500;

impl Talk<'_> {
    /// The next rows of what is listed; none at its end.
    pub(super) fn more(&mut self) -> Result<Lines, Fault> {
        let from = self.said;
        let lines = match &self.shown {
            Shown::Stories => self.rows_from(from)?,
            Shown::Names(ids) => {
                let mut lines = Lines::new();
                for (n, id) in ids.iter().enumerate().skip(from).take(PAGE) {
                    let name = self.reader.name(*id)?;
                    lines.push(name.map_or_else(String::new, |name| lines::name(n + 1, &name, &self.words)));
                }
                lines
            }
            Shown::Notes(rows) => {
                let page: Vec<NoteRow> = rows.iter().skip(from).take(PAGE).copied().collect();
                let notes = self.reader.notes(&page)?;
                let numbered = notes.iter().enumerate();
                numbered
                    .map(|(n, noted)| lines::note(from + n + 1, noted, self.story.is_none(), &self.words))
                    .collect()
            }
        };
        self.said = from + lines.len();
        Ok(lines)
    }

    /// Whether there are more rows of what is listed.
    pub(super) fn has_more(&self) -> bool {
        let all = match &self.shown {
            Shown::Stories => self.list.rows.len(),
            Shown::Names(ids) => ids.len(),
            Shown::Notes(rows) => rows.len(),
        };
        self.said < all
    }

    pub(super) fn rows_from(&self, from: usize) -> Result<Lines, Fault> {
        let page: Vec<RowId> = self.list.rows.iter().skip(from).take(PAGE).copied().collect();
        let headers = self.reader.headers(&page)?;
        let mut lines = Lines::new();
        for (n, row) in page.iter().enumerate() {
            // A story that is gone since keeps its number, so that no other answers to it.
            let header = headers.iter().find(|header| header.row == *row);
            let near = self.list.near.get(row).copied();
            lines.push(header.map_or_else(
                || format!("{}. {}", from + n + 1, self.words.get("linear.gone")),
                |header| lines::row(from + n + 1, header, near, &self.words),
            ));
        }
        Ok(lines)
    }

    pub(super) fn listed(&self, title: &str, view: &View) -> Result<List, Fault> {
        let found = self.reader.ordered(view)?;
        Ok(List {
            title: self.words.get(title).to_owned(),
            near: found.near.into_iter().collect(),
            rows: found.rows,
        })
    }

    pub(super) fn enter(&mut self, title: &str, view: &View) -> Result<Lines, Fault> {
        let list = self.listed(title, view)?;
        self.enter_list(list)
    }

    pub(super) fn enter_list(&mut self, list: List) -> Result<Lines, Fault> {
        if list.rows.is_empty() {
            return Ok(self.one("cli.none"));
        }
        self.leave();
        self.story = None;
        self.list = Rc::new(list);
        self.show_list(0)
    }

    /// Says the title of the list and its rows from one on.
    pub(super) fn show_list(&mut self, from: usize) -> Result<Lines, Fault> {
        self.shown = Shown::Stories;
        self.said = from;
        let n = count(self.list.rows.len() as u32);
        let holes = [("title", self.list.title.as_str()), ("n", &n)];
        let mut lines = vec![self.words.fill("linear.list", &holes).into_string()];
        lines.extend(self.more()?);
        Ok(lines)
    }

    pub(super) fn search(&mut self, typed: &str) -> Result<Lines, Fault> {
        let mut list = self.listed("", &search::view(typed, &self.words)?)?;
        list.title = self.words.fill("linear.quoted", &[("text", typed)]).into_string();
        self.enter_list(list)
    }

    /// The row of a story in the list by its number.
    pub(super) fn listed_row(&self, number: usize) -> Option<RowId> {
        self.list.rows.get(number.wrapping_sub(1)).copied()
    }

    /// A note by its number; `None` if no notes are listed or none has it.
    pub(super) fn noted(&self, number: usize) -> Result<Option<crate::library::note::Noted>, Fault> {
        let Shown::Notes(rows) = &self.shown else {
            return Ok(None);
        };
        let row = rows.get(number.wrapping_sub(1)).copied();
        let notes = row.map(|row| self.reader.notes(&[row])).transpose()?;
        Ok(notes.and_then(|mut notes| notes.pop()))
    }

    /// Lists the names of the open story, else those of the library.
    pub(super) fn names(&mut self) -> Result<Lines, Fault> {
        let ids: Vec<NameId> = match &self.story {
            Some(story) => story.names.iter().map(|name| name.id).collect(),
            None => self.reader.all_names(NAMES)?.iter().map(|name| name.id).collect(),
        };
        if ids.is_empty() {
            return Ok(self.one("empty.entities"));
        }
        let n = count(ids.len() as u32);
        let title = self.words.fill(
            "linear.list",
            &[("title", self.words.get("pane.entities")), ("n", &n)],
        );
        self.shown = Shown::Names(ids);
        self.said = 0;
        let mut lines = vec![title.into_string()];
        lines.extend(self.more()?);
        Ok(lines)
    }

    pub(super) fn follow(&mut self, rest: &str) -> Result<Lines, Fault> {
        if rest.is_empty() {
            return self.names();
        }
        let Some(number) = order::number(rest) else {
            let name = names::meant(&self.reader, rest, None)?;
            return self.naming(name.id);
        };
        let at = number.wrapping_sub(1);
        let id = match &self.shown {
            Shown::Names(ids) => ids.get(at).copied(),
            _ => self
                .story
                .as_ref()
                .and_then(|story| story.names.get(at))
                .map(|name| name.id),
        };
        match id {
            Some(id) => self.naming(id),
            None => Ok(self.no_number(number)),
        }
    }

    /// Lists the stories that name someone, under what is known of the name.
    pub(super) fn naming(&mut self, id: NameId) -> Result<Lines, Fault> {
        let name = self
            .reader
            .name(id)?
            .ok_or_else(|| Fault::NoName(String::new()))?;
        let filter = Filter {
            names: vec![name.id],
            ..Filter::default()
        };
        let mut list = self.listed(
            "",
            &View {
                filter,
                ..View::default()
            },
        )?;
        list.title = name.text.to_string();
        let card = self.reader.card(name.id)?;
        let others: Vec<String> = card
            .iter()
            .flat_map(|card| &card.spellings)
            .map(|spelling| spelling.text.to_string())
            .filter(|spelling| *spelling != *name.text)
            .collect();
        let mut lines = vec![lines::lore(&name, &self.words)];
        if !others.is_empty() {
            let all = others.join(self.words.get("linear.between"));
            lines.push(self.words.fill("linear.spelt", &[("text", &all)]).into_string());
        }
        let mut said = self.enter_list(list)?;
        said.splice(1..1, lines);
        Ok(said)
    }

    pub(super) fn related(&mut self) -> Result<Lines, Fault> {
        let Some(row) = self.story.as_ref().map(|story| story.header.row) else {
            return Ok(self.one("linear.no-story"));
        };
        let related = self.reader.related(row, PAGE)?;
        if related.is_empty() {
            return Ok(self.one("toast.no-related"));
        }
        self.enter_list(List {
            title: self.words.get("pane.related").to_owned(),
            rows: related.iter().map(|one| one.header.row).collect(),
            near: HashMap::new(),
        })
    }

    /// Lists the notes of the open story, or all; with words, those that hold them.
    pub(super) fn notes(&mut self, rest: &str) -> Result<Lines, Fault> {
        let story = self
            .story
            .as_ref()
            .map(|story| story.header.story)
            .filter(|_| rest.is_empty());
        let words = Clean::new(rest.trim_matches('*'));
        let filter = NoteFilter {
            story,
            text: (!words.is_empty()).then_some(words),
            ..NoteFilter::default()
        };
        let sort = if story.is_some() {
            NoteSort::Story
        } else {
            NoteSort::Changed
        };
        let rows = self.reader.note_order(&NoteView {
            filter,
            sort,
            reverse: false,
        })?;
        if rows.is_empty() {
            return Ok(self.one("cli.notes-none"));
        }
        let n = count(rows.len() as u32);
        let title = self.words.fill(
            "linear.list",
            &[("title", self.words.get("linear.notes")), ("n", &n)],
        );
        self.shown = Shown::Notes(rows);
        self.said = 0;
        let mut lines = vec![title.into_string()];
        lines.extend(self.more()?);
        Ok(lines)
    }
}
