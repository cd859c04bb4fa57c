//! Ranks the places where a paragraph may be broken.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness, LineBreakWordOption};

use crate::text::letter;

/// After a blank; in text that is not Korean, wherever Unicode's strict rule allows.
pub(super) const BEST: u8 = 1;
/// Inside an eojeol, but not before a particle.
pub(super) const INSIDE: u8 = 2;
/// Between two syllables where neither row begins nor ends badly.
pub(super) const LETTER: u8 = 3;
/// Between a syllable and the sign or Latin letter before it, which most often is a word and its particle.
pub(super) const PARTICLE: u8 = 4;
/// Anywhere between two clusters.
pub(super) const ANY: u8 = 5;

/// The tier of every byte offset of a paragraph.
pub(super) struct Tiers(Vec<u8>);

impl Tiers {
    /// Ranks the places of a paragraph.
    pub(super) fn of(text: &str, korean: bool) -> Self {
        let mut tiers = vec![ANY; text.len() + 1];
        let unicode = if korean { LETTER } else { BEST };
        for at in opportunities(text, LineBreakWordOption::Normal) {
            tiers[at] = unicode;
        }
        if korean {
            rank_particles(text, &mut tiers);
            rank_inside(text, &mut tiers);
            rank_blanks(text, &mut tiers);
        }
        Self(tiers)
    }

    /// The tier of a place; lower is better.
    pub(super) fn at(&self, offset: usize) -> u8 {
        self.0.get(offset).copied().unwrap_or(ANY)
    }
}

/// Hangul after a closing bracket or quote, a per cent sign, a digit or a Latin letter.
fn rank_particles(text: &str, tiers: &mut [u8]) {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if tiers[at] == LETTER && letter::is_hangul(c) && leads_particle(before) {
            tiers[at] = PARTICLE;
        }
        before = c;
    }
}

fn leads_particle(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            ')' | ']' | '%' | '"' | '\'' | '”' | '’' | '」' | '』' | '》' | '〉' | '％' | '）'
        )
}

fn rank_inside(text: &str, tiers: &mut [u8]) {
    let after_dot = text.match_indices('·').map(|(at, dot)| at + dot.len());
    for at in opportunities(text, LineBreakWordOption::KeepAll).chain(after_dot) {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        let splits_particle = after.is_some_and(letter::is_hangul) && !before.is_some_and(is_hinge);
        let opens_badly = after.is_none_or(|c| tiers[at] == ANY && !c.is_alphanumeric());
        if !splits_particle && !opens_badly {
            tiers[at] = INSIDE;
        }
    }
}

fn rank_blanks(text: &str, tiers: &mut [u8]) {
    let mut before = false;
    for (at, c) in text.char_indices() {
        let blank = c.is_whitespace();
        if before && !blank {
            tiers[at] = BEST;
        }
        before = blank;
    }
}

/// After these a row may end although Hangul follows: they join two names rather than a name and its particle.
fn is_hinge(c: char) -> bool {
    matches!(c, '…' | '·' | '/' | '—' | '―' | '–' | '~' | '-')
}

fn opportunities(text: &str, word: LineBreakWordOption) -> impl Iterator<Item = usize> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    options.word_option = Some(word);
    LineSegmenter::new_for_non_complex_scripts(options).segment_str(text)
}

#[cfg(test)]
mod tests;
