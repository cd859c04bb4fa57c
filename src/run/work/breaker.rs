//! Breaks long stories into lines while their beginning is read already.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use super::guarded;
use crate::app::msg::Msg;
use crate::app::reader::lines::{Lines, Measure};
use crate::app::words::Words;
use crate::library::value::Story;
use crate::run::events::Event;

/// A story to break.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) story: Arc<Story>,
    pub(super) measure: Measure,
}

/// Works until nobody asks any more. A pane that was made narrower ten times meanwhile asks once.
pub(super) fn work(words: &Words, jobs: &Receiver<Job>, send: &Sender<Event>) {
    while let Ok(first) = jobs.recv() {
        let Job { story, measure } = jobs.try_iter().last().unwrap_or(first);
        let broken = guarded("breaker", send, || Lines::new(&story, measure, words, usize::MAX));
        if let Some(lines) = broken {
            let row = story.header.row;
            let lines = Arc::new(lines);
            let _ = send.send(Event::Msg(Msg::Broken { row, measure, lines }));
        }
    }
}
