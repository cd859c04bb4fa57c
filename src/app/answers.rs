//! What answers from the workers make of the screen.

use std::sync::Arc;
use std::time::Duration;

use super::effect::{Effect, Effects};
use super::layout::Pane;
use super::msg::{Msg, Ticket};
use super::overlay::menu::{Choice, Purpose};
use super::overlay::{Overlay, Pick};
use super::{App, At, Errand, UndoWords};
use crate::app::words::Said;
use crate::article::language::Language;
use crate::library::edit::Edit;
use crate::library::value::{Facet, NameCount, Progress, Report, RowId, Story};
use crate::query::Field;
use crate::text::Clean;

/// How long a story is looked at before the stories related to it are asked for.
const RELATED_AFTER: Duration = Duration::from_millis(120);
/// How long work goes on before the status row speaks of it.
const PROGRESS_AFTER: Duration = Duration::from_millis(300);

impl App {
    pub(super) fn answer(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Woke(ticket) => self.woke(ticket),
            Msg::Order { .. } => self.order_came(msg),
            Msg::Headers { ticket, headers } => {
                self.list.take_headers(headers);
                self.show_unsaved();
                let marking = self.waiting.marking.take_if(|(t, _)| *t == ticket);
                marking.map_or_else(Vec::new, |(_, what)| self.mark(what))
            }
            Msg::Story { ticket, story } => self.story_came(ticket, story),
            Msg::Related { ticket, row, related } if ticket == self.waiting.related => {
                self.sidebar.take_related(row, related);
                Vec::new()
            }
            Msg::Facets {
                ticket,
                outlets,
                languages,
                tags,
                watched,
            } if ticket == self.waiting.facets => {
                self.take_all_facets((&outlets, &languages, &tags), &watched);
                Vec::new()
            }
            Msg::Tallies { ticket, tallies } if ticket == self.waiting.facets => {
                self.take_tallies(&tallies);
                Vec::new()
            }
            Msg::SavedSearches { ticket, saved } if ticket == self.waiting.saved => {
                self.take_saved(saved);
                Vec::new()
            }
            Msg::Watched(watched) => self.say_watched(&watched),
            Msg::Card { ticket, card } if ticket == self.waiting.card.0 => self.card_came(card.as_deref()),
            Msg::Mentions {
                ticket,
                name,
                mentions,
            } if ticket == self.waiting.mentions.0 => self.mentions_came(name.as_ref(), &mentions),
            Msg::Why { ticket, why } if ticket == self.waiting.why.0 => self.why_came(why.as_deref()),
            Msg::Names { ticket, names } if ticket == self.waiting.names => {
                self.names_came(names);
                Vec::new()
            }
            Msg::Picked {
                ticket,
                later,
                findings,
            } => self.picked_came(ticket, later, findings),
            Msg::Glanced { ticket, glance } => self.glanced(ticket, glance),
            Msg::Corrected { ticket, edits } => self.corrected(ticket, &edits),
            Msg::Places { ticket, name, places } if ticket == self.waiting.places => {
                self.places = if self.following == Some(name) {
                    places.len() as u32
                } else {
                    0
                };
                Vec::new()
            }
            Msg::Located { ticket, row } => self.located(ticket, row),
            Msg::Broken { row, measure, lines } => {
                self.breaking = None;
                self.reader.take_lines(row, measure, lines);
                Vec::new()
            }
            Msg::Saved { ticket, edits } => self.saved(ticket, &edits),
            Msg::NotesNamed => self.names_changed(),
            Msg::SaveFailed {
                ticket,
                edits,
                reason,
            } => self.save_failed(ticket, &edits, &reason),
            Msg::Progress(progress) => self.progressed(progress),
            Msg::TakenIn(report) => self.taken_in(report),
            Msg::Changed => self.refresh(),
            Msg::Watching => vec![Effect::Reload],
            Msg::Touched => {
                // From now on stories come and go while the reader is at it: the cursor keeps to its own.
                self.list.keep_cursor();
                vec![Effect::Reload]
            }
            Msg::Fault(text) => self.say(text, true),
            Msg::Trouble(said) => {
                let text = self.words.said(&said);
                self.say(text, true)
            }
            Msg::Pictures {
                ticket,
                story,
                pictures,
            } if ticket == self.waiting.pictures.0 => self.pictures_came(story, pictures),
            Msg::Picture { ticket, state } if ticket == self.waiting.pictures.1 => {
                self.picture_came(*state);
                Vec::new()
            }
            Msg::Ran { name, lines } => self.ran(&name, lines),
            Msg::Done(key, value) => self.say_key(key, &[("text", &value)]),
            other => self.answer_of_notes(other),
        }
    }

    /// What came of notes, tags and the history; a stale answer is dropped.
    fn answer_of_notes(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::NoteOrder { ticket, rows, totals } if ticket == self.waiting.note_order => {
                if let Some(notes) = self.notes() {
                    notes.take_order(rows, totals);
                }
                Vec::new()
            }
            Msg::NoteRows { notes: rows, .. } => {
                if let Some(notes) = self.notes() {
                    notes.take(rows);
                }
                Vec::new()
            }
            Msg::NoteFacets { ticket, tags } if ticket == self.waiting.note_facets => {
                self.note_tags_came(&tags);
                Vec::new()
            }
            Msg::Tagged {
                ticket,
                stories,
                notes,
            } => self.retag(ticket, &stories, &notes),
            Msg::Kept { drafts, places } => {
                self.named = places;
                self.drafts_came(drafts)
            }
            Msg::History { ticket, steps } if ticket == self.waiting.history.0 => self.history_came(&steps),
            Msg::Compared { ticket, parts } if ticket == self.waiting.compare => {
                self.compared(parts.as_deref())
            }
            Msg::Composed { ticket, text } => self.composed(ticket, &text),
            _ => Vec::new(),
        }
    }

    fn order_came(&mut self, msg: Msg) -> Effects {
        let Msg::Order {
            ticket,
            rows,
            near,
            widened,
            partial,
            last,
            totals,
        } = msg
        else {
            return Vec::new();
        };
        if ticket != self.waiting.order {
            return Vec::new();
        }
        self.totals = totals;
        self.list.set_order(rows);
        self.list.set_near(near, &widened);
        self.search_answered(&widened, partial, last);
        // While a library fills, its newest story is shown; later nothing moves under the reader's eyes.
        let free = self.reader.preview && !self.list.is_moved();
        let awaits = self.waiting.story.is_some() || self.waiting.located.is_some();
        // What a search found is what the reader wants to see.
        let searched = self.focus == Pane::List && self.list.view().filter.is_search();
        let other = self.reader.row() != self.list.current();
        // Another list shows its own stories, beside none of them none.
        let entered = self.waiting.entered == ticket && self.reader.preview;
        if last {
            self.waiting.entered = Ticket::default();
        }
        if last && self.list.current().is_none() && self.reader.preview && !awaits {
            self.reader.clear();
            self.sidebar.clear();
        }
        if !awaits && (free || (searched || entered) && other || self.reader.story().is_none()) {
            self.preview_now()
        } else {
            Vec::new()
        }
    }

    /// Work that takes a moment only is not spoken of.
    fn progressed(&mut self, progress: Progress) -> Effects {
        let first = self.status.progress.is_none();
        let goes_on = progress.done < progress.total || progress.unindexed > 0;
        self.status.progress = goes_on.then_some(progress);
        if !first || !goes_on {
            return Vec::new();
        }
        self.status.progress_shown = false;
        let ticket = self.ticket();
        self.waiting.progress = ticket;
        vec![Effect::Wake {
            ticket,
            after: PROGRESS_AFTER,
        }]
    }

    fn woke(&mut self, ticket: Ticket) -> Effects {
        self.status.progress_shown |= ticket == self.waiting.progress;
        if self.status.toast.as_ref().is_some_and(|t| t.ticket == ticket) {
            self.status.toast = None;
        }
        if Some(ticket) == self.waiting.enter {
            return self.release_enter();
        }
        self.clicked.take_if(|(t, _)| *t == ticket);
        if Some(ticket) == self.waiting.draft {
            return self.keep_drafts();
        }
        if ticket == self.waiting.which && !self.pending.is_empty() {
            self.which_key = true;
        }
        if ticket == self.waiting.related {
            return self.ask_related();
        }
        if ticket == self.waiting.rest {
            self.preview_now()
        } else {
            Vec::new()
        }
    }

    fn story_came(&mut self, ticket: Ticket, story: Option<Arc<Story>>) -> Effects {
        let Some((_, errand)) = self.waiting.story.take_if(|(t, _)| *t == ticket) else {
            return Vec::new();
        };
        let again = errand.at == At::Same && self.reader.story().is_some();
        let Some(story) = story else {
            // A file that went away takes no story from under the reader's eyes.
            if !again {
                self.reader.clear();
                self.sidebar.clear();
            }
            return Vec::new();
        };
        if again && self.reader.hold_newer(&story) {
            return Vec::new();
        }
        let row = story.header.row;
        let byte = match errand.at {
            At::Byte(byte) => byte,
            At::Resume => story.resume.unwrap_or(0),
            At::FirstHit | At::LastHit | At::Same | At::Mention(..) => 0,
        };
        let resumed = story.resume.is_some();
        self.sidebar.show(row, &story.names);
        if let Some(name) = self.waiting.side.take() {
            self.sidebar.want(name);
        }
        self.reader.preview = errand.preview && (errand.at != At::Same || self.reader.preview);
        if self.reader.row() != Some(row) && matches!(self.overlays.last(), Some(Overlay::Hints(_))) {
            self.overlays.pop();
        }
        self.reader.show(story, byte, &self.words);
        self.show_unsaved();
        self.lay_out();
        self.relight(errand.at, resumed);
        let arrived = self.arrived();
        let ticket = self.ticket();
        self.waiting.related = ticket;
        let mut effects = vec![Effect::Wake {
            ticket,
            after: RELATED_AFTER,
        }];
        if !errand.preview && errand.at != At::Same {
            effects.extend(self.opened(errand));
        }
        effects.extend(arrived);
        effects
    }

    /// The story that came was asked for because of a note or a named place in it.
    fn arrived(&mut self) -> Effects {
        let mut effects = Vec::new();
        if let Some(id) = self.waiting.to_note.take() {
            effects.extend(self.go_to_note(id));
            effects.extend(self.begin_hanging());
        }
        if let Some(anchor) = self.waiting.arrive.take() {
            effects.extend(self.arrive(Some(&anchor)));
        }
        effects
    }

    /// Shows the newer text of the story that is read, if one came; what stood at the top stays there.
    pub(in crate::app) fn take_newer(&mut self) -> bool {
        let Some((story, byte)) = self.reader.take_newer() else {
            return false;
        };
        self.sidebar.show(story.header.row, &story.names);
        self.reader.show(story, byte, &self.words);
        self.show_unsaved();
        self.lay_out();
        self.relight(At::Same, false);
        true
    }

    /// Related stories are asked for once the story has been looked at for a moment: going through a list waits for
    /// none of them.
    fn ask_related(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.related = ticket;
        self.reader
            .row()
            .map_or_else(Vec::new, |row| vec![Effect::Related { ticket, row }])
    }

    /// Lights again what is being stepped through, in the story that came.
    fn relight(&mut self, at: At, resumed: bool) {
        let before = self.reader.lit.current;
        let name = self
            .following
            .and_then(|id| self.sidebar.names.iter().find(|n| n.id == id))
            .map(|n| n.index);
        let hits = match (self.query.clone(), name) {
            (Some(_), _) if self.list.view().filter.is_search() => {
                self.reader.light_search(self.list.lights())
            }
            (Some(query), _) => self.reader.find(&query),
            (None, Some(index)) => self.reader.light_name(index),
            // Where its name is not known any more the place is lit alone.
            (None, None) => match at {
                At::Mention(start, end) => self.reader.light_place(start..end),
                _ => return,
            },
        };
        let last = hits.saturating_sub(1);
        match at {
            At::Same => self.reader.lit.current = before.min(last),
            At::Byte(_) => {}
            At::Mention(start, _) => {
                let at = |hit: &std::ops::Range<u32>| hit.start == start;
                self.reader.lit.current = self.reader.lit.hits.iter().position(at).unwrap_or(0);
                self.reader.reveal_current();
            }
            // A story that a search found is opened where it was found.
            At::Resume if resumed && !(self.query.is_some() && self.list.view().filter.is_search()) => {}
            At::Resume | At::FirstHit => {
                self.reader.lit.current = 0;
                self.reader.reveal_current();
            }
            At::LastHit => {
                self.reader.lit.current = last;
                self.reader.reveal_current();
            }
        }
    }

    /// A story was opened on purpose.
    fn opened(&mut self, errand: Errand) -> Effects {
        if errand.focus {
            self.set_focus(Pane::Reader);
        }
        // A way back has its own place for the cursor.
        if let (Some(row), false) = (self.reader.row(), matches!(errand.at, At::Byte(_))) {
            self.list.want(row);
        }
        self.mark_opened()
    }

    fn located(&mut self, ticket: Ticket, row: Option<RowId>) -> Effects {
        let Some((_, errand)) = self.waiting.located.take_if(|(t, _)| *t == ticket) else {
            return Vec::new();
        };
        match row {
            Some(row) => {
                if errand.at == At::Resume && !errand.preview {
                    return self.open_with(row, errand);
                }
                self.list.want(row);
                self.ask_story(row, errand)
            }
            // The story of the last session is gone.
            None if errand.preview || errand.at != At::Resume => self.preview_now(),
            None => self.say_key("toast.no-unread", &[]),
        }
    }

    fn saved(&mut self, ticket: Ticket, edits: &[Edit]) -> Effects {
        self.status.unsaveable = false;
        if let Some(words) = self.take_undo(ticket) {
            if edits.is_empty() {
                return self.say_key(words.nothing, &[]);
            }
            self.show_edits(edits);
            let mut effects = self.say_turned(words, edits);
            if edits.iter().any(|edit| edit.name().is_some()) {
                effects.extend(self.names_changed());
            } else {
                effects.extend(self.ask_order());
            }
            if edits.iter().any(|edit| edit.note().is_some()) {
                effects.extend(self.notes_changed());
            }
            effects.extend(self.refresh_history());
            return effects;
        }
        self.waiting.unsaved.retain(|(t, _)| *t != ticket);
        self.waiting.notes.retain(|(t, _)| *t != ticket);
        let mut effects = match self.take_saying(ticket) {
            Some(words) => self.say(words, false),
            None => Vec::new(),
        };
        if edits.iter().any(|edit| matches!(edit, Edit::Archive { .. })) {
            effects.extend(self.ask_order_anew());
        }
        // Where a note stands, and how many there are, is the library's to say.
        if edits.iter().any(|edit| edit.note().is_some()) {
            effects.extend(self.notes_changed());
            effects.extend(self.hook_note(edits));
        }
        effects
    }

    fn take_saying(&mut self, ticket: Ticket) -> Option<Clean> {
        let place = self.waiting.saying.iter().position(|(t, _)| *t == ticket)?;
        Some(self.waiting.saying.remove(place).1)
    }

    fn take_undo(&mut self, ticket: Ticket) -> Option<UndoWords> {
        let place = self.waiting.undo.iter().position(|(t, _)| *t == ticket)?;
        Some(self.waiting.undo.remove(place).1)
    }

    fn save_failed(&mut self, ticket: Ticket, edits: &[Edit], reason: &Said) -> Effects {
        self.waiting.changes.retain(|(t, _)| *t != ticket);
        self.take_saying(ticket);
        if self.take_undo(ticket).is_none() {
            self.waiting.unsaved.retain(|(t, _)| *t != ticket);
            let inverse: Vec<Edit> = edits.iter().rev().map(Edit::inverse).collect();
            self.show_edits(&inverse);
        }
        self.status.unsaveable = true;
        let said = self.words.said(reason);
        let way_out = self.words.way_out(reason);
        let mut effects = self.note_unsaved(ticket, way_out.as_ref().unwrap_or(&said));
        let detail = way_out.map_or(said.to_string(), |way_out| format!("{said} {way_out}"));
        let text = self.words.fill("toast.save-failed", &[("detail", &detail)]);
        effects.extend(self.say(text, true));
        effects
    }

    fn taken_in(&mut self, report: Report) -> Effects {
        self.status.progress = None;
        let mut effects = Vec::new();
        if report.added + report.revised + report.gone + report.faults > 0 {
            let n = super::words::count(report.added + report.revised);
            let faults = super::words::count(report.faults);
            let key = if report.faults > 0 {
                "toast.imported-faults"
            } else {
                "toast.imported"
            };
            if !self.sample {
                effects.extend(self.say_key(key, &[("n", &n), ("faults", &faults)]));
            }
            effects.extend(self.refresh());
            effects.extend(self.hook_import(&report));
        } else if std::mem::take(&mut self.waiting.reload) {
            effects.extend(self.say_key("toast.reloaded-none", &[]));
        }
        effects
    }

    /// Asks anew for what is shown; nothing moves under the reader's eyes.
    pub(super) fn refresh(&mut self) -> Effects {
        self.list.forget_headers();
        let mut effects = self.ask_order();
        if let Some(row) = self.reader.row() {
            let errand = Errand {
                preview: self.reader.preview,
                focus: false,
                at: At::Same,
            };
            // An answer under way for another story must not be lost to this one.
            if self.waiting.story.is_none() {
                effects.extend(self.ask_story(row, errand));
            }
        }
        effects.extend(self.ask_pick());
        effects
    }

    /// Outlets, languages, tags and watched names, for whatever asked for them.
    fn take_all_facets(&mut self, facets: (&[Facet], &[Facet], &[Facet]), watched: &[NameCount]) {
        let (outlets, languages, tags) = facets;
        match self.overlays.last_mut() {
            Some(Overlay::Menu(menu)) if menu.purpose == Purpose::NoteFilters => {
                self.note_rows_came(outlets, watched);
            }
            Some(Overlay::Menu(menu)) if menu.purpose == Purpose::Tags => self.tags_to_rename(tags),
            Some(Overlay::Ask(ask)) => ask.known = tags.iter().map(|t| t.value.clone()).collect(),
            _ => {
                self.take_watched(watched);
                self.take_facets(outlets, languages, tags);
            }
        }
    }

    /// The names that are watched, as rows of the filter.
    fn take_watched(&mut self, watched: &[NameCount]) {
        let group = Clean::from(self.words.get("filter.watched"));
        let row = |name: &NameCount| Choice {
            group: group.clone(),
            label: name.text.clone(),
            detail: Clean::new(&super::words::count(name.stories)),
            keys: Clean::default(),
            name: name.text.clone(),
            pick: Pick::Name(name.id, name.text.clone()),
        };
        if let Some(Overlay::Menu(menu)) = self.overlays.last_mut() {
            menu.extend(watched.iter().map(row).collect());
        }
    }

    fn take_facets(&mut self, outlets: &[Facet], languages: &[Facet], tags: &[Facet]) {
        match self.overlays.last_mut() {
            Some(Overlay::Find(find)) => {
                let all = |field, facets: &[Facet]| -> Vec<_> {
                    facets.iter().map(|facet| (field, facet.value.clone())).collect()
                };
                find.known = all(Field::In, outlets);
                find.known.extend(all(Field::Tag, tags));
            }
            Some(Overlay::Tags(field)) => field.known = tags.iter().map(|t| t.value.clone()).collect(),
            Some(Overlay::Menu(menu)) => {
                let mut more = Vec::new();
                let mut add = |group: &str, facets: &[Facet], pick: &dyn Fn(&Clean) -> (Clean, Pick)| {
                    let group = Clean::from(self.words.get(group));
                    more.extend(facets.iter().map(|facet| {
                        let (label, pick) = pick(&facet.value);
                        let detail = Clean::new(&super::words::count(facet.stories));
                        let name = label.clone();
                        Choice {
                            group: group.clone(),
                            label,
                            detail,
                            keys: Clean::default(),
                            name,
                            pick,
                        }
                    }));
                };
                add("filter.outlets", outlets, &|v| {
                    (v.clone(), Pick::Outlet(v.clone()))
                });
                add("filter.languages", languages, &|v| {
                    let key = format!("language.{v}");
                    let language = Language::from_tag(v).unwrap_or_default();
                    (Clean::from(self.words.get(&key)), Pick::Language(language))
                });
                add("filter.tags", tags, &|v| {
                    (Clean::new(&format!("#{v}")), Pick::Tag(v.clone()))
                });
                menu.extend(more);
            }
            _ => {}
        }
    }
}
