//! Highlights and notes: made, changed, gone to, taken away, and written.

use std::ops::Range;
use std::time::Duration;

use crate::app::App;
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::msg::Ticket;
use crate::app::overlay::Overlay;
use crate::app::overlay::note::{Editor, Field};
use crate::app::reader::selection::Unit;
use crate::app::sidebar::SideRow;
use crate::article::anchor::{Anchor, Standing};
use crate::article::id::StoryId;
use crate::library::edit::Edit;
use crate::library::note::{Colour, Draft, Hanging, Note, NoteId, Noted};
use crate::text::Clean;

/// How long typing rests, or goes on, before what was typed is kept.
const DRAFT_AFTER: Duration = Duration::from_secs(1);

impl App {
    /// A new note on a story, or on some bytes of the one in the reader. `None` if nothing visible is there.
    fn new_note(&mut self, story: StoryId, bytes: Option<Range<u32>>) -> Option<Note> {
        let anchor = match bytes {
            Some(bytes) => Some(Anchor::new(self.reader.story()?.article.body.text(), bytes)?),
            None => None,
        };
        Some(Note {
            id: self.mint.next_id(),
            on: Hanging { story, anchor },
            colour: self.colour,
            text: Clean::default(),
            tags: Vec::new(),
            made: None,
        })
    }

    /// The note that stands on exactly these bytes.
    fn note_on(&self, bytes: &Range<u32>) -> Option<&Noted> {
        let notes = &self.reader.story()?.notes;
        let at = |n: &&Noted| n.standing.as_ref().and_then(Standing::at).as_ref() == Some(bytes);
        notes.iter().find(at)
    }

    /// The shortest note over a byte.
    fn note_over(&self, byte: u32) -> Option<&Noted> {
        let notes = &self.reader.story()?.notes;
        let length = |n: &&Noted| {
            let at = n.standing.as_ref().and_then(Standing::at)?;
            at.contains(&byte).then_some(at.end - at.start)
        };
        let over = notes.iter().filter(|n| length(n).is_some());
        over.min_by_key(|n| length(n))
    }

    /// Highlights what is chosen in the last colour; on one letter of a highlight, opens that.
    pub(in crate::app) fn highlight(&mut self) -> Effects {
        let caret = self.reader.selection.map(|s| s.caret());
        let one = self
            .reader
            .chosen()
            .filter(|bytes| Some(bytes.start) == caret && bytes.end - bytes.start < 5);
        let over = one.and_then(|bytes| self.note_over(bytes.start)).cloned();
        match over {
            Some(noted) => {
                self.reader.selection = None;
                self.edit_note(&noted)
            }
            None => self.paint(self.colour),
        }
    }

    /// Highlights what is chosen; what is highlighted already changes its colour.
    pub(in crate::app) fn paint(&mut self, colour: Colour) -> Effects {
        self.colour = colour;
        let (Some(bytes), Some(story)) = (self.reader.chosen(), self.reader.story()) else {
            return Vec::new();
        };
        let story = story.header.story;
        let known = self.note_on(&bytes).map(|n| (n.note.id, n.note.colour));
        let edit = match known {
            Some((note, was)) => Some(Edit::NoteColour {
                story,
                note,
                colour,
                was,
            }),
            None => self.new_note(story, Some(bytes)).map(|note| {
                let note = Box::new(note);
                Edit::Note { note, on: true }
            }),
        };
        let Some(edit) = edit else { return Vec::new() };
        self.reader.selection = None;
        let name = self.words.get(colour_key(colour));
        let words = self.words.fill("toast.painted", &[("colour", name)]);
        self.save_saying(vec![edit], words)
    }

    /// Writes a note on what is chosen, or gives it tags.
    pub(in crate::app) fn note_selection(&mut self, tags: bool) -> Effects {
        let (Some(bytes), Some(story)) = (self.reader.chosen(), self.reader.story()) else {
            return Vec::new();
        };
        let story = story.header.story;
        let editor = match self.note_on(&bytes) {
            Some(noted) => Some(Editor::new(noted.note.clone(), true)),
            None => self
                .new_note(story, Some(bytes))
                .map(|note| Editor::new(note, false)),
        };
        let Some(mut editor) = editor else {
            return Vec::new();
        };
        if tags {
            editor.field = Field::Tags;
        }
        self.reader.selection = None;
        self.open_editor(editor)
    }

