//! What the right button shows: the commands of the pane under the pointer, and those of all panes that act on it.

use super::App;
use crate::app::command::{self, Command, Scope};
use crate::app::effect::Effects;
use crate::app::layout::Pane;
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::app::overlay::{Hand, Overlay, Pick, Target, Wish};
use crate::text::Clean;

/// Commands on a story, from the list and from the text.
const STORY: &[&str] = &[
    "bookmark",
    "toggle-read",
    "tags",
    "note-story",
    "open-browser",
    "open-with",
    "pipe",
    "copy-title-url",
    "copy-url",
    "copy-citation",
    "copy-text",
    "related",
    "info",
    "pictures",
    "delete",
];
/// Commands beside these over the text.
const TEXT: &[&str] = &["annotate", "find", "goto-list", "goto-entities", "zen", "back"];
/// Commands beside these over the list.
const LIST: &[&str] = &["filter", "full-text", "view-unread", "view-bookmarks", "view-all"];
/// Commands on a choice of text; those that only move are for keys.
const CHOICE: &[&str] = &[
    "copy-selection",
    "highlight",
    "note",
    "note-tags",
    "find-selection",
    "search-selection",
    "name-selection",
    "select-sentence",
    "select-paragraph",
    "unhighlight",
    "pipe",
    "leave-visual",
];
/// Commands on a name, and what each does with the name under the pointer.
const NAME: &[(&str, Wish)] = &[
    ("filter-by-entity", Wish::Follow),
    ("entity-card", Wish::Card),
    ("mentions", Wish::Mentions),
    ("why", Wish::Why),
    ("watch-entity", Wish::Watch),
    ("merge-entity", Wish::Merge),
    ("rename-entity", Wish::Rename),
    ("retype-entity", Wish::Retype),
    ("deny-entity", Wish::Deny),
    ("hide-entity", Wish::Hide),
];

impl App {
    /// Shows what can be done at a cell.
    pub(super) fn context(&mut self, at: (u16, u16)) -> Effects {
        self.held = None;
        let gives_way = |o: &Overlay| match o {
            Overlay::Hints(_) | Overlay::Info(_) => true,
            Overlay::Menu(menu) => menu.purpose == Purpose::Context,
            _ => false,
        };
        if self.overlays.last().is_some_and(gives_way) {
            self.overlays.pop();
        }
        match self.overlays.last_mut() {
            None => self.context_of_pane(at),
            Some(Overlay::Notes(notes)) if notes.input.is_none() => {
                if let Some(row) = at.1.checked_sub(2) {
                    notes.point(row.into());
                }
                let rows = self.rows_of(Scope::Notes, &[], &[]);
                self.show_context(at, rows);
                self.go_on()
            }
            Some(Overlay::Sheet(_)) => {
                let rows = self
                    .hand()
                    .map(|hand| self.rows_of_name(&hand))
                    .unwrap_or_default();
                self.show_context(at, rows);
                Vec::new()
            }
            Some(_) => Vec::new(),
        }
    }

    fn context_of_pane(&mut self, at: (u16, u16)) -> Effects {
        let mut effects = Vec::new();
        let rows = match self.layout.pane_at(at.0, at.1) {
            Some(Pane::List) => {
                effects = self.point_list(at.1);
                self.rows_of(Scope::List, LIST, STORY)
            }
            Some(Pane::Sidebar) => {
                self.point_sidebar(at.1);
                match self.hand() {
                    Some(hand) => self.rows_of_name(&hand),
                    None => self.rows_of(Scope::Entities, &[], &[]),
                }
            }
            Some(Pane::Reader) => self.rows_of_text(at),
            None => return effects,
        };
        self.show_context(at, rows);
        effects
    }

    fn rows_of_text(&mut self, at: (u16, u16)) -> Vec<Choice> {
        self.set_focus(Pane::Reader);
        let byte = self.byte_under(at);
        if let (Some(byte), Some(chosen)) = (byte, self.reader.chosen()) {
            if chosen.contains(&byte) {
                let rows = CHOICE.iter().filter_map(|name| command::named(name));
                return self.under(self.words.get("help.visual"), rows);
            }
            self.reader.selection = None;
        }
        let mut rows = match byte.and_then(|byte| self.target_at(byte)) {
            Some(Target::Name(index)) => {
                let name = self.sidebar.names.iter().find(|n| n.index == index);
                let hand = name.map(|n| self.hand_of(n));
                hand.map(|hand| self.rows_of_name(&hand)).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        rows.extend(self.rows_of(Scope::Reader, TEXT, STORY));
        rows
    }

    /// The rows of a scope and those of all panes that belong to it, those that act on the story, and the reader's own.
    fn rows_of(&self, scope: Scope, more: &[&str], story: &[&str]) -> Vec<Choice> {
        let own = command::all().filter(|c| c.scope == scope);
        let more = more.iter().filter_map(|name| command::named(name));
        let pane = format!("help.{}", scope.name());
        let mut rows = self.under(self.words.get(&pane), own.chain(more));
        let story = story.iter().filter_map(|name| command::named(name));
        rows.extend(self.under(self.words.get("filter.stories"), story));
        if matches!(scope, Scope::List | Scope::Reader) {
            let given = crate::app::commands::own::rows(&self.settings.own);
            rows.extend(self.under(self.words.get("help.own"), given.map(|(row, _)| row)));
        }
        rows
    }

    fn under(&self, group: &str, rows: impl Iterator<Item = &'static Command>) -> Vec<Choice> {
        let of = |row| Choice {
            group: Clean::new(group),
            ..self.row_of(row)
        };
        rows.map(of).collect()
    }

    fn rows_of_name(&self, hand: &Hand) -> Vec<Choice> {
        let rows = NAME.iter().filter_map(|(name, wish)| {
            let mut choice = self.row_of(command::named(name)?);
            choice.group = hand.text.clone();
            choice.pick = Pick::Wish(*wish, Box::new(hand.clone()));
            Some(choice)
        });
        rows.collect()
    }

    fn row_of(&self, row: &'static Command) -> Choice {
        Choice {
            group: Clean::from(self.words.get(&format!("help.{}", row.scope.name()))),
            label: Clean::from(self.words.label(row.name)),
            detail: Clean::new(&self.keymap.keys_of(row).into_iter().next().unwrap_or_default()),
            keys: Clean::default(),
            name: Clean::from(row.name),
            pick: Pick::Command(row),
        }
    }

    fn show_context(&mut self, at: (u16, u16), rows: Vec<Choice>) {
        if !rows.is_empty() {
            let menu = Menu::new(Purpose::Context, rows).at(at);
            self.overlays.push(Overlay::Menu(menu));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_command() {
        let names = [STORY, TEXT, LIST, CHOICE].concat();
        for name in names.into_iter().chain(NAME.iter().map(|(name, _)| *name)) {
            assert!(command::named(name).is_some(), "{name}");
        }
    }
}
