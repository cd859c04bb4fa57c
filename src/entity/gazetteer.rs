//! Names known beforehand: an own list with spellings in four languages, and a large list of people and bodies.
//!
//! Both are packed and walked in place, so that opening them costs nothing. A reader's own rows are added at run time.

mod index;
#[cfg(any(test, feature = "train"))]
pub mod pack;
pub mod row;
mod span;
mod walk;
pub mod world;

use std::sync::OnceLock;

use fst::Map;
use fst::raw::CompiledAddr;

use crate::entity::Kind;
use crate::entity::fold::fold;
use crate::entity::hash::Map as Table;
use crate::entity::link::sounds_alike;
use crate::entity::lists::Lists;
use crate::entity::sound::evidence;
use crate::entity::units::{Sep, Stream};
pub use index::{Index, Spelling};
use row::{Field, Row};
pub use span::Span;
use walk::Keys;
use world::{Listed, World};

const LARGE: &[u8] = include_bytes!("../../assets/names/kiwi.fst");
const MAIN_FORMS: &str = include_str!("../../assets/names/kiwi.main.txt");

/// The longest name that is looked for, in units.
const LONGEST: usize = 48;

/// One thing of the own lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its main form, as it is shown.
    pub text: &'a str,
    /// Whether so many stories name it that it tells little.
    pub generic: bool,
}

/// A thing that a folded spelling may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The thing.
    pub owner: u32,
    /// Whether the spelling needs a second sign.
    pub guarded: bool,
}

/// A thing that was added to the packed list.
#[derive(Debug)]
struct Added {
    kind: Kind,
    text: String,
    generic: bool,
}

/// A name of the large list.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// What it is.
    pub kind: Kind,
    /// Its main form where the spelling found is another one.
    pub main: Option<&'static str>,
}

/// All names known beforehand.
#[derive(Debug)]
pub struct Gazetteer {
    /// The packed list of the present world.
    pub world: World,
    added: Vec<Added>,
    additions: Index<String>,
    large: Map<&'static [u8]>,
    /// Where in the large list the names of each first letter lie, and the value up to there.
    large_starts: Table<char, (CompiledAddr, u64)>,
    main_forms: Vec<&'static str>,
    sounds: OnceLock<Sounds>,
}

