//! From keys to commands: prefixes, counts, and keys of a Hangul keyboard.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::App;
use super::command::{Command, Scope};
use super::commands;
use super::effect::{Effect, Effects};
use super::input::Input;
use super::keymap::{Chord, Meaning};
use super::layout::Pane;
use super::overlay::find::Find;
use super::overlay::menu::Purpose;
use super::overlay::sheet::About;
use super::overlay::{Outcome, Overlay};
use crate::text::{hangul, letter};

/// The greatest count; more digits are ignored.
const MOST: u32 = 9_999_999;
/// How long Enter in a field waits for the last syllable.
const TRAILING: Duration = Duration::from_millis(30);

/// Commands that hold over a page about a name, beside those about names.
const OVER_PAGES: &[&str] = &[
    "undo",
    "redo",
    "help",
    "redraw",
    "suspend",
    "quit",
    "edit-settings",
    "reload-settings",
    "themes",
    "toggle-theme",
];

/// Commands that move, and the keys that do the same in every page and picker.
const MOVES: &[(&str, KeyCode)] = &[
    ("down", KeyCode::Down),
    ("up", KeyCode::Up),
    ("page-down", KeyCode::PageDown),
    ("page-up", KeyCode::PageUp),
    ("top", KeyCode::Home),
    ("bottom", KeyCode::End),
];

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) -> Effects {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        if self.status.toast.as_ref().is_some_and(|t| t.fault) {
            self.status.toast = None;
        }
        let mut effects = Vec::new();
        if self.waiting.enter.take().is_some() {
            match trailing(key) {
                Some(c) => {
                    effects.extend(self.field_key(KeyEvent::from(KeyCode::Char(c))));
                    effects.extend(self.field_key(KeyCode::Enter.into()));
                    return effects;
                }
                None => effects.extend(self.field_key(KeyCode::Enter.into())),
            }
        }
        effects.extend(self.key_now(key));
        effects
    }

    fn key_now(&mut self, key: KeyEvent) -> Effects {
        if self.in_field() {
            return match key.code {
                KeyCode::Enter if !key.modifiers.intersects(COMMANDING) => self.hold_enter(),
                _ => self.field_key(key),
            };
        }
        let chord = Chord::from(key);
        let Some(c) = chord.any_letter() else {
            return self.chord(chord);
        };
        let Some(letters) = (!c.is_ascii()).then(|| hangul::keys(c)).flatten() else {
            // A letter of another keyboard says that the input method is off; other keys say nothing.
            self.status.hangul &= !c.is_alphabetic();
            return self.chord(chord);
        };
        let mut effects = if letter::is_hangul(c) {
            self.notice_hangul()
        } else {
            Vec::new()
        };
        for letter in letters.chars() {
            effects.extend(if self.in_field() {
                // The key before it opened a field, and there a letter is what it says.
                let typed = jamo(letter).unwrap_or(letter);
                self.field_key(KeyCode::Char(typed).into())
            } else {
                self.chord(chord.with_letter(letter))
            });
        }
        effects
    }

    /// Whether the topmost thing takes text.
    fn in_field(&self) -> bool {
        self.overlays.last().is_some_and(|o| o.input().is_some())
    }

    /// Waits with Enter in a field for a moment: an input method that is made to give up its last syllable by the
    /// key may send it after the key.
    fn hold_enter(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.enter = Some(ticket);
        vec![Effect::Wake {
            ticket,
            after: TRAILING,
        }]
    }

    /// Enter has waited long enough, or something else happened.
    pub(super) fn release_enter(&mut self) -> Effects {
        match self.waiting.enter.take() {
            Some(_) if self.in_field() => self.field_key(KeyCode::Enter.into()),
            _ => Vec::new(),
        }
    }

    pub(super) fn field_key(&mut self, key: KeyEvent) -> Effects {
        if let Some(effects) = self.note_key(latin(key)) {
            return effects;
        }
        match self.overlays.last_mut() {
            Some(overlay) => {
                let outcome = overlay.key(latin(key));
                self.outcome(outcome)
            }
            None => Vec::new(),
        }
    }

    /// What a key does to the note that is being written beside being text.
    fn note_key(&mut self, key: KeyEvent) -> Option<Effects> {
        if !matches!(self.overlays.last(), Some(Overlay::Note(_))) {
            return None;
        }
        match self.keymap.meaning(Scope::Note, &[Chord::from(key)]) {
            Meaning::Command(command, _) => Some((command.run)(self)),
            Meaning::Prefix | Meaning::Nothing => None,
        }
    }

    fn chord(&mut self, chord: Chord) -> Effects {
        let moved = self.moved(chord);
        match self.overlays.last_mut() {
            // On a page about a name the keys of names hold as well.
            Some(Overlay::Sheet(_)) if !self.pending.is_empty() => self.bound(chord),
            Some(overlay) if !matches!(overlay, Overlay::Notes(_)) => {
                let outcome = overlay.chord(moved.unwrap_or(chord));
                match (outcome, self.overlays.last()) {
                    (Outcome::Ignored, Some(Overlay::Sheet(_))) => self.bound(chord),
                    (outcome, _) => self.outcome(outcome),
                }
            }
            Some(_) | None => self.bound(chord),
        }
    }

    /// The key that moves in a page or a picker as this one does over the panes, where a reader has keys of their own.
    fn moved(&self, chord: Chord) -> Option<Chord> {
        let page = |o: &Overlay| {
            matches!(
                o,
                Overlay::Sheet(_) | Overlay::Info(_) | Overlay::Themes(_) | Overlay::Pictures(_)
            )
        };
        let Meaning::Command(command, _) = self.keymap.meaning(self.scope(), &[chord]) else {
            return None;
        };
        self.overlays.last().filter(|o| page(o))?;
        let (_, key) = MOVES.iter().find(|(name, _)| *name == command.name)?;
        Some(Chord::new(*key, KeyModifiers::NONE))
    }

    /// Does what a command says; over a page about a name only what is about names, and undo.
    pub(super) fn run(&mut self, command: &'static Command) -> Effects {
        self.tour_saw(command.name);
        let names = commands::names::COMMANDS;
        let about = match self.overlays.last() {
            Some(Overlay::Sheet(sheet)) => Some(sheet.about),
            _ => None,
        };
        let named = about != Some(About::Settings) && names.iter().any(|c| c.name == command.name);
        let fits = || named || OVER_PAGES.contains(&command.name);
        if self.move_in_notes(command.name) {
            return Vec::new();
        }
        match self.overlays.last_mut() {
            Some(Overlay::Sheet(sheet)) if matches!(command.name, "top" | "bottom") => {
                sheet.end(command.name == "bottom");
                self.go_on()
            }
            Some(Overlay::Sheet(_)) if !fits() => Vec::new(),
            _ => (command.run)(self),
        }
    }

    fn bound(&mut self, chord: Chord) -> Effects {
        self.which_key = false;
        let free =
            self.count.is_some() || matches!(self.keymap.meaning(self.scope(), &[chord]), Meaning::Nothing);
        if self.pending.is_empty() && free && self.digit(chord) {
            return Vec::new();
        }
        self.pending.push(chord);
        match self.keymap.meaning(self.scope(), &self.pending) {
            Meaning::Prefix => self.wait_for_more(),
            Meaning::Command(command, letter) => {
                self.pending.clear();
                self.letter = letter;
                let effects = self.run(command);
                self.count = None;
                effects
            }
            Meaning::Nothing => {
                let was_prefix = self.pending.len() > 1;
                self.pending.clear();
                self.count = None;
                // A key that ends no sequence is not lost: it acts by itself, but for Esc, which ends the prefix.
                if was_prefix && chord.to_string() != "Esc" {
                    self.bound(chord)
                } else {
                    Vec::new()
                }
            }
        }
    }

    fn digit(&mut self, chord: Chord) -> bool {
        let digit = chord.as_letter().and_then(|c| c.to_digit(10));
        match digit {
            Some(d) if d > 0 || self.count.is_some() => {
                let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(d);
                self.count = Some(count.min(MOST));
                true
            }
            _ => false,
        }
    }

    fn wait_for_more(&mut self) -> Effects {
        let after = self.settings.screen.which_key_ms;
        let Some(after) = after else { return Vec::new() };
        if after == 0 {
            self.which_key = true;
            return Vec::new();
        }
        let ticket = self.ticket();
        self.waiting.which = ticket;
        vec![Effect::Wake {
            ticket,
            after: Duration::from_millis(after.into()),
        }]
    }

    /// Moves in the list of notes, if that is what a command of all panes does.
    fn move_in_notes(&mut self, command: &str) -> bool {
        let times = self.times();
        let Some(Overlay::Notes(notes)) = self.overlays.last_mut() else {
            return false;
        };
        let page = notes.page() as isize;
        match command {
            "down" => notes.step(times),
            "up" => notes.step(-times),
            "page-down" => notes.step(page),
            "page-up" => notes.step(-page),
            "half-down" => notes.step((page / 2).max(1)),
            "half-up" => notes.step(-(page / 2).max(1)),
            "top" => notes.set_cursor(0),
            "bottom" => notes.set_cursor(usize::MAX),
            _ => return false,
        }
        true
    }

    /// The pane whose own keys hold.
    pub fn scope(&self) -> Scope {
        match self.overlays.last() {
            Some(Overlay::Notes(_)) => return Scope::Notes,
            Some(Overlay::Note(_)) => return Scope::Note,
            None if self.focus == Pane::Reader && self.reader.selection.is_some() => return Scope::Visual,
            _ => {}
        }
        match self.focus {
            Pane::List => Scope::List,
            Pane::Reader => Scope::Reader,
            Pane::Sidebar => Scope::Entities,
        }
    }

    /// Says once that keys come from a Hangul keyboard; the badge says it as long as they do.
    fn notice_hangul(&mut self) -> Effects {
        self.status.hangul = true;
        if std::mem::replace(&mut self.hangul_told, true) {
            return Vec::new();
        }
        self.say_key("toast.hangul", &[])
    }

    pub(super) fn paste(&mut self, text: &str) -> Effects {
        let mut effects = self.release_enter();
        if let Some(overlay) = self.overlays.last_mut() {
            let outcome = overlay.paste(text);
            effects.extend(self.outcome(outcome));
            return effects;
        }
        // Text that is pasted over the panes is something to look for.
        let mut input = Input::default();
        input.insert(text);
        let (from, before) = (self.reader.top_byte(), self.reader.lit.clone());
        let everywhere = true;
        self.overlays.push(Overlay::Find(Find {
            input,
            everywhere,
            from,
            before,
            ..Find::default()
        }));
        effects.extend(self.ask_facets());
        if let Some(Overlay::Find(find)) = self.overlays.last() {
            let typed = find.input.text().to_owned();
            effects.extend(self.search_live(&typed));
        }
        effects
    }

    /// The number typed before the command, or one.
    pub fn times(&self) -> isize {
        self.count.unwrap_or(1) as isize
    }

    pub(super) fn outcome(&mut self, outcome: Outcome) -> Effects {
        let stays = matches!(
            outcome,
            Outcome::Used
                | Outcome::Ignored
                | Outcome::Sought(_)
                | Outcome::Typed(_)
                | Outcome::Went(_)
                | Outcome::NotesSought(_)
                | Outcome::Previewed { .. }
                | Outcome::Asked
                | Outcome::Pointed
                | Outcome::CopyText(_)
                | Outcome::Chose(_, true)
                | Outcome::Queried(_)
                | Outcome::Unsaved(..)
                | Outcome::Resaved(..)
                | Outcome::Completed
                | Outcome::Turned
                | Outcome::Viewed
        );
        let live = match self.overlays.last() {
            Some(Overlay::Find(find)) => find.live,
            _ => false,
        };
        if !stays {
            self.overlays.pop();
        }
        match outcome {
            Outcome::Used if matches!(self.overlays.last(), Some(Overlay::Note(_))) => self.note_typed(),
            Outcome::Used => self.go_on(),
            Outcome::Ignored => Vec::new(),
            Outcome::Close => self.refresh_sheet(),
            Outcome::Went(goal) => self.go(goal),
            Outcome::Typed(typed) => self.name_typed(typed),
            Outcome::Changed(said) => self.named(said),
            Outcome::Made(bytes, kind) => self.make(bytes, kind),
            Outcome::Picked(pick) => self.picked(pick),
            Outcome::Place(place) => self.go_to_place(place),
            Outcome::Sought(query) => {
                self.seek(&query);
                Vec::new()
            }
            Outcome::Found(query) => self.found(query),
            Outcome::Unsought(..) if live => {
                self.query = None;
                self.back()
            }
            Outcome::Unsought(from, lit) => {
                self.unseek(from, lit);
                Vec::new()
            }
            Outcome::Queried(typed) => self.search_live(&typed),
            Outcome::Completed => self.complete(),
            Outcome::Followed(target, wish) => self.chosen(target, wish),
            Outcome::Tagged { stories, old, new } => self.set_tags(&stories, &old, &new),
            Outcome::NotesSought(words) => self.notes_sought(words),
            Outcome::Resaved(name, query) => self.ask_resave(name, query),
            Outcome::Unsaved(name, query) => self.unsave_search(name, query),
            Outcome::Answered(question, answer) => self.answered_question(question, &answer),
            Outcome::Previewed { turned } => self.preview_theme(turned),
            Outcome::Unpicked(before) => self.unpick_theme(before),
            Outcome::Asked => self.ask_pick(),
            Outcome::Pointed => self.ask_glance(),
            Outcome::Chose(found, keep) => self.chose(*found, keep),
            Outcome::CopyText(text) => vec![Effect::Copy(text)],
            Outcome::Turned => {
                self.lay_out();
                Vec::new()
            }
            Outcome::Viewed => self.view_picture(),
            Outcome::Help => {
                self.command_menu(Purpose::Help);
                Vec::new()
            }
            Outcome::Search(typed, begun) => self.search(&typed, begun),
        }
    }
}

/// The Hangul letter on a key.
fn jamo(key: char) -> Option<char> {
    ('ㄱ'..='ㅣ').find(|c| hangul::keys(*c).is_some_and(|keys| keys.chars().eq([key])))
}

/// The Hangul letter or syllable of a key without Ctrl and Alt.
fn trailing(key: KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c) if letter::is_hangul(c) && !key.modifiers.intersects(COMMANDING) => Some(c),
        _ => None,
    }
}

/// A key with Ctrl or Alt is a command in a field too, and means the letter on the key.
fn latin(key: KeyEvent) -> KeyEvent {
    let letters = match key.code {
        KeyCode::Char(c) if !c.is_ascii() && key.modifiers.intersects(COMMANDING) => hangul::keys(c),
        _ => None,
    };
    match letters.as_ref().map(|l| l.chars()).and_then(|mut l| l.next()) {
        Some(c) => KeyEvent::new(KeyCode::Char(c), key.modifiers),
        None => key,
    }
}

const COMMANDING: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::ALT);