    /// Changes the note that was gone to; in the story begins to choose a sentence; elsewhere notes the story.
    pub(in crate::app) fn annotate(&mut self) -> Effects {
        if let Some(noted) = self.note_in_hand() {
            return self.edit_note(&noted);
        }
        if self.focus != Pane::Reader {
            return self.note_story();
        }
        self.begin_selection();
        self.reader
            .select(|selection, page| selection.take(Unit::Sentence, page));
        if self.reader.selection.is_none() {
            return Vec::new();
        }
        self.say_key("toast.choose-sentence", &[])
    }

    /// The note that keys are about: under the sidebar's cursor, or gone to in the reader.
    fn note_in_hand(&self) -> Option<Noted> {
        match (self.focus, self.sidebar.current()) {
            (Pane::Sidebar, Some(SideRow::Note(i))) => self.sidebar.notes.get(i).cloned(),
            (Pane::Reader, _) => self.reader.noted().cloned(),
            _ => None,
        }
    }

    /// Writes a note on the whole story, or changes the one there is.
    pub(in crate::app) fn note_story(&mut self) -> Effects {
        let shown = self.reader.story().map(|s| s.header.story);
        let under = || self.list.header(self.list.current()?).map(|h| h.story);
        let story = if self.focus == Pane::List { under() } else { shown };
        let Some(story) = story else { return Vec::new() };
        let whole = |n: &&Noted| n.note.on.anchor.is_none();
        let known = self.reader.story().filter(|s| s.header.story == story);
        if let Some(noted) = known.and_then(|s| s.notes.iter().find(whole)).cloned() {
            return self.edit_note(&noted);
        }
        match self.new_note(story, None) {
            Some(note) => self.open_editor(Editor::new(note, false)),
            None => Vec::new(),
        }
    }

    pub(in crate::app) fn edit_note(&mut self, noted: &Noted) -> Effects {
        self.open_editor(Editor::new(noted.note.clone(), true))
    }

    pub(in crate::app) fn open_editor(&mut self, editor: Editor) -> Effects {
        self.overlays.push(Overlay::Note(Box::new(editor)));
        self.lay_out();
        let ticket = self.ticket();
        self.waiting.note_facets = ticket;
        vec![Effect::NoteFacets { ticket }]
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        match self.overlays.last_mut() {
            Some(Overlay::Note(editor)) => Some(editor),
            _ => None,
        }
    }

    /// Saves what was written. It is shown at once; if it cannot be kept, the editor comes back with it.
    pub(in crate::app) fn save_note(&mut self) -> Effects {
        let Some(Overlay::Note(editor)) = self.overlays.pop_if(|o| matches!(o, Overlay::Note(_))) else {
            return Vec::new();
        };
        let edits = editor.edits();
        self.colour = editor.colour;
        let id = editor.note().id;
        let words = self.words.fill("toast.noted", &[]);
        let effects = self.save_saying(edits, words);
        if effects.is_empty() {
            return vec![Effect::DropDraft(id)];
        }
        self.discarded = None;
        self.waiting.notes.push((Ticket(self.tickets), editor));
        effects
    }

    /// A note could not be saved: its text stands in the editor as it was.
    pub(in crate::app) fn note_unsaved(&mut self, ticket: Ticket, reason: &Clean) -> Effects {
        let place = self.waiting.notes.iter().position(|(t, _)| *t == ticket);
        let Some((_, mut editor)) = place.map(|place| self.waiting.notes.remove(place)) else {
            return Vec::new();
        };
        editor.message = Some(self.words.fill("note.unsaved", &[("detail", reason)]));
        editor.unkept = true;
        self.overlays.push(Overlay::Note(editor));
        self.lay_out();
        self.note_typed()
    }

