//! A story with what the lists already say about it: the ground on which the patterns work.

use crate::article::language::Language;
use crate::entity::Kind;
use crate::entity::fold::is_quote;
use crate::entity::gazetteer::{Candidate, Gazetteer, Index, Span};
use crate::entity::hash::Map;
use crate::entity::link::{is_given, sounds_alike};
use crate::entity::lists::{Lists, Set};
use crate::entity::particle;
use crate::entity::units::{Script, Sep, Stream};

/// The lists in which a word stands, a bit for each.
#[derive(Debug, Clone, Copy)]
struct Sets {
    /// Those of the whole word.
    whole: u64,
    /// Those of any of its stems.
    stems: u64,
}

/// Ends of words for people by what they do: `내무장관`, `교수팀`.
const ENDS_OF_OFFICES: [&str; 10] = [
    "장관",
    "교수",
    "교수팀",
    "연구팀",
    "연구진",
    "대표팀",
    "대통령",
    "위원장",
    "의원",
    "선수",
];

/// What a hit belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A thing of the own list.
    Entry(u32),
    /// A name of the large list, with its main form.
    Large(Option<&'static str>),
    /// A spelling that the patterns found in this story.
    Local(u32),
}

/// A place where a listed name stands.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Where.
    pub span: Span,
    /// Of what kind.
    pub kind: Kind,
    /// Whose name it is.
    pub owner: Owner,
    /// Whether the spelling needs a second sign.
    pub guarded: bool,
}

#[derive(Debug)]
/// A story's stream, its hits, and how often each stem occurs.
pub struct Scene<'a> {
    /// The words.
    pub stream: Stream<'a>,
    /// The word lists.
    pub lists: &'static Lists,
    /// The known names.
    pub gazetteer: &'static Gazetteer,
    /// The language of the story.
    pub language: Language,
    /// Where known names stand, in order.
    pub hits: Vec<Hit>,
    cover: Vec<u32>,
    counts: Map<&'a str, u32>,
    sets: Vec<Sets>,
}

impl<'a> Scene<'a> {
    /// Looks the known names up in a story.
    pub fn of(stream: Stream<'a>, gazetteer: &'static Gazetteer, lists: &'static Lists) -> Self {
        let mut scene = Self {
            cover: vec![0; stream.words.len()],
            counts: Map::default(),
            sets: Vec::new(),
            language: Language::of(stream.text),
            stream,
            lists,
            gazetteer,
            hits: Vec::new(),
        };
        scene.hits = scene.scan(None, |hit| {
            let span = hit.span;
            hit.kind != Kind::Work || !hit.guarded || scene.is_quoted(span.first as usize, span.last as usize)
        });
        for (at, hit) in scene.hits.iter().enumerate() {
            for word in hit.span.first..=hit.span.last {
                scene.cover[word as usize] = at as u32 + 1;
            }
        }
        for at in 0..scene.stream.words.len() {
            let word = scene.stream.word(at);
            let hangul = scene.stream.words[at].script == Script::Hangul;
            let whole = lists.bits(word);
            let mut sets = Sets { whole, stems: whole };
            for stem in particle::stems(word).filter(|s| hangul || s.len() == word.len()) {
                *scene.counts.entry(stem).or_default() += 1;
                sets.stems |= lists.bits(stem);
            }
            let first = word.chars().next().map_or(0, char::len_utf8);
            sets.stems |= word.get(..first).map_or(0, |c| lists.bits(c));
            scene.sets.push(sets);
        }
        scene
    }

    /// Walks the story once and takes the longest allowed name at each place. The hits are in order and apart.
    pub fn scan(&self, found: Option<(&Index<String>, &[Kind])>, allowed: impl Fn(&Hit) -> bool) -> Vec<Hit> {
        let stream = &self.stream;
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(unit) = stream.units.get(from) {
            let word = stream.words[unit.word as usize];
            let at_word = from as u32 == word.first;
            match self.longest(found, from, at_word, &allowed) {
                Some(hit) => {
                    from = hit.span.until as usize;
                    let before = hits.last().map_or(0, |h: &Hit| h.span.last + 1);
                    hits.push(self.in_full(hit, before));
                    if let Some(next) = stream.units.get(from) {
                        let next = stream.words[next.word as usize];
                        if next.script != Script::Han && from as u32 != next.first {
                            from = next.last as usize;
                        }
                    }
                }
                None if word.script == Script::Han => from += 1,
                None => from = word.last.max(from as u32 + 1) as usize,
            }
        }
        hits
    }

