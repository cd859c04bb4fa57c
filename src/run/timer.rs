//! Wakes the screen after a time, without polling: the thread sleeps until the nearest moment, or for ever.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use std::{io, thread};

use super::events::Event;
use crate::app::msg::{Msg, Ticket};
use crate::article::date::Date;

/// What is to be said at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    Wake(Ticket),
    Midnight,
}

/// The way to the timer's thread.
#[derive(Debug)]
pub(crate) struct Timer(Sender<(Instant, Call)>);

impl Timer {
    pub(crate) fn start(events: Sender<Event>) -> io::Result<Self> {
        let (calls, orders) = mpsc::channel::<(Instant, Call)>();
        let wait = move || {
            let mut due = BinaryHeap::from([Reverse((next_midnight(), Call::Midnight))]);
            loop {
                let wait = due
                    .peek()
                    .map(|Reverse((at, _))| at.saturating_duration_since(Instant::now()));
                match orders.recv_timeout(wait.unwrap_or(Duration::MAX)) {
                    Ok(call) => due.push(Reverse(call)),
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                while due.peek().is_some_and(|Reverse((at, _))| *at <= Instant::now()) {
                    let Some(Reverse((_, call))) = due.pop() else {
                        break;
                    };
                    if call == Call::Midnight {
                        due.push(Reverse((next_midnight(), Call::Midnight)));
                    }
                    if events.send(Event::Msg(said(call))).is_err() {
                        return;
                    }
                }
            }
        };
        thread::Builder::new().name("timer".into()).spawn(wait)?;
        Ok(Self(calls))
    }

    pub(crate) fn wake(&self, ticket: Ticket, after: Duration) {
        let _ = self.0.send((Instant::now() + after, Call::Wake(ticket)));
    }
}

fn said(call: Call) -> Msg {
    match call {
        Call::Wake(ticket) => Msg::Woke(ticket),
        Call::Midnight => Msg::Today(today()),
    }
}

/// This day at this place.
pub(crate) fn today() -> Date {
    let now = jiff::Zoned::now();
    let (day, offset) = (now.date(), now.offset().seconds() / 60);
    Date::day(day.year(), day.month(), day.day(), offset as i16).unwrap_or_default()
}

/// The first moment of tomorrow, and a second, so that it is surely tomorrow. A clock that is set meanwhile makes it
/// late by as much; F5 and a new start know the day again.
fn next_midnight() -> Instant {
    let now = jiff::Zoned::now();
    let left = now
        .date()
        .tomorrow()
        .and_then(|day| day.to_zoned(now.time_zone().clone()))
        .map_or(86_400, |then| {
            then.timestamp().as_second() - now.timestamp().as_second()
        });
    Instant::now() + Duration::from_secs(left.clamp(0, 90_000) as u64 + 1)
}
