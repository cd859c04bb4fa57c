//! From keys to commands: prefixes, counts, and keys of a Hangul keyboard.

use std::time::Duration;

use crossterm::event::{KeyEvent, KeyEventKind};

use super::App;
use super::command::Scope;
use super::effect::{Effect, Effects};
use super::input::Input;
use super::keymap::{Chord, Meaning};
use super::layout::Pane;
use super::overlay::find::Find;
use super::overlay::{Outcome, Overlay};
use crate::text::hangul;

/// The greatest count; more digits are ignored.
const MOST: u32 = 9_999_999;

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) -> Effects {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        if self.status.toast.as_ref().is_some_and(|t| t.fault) {
            self.status.toast = None;
        }
        if self.overlays.last().is_some_and(|o| o.input().is_some()) {
            return self.overlay_key(key);
        }
        let chord = Chord::from(key);
        match chord
            .any_letter()
            .filter(|c| !c.is_ascii())
            .and_then(hangul::keys)
        {
            None => self.chord(chord, key),
            Some(letters) => {
                let mut effects = self.notice_hangul();
                for letter in letters.chars() {
                    effects.extend(self.chord(chord.with_letter(letter), key));
                }
                effects
            }
        }
    }

    fn overlay_key(&mut self, key: KeyEvent) -> Effects {
        match self.overlays.last_mut() {
            Some(overlay) => {
                let outcome = overlay.key(key);
                self.outcome(outcome)
            }
            None => Vec::new(),
        }
    }

    fn chord(&mut self, chord: Chord, key: KeyEvent) -> Effects {
        match self.overlays.last_mut() {
            Some(Overlay::Hints(hints)) => {
                let outcome = hints.key_chord(chord);
                self.outcome(outcome)
            }
            Some(overlay) => {
                let outcome = overlay.key(key);
                self.outcome(outcome)
            }
            None => self.bound(chord),
        }
    }

    fn bound(&mut self, chord: Chord) -> Effects {
        self.which_key = false;
        if self.pending.is_empty() && self.digit(chord) {
            return Vec::new();
        }
        self.pending.push(chord);
        match self.keymap.meaning(self.scope(), &self.pending) {
            Meaning::Prefix => self.wait_for_more(),
            Meaning::Command(command, _) => {
                self.pending.clear();
                let effects = (command.run)(self);
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

    /// The pane whose own keys hold.
    pub fn scope(&self) -> Scope {
        match self.focus {
            Pane::List => Scope::List,
            Pane::Reader => Scope::Reader,
            Pane::Sidebar => Scope::Entities,
        }
    }

    fn notice_hangul(&mut self) -> Effects {
        if std::mem::replace(&mut self.status.hangul, true) {
            return Vec::new();
        }
        self.say_key("toast.hangul", &[])
    }

    pub(super) fn paste(&mut self, text: &str) -> Effects {
        if let Some(overlay) = self.overlays.last_mut() {
            let outcome = overlay.paste(text);
            return self.outcome(outcome);
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
        }));
        Vec::new()
    }

    /// The number typed before the command, or one.
    pub fn times(&self) -> isize {
        self.count.unwrap_or(1) as isize
    }

    pub(super) fn outcome(&mut self, outcome: Outcome) -> Effects {
        if !matches!(outcome, Outcome::Used | Outcome::Ignored | Outcome::Sought(_)) {
            self.overlays.pop();
        }
        match outcome {
            Outcome::Used | Outcome::Ignored | Outcome::Close => Vec::new(),
            Outcome::Picked(pick) => self.picked(pick),
            Outcome::Place(place) => self.go_to_place(place),
            Outcome::Sought(query) => {
                self.seek(&query);
                Vec::new()
            }
            Outcome::Found(query) => self.found(query),
            Outcome::Unsought(from, lit) => {
                self.unseek(from, lit);
                Vec::new()
            }
            Outcome::Followed(target) => self.follow(target),
            Outcome::Tagged { stories, old, new } => self.set_tags(&stories, &old, &new),
            Outcome::Search(words) => self.search(words),
        }
    }
}
