//! Invented edits of invented articles, and where each passage went: every letter keeps the number that it had.

use jobo::article::anchor::{Anchor, Standing};
use jobo::text::Clean;
use unicode_normalization::UnicodeNormalization;

use super::words;

/// What is done to an article between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    ParagraphPutIn,
    SentencePutIn,
    TypoElsewhere,
    TypoInQuote,
    QuotesChanged,
    ParagraphMoved,
    ParagraphGone,
    Spacing,
    Decomposed,
    LineEnds,
    FourAtOnce,
    /// The passage itself is taken out: the one right answer is an orphan.
    QuoteGone,
}

pub(crate) const KINDS: &[(Kind, &str)] = &[
    (Kind::ParagraphPutIn, "a paragraph put in"),
    (Kind::SentencePutIn, "a sentence put in next to it"),
    (Kind::TypoElsewhere, "typos corrected elsewhere"),
    (Kind::TypoInQuote, "a typo corrected in the quote"),
    (Kind::QuotesChanged, "quotation marks changed"),
    (Kind::ParagraphMoved, "its paragraph moved"),
    (Kind::ParagraphGone, "another paragraph taken out"),
    (Kind::Spacing, "spacing changed"),
    (Kind::Decomposed, "a decomposed copy (NFD)"),
    (Kind::LineEnds, "other line ends (CRLF)"),
    (Kind::FourAtOnce, "four of these at once"),
    (Kind::QuoteGone, "the quote taken out"),
];

/// What came of one edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// At the right place, and unchanged.
    Anchored,
    /// At the right place, and said to be changed.
    Moved,
    /// Not found.
    Orphan,
    /// At a wrong place that is said to be uncertain or changed.
    WrongSaid,
    /// At a wrong place without a word: must never be.
    WrongUnsaid,
}

/// A letter and the number that it had; none for one that was put in.
type Letter = (char, Option<usize>);

/// One article, one passage and one edit.
pub(crate) struct Trial {
    pub(crate) kind: Kind,
    pub(crate) old: String,
    pub(crate) anchor: Anchor,
    pub(crate) new: Clean,
    /// Letters of the passage in the new text, first and one past the last; `None` if it is gone.
    truth: Option<(usize, usize)>,
}

/// Rolls dice that are the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// Trial number `n`. Some are impossible, as a passage without a second paragraph; then there is none.
pub(crate) fn trial(n: usize) -> Option<Trial> {
    let mut dice = Dice(n as u64 * 7_919 + 17);
    let kind = KINDS[n % KINDS.len()].0;
    let made = words::article(11, n as u64, 5_000);
    let old = Clean::body(&quoted(
        &format!("{}\n{}", made.headline, made.text.replace("\n\n", "\n")),
        &mut dice,
    ));
    let letters: Vec<char> = old.chars().collect();
    let (from, to) = passage(&letters, &mut dice);
    let byte = |at: usize| letters[..at].iter().map(|c| c.len_utf8()).sum::<usize>() as u32;
    let anchor = Anchor::new(&old, byte(from)..byte(to))?;
    let from = old.get(..anchor.start as usize)?.chars().count();
    let to = from + anchor.quote.chars().count();
    let mut text: Vec<Letter> = letters.iter().enumerate().map(|(n, c)| (*c, Some(n))).collect();
    edit(kind, &mut text, (from, to), &mut dice, n);
    let truth = hull(&text, from, to);
    let new: String = text.iter().map(|(c, _)| c).collect();
    let new = match kind {
        Kind::Decomposed => new.nfd().collect(),
        Kind::LineEnds => new.replace('\n', "\r\n"),
        _ => new,
    };
    let clean = Clean::body(&new);
    // Blanks at the ends of lines may go; the numbers are then off by those, which no verdict notices.
    Some(Trial {
        kind,
        old: old.into_string(),
        anchor,
        new: clean,
        truth,
    })
}

