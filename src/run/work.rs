//! The workers: one that asks the library, one that finds by a few letters, one that writes, one that breaks long
//! stories into lines, one that waits.
//!
//! Each is a thread with a queue. A panic costs the task at hand and not the worker; the reader is told.

mod asker;
mod breaker;
mod finder;
mod noting;
mod pictures;
mod queue;
mod writer;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use super::events::Event;
use super::pictures::Means;
use super::stock::Stock;
use super::timer::Timer;
use crate::app::effect::Effect;
use crate::app::msg::{Msg, Session, Ticket};
use crate::app::words::Said;
use crate::app::words::Words;
use crate::library::Library;
use crate::library::reader::Reader;
use asker::AtHand;
use breaker::Job;
use finder::Newest;
pub(super) use noting::answer as answer_of_notes;
use queue::Kind;

/// How long the writer has to put away what waits, when the program ends: a busy disk may take a second to be sure.
const LAST_WRITES: Duration = Duration::from_secs(3);

/// The ways to the workers.
#[derive(Debug)]
pub(crate) struct Work {
    asker: Sender<Effect>,
    at_hand: AtHand,
    breaker: Sender<Job>,
    finder: Sender<finder::Job>,
    newest: Newest,
    timer: Timer,
    /// Made when the first picture is asked for.
    pictures: Option<Sender<pictures::Job>>,
    /// The last to go: the others let go of the library first, so that the writer folds its log into the file.
    writer: Last,
}

/// The way to the writer. Whatever ends the program, a panic too, waits for what the reader made, but not for ever.
#[derive(Debug)]
struct Last {
    tasks: Option<Sender<Effect>>,
    written: Receiver<()>,
}

impl Last {
    fn send(&self, task: Effect) {
        // Where the writer is gone there is nothing to be done, and the reader was told.
        if let Some(tasks) = &self.tasks {
            let _ = tasks.send(task);
        }
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        self.tasks = None;
        let _ = self.written.recv_timeout(LAST_WRITES);
    }
}

impl Work {
    /// Starts the workers. The reader has answered what the first frame needed; it is the asker's from now on.
    pub(crate) fn start(
        (library, reader): (&Arc<Library>, Reader),
        (stock, encoding, words): (Stock, Option<String>, Words),
        events: &Sender<Event>,
    ) -> io::Result<Self> {
        let (asker, questions) = mpsc::channel();
        let (writer, tasks) = mpsc::channel();
        let (say_written, written) = mpsc::channel();
        let at_hand = AtHand::of(&reader);
        let (seen, send) = (at_hand.clone(), events.clone());
        spawn("asker", move || asker::work(&reader, &seen, &questions, &send))?;
        let (breaker, jobs) = mpsc::channel();
        let send = events.clone();
        spawn("breaker", move || breaker::work(&words, &jobs, &send))?;
        let (finder, sought) = mpsc::channel();
        let newest = Newest::default();
        let (own, seen, send) = (Arc::clone(library), newest.clone(), events.clone());
        spawn("finder", move || finder::work(&own, &seen, &sought, &send))?;
        let (library, send) = (Arc::clone(library), events.clone());
        spawn("writer", move || {
            writer::work(&library, (&stock, encoding.as_deref()), &tasks, &send);
            let _ = say_written.send(());
        })?;
        let timer = Timer::start(events.clone())?;
        Ok(Self {
            asker,
            at_hand,
            breaker,
            finder,
            newest,
            timer,
            pictures: None,
            writer: Last {
                tasks: Some(writer),
                written,
            },
        })
    }

    /// Hands a task to its worker. What the loop does itself is not given here.
    pub(crate) fn take(&mut self, effect: Effect) {
        let kind = Kind::of(&effect);
        match (effect, kind) {
            (Effect::Wake { ticket, after }, _) => self.timer.wake(ticket, after),
            (Effect::Break { story, measure }, _) => drop(self.breaker.send(Job { story, measure })),
            (Effect::Pick { ticket, ask, offers }, _) => {
                self.newest.set(ticket);
                drop(self.finder.send(finder::Job { ticket, ask, offers }));
            }
            (question, Some(kind)) => {
                let _ = self.asker.send(question);
                self.at_hand.make_way(kind);
            }
            (task, None) => self.writer.send(task),
        }
    }

    /// Hands a task about pictures to its worker, which begins with the first one.
    pub(crate) fn picture(&mut self, effect: Effect, means: Means, events: &Sender<Event>) {
        if self.pictures.is_none() {
            let (send, jobs) = mpsc::channel();
            let events = events.clone();
            if let Err(e) = spawn("pictures", move || pictures::work(&jobs, &events)) {
                tracing::warn!(reason = %e, "no thread for pictures");
                return;
            }
            self.pictures = Some(send);
        }
        if let Some(pictures) = &self.pictures {
            let _ = pictures.send(pictures::Job { effect, means });
        }
    }

    /// Writes what waits and the session, and waits for that, but not for ever.
    pub(crate) fn finish(self, session: Session) {
        self.writer.send(Effect::Keep(session));
        self.newest.set(Ticket(u64::MAX));
    }
}

fn spawn(name: &str, task: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.into()).spawn(task).map(drop)
}

/// Tells the reader what went wrong.
fn tell(send: &Sender<Event>, said: Said) {
    tracing::warn!(?said, "told the reader");
    let _ = send.send(Event::Msg(Msg::Trouble(said)));
}

/// Does one task; a panic in it becomes a fault that the reader sees.
fn guarded<T>(worker: &str, send: &Sender<Event>, task: impl FnOnce() -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(task)).ok();
    if done.is_none() {
        tell(send, Said::new("fault.panic", [("worker", worker)]));
    }
    done
}
