//! Edits a thousand invented articles and prints how many passages are found again, and how long one takes.
//!
//! `cargo run --release --example anchors [COUNT [show]]`; the table is in `docs/notes.md`.

#[path = "../generate/tables.rs"]
mod tables;
#[path = "../generate/words.rs"]
#[allow(dead_code, reason = "shared with the other programs of the benchmarks")]
mod words;

mod edits;

use std::time::{Duration, Instant};

use edits::{KINDS, Outcome};
use jobo::article::anchor::Page;

fn main() {
    let count = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000);
    let shown = std::env::args().nth(2).is_some_and(|word| word == "show");
    let mut table = vec![[0u32; 5]; KINDS.len()];
    let mut times = Vec::new();
    for n in 0..count {
        let Some(trial) = edits::trial(n) else { continue };
        let standing = Page::of(&trial.new).find(&trial.anchor);
        // The least of five: others work on this machine, too.
        let time = |_| {
            let begun = Instant::now();
            std::hint::black_box(Page::of(&trial.new).find(&trial.anchor));
            begun.elapsed()
        };
        times.push(((0..5).map(time).min().unwrap_or_default(), trial.old.len()));
        let outcome = trial.judge(&standing);
        if shown && !matches!(outcome, Outcome::Anchored | Outcome::Moved) {
            println!("{n} {:?} {outcome:?} {:?} {standing:?}", trial.kind, trial.anchor);
        }
        let row = KINDS
            .iter()
            .position(|(kind, _)| *kind == trial.kind)
            .unwrap_or_default();
        table[row][outcome as usize] += 1;
    }
    println!("| edit | articles | anchored | moved, said | orphan | wrong, said | wrong, unsaid |");
    println!("|---|---|---|---|---|---|---|");
    for ((_, name), row) in KINDS.iter().zip(&table) {
        line(name, row);
    }
    let kept = &table[..KINDS.len() - 1];
    let sum = kept
        .iter()
        .fold([0; 5], |sum, row| std::array::from_fn(|n| sum[n] + row[n]));
    line("all in which the quote is still there", &sum);
    let all: u32 = sum.iter().sum();
    println!(
        "\nfound again at the right place: {:.2} %",
        f64::from(sum[0] + sum[1]) * 100.0 / f64::from(all)
    );
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].0;
    let bytes = times.iter().map(|(_, bytes)| bytes).sum::<usize>() / times.len();
    println!(
        "one note in an article of {bytes} bytes: median {}, 99 % within {}, worst {}",
        micros(at(50)),
        micros(at(99)),
        micros(at(100))
    );
}

fn line(name: &str, row: &[u32; 5]) {
    let all: u32 = row.iter().sum();
    println!(
        "| {name} | {all} | {} | {} | {} | {} | {} |",
        row[0], row[1], row[2], row[3], row[4]
    );
}

fn micros(time: Duration) -> String {
    format!("{} µs", time.as_micros())
}
