//! What the tagger looks at around each unit.
//!
//! Every observation is a number: a template's number mixed with what was seen. The tables are looked up by these
//! numbers alone, so a template costs a line here and nothing else.

use crate::entity::tagger::guess::Guess;
use crate::entity::tagger::known::{Hit, Known};
use crate::entity::tagger::unit::{Class, Units, mix};

const PAD: usize = 4;

/// Where an observation comes from; training drops those of the lists at times, so that they do not carry all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The text itself.
    Text,
    /// The lists of names.
    List,
    /// The sound of a word.
    Sound,
}

/// Where a unit stands in its word.
struct Spot {
    /// Units before it.
    place: u32,
    /// Units after it.
    rest: u32,
    /// The padded place of the word's first unit.
    first: usize,
    /// The padded place of its last unit.
    last: usize,
    /// The identity of the word.
    id: u32,
}

/// A text made ready for observing.
#[derive(Debug)]
pub struct Scene {
    text: Units,
    ids: Vec<u32>,
    spaces: Vec<bool>,
    classes: Vec<Class>,
    pairs: Vec<u32>,
    codes: Vec<u8>,
    hits: Vec<Hit>,
    starts: Vec<u32>,
    covers: Vec<u32>,
}

impl Scene {
    /// Makes a text ready for [`telling`](Self::telling). Cost: a few passes.
    pub fn of(text: Units) -> Self {
        let n = text.units.len();
        let mut ids = vec![3; n + 2 * PAD];
        let mut spaces = vec![true; n + 2 * PAD];
        let mut classes = vec![Class::Edge; n + 2 * PAD];
        for (at, unit) in text.units.iter().enumerate() {
            ids[at + PAD] = unit.id;
            spaces[at + PAD] = unit.space;
            classes[at + PAD] = unit.class;
        }
        let pairs = (0..ids.len() - 1)
            .map(|at| mix(ids[at], ids[at + 1].wrapping_add(u32::from(spaces[at + 1]))))
            .collect();
        Self {
            text,
            ids,
            spaces,
            classes,
            pairs,
            codes: Vec::new(),
            hits: Vec::new(),
            starts: Vec::new(),
            covers: Vec::new(),
        }
    }

    /// Looks up lists and sounds for [`observe`](Self::observe) and [`rest`](Self::rest) at the units that are open.
    pub fn look_up(&mut self, known: Option<&Known>, guess: Option<Guess>, open: &[bool]) {
        self.codes = guess.map_or_else(Vec::new, |g| g.codes(&self.text, open));
        if let Some(known) = known {
            self.cover(known, open);
        }
    }

    /// The units.
    pub fn units(&self) -> &Units {
        &self.text
    }

