//! The history of changes, step by step, in words.

use std::collections::HashMap;

use super::{Pen, leads, only};
use crate::app::acts::noting::colour_key;
use crate::app::msg::Steps;
use crate::app::overlay::sheet::{About, Entry, Goal, Line, Sheet, Tone};
use crate::article::date::{Date, Precision};
use crate::article::id::StoryId;
use crate::library::edit::{Act, Cause, Edit};
use crate::library::value::Logged;
use crate::text::{Clean, slice};

impl Pen<'_> {
    /// The page of the history: the newest step first.
    pub fn history(&self, steps: &Steps) -> Sheet {
        let all: Vec<&[Logged]> = steps.edits.chunk_by(|a, b| a.step == b.step).collect();
        // Redo begins with the oldest step that was taken back.
        let mut ahead = all.iter().filter(|s| can_turn(s, &steps.device, true)).count() as u32;
        let mut back = 0;
        let entry = |step: &&[Logged]| {
            let goal = if can_turn(step, &steps.device, false) {
                back += 1;
                Goal::Turn(back, true)
            } else if can_turn(step, &steps.device, true) {
                ahead -= 1;
                Goal::Turn(ahead + 1, false)
            } else {
                Goal::Stay
            };
            leads(self.step(step, steps), goal)
        };
        let mut entries: Vec<Entry> = all.iter().map(entry).collect();
        if entries.is_empty() {
            let nothing = Line::at(0, self.words.get("empty.history")).toned(Tone::Dim);
            entries.push(only(nothing));
        }
        let title = self.words.get("history.title").into();
        Sheet::new(About::History, title, None, entries)
    }

    fn step(&self, step: &[Logged], steps: &Steps) -> Line {
        // The edits of a step come the last first.
        let first = &step[step.len() - 1];
        let more = match step.len() {
            1 => String::new(),
            n => self
                .words
                .fill("history.more", &[("n", &(n - 1).to_string())])
                .to_string(),
        };
        let state = match (first.act, first.undone, first.device == steps.device) {
            (Act::Undo, ..) => Some("history.undo"),
            (Act::Redo, ..) => Some("history.redo"),
            (_, true, _) => Some("history.undone"),
            (_, _, false) => Some("history.elsewhere"),
            _ => None,
        };
        let state = state.map(|key| self.words.get(key).to_owned());
        let right: Vec<String> = state.into_iter().chain([self.moment(first.at)]).collect();
        let right = right.join(" · ");
        let taken = self.ruler.width(&more) + self.ruler.width(&right) + 2;
        let room = usize::from(self.cols).saturating_sub(taken);
        let deed = self.deed_in(&first.edit, &steps.headlines, room);
        let line = Line::at(0, format!("{deed} {more}").trim()).with_right(&right);
        let faded = first.undone || first.act != Act::Edit || first.cause == Cause::Automatic;
        if faded { line.toned(Tone::Dim) } else { line }
    }

    fn moment(&self, millis: i64) -> String {
        let date = Date {
            unix: millis / 1_000,
            precision: Precision::Time,
            ..self.today
        };
        let time = date.zoned().strftime("%H:%M").to_string();
        format!("{} {time}", self.words.short_date(date, self.today))
    }

    /// What an edit did, in words.
    pub fn deed(&self, edit: &Edit, headlines: &HashMap<StoryId, Clean>) -> String {
        self.deed_in(edit, headlines, self.cols.into())
    }

    /// What an edit did, in so many columns: what it is about and its story are shortened where they have no room.
    fn deed_in(&self, edit: &Edit, headlines: &HashMap<StoryId, Clean>, room: usize) -> String {
        let (key, what) = deed(edit);
        let colour = match edit {
            Edit::NoteColour { colour, .. } => self.words.get(colour_key(*colour)),
            _ => "",
        };
        let say = |what: &str| self.words.fill(key, &[("what", what), ("colour", colour)]);
        let story = edit.story().and_then(|story| headlines.get(&story));
        let story = story.map_or(String::new(), |headline| format!(" — {headline}"));
        let room = room.saturating_sub(self.ruler.width(&say("")));
        let (what_room, story_room) = shared(room, self.ruler.width(&what), self.ruler.width(&story));
        let what = self.ruler.elide(&what, what_room);
        format!("{}{}", say(&what), self.ruler.elide(&story, story_room))
    }
}

