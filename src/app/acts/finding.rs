//! Words and mentions that are lit and stepped through.

use crate::app::effect::Effects;
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::{App, At, Errand};
use crate::text::Clean;

impl App {
    /// Lights the words while they are typed.
    pub(in crate::app) fn seek(&mut self, query: &str) {
        let from = match self.overlays.last() {
            Some(Overlay::Find(find)) => find.from,
            _ => 0,
        };
        let line = self.reader.lines().line_of(from);
        self.reader.scroll_to(line);
        self.reader.find(query);
        self.reader.reveal_current();
    }

    pub(in crate::app) fn found(&mut self, query: Clean) -> Effects {
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
    pub(in crate::app) fn unseek(&mut self, from: u32, lit: crate::app::reader::Lit) {
        let line = self.reader.lines().line_of(from);
        self.reader.scroll_to(line);
        self.reader.lit = lit;
    }

    /// Steps to the next or last of what is lit: words, mentions of a followed name, else unread stories.
    pub(in crate::app) fn step_lit(&mut self, forward: bool) -> Effects {
        let searching = self.query.is_some();
        if !searching && self.following.is_none() {
            return self.open_unread(forward);
        }
        if self.reader.step_hit(forward) {
            return Vec::new();
        }
        let across = self.following.is_some() || self.list.view().filter.is_search();
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
    pub(in crate::app) fn step_story(&mut self, forward: bool) -> Effects {
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
}
