//! What commands do, in terms of panes, lists and stories.

use std::time::Duration;

use super::effect::{Effect, Effects};
use super::layout::Pane;
use super::list::Crumb;
use super::overlay::menu::{Choice, Menu, Purpose};
use super::overlay::tags::Tags;
use super::overlay::{Overlay, Pick, Target};
use super::sidebar::SideRow;
use super::trail::Stop;
use super::{App, At, Errand, Marking, UndoWords};
use crate::article::id::StoryId;
use crate::library::edit::{Cause, Edit};
use crate::library::value::{Filter, NameId, RowId, View};
use crate::text::Clean;

/// Seconds of a day.
const DAY: i64 = 86_400;

impl App {
    pub(super) fn ask_order(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.order = ticket;
        vec![Effect::Order {
            ticket,
            view: self.list.view().clone(),
        }]
    }

    pub(super) fn ask_story(&mut self, row: RowId, errand: Errand) -> Effects {
        let ticket = self.ticket();
        self.waiting.story = Some((ticket, errand));
        vec![Effect::Story { ticket, row }]
    }

    /// Gives a pane the focus, and shows it where it was hidden.
    pub fn set_focus(&mut self, pane: Pane) {
        match pane {
            Pane::List => self.shown.0 = true,
            Pane::Sidebar => self.shown.1 = true,
            Pane::Reader => {}
        }
        if pane != Pane::Reader {
            self.zen = false;
        }
        self.focus = pane;
        self.lay_out();
    }

    /// The next pane that is shown, or could be where there is room for one.
    pub(super) fn turn_focus(&mut self, forward: bool) {
        let order = [Pane::List, Pane::Reader, Pane::Sidebar];
        let single = self.layout.title.is_some();
        let here = order.iter().position(|p| *p == self.focus).unwrap_or(0);
        for step in 1..=order.len() {
            let next = if forward {
                here + step
            } else {
                here + order.len() - step
            };
            let pane = order[next % order.len()];
            if single || self.layout.frame(pane).is_some() {
                return self.set_focus(pane);
            }
        }
    }

    /// The pane to the left or right on screen.
    pub(super) fn move_focus(&mut self, right: bool) {
        let next = match (self.focus, right) {
            (Pane::List | Pane::Sidebar, true) if self.layout.class == super::layout::Class::S => {
                Pane::Reader
            }
            (Pane::List, true) | (Pane::Sidebar, false) => Pane::Reader,
            (Pane::Reader, true) => Pane::Sidebar,
            (Pane::Reader, false) => Pane::List,
            (pane, _) => pane,
        };
        if next != self.focus && (self.layout.title.is_some() || self.layout.frame(next).is_some()) {
            self.set_focus(next);
        }
    }

    /// Begins to wait for the cursor to rest; the story under it is then shown.
    pub(super) fn cursor_moved(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.rest = ticket;
        if self.list.current() == self.reader.row() {
            self.forget_preview();
            return Vec::new();
        }
        let after = self.settings.screen.preview_ms;
        vec![Effect::Wake {
            ticket,
            after: Duration::from_millis(after.into()),
        }]
    }

    /// A story on its way only to be looked at must not take the place of the one that is read.
    fn forget_preview(&mut self) {
        self.waiting.story.take_if(|(_, errand)| errand.preview);
    }