/// Listed Hangul spellings of four syllables and more by the keys of their sound.
type Sounds = Table<String, Vec<(u32, &'static str)>>;

/// Gathers the spellings of people and bodies that may be compared by sound.
fn sounds(world: &World) -> Sounds {
    let mut sounds = Sounds::default();
    for owner in 0..world.len() as u32 {
        if !matches!(world.kind(owner).0, Kind::Per | Kind::Org) {
            continue;
        }
        let long = |s: &Listed| !s.guarded && evidence::syllables(s.text) >= 4 && !s.text.contains(is_latin);
        for spelling in world.spellings(owner).filter(long) {
            for key in evidence::keys(spelling.text) {
                sounds.entry(key).or_default().push((owner, spelling.text));
            }
        }
    }
    sounds
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

impl Gazetteer {
    /// Opens the embedded lists.
    pub fn bundled() -> Self {
        let large = Map::new(LARGE).expect("the packed list is checked by a test");
        Self {
            world: World::bundled(),
            added: Vec::new(),
            additions: Index::new(Vec::new()),
            large_starts: starts(&large),
            large,
            main_forms: MAIN_FORMS.lines().collect(),
            sounds: OnceLock::new(),
        }
    }

    /// Adds rows to the embedded lists; they win over those where a spelling is in both.
    ///
    /// A row whose main form is that of a listed thing of its kind gives that thing more spellings.
    #[must_use]
    pub fn with(mut self, rows: &[Row]) -> Self {
        let mut spellings = Vec::new();
        for row in rows {
            let known = self.candidates(&fold(row.main())).find(|c| {
                self.entry(c.owner).kind == row.kind && fold(self.entry(c.owner).text) == fold(row.main())
            });
            let owner = known.map_or((self.world.len() + self.added.len()) as u32, |c| c.owner);
            if known.is_none() {
                self.added.push(Added {
                    kind: row.kind,
                    text: row.main().to_owned(),
                    generic: row.generic,
                });
            }
            spellings.extend(row.spellings.iter().map(|(text, _, guarded)| Spelling {
                text: (*text).to_owned(),
                owner,
                guarded: *guarded,
            }));
        }
        self.additions = Index::new(spellings);
        self
    }

    /// How many things the own lists have.
    pub fn len(&self) -> usize {
        self.world.len() + self.added.len()
    }

    /// Whether the own lists have nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A thing of the own lists.
    pub fn entry(&self, owner: u32) -> Entry<'_> {
        if let Some(added) = (owner as usize)
            .checked_sub(self.world.len())
            .and_then(|at| self.added.get(at))
        {
            return Entry {
                kind: added.kind,
                text: &added.text,
                generic: added.generic,
            };
        }
        let (kind, generic) = self.world.kind(owner);
        Entry {
            kind,
            text: self.world.main(owner),
            generic,
        }
    }

    /// The spellings of a thing of the packed list, its main form first.
    pub fn spellings(&self, owner: u32) -> impl Iterator<Item = &'static str> + use<> {
        let world = self.world;
        let listed = ((owner as usize) < world.len()).then(|| world.spellings(owner));
        listed.into_iter().flatten().map(|s| s.text)
    }

    /// What a listed person is known for.
    pub fn field(&self, owner: u32) -> Field {
        self.world.field(owner)
    }

    /// What a thing of the own lists is.
    pub fn kind(&self, owner: u32) -> Kind {
        self.entry(owner).kind
    }

    /// The things that a folded spelling may mean, the likeliest first.
    pub fn candidates(&self, folded: &str) -> impl Iterator<Item = Candidate> {
        let added = self.additions.get(folded).map(|s| Candidate {
            owner: s.owner,
            guarded: s.guarded,
        });
        let listed = self.world.places(folded).map(|place| self.candidate(place));
        added.into_iter().chain(listed)
    }

    /// The thing of a kind that a folded spelling means, if there is only one.
    pub fn means(&self, folded: &str, kind: Kind) -> Option<u32> {
        let mut of_kind = self.candidates(folded).filter(|c| self.kind(c.owner) == kind);
        let first = of_kind.next()?;
        if !first.guarded {
            return Some(first.owner);
        }
        let mut others = of_kind.filter(|c| c.owner != first.owner).peekable();
        if others.peek().is_none() {
            return Some(first.owner);
        }
        let is_main = |c: &Candidate| fold(self.entry(c.owner).text) == folded;
        let mut mains = std::iter::once(first).chain(others).filter(is_main);
        mains.next().filter(|_| mains.next().is_none()).map(|c| c.owner)
    }

    /// Whether a folded spelling is one of a thing.
    pub fn is_of(&self, folded: &str, owner: u32) -> bool {
        self.candidates(folded).any(|c| c.owner == owner)
    }

    /// The longest spelling of the own lists that begins at a unit and means something that is taken.
    pub fn longest(
        &self,
        stream: &Stream,
        from: usize,
        takes: impl Fn(Span, Candidate) -> bool,
    ) -> Option<(Span, Candidate)> {
        let added = self.additions.longest(stream, from).map(|(span, s)| {
            let one = Candidate {
                owner: s.owner,
                guarded: s.guarded,
            };
            (span, one)
        });
        let listed = self
            .world
            .longest(stream, from, |span, place| takes(span, self.candidate(place)))
            .map(|(span, place)| (span, self.candidate(place)));
        let added = added.filter(|(span, one)| takes(*span, *one));
        // Of equally long ones the added one speaks.
        [listed, added]
            .into_iter()
            .flatten()
            .max_by_key(|(span, _)| span.until)
    }

    fn candidate(&self, place: usize) -> Candidate {
        let listed = self.world.listed(place);
        Candidate {
            owner: listed.owner,
            guarded: listed.guarded,
        }
    }

    /// The longest name of the large list, of two words or more, that begins with a word.
    pub fn large(&self, stream: &Stream, from: usize) -> Option<(Span, Known)> {
        let large = self.large.as_fst();
        let first = stream.units.get(from)?;
        // Every name of the list has a blank in it.
        if stream.words.get(first.word as usize + 1)?.sep != Sep::Blank {
            return None;
        }
        let (start, mut value) = *self.large_starts.get(&first.ch)?;
        let mut node = large.node(start);
        let mut best = None;
        let mut bytes = [0; 4];
        let mut blank = false;
        for at in from + 1..stream.units.len().min(from + LONGEST) {
            let unit = stream.units[at];
            if unit.word != stream.units[at - 1].word {
                if stream.words[unit.word as usize].sep != Sep::Blank {
                    break;
                }
                let Some(step) = node.find_input(b' ').map(|i| node.transition(i)) else {
                    break;
                };
                (node, value, blank) = (large.node(step.addr), value + step.out.value(), true);
            }
            let mut lost = false;
            for byte in unit.ch.encode_utf8(&mut bytes).bytes() {
                let Some(step) = node.find_input(byte).map(|i| node.transition(i)) else {
                    lost = true;
                    break;
                };
                (node, value) = (large.node(step.addr), value + step.out.value());
            }
            if lost {
                break;
            }
            if blank && node.is_final() {
                let found = self.known(value + node.final_output().value());
                best = Span::of(stream, from, at + 1).map(|span| (span, found)).or(best);
            }
        }
        best
    }

    /// The main form of a spelling that the large list has, if it is another one.
    pub fn main_of(&self, text: &str) -> Option<&'static str> {
        let value = self.large.get(text.to_lowercase())?;
        self.known(value).main
    }

    /// The thing whose name a foreign name of Hangul letters is another spelling of, if it is one and no other.
    ///
    /// The list is the same whatever stories came before, so that the answer does not hang on their order.
    pub fn sounding(&self, lists: &Lists, kind: Kind, text: &str) -> Option<u32> {
        if evidence::syllables(text) < 4 {
            return None;
        }
        let sounds = self.sounds.get_or_init(|| sounds(&self.world));
        let mut found: Option<u32> = None;
        let keys = evidence::keys(text);
        for (owner, spelling) in keys.iter().filter_map(|key| sounds.get(key)).flatten() {
            let (kind_of, _) = self.world.kind(*owner);
            if kind_of == kind && found != Some(*owner) && sounds_alike(lists, kind, spelling, text, false) {
                if found.is_some() {
                    return None;
                }
                found = Some(*owner);
            }
        }
        found
    }

    /// Unpacks a value of the large list: two bits of kind, then one more than the line of the main form.
    fn known(&self, value: u64) -> Known {
        let kind = match value & 3 {
            1 => Kind::Per,
            2 => Kind::Loc,
            _ => Kind::Org,
        };
        let main = (value >> 2)
            .checked_sub(1)
            .and_then(|line| self.main_forms.get(line as usize).copied());
        Known { kind, main }
    }
}

/// For each letter that a name of the large list begins with, the place after it and the value up to there.
fn starts(large: &Map<&'static [u8]>) -> Table<char, (CompiledAddr, u64)> {
    let large = large.as_fst();
    let mut starts = Table::default();
    let mut open = vec![(Vec::new(), large.root().addr(), 0)];
    while let Some((bytes, addr, value)) = open.pop() {
        if let Some(letter) = str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            starts.insert(letter, (addr, value));
            continue;
        }
        for step in large.node(addr).transitions() {
            let bytes = bytes.iter().copied().chain([step.inp]).collect();
            open.push((bytes, step.addr, value + step.out.value()));
        }
    }
    starts
}

#[cfg(test)]
mod tests;
