//! Named places, the archive, tags renamed, the history of changes, and notes written out.

use std::collections::HashMap;

use crate::app::effect::{Effect, Effects, Form};
use crate::app::msg::Steps;
use crate::app::overlay::ask::{Ask, Question};
use crate::app::overlay::menu::{Choice, Menu, Purpose};
use crate::app::overlay::sheet::About;
use crate::app::overlay::{Overlay, Pick};
use crate::app::pages::changes::Part;
use crate::app::{App, At, Errand, UndoWords};
use crate::article::anchor::Anchor;
use crate::article::id::StoryId;
use crate::library::edit::Edit;
use crate::library::note::{Hanging, NamedPlace, NoteId};
use crate::library::value::{Facet, Filter};
use crate::text::Clean;

impl App {
    /// Gives the top line of the story the letter typed.
    pub(in crate::app) fn set_place(&mut self) -> Effects {
        let (Some(letter), Some(story)) = (self.letter, self.reader.story()) else {
            return Vec::new();
        };
        let name = Clean::new(&letter.to_string());
        let text = story.article.body.text();
        let from = self
            .reader
            .selection
            .map_or(self.reader.top_byte(), |s| s.caret());
        // A passage long enough to be found again after an edit.
        let rest = text.get(from as usize..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let length = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
        let to = Hanging {
            story: story.header.story,
            anchor: Anchor::new(text, from..from + length as u32).filter(|_| from > 0),
        };
        let was = self.place_named(&name).map(|p| Box::new(p.to.clone()));
        let edit = Edit::Place {
            name: name.clone(),
            to: Some(Box::new(to)),
            was,
        };
        let words = self.words.fill("toast.place", &[("name", &name)]);
        self.save_saying(vec![edit], words)
    }

    fn place_named(&self, name: &str) -> Option<&NamedPlace> {
        self.named.iter().find(|p| *p.name == *name)
    }

    /// Shows edits of named places on those at hand.
    pub(in crate::app) fn show_place(&mut self, edit: &Edit) {
        let Edit::Place { name, to, .. } = edit else {
            return;
        };
        self.named.retain(|p| p.name != *name);
        self.named.extend(to.as_deref().map(|to| NamedPlace {
            name: name.clone(),
            to: to.clone(),
        }));
    }

    /// Goes to the place of the letter typed.
    pub(in crate::app) fn jump_place(&mut self) -> Effects {
        let name = self.letter.map(|c| c.to_string()).unwrap_or_default();
        let Some(to) = self.place_named(&name).map(|p| p.to.clone()) else {
            let known: Vec<&str> = self.named.iter().map(|p| p.name.as_str()).collect();
            let known = known.join(" ");
            return self.say_key("toast.no-such-place", &[("name", &name), ("known", &known)]);
        };
        self.leave();
        if self.reader.story().is_some_and(|s| s.header.story == to.story) {
            self.reader.preview = false;
            return self.arrive(to.anchor.as_ref());
        }
        let ticket = self.ticket();
        self.waiting.arrive = to.anchor;
        let errand = Errand {
            preview: false,
            focus: true,
            at: At::Byte(0),
        };
        self.waiting.located = Some((ticket, errand));
        vec![Effect::Locate {
            ticket,
            story: to.story,
        }]
    }

    /// The story of a named place is here: its passage is brought to the top.
    pub(in crate::app) fn arrive(&mut self, anchor: Option<&Anchor>) -> Effects {
        self.set_focus(crate::app::layout::Pane::Reader);
        let Some(anchor) = anchor else {
            self.reader.scroll_to(0);
            return Vec::new();
        };
        let found = self
            .reader
            .story()
            .and_then(|s| anchor.find(s.article.body.text()).at());
        match found {
            Some(at) => {
                let line = self.reader.lines().line_of(at.start);
                self.reader.scroll_to(line);
                Vec::new()
            }
            None => self.say_key("toast.place-gone", &[]),
        }
    }

    pub(in crate::app) fn view_archive(&mut self) -> Effects {
        let label = self.words.get("pane.archive").into();
        let filter = Filter {
            archived: true,
            ..Filter::default()
        };
        self.enter_view(label, filter)
    }

    pub(in crate::app) fn archive(&mut self, targets: &[StoryId]) -> Effects {
        let on = !self.list.view().filter.archived;
        let edits = targets
            .iter()
            .map(|story| Edit::Archive { story: *story, on })
            .collect();
        self.list.clear_choice();
        // The list is asked for again once the library has it.
        self.marked(edits, if on { "toast.archived" } else { "toast.unarchived" })
    }

    /// A menu of the tags; the one chosen gets another name.
    pub(in crate::app) fn choose_tag(&mut self) -> Effects {
        self.overlays
            .push(Overlay::Menu(Menu::new(Purpose::Tags, Vec::new())));
        self.ask_facets()
    }

    pub(in crate::app) fn tags_to_rename(&mut self, tags: &[Facet]) {
        let group: Clean = self.words.get("filter.tags").into();
        let row = |tag: &Facet| Choice {
            group: group.clone(),
            label: Clean::new(&format!("#{}", tag.value)),
            detail: Clean::new(&crate::app::words::count(tag.stories)),
            keys: Clean::default(),
            name: tag.value.clone(),
            pick: Pick::Retag(tag.value.clone()),
        };
        if let Some(Overlay::Menu(menu)) = self.overlays.last_mut() {
            menu.extend(tags.iter().map(row).collect());
        }
    }

    pub(in crate::app) fn ask_retag(&mut self, tag: Clean) -> Effects {
        let holds = tag.to_string();
        self.overlays
            .push(Overlay::Ask(Ask::new(Question::Retag(tag), &holds)));
        self.ask_facets()
    }

    pub(in crate::app) fn answered_question(&mut self, question: Question, answer: &Clean) -> Effects {
        match question {
            Question::Retag(tag) => {
                let to = Clean::new(
                    answer
                        .trim_start_matches('#')
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join("-")
                        .as_str(),
                );
                if to.is_empty() || to == tag {
                    return Vec::new();
                }
                let ticket = self.ticket();
                self.waiting.retag = Some((ticket, tag.clone(), to));
                vec![Effect::Tagged { ticket, tag }]
            }
            Question::Pipe => self.pipe_to(answer),
            Question::Resave(name, query) => self.resave_search(name, query, answer),
            Question::Export(form) => {
                if answer.is_empty() {
                    return Vec::new();
                }
                let view = self.notes().map(|notes| notes.view.clone()).unwrap_or_default();
                vec![Effect::Export {
                    form,
                    view,
                    to: answer.clone(),
                }]
            }
        }
    }

    /// What has the tag is here: all of it gets the other one, as one step.
    pub(in crate::app) fn retag(
        &mut self,
        ticket: crate::app::msg::Ticket,
        stories: &[StoryId],
        notes: &[(StoryId, NoteId)],
    ) -> Effects {
        let Some((_, from, to)) = self.waiting.retag.take_if(|(t, ..)| *t == ticket) else {
            return Vec::new();
        };
        let swap = [(from.clone(), false), (to.clone(), true)];
        let mut edits = Vec::new();
        for (tag, on) in swap {
            edits.extend(stories.iter().map(|story| Edit::Tag {
                story: *story,
                tag: tag.clone(),
                on,
            }));
            edits.extend(notes.iter().map(|(story, note)| Edit::NoteTag {
                story: *story,
                note: *note,
                tag: tag.clone(),
                on,
            }));
        }
        let n = (stories.len() + notes.len()).to_string();
        let holes = [("from", &*from), ("to", &*to), ("n", n.as_str())];
        let words = self.words.fill("toast.retagged", &holes);
        self.save_saying(edits, words)
    }

    pub(in crate::app) fn open_history(&mut self) -> Effects {
        let ticket = self.ticket();
        self.waiting.history = (ticket, false);
        vec![Effect::History { ticket }]
    }

    /// The history came: a new page, or the one that is shown, anew.
    pub(in crate::app) fn history_came(&mut self, steps: &Steps) -> Effects {
        let again = self.waiting.history.1;
        let mut sheet = self.pen().history(steps);
        sheet.fit(self.size, self.ruler);
        sheet.edition = self.edition;
        match self.overlays.last_mut() {
            Some(Overlay::Sheet(old)) if again && old.about == About::History => old.replace(sheet),
            _ if again => {}
            _ => self.overlays.push(Overlay::Sheet(Box::new(sheet))),
        }
        Vec::new()
    }

    /// Asks for the history anew where it is shown.
    pub(in crate::app) fn refresh_history(&mut self) -> Effects {
        let shown = |o: &Overlay| matches!(o, Overlay::Sheet(s) if s.about == About::History);
        if !self.overlays.last().is_some_and(shown) {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.waiting.history = (ticket, true);
        vec![Effect::History { ticket }]
    }

    /// Undoes down to a step of the history, or redoes up to it.
    pub(in crate::app) fn turn_steps(&mut self, n: u32, back: bool) -> Effects {
        let mut effects = Vec::new();
        for _ in 0..n {
            effects.extend(if back { self.undo() } else { self.redo() });
        }
        effects
    }

    pub(in crate::app) fn choose_export(&mut self) -> Effects {
        let group: Clean = self.words.get("export.title").into();
        let row = |form: Form| {
            let label = Clean::from(form.title());
            Choice {
                group: group.clone(),
                name: Clean::from(form.name()),
                label,
                detail: self.words.get(&format!("export.{}", form.name())).into(),
                keys: Clean::default(),
                pick: Pick::Export(form),
            }
        };
        let choices = Form::ALL.map(row).into();
        self.overlays
            .push(Overlay::Menu(Menu::new(Purpose::Export, choices)));
        Vec::new()
    }

    pub(in crate::app) fn ask_export(&mut self, form: Form) -> Effects {
        let ask = Ask::new(Question::Export(form), form.place());
        self.overlays.push(Overlay::Ask(ask));
        Vec::new()
    }

    /// What changed in a story since a note was made.
    pub(in crate::app) fn compared(&mut self, parts: Option<&[Part]>) -> Effects {
        let Some(parts) = parts else {
            return self.say_key("toast.no-revision", &[]);
        };
        if parts.iter().all(|p| matches!(p, Part::Same(_))) {
            return self.say_key("toast.same-text", &[]);
        }
        let mut sheet = self.pen().changes(parts);
        sheet.fit(self.size, self.ruler);
        self.overlays.push(Overlay::Sheet(Box::new(sheet)));
        Vec::new()
    }

    /// What an undo or redo did, in words: the first edit, and how many more.
    pub(in crate::app) fn say_turned(&mut self, words: UndoWords, edits: &[Edit]) -> Effects {
        let first = edits
            .first()
            .map(|edit| self.pen().deed(edit, &HashMap::new()))
            .unwrap_or_default();
        self.say_key(words.done, &[("n", &edits.len().to_string()), ("what", &first)])
    }
}
