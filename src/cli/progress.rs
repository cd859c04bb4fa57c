//! How far long work is, on standard error and only where someone looks at it: a bar, or now and then a line where
//! nothing may move.

use std::cell::Cell;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::app::words::{Words, count};
use crate::library::value::Progress;

/// How many times a second the bar is drawn.
const HERTZ: u8 = 10;
/// How long nothing is said between two lines: they are read aloud.
const BETWEEN: Duration = Duration::from_secs(5);

/// Says how far work is. Ctrl-C ends it wherever it is: what was taken in is whole and stays.
#[derive(Debug)]
pub(super) struct Bar<'w> {
    words: &'w Words,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Silent,
    Bar(ProgressBar),
    /// Lines, and when the last one was said.
    Lines(Cell<Instant>),
}

impl<'w> Bar<'w> {
    /// A bar; lines on a terminal that cannot place text.
    pub(super) fn new(words: &'w Words) -> Self {
        let plain = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        if plain {
            return Self::lines(words);
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let target = ProgressDrawTarget::stderr_with_hz(HERTZ);
        let bar = ProgressBar::with_draw_target(Some(0), target).with_style(style);
        Self::seen(words, Way::Bar(bar))
    }

    /// Lines alone.
    pub(super) fn lines(words: &'w Words) -> Self {
        Self::seen(words, Way::Lines(Cell::new(Instant::now())))
    }

    fn seen(words: &'w Words, way: Way) -> Self {
        let looked_at = std::io::stderr().is_terminal();
        let way = if looked_at { way } else { Way::Silent };
        Self { words, way }
    }

    pub(super) fn show(&self, progress: Progress) {
        match &self.way {
            Way::Silent => {}
            Way::Bar(bar) => {
                bar.set_length(progress.total.into());
                bar.set_position(progress.done.into());
                bar.set_message(self.rate(progress));
            }
            Way::Lines(said) => {
                if said.get().elapsed() >= BETWEEN {
                    said.set(Instant::now());
                    let (done, total) = (count(progress.done), count(progress.total));
                    let line = format!("{done}/{total} {}", self.rate(progress));
                    super::complain(&crate::text::Clean::new(&line));
                }
            }
        }
    }

    fn rate(&self, progress: Progress) -> String {
        let (rate, left) = (count(progress.rate), count(progress.unindexed));
        let key = if progress.done < progress.total {
            "cli.rate"
        } else {
            "cli.naming-rate"
        };
        let words = self.words.fill(key, &[("rate", &rate), ("left", &left)]);
        words.into_string()
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        if let Way::Bar(bar) = self.way {
            bar.finish_and_clear();
        }
    }
}