    /// Notes for every open unit which names of the lists lie over it.
    fn cover(&mut self, known: &Known, open: &[bool]) {
        let mut hits = std::mem::take(&mut self.hits);
        known.hits(&self.text, open, &mut hits);
        // Of one class from one start only the longest, and the longest that ends with its word.
        let mut keep = vec![false; hits.len()];
        for (at, hit) in hits.iter().enumerate() {
            let later = hits[at + 1..].iter().take_while(|h| h.from == hit.from);
            let mut same = later.filter(|h| h.class == hit.class);
            keep[at] = if hit.whole {
                !same.any(|h| h.whole)
            } else {
                same.next().is_none()
            };
        }
        let mut keep = keep.into_iter();
        hits.retain(|_| keep.next().unwrap_or(false));
        let mut counts = vec![0u32; self.text.units.len() + 1];
        for hit in &hits {
            (hit.from..hit.until).for_each(|u| counts[u as usize + 1] += 1);
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        let mut fill = counts.clone();
        self.covers = vec![0; counts.last().copied().unwrap_or(0) as usize];
        for (at, hit) in hits.iter().enumerate() {
            for u in hit.from..hit.until {
                self.covers[fill[u as usize] as usize] = at as u32;
                fill[u as usize] += 1;
            }
        }
        self.starts = counts;
        self.hits = hits;
    }

    /// Tells all observations at a unit.
    pub fn observe(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        self.telling(at, each);
        self.rest(at, each);
    }

    /// Tells those few that say most about whether a unit belongs to a name at all. They were found by adding, one
    /// after the other, the template that sets the most units outside apart from nearly all of those in names.
    pub fn telling(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        let (i, id, pair) = (at + PAD, &self.ids, &self.pairs);
        let mut tell = |template: u32, seen: u32| each(mix(template, seen), Source::Text);
        tell(4, id[i - 1]);
        tell(12, pair[i - 1]);
        tell(13, pair[i]);
        tell(14, pair[i + 1]);
        tell(35, mix(id[i], self.class(i - 1) | self.class(i + 1) << 6));
        let spot = self.spot(at);
        let (p, r, first, last) = (spot.place.min(5), spot.rest.min(5), spot.first, spot.last);
        let length = last + 1 - first;
        tell(51, mix(id[last], r));
        if length >= 2 {
            tell(52, mix(pair[last - 1], r));
            tell(53, mix(pair[first], p));
        }
        if length >= 3 {
            tell(54, mix(mix(pair[last - 2], id[last]), r));
            tell(55, mix(mix(pair[first], id[first + 2]), p));
        }
        tell(56, self.word_id(at, -1));
        tell(57, self.word_id(at, 1));
        tell(60, mix(self.word_id(at, -2), u32::from(p == 0)));
        tell(61, mix(self.word_id(at, 2), u32::from(r == 0)));
        if last + 2 < id.len() {
            tell(66, mix(pair[last + 1], r));
        }
    }

    /// Tells all the others.
    pub fn rest(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        self.around(at, each);
        self.word(at, each);
        self.lists(at, each);
        self.sound(at, each);
    }

    /// The class of a padded place, and whether a blank stands before it.
    fn class(&self, i: usize) -> u32 {
        self.classes[i] as u32 | u32::from(self.spaces[i]) << 5
    }

    /// Where a unit stands in its word.
    fn spot(&self, at: usize) -> Spot {
        let word = self.text.words[self.text.units[at].word as usize];
        Spot {
            place: at as u32 - word.first,
            rest: word.last - 1 - at as u32,
            first: word.first as usize + PAD,
            last: word.last as usize - 1 + PAD,
            id: word.id,
        }
    }

    /// The identity of the word so many words after that of a unit.
    fn word_id(&self, at: usize, by: isize) -> u32 {
        let word = (self.text.units[at].word as usize).checked_add_signed(by);
        let word = word.and_then(|w| self.text.words.get(w));
        word.map_or(7, |w| w.id)
    }

    /// Units, pairs, threes and fours around it, and their classes.
    fn around(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        let (i, s) = (at + PAD, Source::Text);
        let (id, pair) = (&self.ids, &self.pairs);
        let mut tell = |template: u32, seen: u32| each(mix(template, seen), s);
        tell(1, 0);
        for d in [0, 1, 3, 4, 5, 6] {
            tell(2 + d as u32, id[i + d - 3]);
        }
        for d in [0, 1, 5] {
            tell(10 + d as u32, pair[i + d - 3]);
        }
        for d in 0..5 {
            tell(17 + d as u32, mix(pair[i + d - 3], id[i + d - 1]));
        }
        for d in 0..4 {
            tell(23 + d as u32, mix(pair[i + d - 3], pair[i + d - 1]));
        }
        tell(28, mix(mix(pair[i - 2], pair[i]), id[i + 2]));
        let class = |d: usize| self.class(i + d - 3);
        let (b2, b1, c, a1, a2) = (class(1), class(2), class(3), class(4), class(5));
        tell(30, c);
        tell(31, c | b1 << 6);
        tell(32, c | a1 << 6);
        tell(33, c | b1 << 6 | a1 << 12);
        tell(34, c | b1 << 6 | a1 << 12 | b2 << 18 | a2 << 24);
    }

    /// The word of the unit, its parts and its neighbours.
    fn word(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        let i = at + PAD;
        let Spot {
            place,
            rest,
            first,
            last,
            id,
        } = self.spot(at);
        let (p, r) = (place.min(5), rest.min(5));
        let mut tell = |template: u32, seen: u32| each(mix(template, seen), Source::Text);
        tell(40, p);
        tell(41, r);
        tell(42, p | r << 3);
        let tail = if rest == 0 { 5 } else { self.run(i + 1, last) };
        let head = self.run(first, i);
        if rest <= 4 {
            tell(43, tail);
            tell(44, mix(tail, self.ids[i]));
            tell(45, mix(tail, p));
        }
        if place <= 6 {
            tell(46, head);
            tell(47, mix(head, if rest <= 4 { tail } else { 6 }));
        }
        let length = last + 1 - first;
        tell(48, mix(id, p));
        if length >= 3 {
            tell(49, mix(self.run(first, last - 1), p));
        }
        if length >= 4 {
            tell(50, mix(self.run(first, last - 2), p));
        }
        tell(58, mix(self.word_id(at, -1), p));
        tell(59, mix(self.word_id(at, 1), r));
        tell(62, mix(self.word_id(at, -1), self.word_id(at, 1)));
        // The ends of the word before and the start of the one after.
        tell(63, mix(self.pairs[first - 2], p));
        tell(64, mix(self.ids[first - 1], p));
        let next = last + 1;
        tell(65, mix(self.ids[next], r));
        if next + 1 < self.ids.len() {
            tell(67, mix(self.pairs[next], tail));
        }
        let between = self.classes[next] as u32 | (self.classes[first - 1] as u32) << 5;
        tell(68, mix(between, p | r << 3));
    }

    /// The identity of a run of units; both ends are padded places.
    fn run(&self, from: usize, to: usize) -> u32 {
        self.ids[from..=to].iter().fold(0, |h, id| mix(h, *id))
    }

    /// The names of the lists over the unit.
    fn lists(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        let Some(range) = self.starts.get(at..at + 2) else {
            return;
        };
        let mut tell = |template: u32, seen: u32| each(mix(template, seen), Source::List);
        let mut seen = 0u32;
        for hit in &self.covers[range[0] as usize..range[1] as usize] {
            let hit = &self.hits[*hit as usize];
            let place = u32::from(hit.from == at as u32) | u32::from(hit.until == at as u32 + 1) << 1;
            let word = self.text.words[self.text.units[hit.until as usize - 1].word as usize];
            let rest = (word.last - hit.until).min(3);
            let length = (hit.until - hit.from).min(8);
            let class = u32::from(hit.class) | u32::from(hit.several) << 5 | place << 6;
            seen |= 1 << hit.class;
            tell(80, class);
            tell(81, class | length << 8 | rest << 12);
            if rest > 0 && rest < 3 {
                let tail = self.run(hit.until as usize + PAD, word.last as usize - 1 + PAD);
                tell(82, mix(class, tail));
            } else {
                let next = self.ids[word.last as usize + PAD];
                tell(83, mix(class | rest << 8, next));
            }
        }
        tell(84, seen);
    }

    /// What the word sounds like.
    fn sound(&self, at: usize, each: &mut impl FnMut(u32, Source)) {
        if self.codes.is_empty() {
            return;
        }
        let unit = self.text.units[at];
        let word = self.text.words[unit.word as usize];
        if !word.named {
            return;
        }
        let code = |u: u32, back: u32| {
            let at = u.checked_sub(back).filter(|u| *u >= word.first);
            at.map_or(16, |u| u32::from(self.codes[u as usize]))
        };
        let (p, r) = (
            (at as u32 - word.first).min(4),
            (word.last - 1 - at as u32).min(4),
        );
        let mut tell = |template: u32, seen: u32| each(mix(template, seen), Source::Sound);
        let (whole, less, least) = (
            code(word.last - 1, 0),
            code(word.last - 1, 1),
            code(word.last - 1, 2),
        );
        tell(90, whole | p << 5 | r << 8);
        tell(91, less | p << 5 | r << 8);
        tell(92, least | p << 5 | r << 8);
        tell(93, whole | less << 5 | least << 10 | r << 15);
        let own = code(at as u32, 0);
        let tail = if r == 0 {
            5
        } else {
            self.run(at + 1 + PAD, word.last as usize - 1 + PAD)
        };
        tell(94, own | p << 5);
        if r <= 3 {
            tell(95, mix(own | p << 5, tail));
        }
        tell(96, mix(whole | less << 5, self.ids[word.last as usize + PAD]));
    }
}
