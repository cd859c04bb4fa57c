//! Spellings gathered while the program runs: those of one story, and those that a reader adds to the lists.

use std::ops::Range;

use crate::entity::fold::{fold, is_joint};
use crate::entity::gazetteer::span::Span;
use crate::entity::gazetteer::walk::Keys;
use crate::entity::hash::Map;
use crate::entity::units::Stream;

/// One way to write a name.
#[derive(Debug, Clone)]
pub struct Spelling<T> {
    /// As it is written.
    pub text: T,
    /// What it belongs to.
    pub owner: u32,
    /// Whether it is also an ordinary word and needs a second sign.
    pub guarded: bool,
}

/// Spellings that can be looked up along a stream.
#[derive(Debug)]
pub struct Index<T> {
    keys: Vec<(Box<str>, u32)>,
    starts: Map<char, (u32, u32)>,
    spellings: Vec<Spelling<T>>,
}

impl<T: AsRef<str>> Index<T> {
    /// Sorts spellings for looking up. Of two things with the same folded form the first stays.
    pub fn new(spellings: Vec<Spelling<T>>) -> Self {
        let mut keys: Vec<(Box<str>, u32)> = spellings
            .iter()
            .enumerate()
            .map(|(at, s)| (fold(s.text.as_ref()).into(), at as u32))
            .filter(|(key, _): &(Box<str>, u32)| !key.is_empty())
            .collect();
        // Of one thing's spellings of one form the guarded one stays, else the one with most blanks, because a text may
        // leave blanks out.
        keys.sort_by_cached_key(|(key, at)| {
            let spelling = &spellings[*at as usize];
            let blanks = spelling.text.as_ref().chars().filter(|c| is_joint(*c)).count();
            (
                key.clone(),
                spelling.owner,
                !spelling.guarded,
                std::cmp::Reverse(blanks),
            )
        });
        keys.dedup_by(|a, b| a.0 == b.0);
        let mut starts = Map::default();
        for (at, (key, _)) in keys.iter().enumerate() {
            let range = starts
                .entry(key.chars().next().unwrap_or(' '))
                .or_insert((at as u32, 0));
            range.1 = at as u32 + 1;
        }
        Self {
            keys,
            starts,
            spellings,
        }
    }

    /// The spelling whose folded form is `folded`.
    pub fn get(&self, folded: &str) -> Option<&Spelling<T>> {
        let places = self.places(folded);
        self.at(places.start).filter(|_| !places.is_empty())
    }

    /// The longest spelling that begins at a unit and ends where a name may end.
    pub fn longest(&self, stream: &Stream, from: usize) -> Option<(Span, &Spelling<T>)> {
        let (span, place) = Keys::longest(self, stream, from, |_, _| true)?;
        Some((span, self.at(place)?))
    }

    fn at(&self, place: usize) -> Option<&Spelling<T>> {
        self.spellings.get(self.keys.get(place)?.1 as usize)
    }
}

impl<T: AsRef<str>> Keys for Index<T> {
    // All keys of a run begin with its character.
    const SURE: usize = 1;

    fn runs(&self, first: char, _: char) -> [Range<usize>; 2] {
        let (low, high) = self.starts.get(&first).copied().unwrap_or_default();
        [low as usize..high as usize, 0..0]
    }

    fn key(&self, at: usize) -> &str {
        self.keys.get(at).map_or("", |(key, _)| key)
    }

    fn written(&self, at: usize) -> &str {
        self.at(at).map_or("", |s| s.text.as_ref())
    }
}
