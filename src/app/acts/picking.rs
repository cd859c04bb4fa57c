//! The box over everything: what it asks, and where what was chosen leads.

use std::sync::Arc;

use crate::app::command;
use crate::app::effect::{Effect, Effects};
use crate::app::msg::Ticket;
use crate::app::overlay::picker::{Deed, Own, Picker, Shape};
use crate::app::overlay::{Overlay, Pick};
use crate::app::{App, At, Errand};
use crate::library::finder::{Ask, Findings, Found, Glance, Goal, Offer};
use crate::text::Clean;

impl App {
    /// Opens the box as it was left.
    pub(in crate::app) fn open_picker(&mut self) -> Effects {
        let (offers, own) = self.offered();
        self.offers = Arc::new(offers);
        let mut picker = Picker::new(&self.last_pick, own);
        picker.today = self.day();
        self.overlays.push(Overlay::Picker(Box::new(picker)));
        self.ask_pick()
    }

    /// What the screen itself has to offer: each with what choosing it does.
    fn offered(&self) -> (Vec<Offer>, Vec<Own>) {
        let own = crate::app::commands::own::rows(&self.settings.own).map(|(row, _)| row);
        let commands = command::all()
            .chain(own)
            .filter(|row| !self.words.label(row.name).is_empty() && !self.is_elsewhere(row));
        let command = |row: &'static command::Command| {
            let detail = Clean::from(self.words.doc(row.name, row.doc));
            let offer = Offer {
                label: Clean::from(self.words.label(row.name)),
                also: vec![Clean::from(row.name), detail.clone()],
            };
            let own = Own {
                detail,
                keys: Clean::new(&self.keymap.keys_of(row).join(", ")),
                pick: Pick::Command(row),
            };
            (offer, own)
        };
        commands.map(command).unzip()
    }

    fn picker(&mut self) -> Option<&mut Picker> {
        match self.overlays.last_mut() {
            Some(Overlay::Picker(picker)) => Some(picker),
            _ => None,
        }
    }

    /// Asks for what is typed in the box.
    pub(in crate::app) fn ask_pick(&mut self) -> Effects {
        let ticket = self.ticket();
        let offers = Arc::clone(&self.offers);
        let Some(picker) = self.picker() else {
            return Vec::new();
        };
        let (ask, memory) = (picker.ask(), picker.memory());
        self.last_pick = memory;
        self.waiting.pick = ticket;
        vec![Effect::Pick { ticket, ask, offers }]
    }

    pub(in crate::app) fn picked_came(&mut self, ticket: Ticket, later: bool, findings: Findings) -> Effects {
        if ticket != self.waiting.pick {
            return Vec::new();
        }
        let Some(picker) = self.picker() else {
            return Vec::new();
        };
        let deed = picker.take(findings, later);
        match deed.and_then(|deed: Deed| picker.chosen(deed)) {
            Some(outcome) => self.outcome(outcome),
            None => self.ask_glance(),
        }
    }

    /// Asks for a look at the row under the cursor, if it is shown and not here yet.
    pub(in crate::app) fn ask_glance(&mut self) -> Effects {
        let (ticket, size) = (self.ticket(), self.size);
        let Some(picker) = self.picker() else {
            return Vec::new();
        };
        let Ask { typed, today, .. } = picker.ask();
        let goal = picker.current().map(|found| found.goal.clone());
        let shown = Shape::new(size, picker.preview).preview.is_some();
        let memory = picker.memory();
        self.last_pick = memory;
        match goal.filter(|goal| shown && !matches!(goal, Goal::Own(_))) {
            Some(goal) => {
                self.waiting.glance = (ticket, Some(goal.clone()));
                vec![Effect::Glance {
                    ticket,
                    goal,
                    typed,
                    today,
                }]
            }
            None => Vec::new(),
        }
    }

    pub(in crate::app) fn glanced(&mut self, ticket: Ticket, glance: Glance) -> Effects {
        if self.waiting.glance.0 == ticket
            && let Some(goal) = self.waiting.glance.1.take()
            && let Some(picker) = self.picker()
        {
            picker.glance = Some((goal, glance));
        }
        Vec::new()
    }

    /// Goes where a row of the box leads.
    pub(in crate::app) fn chose(&mut self, found: Found, keep: bool) -> Effects {
        if keep {
            return self.chose_and_stay(found);
        }
        match found.goal {
            Goal::Story(row) => self.open(row),
            Goal::Passage(row, start, end) => self.open_passage(row, (start, end), true),
            Goal::Name(id) => {
                let name = match found.about {
                    crate::library::finder::About::Name(_, _, Some(name)) => name,
                    _ => found.label,
                };
                self.follow_name(id, name, None)
            }
            Goal::Outlet(outlet) => self.picked(Pick::Outlet(outlet)),
            Goal::Tag(tag) => self.picked(Pick::Tag(tag)),
            Goal::Search(query) => self.picked(Pick::Search(query)),
            Goal::Own(at) => {
                let pick = self.own_pick(at);
                pick.map_or_else(Vec::new, |pick| self.picked(pick))
            }
        }
    }

    /// The offer as it was made: the box is closed by now.
    fn own_pick(&self, at: usize) -> Option<Pick> {
        let (_, own) = self.offered();
        own.into_iter().nth(at).map(|own| own.pick)
    }

    fn open_passage(
        &mut self,
        row: crate::library::value::RowId,
        (start, end): (u32, u32),
        focus: bool,
    ) -> Effects {
        let at = if start < end {
            At::Mention(start, end)
        } else {
            At::Resume
        };
        if start < end {
            // The passage is lit, and nothing else.
            self.query = None;
            self.following = None;
        }
        let preview = false;
        self.open_with(row, Errand { preview, focus, at })
    }

    /// Opens a story behind the box; a list of its own would hide what the box was opened over.
    fn chose_and_stay(&mut self, found: Found) -> Effects {
        let errand = Errand::default();
        match found.goal {
            Goal::Story(row) => self.open_with(row, errand),
            Goal::Passage(row, start, end) => self.open_passage(row, (start, end), false),
            _ => {
                self.overlays.pop();
                self.chose(found, false)
            }
        }
    }
}