/// Puts quotation marks around a few words, so that there are some to change.
fn quoted(text: &str, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut open = None;
    for c in text.chars() {
        if c == ' ' && open.is_none() && dice.below(9) == 0 {
            out.push_str(" “");
            open = Some(());
        } else if matches!(c, ' ' | '.' | '\n') && open.take().is_some() {
            out.push('”');
            out.push(c);
        } else {
            out.push(c);
        }
    }
    out
}

/// A word, a clause, a sentence or more than a paragraph.
fn passage(letters: &[char], dice: &mut Dice) -> (usize, usize) {
    let length = match dice.below(5) {
        0 => 2 + dice.below(5),
        1 => 8 + dice.below(10),
        2 | 3 => 20 + dice.below(60),
        _ => 100 + dice.below(300),
    };
    let length = length.min(letters.len() / 2);
    let from = dice.below(letters.len() - length);
    let range = from..from + length;
    // Nobody begins a quote with the full stop of the sentence before it.
    let word = |at: &usize| letters[*at].is_alphanumeric();
    let first = range.clone().find(word).unwrap_or(from);
    let last = range.rev().find(word).unwrap_or(first);
    (first, last + 1)
}

fn edit(kind: Kind, text: &mut Vec<Letter>, quote: (usize, usize), dice: &mut Dice, n: usize) {
    match kind {
        Kind::ParagraphPutIn => paragraph_put_in(text, dice, n),
        Kind::SentencePutIn => sentence_put_in(text, quote, dice, n),
        Kind::TypoElsewhere => (0..6).for_each(|_| typo(text, dice, |id| !inside(id, quote))),
        Kind::TypoInQuote => typo(text, dice, |id| inside(id, quote)),
        Kind::QuotesChanged => text.iter_mut().for_each(|(c, _)| {
            if matches!(c, '“' | '”') {
                *c = '"';
            }
        }),
        Kind::ParagraphMoved => paragraph_moved(text, quote, dice),
        Kind::ParagraphGone => paragraph_gone(text, quote, dice),
        Kind::Spacing => (0..12).for_each(|_| spacing(text, quote, dice)),
        Kind::Decomposed | Kind::LineEnds => {}
        Kind::FourAtOnce => {
            paragraph_put_in(text, dice, n);
            (0..3).for_each(|_| typo(text, dice, |id| !inside(id, quote)));
            (0..4).for_each(|_| spacing(text, quote, dice));
            paragraph_gone(text, quote, dice);
        }
        Kind::QuoteGone => text.retain(|(_, id)| id.is_none_or(|id| !inside(id, quote))),
    }
}

fn inside(id: usize, quote: (usize, usize)) -> bool {
    (quote.0..quote.1).contains(&id)
}

fn sentence(n: usize, dice: &mut Dice) -> String {
    let other = words::article(12, (n + dice.below(900)) as u64, 5_000);
    other.text.lines().next().unwrap_or_default().to_owned()
}

fn put_in(text: &mut Vec<Letter>, at: usize, words: &str) {
    text.splice(at..at, words.chars().map(|c| (c, None)));
}

fn paragraph_put_in(text: &mut Vec<Letter>, dice: &mut Dice, n: usize) {
    let ends: Vec<usize> = (0..text.len()).filter(|at| text[*at].0 == '\n').collect();
    let at = ends[dice.below(ends.len())];
    let words = format!("\n{}", sentence(n, dice));
    put_in(text, at, &words);
}

fn sentence_put_in(text: &mut Vec<Letter>, quote: (usize, usize), dice: &mut Dice, n: usize) {
    let words = sentence(n, dice);
    if dice.below(2) == 0 {
        put_in(text, quote.0, &format!("{words} "));
    } else {
        put_in(text, quote.1, &format!(" {words}"));
    }
}

/// Another letter in the place of one; it keeps its number.
fn typo(text: &mut [Letter], dice: &mut Dice, may: impl Fn(usize) -> bool) {
    let places: Vec<usize> = (0..text.len())
        .filter(|at| text[*at].0.is_alphanumeric() && text[*at].1.is_some_and(&may))
        .collect();
    if let Some(at) = places.get(dice.below(places.len())) {
        text[*at].0 = ['갑', 'x', '7', '는', 'や', '的'][dice.below(6)];
    }
}