/// The columns of two texts side by side: a short one leaves its room to the other, else each has half.
fn shared(room: usize, one: usize, other: usize) -> (usize, usize) {
    let one = one.min((room / 2).max(room.saturating_sub(other)));
    (one, other.min(room.saturating_sub(one)))
}

/// Whether a step can be undone, or redone.
fn can_turn(step: &[Logged], device: &str, redo: bool) -> bool {
    step.first().is_some_and(|e| {
        let own = e.device == device && e.cause == Cause::Deliberate && e.act == Act::Edit;
        own && e.undone == redo && !e.lost
    })
}

fn line_of(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// The key of the words for an edit, and what it is about beside a story.
fn deed(edit: &Edit) -> (&'static str, String) {
    let either = |on: bool, yes, no| if on { yes } else { no };
    let bare = |key: &'static str| (key, String::new());
    match edit {
        Edit::Read { on, .. } => bare(either(*on, "deed.read", "deed.unread")),
        Edit::Bookmark { on, .. } => bare(either(*on, "deed.bookmark", "deed.unbookmark")),
        Edit::Archive { on, .. } => bare(either(*on, "deed.archive", "deed.unarchive")),
        Edit::Tag { tag, on, .. } => (either(*on, "deed.tag", "deed.untag"), format!("#{tag}")),
        Edit::Note { note, on } => {
            let quote = note.on.anchor.as_ref().map_or("", |a| a.quote.as_str());
            match (note.text.is_empty(), *on) {
                (true, true) => ("deed.highlight", line_of(quote)),
                (true, false) => ("deed.unhighlight", line_of(quote)),
                (false, true) => ("deed.note", line_of(&note.text)),
                (false, false) => ("deed.unnote", line_of(&note.text)),
            }
        }
        Edit::NoteText { text, .. } => ("deed.note-text", line_of(text)),
        Edit::NoteColour { .. } => bare("deed.note-colour"),
        Edit::NoteTag { tag, on, .. } => (either(*on, "deed.note-tag", "deed.note-untag"), format!("#{tag}")),
        Edit::NoteHang { to, .. } => {
            let quote = to.anchor.as_ref().map_or("", |a| a.quote.as_str());
            ("deed.note-hang", line_of(quote))
        }
        Edit::Place { name, to, .. } => (
            either(to.is_some(), "deed.place", "deed.unplace"),
            name.to_string(),
        ),
        Edit::Make { text, on, .. } => (either(*on, "deed.make", "deed.unmake"), text.to_string()),
        Edit::Merge { name, into, .. } => (either(into.is_some(), "deed.merge", "deed.unmerge"), shown(name)),
        Edit::Split { spelling, .. } => ("deed.split", spelling.to_string()),
        Edit::Rename { name, to, .. } => {
            let to = to.as_ref().map_or(String::new(), |to| format!(" → {to}"));
            ("deed.rename", format!("{}{to}", shown(name)))
        }
        Edit::Retype { name, .. } => ("deed.retype", shown(name)),
        Edit::Hide { name, on } => (either(*on, "deed.hide", "deed.unhide"), shown(name)),
        Edit::Watch { name, on } => (either(*on, "deed.watch", "deed.unwatch"), shown(name)),
        Edit::Apart { name, other, .. } => ("deed.apart", format!("{} ≠ {}", shown(name), shown(other))),
        Edit::Saved { name, to, .. } => (
            either(to.is_some(), "deed.save-search", "deed.forget-search"),
            name.to_string(),
        ),
        Edit::Rule { name, to, .. } => (
            either(to.is_some(), "deed.make-rule", "deed.drop-rule"),
            name.to_string(),
        ),
        Edit::Deny { name, on, .. } => (either(*on, "deed.deny", "deed.undeny"), shown(name)),
    }
}

/// A name by its key, without its kind.
fn shown(key: &str) -> String {
    let from = key.find(':').map_or(0, |at| at + 1);
    slice(key, from..key.len()).to_owned()
}
