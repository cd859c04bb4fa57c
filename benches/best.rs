//! Times work by its best round, because a busy machine only ever adds to one.

use std::time::{Duration, Instant};

/// The best of some rounds, in milliseconds.
pub(crate) fn best(rounds: usize, mut work: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let least = (0..rounds.max(1)).map(time).min().unwrap_or(Duration::ZERO);
    least.as_secs_f64() * 1_000.0
}