/// The paragraphs as ranges without their marks.
fn paragraphs(text: &[Letter]) -> Vec<std::ops::Range<usize>> {
    let mut from = 0;
    let mut found = Vec::new();
    for at in 0..=text.len() {
        if at == text.len() || text[at].0 == '\n' {
            found.push(from..at);
            from = at + 1;
        }
    }
    found
}

fn holds(text: &[Letter], range: &std::ops::Range<usize>, quote: (usize, usize)) -> bool {
    text[range.clone()]
        .iter()
        .any(|(_, id)| id.is_some_and(|id| inside(id, quote)))
}

/// Moves every paragraph that the passage is in to another place.
fn paragraph_moved(text: &mut Vec<Letter>, quote: (usize, usize), dice: &mut Dice) {
    let all = paragraphs(text);
    let (own, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|range| holds(text, range, quote));
    let at = dice.below(rest.len() + 1);
    let mut order = rest;
    order.splice(at..at, own);
    *text = join(text, &order);
}

fn paragraph_gone(text: &mut Vec<Letter>, quote: (usize, usize), dice: &mut Dice) {
    let mut all = paragraphs(text);
    let free: Vec<usize> = (0..all.len()).filter(|n| !holds(text, &all[*n], quote)).collect();
    if let Some(gone) = free.get(dice.below(free.len())) {
        all.remove(*gone);
        *text = join(text, &all);
    }
}

fn join(text: &[Letter], order: &[std::ops::Range<usize>]) -> Vec<Letter> {
    let mut joined = Vec::with_capacity(text.len());
    for range in order {
        if !joined.is_empty() {
            joined.push(('\n', None));
        }
        joined.extend_from_slice(&text[range.clone()]);
    }
    joined
}

/// Takes a blank out or puts one in, in or near the passage half of the time.
fn spacing(text: &mut Vec<Letter>, quote: (usize, usize), dice: &mut Dice) {
    let near = |id: usize| inside(id, (quote.0.saturating_sub(30), quote.1 + 30));
    let narrow = dice.below(2) == 0;
    let places: Vec<usize> = (1..text.len().saturating_sub(1))
        .filter(|at| !narrow || text[*at].1.is_some_and(near))
        .filter(|at| [at - 1, *at, at + 1].iter().all(|n| text[*n].0 != '\n'))
        .collect();
    let Some(at) = places.get(dice.below(places.len())).copied() else {
        return;
    };
    match (text[at - 1].0, text[at].0) {
        (_, ' ') => drop(text.remove(at)),
        (' ', _) => {}
        _ => put_in(text, at, " "),
    }
}

/// From the first to the last letter of the passage that is still there.
fn hull(text: &[Letter], from: usize, to: usize) -> Option<(usize, usize)> {
    let own = |letter: &Letter| letter.1.is_some_and(|id| inside(id, (from, to)));
    let first = text.iter().position(own)?;
    let last = text.iter().rposition(own)?;
    Some((first, last + 1))
}

impl Trial {
    /// Finds the passage again and judges what came of it.
    pub(crate) fn judge(&self, standing: &Standing) -> Outcome {
        let Some(at) = standing.at() else {
            return Outcome::Orphan;
        };
        let count = |byte: u32| self.new.get(..byte as usize).unwrap_or_default().chars().count();
        let (start, end) = (count(at.start), count(at.end));
        let right = self.truth.is_some_and(|(from, to)| {
            let shared = end.min(to).saturating_sub(start.max(from));
            let all = end.max(to) - start.min(from);
            shared * 5 >= all * 4 || (start.abs_diff(from) <= 1 && end.abs_diff(to) <= 1)
        });
        match (right, standing) {
            (true, Standing::Anchored { .. }) => Outcome::Anchored,
            (true, _) => Outcome::Moved,
            (false, Standing::Moved { .. }) => Outcome::WrongSaid,
            (false, _) => Outcome::WrongUnsaid,
        }
    }
}