    pub(super) fn preview_now(&mut self) -> Effects {
        match self.list.current() {
            Some(row) if Some(row) != self.reader.row() => self
                .keep_place()
                .into_iter()
                .chain(self.ask_story(
                    row,
                    Errand {
                        preview: true,
                        ..Errand::default()
                    },
                ))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Remembers where reading stopped in the story that is about to leave.
    fn keep_place(&self) -> Option<Effect> {
        let story = self.reader.story().filter(|_| !self.reader.preview)?;
        Some(Effect::Resume {
            story: story.header.story,
            byte: self.reader.top_byte(),
        })
    }

    /// Where we are, to come back to.
    fn stop(&self) -> Stop {
        Stop {
            crumbs: self.list.crumbs.clone(),
            cursor: self.list.current(),
            open: self.reader.row().map(|row| (row, self.reader.top_byte())),
            preview: self.reader.preview,
            focus: self.focus,
            following: self.following,
        }
    }

    pub(super) fn leave(&mut self) {
        let stop = self.stop();
        self.trail.leave(stop);
    }

    /// Opens a story; the reader gets the focus.
    pub(super) fn open(&mut self, row: RowId) -> Effects {
        self.open_with(
            row,
            Errand {
                focus: true,
                ..Errand::default()
            },
        )
    }

    pub(super) fn open_with(&mut self, row: RowId, errand: Errand) -> Effects {
        self.waiting.rest = self.ticket();
        if Some(row) == self.reader.row() && errand.at == At::Resume {
            self.forget_preview();
            let was_preview = std::mem::take(&mut self.reader.preview);
            if errand.focus {
                self.set_focus(Pane::Reader);
            }
            return if was_preview {
                self.mark_opened()
            } else {
                Vec::new()
            };
        }
        if self.reader.row() != Some(row) && !self.reader.preview && self.reader.story().is_some() {
            self.leave();
        }
        let mut effects: Effects = self.keep_place().into_iter().collect();
        effects.extend(self.ask_story(row, errand));
        effects
    }

    /// The story that was only looked at counts as opened now.
    pub(super) fn mark_opened(&mut self) -> Effects {
        let Some(story) = self.reader.story().cloned() else {
            return Vec::new();
        };
        let id = story.header.story;
        let mut effects = vec![
            Effect::Resume {
                story: id,
                byte: self.reader.top_byte(),
            },
            Effect::Keep(self.session()),
        ];
        if !story.header.marks.read && !story.header.fault {
            effects.extend(self.save(Cause::Automatic, vec![Edit::Read { story: id, on: true }]));
        }
        effects
    }

    /// Opens the story after or before the cursor.
    pub(super) fn open_neighbour(&mut self, by: isize) -> Effects {
        let before = self.list.cursor();
        self.list.step(by);
        match self.list.current() {
            Some(row) if self.list.cursor() != before => {
                let focus = self.focus == Pane::Reader;
                self.open_with(
                    row,
                    Errand {
                        focus,
                        ..Errand::default()
                    },
                )
            }
            _ => self.say_key(if by > 0 { "toast.last" } else { "toast.first" }, &[]),
        }
    }

    /// Asks for the next unread story and opens it when it is known.
    pub(super) fn open_unread(&mut self, forward: bool) -> Effects {
        let ticket = self.ticket();
        self.waiting.located = Some((
            ticket,
            Errand {
                focus: self.focus == Pane::Reader,
                ..Errand::default()
            },
        ));
        vec![Effect::Unread {
            ticket,
            view: self.list.view().clone(),
            from: self.list.current(),
            forward,
        }]
    }

    /// Puts the cursor on a place counted from one, as typed on the command line.
    pub(super) fn go_to_place(&mut self, place: usize) -> Effects {
        self.list.set_cursor(place.saturating_sub(1));
        self.cursor_moved()
    }

    /// Scrolls on, and at the end opens the next unread story.
    pub(super) fn read_on(&mut self) -> Effects {
        if self.reader.story().is_none() {
            return self.list.current().map_or_else(Vec::new, |row| self.open(row));
        }
        let mut effects = Vec::new();
        if self.reader.preview {
            self.reader.preview = false;
            effects = self.mark_opened();
        }
        if self.reader.at_end() {
            effects.extend(self.open_unread(true));
        } else {
            let page = self.reader.height().saturating_sub(1).max(1);
            self.reader.scroll(page as isize);
        }
        effects
    }

    /// Shows another list, reached from the one at hand.
    pub(super) fn enter_list(&mut self, crumbs: Vec<Crumb>) -> Effects {
        self.leave();
        self.list.crumbs = crumbs;
        self.list.clear_choice();
        self.following = None;
        self.ask_order()
    }

    /// Shows a list of its own, reached from all stories.
    pub(super) fn enter_view(&mut self, label: Clean, filter: Filter) -> Effects {
        let base = self.list.crumbs.first().cloned().into_iter();
        let view = View {
            filter,
            ..self.list.view().clone()
        };
        let effects = self.enter_list(base.chain([Crumb { label, view }]).collect());
        self.set_focus(Pane::List);
        effects
    }

    /// Changes the list shown without a new step.
    pub(super) fn change_view(&mut self, change: impl FnOnce(&mut View)) -> Effects {
        if let Some(crumb) = self.list.crumbs.last_mut() {
            change(&mut crumb.view);
        }
        if let Some(row) = self.list.current() {
            self.list.want_next(row);
        }
        self.ask_order()
    }

    /// Lists the stories that name something; a second name narrows the list.
    pub(super) fn follow_name(&mut self, id: NameId, label: Clean, index: Option<u16>) -> Effects {
        let mut crumbs = self.list.crumbs.clone();
        let mut view = self.list.view().clone();
        if view.filter.names.contains(&id) {
            return Vec::new();
        }
        if view.filter.names.is_empty() {
            crumbs.truncate(1);
            view.filter = Filter::default();
        }
        view.filter.names.push(id);
        crumbs.push(Crumb {
            label,
            view: view.clone(),
        });
        let mut effects = self.enter_list(crumbs);
        self.following = Some(id);
        let ticket = self.ticket();
        self.waiting.places = ticket;
        self.places = 0;
        effects.push(Effect::Places {
            ticket,
            name: id,
            view,
        });
        self.query = None;
        if let Some(index) = index {
            self.reader.light_name(index);
            self.reader.lit.current = 0;
            self.reader.reveal_current();
            // The list that comes has its cursor on the story being read.
            if let Some(row) = self.reader.row() {
                self.list.want_next(row);
            }
        }
        self.set_focus(Pane::List);
        effects
    }

    pub(super) fn follow(&mut self, target: Target) -> Effects {
        match target {
            Target::Name(index) => {
                let name = self.sidebar.names.iter().find(|n| n.index == index).cloned();
                name.map_or_else(Vec::new, |n| self.follow_name(n.id, n.text, Some(index)))
            }
            Target::Link(i) => {
                let link = self
                    .reader
                    .story()
                    .and_then(|s| s.article.links.get(i))
                    .map(|l| l.url.clone());
                link.map_or_else(Vec::new, |url| vec![Effect::Browse(url)])
            }
            Target::Item(row) => self.open(row),
        }
    }

    /// Does what Enter does in the sidebar.
    pub(super) fn follow_row(&mut self) -> Effects {
        match self.sidebar.current() {
            Some(SideRow::Group(..)) => {
                self.sidebar.toggle_fold();
                Vec::new()
            }
            Some(SideRow::Name(i)) => {
                let name = self.sidebar.names[i].clone();
                self.follow_name(name.id, name.text, Some(name.index))
            }
            Some(SideRow::Related(i)) => self
                .sidebar
                .related
                .get(i)
                .map(|r| r.header.row)
                .map_or_else(Vec::new, |row| self.open(row)),
            Some(SideRow::RelatedHead) | None => Vec::new(),
        }
    }

    /// Goes to a stop of the trail.
    fn go_to(&mut self, stop: Stop) -> Effects {
        let mut effects: Effects = self.keep_place().into_iter().collect();
        let other_list = self.list.crumbs != stop.crumbs;
        self.list.crumbs = stop.crumbs;
        self.following = stop.following;
        self.places = 0;
        self.query = None;
        match stop.cursor {
            Some(row) if other_list => self.list.want_next(row),
            Some(row) => self.list.want(row),
            None => {}
        }
        if other_list {
            effects.extend(self.ask_order());
        }
        match stop.open {
            Some((row, byte)) if Some(row) != self.reader.row() => {
                let errand = Errand { preview: stop.preview, focus: false, at: At::Byte(byte) };
                effects.extend(self.ask_story(row, errand));
            }
            Some((_, byte)) => {
                let line = self.reader.lines().line_of(byte);
                self.reader.lit = super::reader::Lit::default();
                self.reader.scroll_to(line);
            }
            None => {}
        }
        self.set_focus(stop.focus);
        effects
    }

    pub(super) fn back(&mut self) -> Effects {
        let here = self.stop();
        match self.trail.back(here) {
            Some(stop) => self.go_to(stop),
            None => self.say_key("toast.no-back", &[]),
        }
    }

    pub(super) fn forward(&mut self) -> Effects {
        let here = self.stop();
        match self.trail.forward(here) {
            Some(stop) => self.go_to(stop),
            None => self.say_key("toast.no-forward", &[]),
        }
    }

    pub(super) fn toggle_last(&mut self) -> Effects {
        let last = self.trail.last_story(self.reader.row()).and_then(|s| s.open);
        let Some((row, byte)) = last else {
            return self.say_key("toast.no-back", &[]);
        };
        let errand = Errand { preview: false, focus: self.focus == Pane::Reader, at: At::Byte(byte) };
        let effects = self.open_with(row, errand);
        self.list.want(row);
        effects
    }

    /// One step out: the choice, what is lit, the name followed, the reader.
    pub(super) fn cancel(&mut self) -> Effects {
        if self.list.clear_choice() {
            return Vec::new();
        }
        if !self.reader.lit.hits.is_empty() || self.query.is_some() {
            self.query = None;
            self.following = None;
            self.reader.lit = super::reader::Lit::default();
            return Vec::new();
        }
        if self.zen {
            self.zen = false;
            self.lay_out();
        } else if self.focus != Pane::List {
            self.set_focus(Pane::List);
        } else if self.list.crumbs.len() > 1 {
            return self.back();
        }
        Vec::new()
    }

    /// Closes the uppermost thing; at the root, ends the program.
    pub(super) fn close_or_quit(&mut self) -> Effects {
        let at_root = self.focus == Pane::List && self.list.crumbs.len() == 1 && !self.zen;
        if at_root && self.list.chosen() == 0 {
            self.quit()
        } else {
            self.cancel_to_close()
        }
    }

    fn cancel_to_close(&mut self) -> Effects {
        self.query = None;
        self.reader.lit = super::reader::Lit::default();
        self.cancel()
    }

    pub(super) fn quit(&mut self) -> Effects {
        let mut effects: Effects = self.keep_place().into_iter().collect();
        effects.push(Effect::Keep(self.session()));
        effects.push(Effect::Quit);
        effects
    }

    /// Lights the words while they are typed.
    pub(super) fn seek(&mut self, query: &str) {
        let from = match self.overlays.last() {
            Some(Overlay::Find(find)) => find.from,
            _ => 0,
        };
        let line = self.reader.lines().line_of(from);
        self.reader.scroll_to(line);
        self.reader.find(query);
        self.reader.reveal_current();
    }

    pub(super) fn found(&mut self, query: Clean) -> Effects {
        let n = self.reader.find(&query);
        self.reader.reveal_current();
        self.following = None;
        self.set_focus(Pane::Reader);
        if n == 0 {
            let effects = self.say_key("toast.not-found", &[("text", &query)]);
            self.query = None;
            return effects;
        }
        self.query = Some(query);
        Vec::new()
    }

    /// Looking for words ended without a result: everything is as it was before.
    pub(super) fn unseek(&mut self, from: u32, lit: super::reader::Lit) {
        let line = self.reader.lines().line_of(from);
        self.reader.scroll_to(line);
        self.reader.lit = lit;
    }

    /// Lists the stories that hold some words and lights the words in them.
    pub(super) fn search(&mut self, words: Clean) -> Effects {
        let label = Clean::new(&format!("“{words}”"));
        let filter = Filter {
            text: Some(words.clone()),
            ..Filter::default()
        };
        let effects = self.enter_view(label, filter);
        self.reader.find_words(&words);
        self.query = Some(words);
        effects
    }

    /// Steps to the next or last of what is lit: words, mentions of a followed name, else unread stories.
    pub(super) fn step_lit(&mut self, forward: bool) -> Effects {
        let searching = self.query.is_some();
        if !searching && self.following.is_none() {
            return self.open_unread(forward);
        }
        if self.reader.step_hit(forward) {
            return Vec::new();
        }
        let across = self.following.is_some() || self.list.view().filter.text.is_some();
        if across {
            return self.step_story(forward);
        }
        let hits = self.reader.lit.hits.len();
        if hits == 0 {
            return Vec::new();
        }
        self.reader.lit.current = if forward { 0 } else { hits - 1 };
        self.reader.reveal_current();
        self.say_key(
            if forward {
                "toast.from-top"
            } else {
                "toast.from-end"
            },
            &[],
        )
    }

    /// Goes on to the next or last story of the list, at its first or last hit.
    fn step_story(&mut self, forward: bool) -> Effects {
        let here = self
            .reader
            .row()
            .and_then(|row| self.list.place_of(row))
            .unwrap_or(self.list.cursor());
        let next = here
            .checked_add_signed(if forward { 1 } else { -1 })
            .and_then(|place| self.list.at(place));
        match next {
            Some(row) => {
                let at = if forward { At::FirstHit } else { At::LastHit };
                self.open_with(
                    row,
                    Errand {
                        preview: false,
                        focus: self.focus == Pane::Reader,
                        at,
                    },
                )
            }
            None => self.say_key(
                if forward {
                    "toast.last-hit"
                } else {
                    "toast.first-hit"
                },
                &[],
            ),
        }
    }

    /// The stories that a mark is for: those chosen, or the one in the focus.
    pub(super) fn targets(&self) -> Vec<(StoryId, bool, bool)> {
        let marks = |row: RowId| {
            let header = self.list.header(row)?;
            Some((header.story, header.marks.read, header.marks.bookmarked))
        };
        if self.focus != Pane::List && self.list.chosen() == 0 {
            let story = self.reader.story().map(|s| &s.header);
            return story
                .map(|h| (h.story, h.marks.read, h.marks.bookmarked))
                .into_iter()
                .collect();
        }
        self.list.targets().into_iter().filter_map(marks).collect()
    }

    pub(super) fn toggle_bookmark(&mut self) -> Effects {
        self.mark(Marking::Bookmark)
    }

    pub(super) fn toggle_read(&mut self) -> Effects {
        self.mark(Marking::Read)
    }

    pub(super) fn edit_tags(&mut self) -> Effects {
        self.mark(Marking::Tags)
    }

    /// Does something to all chosen stories; their headers are asked for first where they are not at hand.
    pub(super) fn mark(&mut self, what: Marking) -> Effects {
        let rows = self.list.unknown_targets();
        if !rows.is_empty() && (self.focus == Pane::List || self.list.chosen() > 0) && self.waiting.marking.is_none() {
            let ticket = self.ticket();
            self.waiting.marking = Some((ticket, what));
            return vec![Effect::Targets { ticket, rows }];
        }
        self.waiting.marking = None;
        let targets = self.targets();
        match what {
            Marking::Bookmark => self.bookmark(&targets),
            Marking::Read => self.read(&targets),
            Marking::Tags => {
                let old = self.tags_of_focus();
                let stories = targets.iter().map(|(story, _, _)| *story).collect();
                self.overlays.push(Overlay::Tags(Tags::new(stories, old)));
                self.ask_facets()
            }
        }
    }

    fn bookmark(&mut self, targets: &[(StoryId, bool, bool)]) -> Effects {
        let on = targets.iter().any(|(_, _, bookmarked)| !bookmarked);
        let changed = targets.iter().filter(|(_, _, bookmarked)| *bookmarked != on);
        let edits = changed.map(|(story, _, _)| Edit::Bookmark { story: *story, on }).collect();
        self.marked(edits, if on { "toast.bookmarked" } else { "toast.unbookmarked" })
    }

    fn read(&mut self, targets: &[(StoryId, bool, bool)]) -> Effects {
        let on = targets.iter().any(|(_, read, _)| !read);
        let changed = targets.iter().filter(|(_, read, _)| *read != on);
        let edits = changed.map(|(story, _, _)| Edit::Read { story: *story, on }).collect();
        self.marked(edits, if on { "toast.read" } else { "toast.unread" })
    }

    fn marked(&mut self, edits: Vec<Edit>, key: &str) -> Effects {
        if edits.is_empty() {
            return Vec::new();
        }
        let n = edits.len().to_string();
        let many = format!("{key}-n");
        let key = if edits.len() > 1 && self.words.has(&many) { &many } else { key };
        let mut effects = self.save(Cause::Deliberate, edits);
        effects.extend(self.say_key(key, &[("n", &n)]));
        effects
    }

    /// Gives stories the tags typed; of those they had before only the ones that were shown can go.
    pub(super) fn set_tags(&mut self, stories: &[StoryId], old: &[Clean], tags: &[Clean]) -> Effects {
        let mut edits = Vec::new();
        for story in stories.iter().copied() {
            let gone = old.iter().filter(|t| !tags.contains(t));
            edits.extend(gone.map(|tag| Edit::Tag { story, tag: tag.clone(), on: false }));
            let new = tags.iter().filter(|t| !old.contains(t));
            edits.extend(new.map(|tag| Edit::Tag { story, tag: tag.clone(), on: true }));
        }
        self.marked(edits, "toast.tagged")
    }

    /// The tags that the tag field begins with: those of the story at hand, none for several stories.
    pub(super) fn tags_of_focus(&self) -> Vec<Clean> {
        let one = self.list.chosen() == 0;
        let shown = self
            .reader
            .story()
            .filter(|s| one && (self.focus != Pane::List || self.list.current() == Some(s.header.row)));
        shown.map(|s| s.tags.clone()).unwrap_or_default()
    }

    pub(super) fn undo(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.undo.push((
            ticket,
            UndoWords {
                done: "toast.undone",
                nothing: "toast.nothing-to-undo",
            },
        ));
        vec![Effect::Undo { ticket }]
    }

    pub(super) fn redo(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.undo.push((
            ticket,
            UndoWords {
                done: "toast.redone",
                nothing: "toast.nothing-to-redo",
            },
        ));
        vec![Effect::Redo { ticket }]
    }

    pub(super) fn picked(&mut self, pick: Pick) -> Effects {
        let (label, filter) = match pick {
            Pick::Command(command) => {
                let effects = (command.run)(self);
                self.count = None;
                return effects;
            }
            Pick::All => return self.enter_all(),
            Pick::Unread => (
                self.words.get("filter.unread").into(),
                Filter {
                    unread: true,
                    ..Filter::default()
                },
            ),
            Pick::Bookmarked => (
                self.words.get("filter.bookmarked").into(),
                Filter {
                    bookmarked: true,
                    ..Filter::default()
                },
            ),
            Pick::Outlet(outlet) => (
                outlet.clone(),
                Filter {
                    outlet: Some(outlet),
                    ..Filter::default()
                },
            ),
            Pick::Language(language) => {
                let key = format!("language.{}", language.tag());
                (
                    self.words.get(&key).into(),
                    Filter {
                        language: Some(language),
                        ..Filter::default()
                    },
                )
            }
            Pick::Days(days) => {
                let begin = self.today.unix - (i64::from(days) - 1) * DAY;
                let label = self.words.fill("filter.days", &[("n", &days.to_string())]);
                let dates = Some((begin, self.today.unix + DAY));
                (label, Filter { dates, ..Filter::default() })
            }
            Pick::Dates(label, begin, end) => (
                label,
                Filter {
                    dates: Some((begin, end)),
                    ..Filter::default()
                },
            ),
            Pick::Tag(tag) => (
                Clean::new(&format!("#{tag}")),
                Filter {
                    tag: Some(tag),
                    ..Filter::default()
                },
            ),
        };
        self.enter_view(label, filter)
    }

    pub(super) fn enter_all(&mut self) -> Effects {
        let mut base: Vec<Crumb> = self.list.crumbs.first().cloned().into_iter().collect();
        for crumb in &mut base {
            crumb.view.filter = Filter::default();
        }
        let effects = if self.list.crumbs == base { Vec::new() } else { self.enter_list(base) };
        self.set_focus(Pane::List);
        effects
    }

    /// The rows of the help or the command line.
    pub(super) fn command_menu(&mut self, purpose: Purpose) {
        let choices = super::command::all().map(|row| Choice {
            group: Clean::from(self.words.get(&format!("help.{}", row.scope.name()))),
            label: Clean::from(self.words.label(row.name)),
            detail: Clean::from(self.words.doc(row.name, row.doc)),
            keys: Clean::new(&self.keymap.keys_of(row).join(", ")),
            name: Clean::from(row.name),
            pick: Pick::Command(row),
        });
        let menu = Menu::new(purpose, choices.collect());
        self.overlays.push(Overlay::Menu(menu));
    }

    /// What the list can be narrowed to; outlets, languages and tags are asked for.
    pub(super) fn filter_menu(&mut self) -> Effects {
        let group = Clean::from(self.words.get("filter.stories"));
        let row = |key: &str, pick: Pick| {
            let label = Clean::from(self.words.get(key));
            Choice {
                group: group.clone(),
                name: label.clone(),
                label,
                detail: Clean::default(),
                keys: Clean::default(),
                pick,
            }
        };
        let mut choices = vec![
            row("pane.all", Pick::All),
            row("filter.unread", Pick::Unread),
            row("filter.bookmarked", Pick::Bookmarked),
        ];
        for days in [1, 7, 30, 365] {
            let label = self.words.fill("filter.days", &[("n", &days.to_string())]);
            choices.push(Choice {
                group: Clean::from(self.words.get("filter.dates")),
                name: label.clone(),
                label,
                detail: Clean::default(),
                keys: Clean::default(),
                pick: Pick::Days(days),
            });
        }
        let menu = Menu::new(Purpose::Filters, choices).at_offset(self.today.offset);
        self.overlays.push(Overlay::Menu(menu));
        self.ask_facets()
    }

    pub(super) fn ask_facets(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.facets = ticket;
        vec![Effect::Facets { ticket }]
    }
}
