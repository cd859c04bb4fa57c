//! How stories get into the reader, and how a reader gets back to them.

use std::time::Duration;

use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::sheet::Sheet;
use crate::app::overlay::{Overlay, Target};
use crate::app::sidebar::SideRow;
use crate::app::trail::Stop;
use crate::app::{App, At, Errand};
use crate::library::edit::{Cause, Edit};
use crate::library::value::RowId;

impl App {
    pub(in crate::app) fn ask_story(&mut self, row: RowId, errand: Errand) -> Effects {
        let ticket = self.ticket();
        self.waiting.story = Some((ticket, errand));
        vec![Effect::Story { ticket, row }]
    }

    /// Begins to wait for the cursor to rest; the story under it is then shown.
    pub(in crate::app) fn cursor_moved(&mut self) -> Effects {
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
    pub(in crate::app) fn forget_preview(&mut self) {
        self.waiting.story.take_if(|(_, errand)| errand.preview);
    }

    pub(in crate::app) fn preview_now(&mut self) -> Effects {
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
    pub(in crate::app) fn keep_place(&self) -> Option<Effect> {
        let story = self.reader.story().filter(|_| !self.reader.preview)?;
        Some(Effect::Resume {
            story: story.header.story,
            byte: self.reader.top_byte(),
        })
    }

    /// Where we are, to come back to.
    pub(in crate::app) fn stop(&self) -> Stop {
        Stop {
            crumbs: self.list.crumbs.clone(),
            cursor: self.list.current(),
            offset: self.list.cursor() - self.list.top(),
            open: self.reader.row().map(|row| (row, self.reader.top_byte())),
            preview: self.reader.preview,
            focus: self.focus,
            following: self.following,
            name: self.sidebar.current_name(),
            sheets: self.sheets().cloned().collect(),
        }
    }

    /// The pages about names that lie over the panes.
    fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.overlays.iter().filter_map(|overlay| match overlay {
            Overlay::Sheet(sheet) => Some(&**sheet),
            _ => None,
        })
    }

    pub(in crate::app) fn leave(&mut self) {
        let stop = self.stop();
        self.trail.leave(stop);
    }

    /// Opens a story; the reader gets the focus.
    pub(in crate::app) fn open(&mut self, row: RowId) -> Effects {
        self.open_with(
            row,
            Errand {
                focus: true,
                ..Errand::default()
            },
        )
    }

    pub(in crate::app) fn open_with(&mut self, row: RowId, errand: Errand) -> Effects {
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
    pub(in crate::app) fn mark_opened(&mut self) -> Effects {
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
        effects.extend(self.hook_open(&story));
        if !story.header.marks.read && !story.header.fault {
            effects.extend(self.save(Cause::Automatic, vec![Edit::Read { story: id, on: true }]));
        }
        effects
    }

    /// Opens the story after or before the cursor.
    pub(in crate::app) fn open_neighbour(&mut self, by: isize) -> Effects {
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
    pub(in crate::app) fn open_unread(&mut self, forward: bool) -> Effects {
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

    /// Scrolls on, and at the end opens the next unread story.
    pub(in crate::app) fn read_on(&mut self) -> Effects {
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

    pub(in crate::app) fn follow(&mut self, target: Target) -> Effects {
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
    pub(in crate::app) fn follow_row(&mut self) -> Effects {
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
            Some(SideRow::Note(i)) => match self.sidebar.notes.get(i).map(|n| n.note.id) {
                Some(id) => self.go_to_note(id),
                None => Vec::new(),
            },
            Some(SideRow::NotesHead(_) | SideRow::RelatedHead) | None => Vec::new(),
        }
    }

    /// Goes to a stop of the trail.
    pub(in crate::app) fn go_to(&mut self, stop: Stop) -> Effects {
        let mut effects: Effects = self.keep_place().into_iter().collect();
        let other_list = self.list.crumbs != stop.crumbs;
        self.list.crumbs = stop.crumbs;
        self.following = stop.following;
        self.places = 0;
        self.query = None;
        match stop.cursor {
            Some(row) if other_list => self.list.want_next(row, Some(stop.offset)),
            Some(row) => self.list.want(row),
            None => {}
        }
        if other_list {
            effects.extend(self.ask_order());
        }
        match stop.open {
            Some((row, byte)) if Some(row) != self.reader.row() => {
                let errand = Errand {
                    preview: stop.preview,
                    focus: false,
                    at: At::Byte(byte),
                };
                effects.extend(self.ask_story(row, errand));
            }
            Some((_, byte)) => {
                let line = self.reader.lines().line_of(byte);
                self.reader.lit = crate::app::reader::Lit::default();
                self.reader.scroll_to(line);
            }
            None => {}
        }
        let page = |sheet| Overlay::Sheet(Box::new(sheet));
        self.overlays = stop.sheets.into_iter().map(page).collect();
        self.waiting.side = stop.name;
        self.set_focus(stop.focus);
        effects.extend(self.refresh_sheet());
        effects
    }

    pub(in crate::app) fn back(&mut self) -> Effects {
        let here = self.stop();
        match self.trail.back(here) {
            Some(stop) => self.go_to(stop),
            None => self.say_key("toast.no-back", &[]),
        }
    }

    pub(in crate::app) fn forward(&mut self) -> Effects {
        let here = self.stop();
        match self.trail.forward(here) {
            Some(stop) => self.go_to(stop),
            None => self.say_key("toast.no-forward", &[]),
        }
    }

    pub(in crate::app) fn toggle_last(&mut self) -> Effects {
        let last = self.trail.last_story(self.reader.row()).and_then(|s| s.open);
        let Some((row, byte)) = last else {
            return self.say_key("toast.no-back", &[]);
        };
        let errand = Errand {
            preview: false,
            focus: self.focus == Pane::Reader,
            at: At::Byte(byte),
        };
        let effects = self.open_with(row, errand);
        self.list.want(row);
        effects
    }
}
