//! Reads pictures and makes them fit for the screen, one at a time.

use std::sync::mpsc::{Receiver, Sender};

use super::{guarded, tell};
use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::app::overlay::pictures::State;
use crate::app::words::Said;
use crate::run::events::Event;
use crate::run::pictures::{self, Means};

/// Something about a picture.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) effect: Effect,
    pub(super) means: Means,
}

/// Works until nobody asks any more. Of many pictures that were gone past only the last is read.
pub(super) fn work(jobs: &Receiver<Job>, send: &Sender<Event>) {
    while let Ok(first) = jobs.recv() {
        let mut waiting = vec![first];
        waiting.extend(jobs.try_iter());
        let newest = waiting
            .iter()
            .rposition(|j| matches!(j.effect, Effect::Picture { .. }));
        for (place, job) in waiting.into_iter().enumerate() {
            if matches!(job.effect, Effect::Picture { .. }) && Some(place) != newest {
                continue;
            }
            one(job, send);
        }
    }
}

fn one(job: Job, send: &Sender<Event>) {
    let ticket = match &job.effect {
        Effect::Picture { ticket, .. } => Some(*ticket),
        _ => None,
    };
    match guarded("pictures", send, || pictures::answer(job.effect, job.means)) {
        Some(Ok(Some(msg))) => drop(send.send(Event::Msg(msg))),
        Some(Ok(None)) => {}
        Some(Err(said)) => tell(send, said),
        None => {
            let state = Box::new(State::Fault(Said::new("pictures.broken", [])));
            if let Some(ticket) = ticket {
                let _ = send.send(Event::Msg(Msg::Picture { ticket, state }));
            }
        }
    }
}
