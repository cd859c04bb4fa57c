//! Looks for anything by a few letters, while they are typed.
//!
//! A thread and a connection of its own: what is typed must not wait for what the asker is doing. A newer question
//! overtakes an older one at once. Between questions the thread reads what can be found, in steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::time::{Duration, Instant};

use super::{guarded, tell};
use crate::app::msg::{Msg, Ticket};
use crate::library::finder::{Ask, Finder, Offer};
use crate::library::reader::Reader;
use crate::library::{Library, LibraryError};
use crate::run::events::Event;

/// How often a question is answered anew while headlines are read for the first time.
const ANEW: Duration = Duration::from_millis(200);

/// A question.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) ticket: Ticket,
    pub(super) ask: Ask,
    pub(super) offers: Arc<Vec<Offer>>,
}

/// The newest question, as others see it: what is being answered for an older one is called off.
#[derive(Debug, Clone, Default)]
pub(super) struct Newest(Arc<AtomicU64>);

impl Newest {
    pub(super) fn set(&self, ticket: Ticket) {
        self.0.store(ticket.0, Ordering::Relaxed);
    }

    fn is(&self, ticket: Ticket) -> bool {
        self.0.load(Ordering::Relaxed) == ticket.0
    }
}

/// Works until nobody asks any more.
pub(super) fn work(library: &Library, newest: &Newest, jobs: &Receiver<Job>, send: &Sender<Event>) {
    let mut desk = Desk {
        newest,
        send,
        finder: Finder::default(),
        job: None,
        answered: None,
    };
    let mut reader: Option<Reader> = None;
    loop {
        let job = if desk.finder.is_behind() {
            jobs.try_recv()
        } else {
            jobs.recv().map_err(|_| TryRecvError::Disconnected)
        };
        let job = match job {
            Ok(job) => Some(jobs.try_iter().last().unwrap_or(job)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => return,
        };
        // The library is opened with the first question: many sessions ask none.
        if reader.is_none() {
            match library.reader() {
                Ok(opened) => reader = Some(opened),
                Err(error) => {
                    tell(send, (&error).into());
                    continue;
                }
            }
        }
        let Some(reader) = &reader else { continue };
        let done = guarded("finder", send, || match job {
            Some(job) => desk.take(reader, job),
            None => desk.step(reader),
        });
        match done {
            Some(Ok(())) => {}
            Some(Err(error)) => {
                tell(send, (&error).into());
                desk.finder = Finder::default();
            }
            None => desk.finder = Finder::default(),
        }
    }
}

struct Desk<'a> {
    newest: &'a Newest,
    send: &'a Sender<Event>,
    finder: Finder,
    /// The last question.
    job: Option<Job>,
    /// When it was answered.
    answered: Option<Instant>,
}

impl Desk<'_> {
    fn take(&mut self, reader: &Reader, job: Job) -> Result<(), LibraryError> {
        self.finder.offer(&job.offers);
        self.finder.look(reader)?;
        self.job = Some(job);
        self.answer(reader)
    }

    /// Reads on, and answers the last question anew where that makes a difference.
    fn step(&mut self, reader: &Reader) -> Result<(), LibraryError> {
        let changed = self.finder.step(reader)?;
        let due = self.finder.is_first() && self.answered.is_none_or(|at| at.elapsed() > ANEW);
        if changed || due {
            return self.answer(reader);
        }
        Ok(())
    }

    fn answer(&mut self, reader: &Reader) -> Result<(), LibraryError> {
        let Some(Job { ticket, ask, .. }) = &self.job else {
            return Ok(());
        };
        let ticket = *ticket;
        let stale = || !self.newest.is(ticket);
        let say = |later, findings| {
            let _ = self.send.send(Event::Msg(Msg::Picked {
                ticket,
                later,
                findings,
            }));
        };
        let Some(findings) = self.finder.first(reader, ask, &stale)? else {
            return Ok(());
        };
        let more = findings.more;
        say(false, findings);
        if more && let Some(findings) = self.finder.later(reader, ask, &stale)? {
            say(true, findings);
        }
        self.answered = Some(Instant::now());
        Ok(())
    }
}