    /// Throws away what was typed; undo brings it back until something else is saved.
    pub(in crate::app) fn discard_note(&mut self) -> Effects {
        let Some(Overlay::Note(editor)) = self.overlays.pop_if(|o| matches!(o, Overlay::Note(_))) else {
            return Vec::new();
        };
        let mut effects = vec![Effect::DropDraft(editor.note().id)];
        if editor.edits().is_empty() {
            return effects;
        }
        self.discarded = Some(editor);
        effects.extend(self.say_key("toast.discarded", &[]));
        effects
    }

    /// Brings back what was thrown away last, if nothing was saved since.
    pub(in crate::app) fn bring_back(&mut self) -> Option<Effects> {
        let mut editor = self.discarded.take()?;
        editor.unkept = true;
        let mut effects = self.open_editor(*editor);
        effects.extend(self.note_typed());
        Some(effects)
    }

    pub(in crate::app) fn colour_note(&mut self, colour: Colour) -> Effects {
        if let Some(editor) = self.editor() {
            editor.colour = colour;
            editor.unkept = true;
        }
        self.note_typed()
    }

    pub(in crate::app) fn turn_field(&mut self, forward: bool) -> Effects {
        if let Some(editor) = self.editor() {
            editor.turn(forward);
        }
        self.note_typed()
    }

    pub(in crate::app) fn undo_typing(&mut self, back: bool) -> Effects {
        if let Some(editor) = self.editor() {
            editor.undo(back);
        }
        self.note_typed()
    }

    /// Hands the text to the reader's own editor.
    pub(in crate::app) fn compose_note(&mut self) -> Effects {
        let Some(text) = self.editor().map(|e| e.text()) else {
            return Vec::new();
        };
        let ticket = self.ticket();
        self.waiting.compose = ticket;
        vec![Effect::Compose { ticket, text }]
    }

    pub(in crate::app) fn composed(&mut self, ticket: Ticket, text: &str) -> Effects {
        if ticket != self.waiting.compose {
            return Vec::new();
        }
        if let Some(editor) = self.editor() {
            editor.replace(text);
        }
        self.note_typed()
    }