    fn longest(
        &self,
        found: Option<(&Index<String>, &[Kind])>,
        from: usize,
        at_word: bool,
        allowed: impl Fn(&Hit) -> bool,
    ) -> Option<Hit> {
        let may = |hit: &Hit| {
            let product = hit.kind == Kind::Prod;
            (product || !hit.span.numbered) && !self.is_office(hit) && !self.is_title(hit) && allowed(hit)
        };
        let of_list = |span, one: Candidate| Hit {
            span,
            kind: self.gazetteer.kind(one.owner),
            owner: Owner::Entry(one.owner),
            guarded: one.guarded,
        };
        let listed = self
            .gazetteer
            .longest(&self.stream, from, |span, one| may(&of_list(span, one)))
            .map(|(span, one)| of_list(span, one));
        let large = at_word
            .then(|| self.gazetteer.large(&self.stream, from))
            .flatten()
            .map(|(span, known)| Hit {
                span,
                kind: known.kind,
                owner: Owner::Large(known.main),
                guarded: false,
            });
        let local = found.and_then(|(index, kinds)| {
            let (span, s) = index.longest(&self.stream, from)?;
            Some(Hit {
                span,
                kind: kinds[s.owner as usize],
                owner: Owner::Local(s.owner),
                guarded: false,
            })
        });
        // Of equally long ones the own list speaks first, then the story, then the large list.
        [large, local, listed]
            .into_iter()
            .flatten()
            .filter(may)
            .max_by_key(|hit| hit.span.until)
            .map(|hit| match hit.kind {
                Kind::Loc => Hit {
                    span: hit.span.of_place(&self.stream),
                    ..hit
                },
                _ => hit,
            })
    }

    /// A person whom the list knows by one word, with the given name before it. With another given name it is somebody
    /// else: `토스카 머스크` is not the one whom the list calls `머스크`.
    fn in_full(&self, hit: Hit, free: u32) -> Hit {
        let (Owner::Entry(owner), Kind::Per) = (hit.owner, hit.kind) else {
            return hit;
        };
        let Some(before) = hit.span.first.checked_sub(1).filter(|b| *b >= free) else {
            return hit;
        };
        let (given, last) = (self.word(before as usize), hit.span.last as usize);
        let alone = hit.span.first == hit.span.last && self.follows(hit.span.first as usize);
        let same_script = self.stream.words[before as usize].script == self.stream.words[last].script;
        if !alone || !same_script || !is_given(self.lists, given) {
            return hit;
        }
        let start = self.stream.words[before as usize].start;
        let full = self.stream.slice(start, hit.span.end);
        let is_same = |spelling: &str| {
            let first = spelling.split(' ').next().unwrap_or_default();
            spelling.contains(' ')
                && (first == given || sounds_alike(self.lists, Kind::Per, spelling, full, true))
        };
        let same = self.gazetteer.spellings(owner).any(is_same);
        // A spelling that needs a sign is no sign for somebody else.
        if hit.guarded && !same {
            return hit;
        }
        Hit {
            span: Span {
                start,
                first: before,
                ..hit.span
            },
            owner: if same { hit.owner } else { Owner::Large(None) },
            guarded: false,
            ..hit
        }
    }

    /// Whether a body and the next character are an office: `外交部` in `外交部长`.
    fn is_office(&self, hit: &Hit) -> bool {
        let stream = &self.stream;
        let next = stream.units.get(hit.span.until as usize);
        hit.kind == Kind::Org
            && next.is_some_and(|u| u.word == hit.span.last && matches!(u.ch, '长' | '長'))
            && stream
                .slice(hit.span.start, hit.span.end)
                .ends_with(['部', '局', '院', '会', '會', '省', '厅'])
    }

