//! Invented edits of invented articles: no note ever hangs at a wrong place without saying so.

#[path = "../benches/generate/tables.rs"]
mod tables;
#[path = "../benches/generate/words.rs"]
#[allow(dead_code, reason = "shared with the programs of the benchmarks")]
mod words;

#[path = "../benches/anchors/edits.rs"]
mod edits;

use edits::{KINDS, Kind, Outcome};
use jobo::article::anchor::Page;

#[test]
fn passages_are_found_again_or_said_to_be_lost() {
    let (mut there, mut found) = (0, 0);
    for n in 0..25 * KINDS.len() {
        let Some(trial) = edits::trial(n) else { continue };
        let standing = Page::of(&trial.new).find(&trial.anchor);
        let outcome = trial.judge(&standing);
        assert_ne!(
            outcome,
            Outcome::WrongUnsaid,
            "{n} {:?} {:?}",
            trial.anchor,
            standing
        );
        if trial.kind != Kind::QuoteGone {
            there += 1;
            found += usize::from(matches!(outcome, Outcome::Anchored | Outcome::Moved));
        }
        // Nothing is needed to find it where nothing changed.
        assert_eq!(trial.anchor.find(&trial.old).at(), Some(trial.anchor.bytes()));
    }
    assert!(found * 100 >= there * 99, "{found} of {there}");
}