    /// Something was typed: it is kept within a second.
    pub(in crate::app) fn note_typed(&mut self) -> Effects {
        let unkept = self.editor().is_some_and(|editor| editor.unkept);
        if !unkept || self.waiting.draft.is_some() {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.waiting.draft = Some(ticket);
        vec![Effect::Wake {
            ticket,
            after: DRAFT_AFTER,
        }]
    }

    /// Has what is being written kept.
    pub fn keep_drafts(&mut self) -> Effects {
        self.waiting.draft = None;
        let editors = self.overlays.iter_mut().filter_map(|overlay| match overlay {
            Overlay::Note(editor) => Some(editor),
            _ => None,
        });
        let keep = |editor: &mut Box<Editor>| {
            editor.unkept = false;
            Effect::KeepDraft(Box::new(editor.draft()))
        };
        editors.filter(|editor| editor.unkept).map(keep).collect()
    }

    pub(in crate::app) fn drafts_came(&mut self, drafts: Vec<Draft>) -> Effects {
        self.drafts = drafts;
        if self.drafts.is_empty() {
            return Vec::new();
        }
        let n = self.drafts.len().to_string();
        let text = self.words.fill("toast.drafts", &[("n", &n)]);
        // It stays until a key is pressed.
        self.say(text, true)
    }

    /// Goes on with a note that was being written when the program ended.
    pub(in crate::app) fn resume_draft(&mut self) -> Effects {
        if self.drafts.is_empty() {
            return self.say_key("toast.no-drafts", &[]);
        }
        let draft = self.drafts.remove(0);
        self.open_editor(Editor::resumed(draft))
    }

    /// Goes to the next note of the story, or the one before.
    pub(in crate::app) fn step_note(&mut self, forward: bool) -> Effects {
        let Some(story) = self.reader.story() else {
            return Vec::new();
        };
        let from = self.reader.noted().and_then(|n| n.standing.as_ref()?.at());
        let top = self.reader.lines().byte_at(self.reader.top());
        let place = |n: &Noted| {
            n.standing
                .as_ref()
                .and_then(Standing::at)
                .map(|at| ((at.start, at.end, n.note.id), n.note.id))
        };
        let mut places: Vec<_> = story.notes.iter().filter_map(place).collect();
        places.sort_unstable();
        let here = from.zip(self.reader.note).map(|(at, id)| (at.start, at.end, id));
        let next = match (forward, here) {
            (true, Some(here)) => places.iter().find(|(at, _)| *at > here),
            (true, None) => places.iter().find(|(at, _)| at.0 >= top).or(places.first()),
            (false, Some(here)) => places.iter().rev().find(|(at, _)| *at < here),
            (false, None) => places.iter().rev().find(|(at, _)| at.0 < top).or(places.last()),
        };
        match next.map(|(_, id)| *id) {
            Some(id) => self.go_to_note(id),
            None if places.is_empty() => self.say_key("toast.no-notes", &[]),
            None => self.say_key(
                if forward {
                    "toast.last-note"
                } else {
                    "toast.first-note"
                },
                &[],
            ),
        }
    }

    /// Goes to a note of the story in the reader and says what it says.
    pub(in crate::app) fn go_to_note(&mut self, id: NoteId) -> Effects {
        self.set_focus(Pane::Reader);
        self.reader.selection = None;
        self.reader.note = Some(id);
        let Some(noted) = self.reader.noted().cloned() else {
            return Vec::new();
        };
        if let Some(at) = noted.standing.as_ref().and_then(Standing::at) {
            self.reader.reveal(at.start);
        }
        let text = self.note_line(&noted);
        self.say(text, false)
    }

    /// What a note says, in one line: its colour, what is different about its place, its text and tags.
    pub(in crate::app) fn note_line(&self, noted: &Noted) -> Clean {
        let note = &noted.note;
        let mut parts = vec![self.words.get(colour_key(note.colour)).to_owned()];
        parts.extend(self.standing_words(noted));
        let text = note.text.lines().map(str::trim).filter(|l| !l.is_empty());
        parts.extend(Some(text.collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty()));
        parts.extend(note.tags.iter().map(|t| format!("#{t}")));
        Clean::new(&parts.join(" · "))
    }

    /// What became of a note's passage, if that is worth a word.
    pub fn standing_words(&self, noted: &Noted) -> Option<String> {
        let words = |key: &str| Some(self.words.get(key).to_owned());
        match &noted.standing {
            Some(Standing::Orphan) => words("note.orphan"),
            Some(Standing::Moved { change, .. }) => {
                let what = [
                    (change.wording, "note.wording"),
                    (change.place, "note.place"),
                    (change.unsure, "note.unsure"),
                ];
                let what = what
                    .iter()
                    .filter(|(on, _)| *on)
                    .map(|(_, key)| self.words.get(key));
                let what = what.collect::<Vec<_>>().join("·");
                Some(self.words.fill("note.moved", &[("what", &what)]).to_string())
            }
            None if noted.note.on.anchor.is_some() => words("note.absent"),
            Some(Standing::Anchored { .. }) | None => None,
        }
    }

    /// Takes the note under the caret away.
    pub(in crate::app) fn remove_under_caret(&mut self) -> Effects {
        let caret = self.reader.selection.map(|s| s.caret());
        let noted = caret.and_then(|byte| self.note_over(byte)).cloned();
        match noted {
            Some(noted) => {
                self.reader.selection = None;
                self.remove_note(noted.note)
            }
            None => self.say_key("toast.no-note-here", &[]),
        }
    }

    pub(in crate::app) fn remove_note(&mut self, note: Note) -> Effects {
        let note = Box::new(note);
        let words = self.words.fill("toast.note-removed", &[]);
        self.save_saying(vec![Edit::Note { note, on: false }], words)
    }

    /// Takes the note in hand away; else puts the story away or brings it back.
    pub(in crate::app) fn delete(&mut self) -> Effects {
        match self.note_in_hand() {
            Some(noted) => self.remove_note(noted.note),
            None => self.mark(crate::app::Marking::Archive),
        }
    }
}

/// The key of a colour's name in the catalogues.
pub(crate) fn colour_key(colour: Colour) -> &'static str {
    match colour {
        Colour::Yellow => "colour.yellow",
        Colour::Green => "colour.green",
        Colour::Blue => "colour.blue",
        Colour::Pink => "colour.pink",
        Colour::Purple => "colour.purple",
    }
}