    /// Whether a name stands alone in the brackets of a title and is the name of no work: `〈밀양〉`.
    fn is_title(&self, hit: &Hit) -> bool {
        let around = |c: Option<char>, marks: &[char]| c.is_some_and(|c| marks.contains(&c));
        !matches!(hit.kind, Kind::Work | Kind::Event | Kind::Prod)
            && hit.span.whole
            && around(self.stream.before(hit.span.first as usize), &['〈', '《', '『'])
            && around(self.stream.after(hit.span.last as usize), &['〉', '》', '』'])
    }

    /// The hit that covers a word.
    pub fn hit(&self, word: usize) -> Option<&Hit> {
        let at = self.cover.get(word)?.checked_sub(1)?;
        self.hits.get(at as usize)
    }

    /// How often a stem occurs in the story, whatever follows it.
    pub fn count(&self, stem: &str) -> u32 {
        self.counts.get(stem).copied().unwrap_or(0)
    }

    /// The text of a word.
    pub fn word(&self, at: usize) -> &'a str {
        self.stream.word(at)
    }

    /// Whether a word is in a list.
    pub fn is(&self, set: Set, at: usize) -> bool {
        self.sets.get(at).is_some_and(|s| s.whole & 1 << set as u64 != 0)
    }

    /// The stem of a word that is in a list, and what follows the stem.
    pub fn stem_in(&self, set: Set, at: usize) -> Option<(&'a str, &'a str)> {
        if self.sets.get(at)?.stems & 1 << set as u64 == 0 {
            return None;
        }
        let word = self.word(at);
        let one = word.char_indices().nth(1).map_or(word.len(), |(i, _)| i);
        let last = word.chars().next()?;
        let short = word
            .get(..one)
            .filter(|s| self.lists.has(set, s) && particle::is_tail(last, word.get(one..).unwrap_or("x")));
        let stem = particle::stems(word)
            .filter(|s| self.lists.has(set, s))
            .last()
            .or(short)?;
        Some((stem, word.get(stem.len()..)?))
    }

    /// The stem of a word that carries no list word: the one that the story has most often, the longer of equals.
    pub fn stem(&self, at: usize) -> &'a str {
        let word = self.word(at);
        particle::stems(word)
            .max_by_key(|s| (self.count(s), s.len() == word.len(), s.len()))
            .map_or(
                word,
                |best| {
                    if best == word { particle::strip(word) } else { best }
                },
            )
    }

    /// Whether a word is of Hangul alone, outside of known names, two syllables or more and no ordinary word.
    pub fn is_open(&self, at: usize, stem: &str) -> bool {
        let plain = stem.chars().all(|c| ('가'..='힣').contains(&c));
        plain
            && stem.chars().nth(1).is_some()
            && self.hit(at).is_none_or(|h| h.guarded)
            && !self.lists.has(Set::Ordinary, stem)
            && !self.lists.has(Set::Role, stem)
            && !self.lists.has(Set::Modifier, stem)
            && !ENDS_OF_OFFICES.iter().any(|end| stem.ends_with(end))
    }

    /// Whether a Latin word begins with a capital and goes on in small letters.
    pub fn is_capital(&self, at: usize) -> bool {
        let word = self.word(at);
        let mut chars = word.chars();
        self.stream
            .words
            .get(at)
            .is_some_and(|w| w.script == Script::Latin)
            && chars.next().is_some_and(char::is_uppercase)
            && chars.any(char::is_lowercase)
    }

    /// The text from the start of one word to the end of a stem of another.
    pub fn text(&self, first: usize, last: usize, stem: &str) -> String {
        let start = self.stream.words[first].start;
        let end = self.stream.words[last].start + stem.len() as u32;
        self.stream.slice(start, end).to_owned()
    }

    /// Whether quotation marks stand right around the words `first..=last`.
    pub fn is_quoted(&self, first: usize, last: usize) -> bool {
        self.stream.before(first).is_some_and(is_quote) && self.stream.after(last).is_some_and(is_quote)
    }

    /// Whether a word follows the one before it after a blank.
    pub fn follows(&self, at: usize) -> bool {
        self.stream.follows(at)
    }

    /// What stands before a word.
    pub fn sep(&self, at: usize) -> Sep {
        self.stream.words.get(at).map_or(Sep::Break, |w| w.sep)
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.stream.words.is_empty()
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.stream.words.len()
    }
}
