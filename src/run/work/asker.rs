//! Asks the library what the screen wants to know.
//!
//! One thread and one connection. What the eye waits for goes first: an urgent question calls off a slow one, which
//! is asked again afterwards, unless a newer one of its kind has taken its place.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvError, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use super::queue::{Kind, Queue};
use super::{guarded, noting, tell};
use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::article::id::StoryId;
use crate::library::LibraryError;
use crate::library::reader::{Interrupt, Reader};
use crate::library::value::Ordered;
use crate::run::events::Event;
use crate::run::panic;
use crate::text::Clean;

/// The question at hand, as others see it: its kind, and what calls it off.
#[derive(Debug, Clone)]
pub(super) struct AtHand(Arc<Mutex<Option<Kind>>>, Arc<Interrupt>);

impl AtHand {
    pub(super) fn of(reader: &Reader) -> Self {
        Self(Arc::default(), Arc::new(reader.interrupt_handle()))
    }

    fn set(&self, kind: Option<Kind>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = kind;
    }

    /// Calls off the question at hand if one of this kind must not wait for it.
    pub(super) fn make_way(&self, kind: Kind) {
        let at_hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if at_hand.is_some_and(|at_hand| kind.goes_before(at_hand)) {
            self.1.stop();
        }
    }
}

/// Works until nobody asks any more.
pub(super) fn work(reader: &Reader, at_hand: &AtHand, questions: &Receiver<Effect>, send: &Sender<Event>) {
    let mut queue = Queue::default();
    while let Ok(question) = next(&mut queue, questions) {
        let kind = Kind::of(&question);
        at_hand.set(kind);
        let answered = guarded("asker", send, || {
            panic::provoked("worker");
            answer(reader, &question, send)
        });
        at_hand.set(None);
        match answered {
            Some(Ok(Some(event))) => drop(send.send(event)),
            Some(Err(LibraryError::Interrupted)) => queue.put_back(question),
            Some(Err(error)) => tell(send, (&error).into()),
            Some(Ok(None)) | None => {}
        }
    }
}

/// Takes in all that was asked and gives the most urgent of it.
fn next(queue: &mut Queue, questions: &Receiver<Effect>) -> Result<Effect, RecvError> {
    loop {
        while let Ok(question) = questions.try_recv() {
            queue.push(question);
        }
        if let Some(question) = queue.pop() {
            return Ok(question);
        }
        queue.push(questions.recv()?);
    }
}

fn answer(reader: &Reader, question: &Effect, send: &Sender<Event>) -> Result<Option<Event>, LibraryError> {
    let msg = match question {
        Effect::Order { ticket, view } => {
            let totals = reader.totals()?;
            // What holds the words is shown before it is known what is near to them.
            let first =
                |found: Ordered| drop(send.send(Event::Msg(Msg::order(*ticket, found, totals, false))));
            let found = reader.ordered_in_steps(view, first)?;
            Msg::order(*ticket, found, totals, true)
        }
        Effect::Tallies { ticket, rows } => Msg::Tallies {
            ticket: *ticket,
            tallies: reader.tallies(rows)?,
        },
        Effect::Saved { ticket, today } => Msg::SavedSearches {
            ticket: *ticket,
            saved: reader.saved(*today)?,
        },
        Effect::Headers { ticket, rows } | Effect::Targets { ticket, rows } => Msg::Headers {
            ticket: *ticket,
            headers: reader.headers(rows)?,
        },
        Effect::Story { ticket, row } => Msg::Story {
            ticket: *ticket,
            story: reader.story(*row)?.map(Arc::new),
        },
        Effect::Related { ticket, row } => Msg::Related {
            ticket: *ticket,
            row: *row,
            related: reader.related(*row, RELATED)?,
        },
        Effect::Places { ticket, name, view } => Msg::Places {
            ticket: *ticket,
            name: *name,
            places: reader.places(*name, view)?.into(),
        },
        Effect::Facets { ticket } => {
            let (outlets, languages, tags) = reader.facets()?;
            Msg::Facets {
                ticket: *ticket,
                outlets,
                languages,
                tags,
                watched: reader.watched_names()?,
            }
        }
        Effect::Card { ticket, name } => Msg::Card {
            ticket: *ticket,
            card: reader.card(*name)?.map(Arc::new),
        },
        Effect::Mentions { ticket, name, pass } => Msg::Mentions {
            ticket: *ticket,
            name: reader.name(*name)?,
            mentions: reader.mentions(*name, *pass)?,
        },
        Effect::Why { ticket, place } => Msg::Why {
            ticket: *ticket,
            why: reader.why_quoted(*place)?.map(Box::new),
        },
        Effect::Names { ticket, typed, than } => Msg::Names {
            ticket: *ticket,
            names: reader.names_for(*than, typed)?,
        },
        Effect::Glance {
            ticket,
            goal,
            typed,
            today,
        } => Msg::Glanced {
            ticket: *ticket,
            glance: reader.glance(goal, typed, *today)?,
        },
        Effect::Locate { ticket, story } => Msg::Located {
            ticket: *ticket,
            row: reader.row_of(*story)?,
        },
        Effect::Unread {
            ticket,
            view,
            from,
            forward,
        } => Msg::Located {
            ticket: *ticket,
            row: reader.unread(view, *from, *forward)?,
        },
        Effect::Page(story) => match file_of(reader, *story)? {
            Some(file) => return Ok(Some(Event::Page(file))),
            None => Msg::Done("toast.no-file", Clean::default()),
        },
        Effect::Run(outside) => {
            let file = match outside.story {
                Some(story) => file_of(reader, story)?,
                None => None,
            };
            return Ok(Some(Event::Run(outside.clone(), file)));
        }
        question => return Ok(noting::answer(reader, question)?.map(Event::Msg)),
    };
    Ok(Some(Event::Msg(msg)))
}

/// Most related stories that the sidebar is given.
const RELATED: usize = 20;

/// The file that a story was read from.
fn file_of(reader: &Reader, story: StoryId) -> Result<Option<PathBuf>, LibraryError> {
    let Some(row) = reader.row_of(story)? else {
        return Ok(None);
    };
    let sources = reader.story(row)?.map(|story| story.sources).unwrap_or_default();
    Ok(sources.into_iter().map(|s| s.path).find(|path| path.is_file()))
}
