//! How far long work is: a bar on standard error, only where someone looks at it.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::app::words::{Words, count};
use crate::library::value::Progress;

/// How many times a second it is drawn.
const HERTZ: u8 = 10;

/// A bar with count and rate. Ctrl-C ends the work wherever it is: what was taken in is whole and stays.
#[derive(Debug)]
pub(super) struct Bar<'w> {
    bar: ProgressBar,
    words: &'w Words,
}

impl<'w> Bar<'w> {
    pub(super) fn new(words: &'w Words) -> Self {
        // A terminal that cannot place text would show every step of the bar below the last one.
        let plain = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        let target = if std::io::stderr().is_terminal() && !plain {
            ProgressDrawTarget::stderr_with_hz(HERTZ)
        } else {
            ProgressDrawTarget::hidden()
        };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(0), target).with_style(style);
        Self { bar, words }
    }

    pub(super) fn show(&self, progress: Progress) {
        self.bar.set_length(progress.total.into());
        self.bar.set_position(progress.done.into());
        if self.bar.is_hidden() {
            return;
        }
        let (rate, left) = (count(progress.rate), count(progress.unindexed));
        let key = if progress.done < progress.total {
            "cli.rate"
        } else {
            "cli.naming-rate"
        };
        let words = self.words.fill(key, &[("rate", &rate), ("left", &left)]);
        self.bar.set_message(words.into_string());
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}
