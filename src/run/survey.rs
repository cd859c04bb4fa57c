//! Asks the terminal outside of the screen, for the report on it.

use std::io::Write;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::events::{Event, Input};
use super::look;
use super::probe::{self, Answers};
use super::terminal::{self, Mouse, Out};

/// What the terminal answers now; `None` where there is none that can be asked. Waits until all was answered, or for as
/// long as `patience`. What is written to be measured is written on the other screen.
pub fn ask(patience: Duration) -> Option<Answers> {
    terminal::check().ok().filter(|()| !patience.is_zero())?;
    let questions = probe::questions(terminal::size(), look::links())?;
    terminal::take(Mouse::Off).ok()?;
    let answers = listen(&questions, patience);
    terminal::clusters_were_off(answers.is_some_and(Answers::clusters_were_off));
    terminal::give_back();
    answers
}

fn listen(questions: &str, patience: Duration) -> Option<Answers> {
    let mut out = Out::new().ok()?;
    out.write_all(questions.as_bytes()).ok()?;
    out.send().ok()?;
    let (send, events) = mpsc::channel();
    let mut input = Input::start(send, (Some(Instant::now()), patience)).ok()?;
    let found = events.iter().find_map(|event| match event {
        Event::Found(answers) => Some(Some(answers)),
        Event::Gone => Some(None),
        _ => None,
    });
    input.let_go();
    found.flatten()
}
