//! Trains the guess by sound from lists of names and of words that are none.

use jobo::entity::tagger::guess::{self, KINDS, ROWS, SCALE, grams};
use jobo::entity::tagger::unit::Units;

use crate::chance::Chance;
use crate::names::{self, Listed};

/// Words with the kind of each: none, person, place, body.
fn words(lists: &[Listed]) -> Vec<(Vec<u32>, u8)> {
    let mut all = Vec::new();
    for one in lists {
        let kind = match one.class {
            None => 0,
            Some(names::PERSON | names::FULL | names::GIVEN | names::SURNAME) => 1,
            Some(names::PLACE | names::TOWN) => 2,
            Some(names::BODY) => 3,
            _ => continue,
        };
        for word in one.name.split([' ', '·', '・']).filter(|w| !w.is_empty()) {
            let units = Units::of(word);
            if units.words.len() == 1 && units.units.len() >= 2 {
                all.push((units.units.iter().map(|u| u.key).collect(), kind));
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Trains; gives the table as bytes.
pub(crate) fn train(lists: &[Listed], rounds: usize, chance: &mut Chance) -> Vec<u8> {
    let mut words = words(lists);
    let mut table = vec![[0f32; KINDS]; ROWS];
    let mut sums = vec![[1e-4f32; KINDS]; ROWS];
    let mut rows = Vec::new();
    for round in 0..rounds {
        chance.shuffle(&mut words);
        let mut right = 0;
        for (keys, kind) in &words {
            rows.clear();
            let last = keys.len() - 1;
            grams(keys, |at, row, ends| {
                if !ends || at == last {
                    rows.push(row);
                }
            });
            let mut scores = [0f32; KINDS];
            for row in &rows {
                (0..KINDS).for_each(|k| scores[k] += table[*row][k]);
            }
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let shares = scores.map(|s| (s - top).exp());
            let sum: f32 = shares.iter().sum();
            right += usize::from(scores[usize::from(*kind)] >= top);
            for row in &rows {
                for k in 0..KINDS {
                    let gradient = shares[k] / sum - f32::from(u8::from(k == usize::from(*kind)))
                        + 1e-5 * table[*row][k];
                    sums[*row][k] += gradient * gradient;
                    table[*row][k] -= 0.15 * gradient / sums[*row][k].sqrt();
                }
            }
        }
        eprintln!(
            "sound, round {round}: {:.1} % of {} words right",
            100.0 * right as f64 / words.len().max(1) as f64,
            words.len()
        );
    }
    let bytes = table
        .iter()
        .flatten()
        .map(|w| (w * SCALE).round().clamp(-127.0, 127.0) as i8 as u8);
    let bytes: Vec<u8> = bytes.collect();
    assert_eq!(bytes.len(), guess::BYTES);
    bytes
}
