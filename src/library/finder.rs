//! Finds anything of a library by a few letters: headlines, names in all their spellings, outlets, tags, notes, places.
//!
//! All that can be found is kept packed in memory, some eighty bytes a headline, and follows the library in steps: a
//! question is answered between two of them, by what is there already. An answer comes in two parts: what is sure, and
//! later what is only near, which goes below it and moves none of it.

mod glance;
mod stock;

use std::ops::Range;
use std::sync::Arc;

use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::library::value::{Filter, Header, NameId, RowId, View};
use crate::text::Clean;
use crate::text::heap::Heap;
use crate::text::pattern::{Pattern, Rank, Sifted, Tier, top};
pub use glance::{Glance, Said};
use stock::{Build, Stock, Titles};

/// With so many sure hits nothing that is only similar is looked for.
const ENOUGH: usize = 50;
/// With so many hits nothing loose is looked for.
const FEW: usize = 10;
/// Most rows of an answer about one kind of thing.
const MOST: usize = 200;
/// Most headlines beside other kinds of things.
const HEADLINES: usize = 100;
/// Most headlines where other kinds of things come after them.
const AMONG: usize = 10;

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All but texts.
    #[default]
    All,
    /// Headlines.
    Titles,
    /// Texts: not looked through here.
    Bodies,
    /// Names in all their spellings.
    Names,
    /// Outlets.
    Outlets,
    /// Tags.
    Tags,
    /// Notes and what they hang on.
    Notes,
    /// What the program itself offers: commands, and whatever else it names.
    Own,
    /// Named places and stories opened lately.
    Places,
}

/// Where a row leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A story.
    Story(RowId),
    /// A place of a story, by the bytes of its body.
    Passage(RowId, u32, u32),
    /// A name.
    Name(NameId),
    /// An outlet.
    Outlet(Clean),
    /// A tag.
    Tag(Clean),
    /// What the program offers under this number.
    Own(usize),
}

/// What else there is to say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The story of a headline, a note or a place.
    Story(Box<Header>),
    /// A name: its kind, its stories, and the name that the row is another spelling of.
    Name(crate::entity::Kind, u32, Option<Clean>),
    /// So many stories.
    Stories(u32),
    /// Nothing.
    Nothing,
}

/// The group that a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Names.
    Names,
    /// Outlets.
    Outlets,
    /// Tags.
    Tags,
    /// Headlines.
    Titles,
    /// What the program offers.
    Own,
    /// Places.
    Places,
    /// Notes.
    Notes,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The group that it belongs to.
    pub group: Group,
    /// Where it leads.
    pub goal: Goal,
    /// What it is called.
    pub label: Clean,
    /// Bytes of that to light.
    pub lit: Vec<Range<u32>>,
    /// How it answers; `None` where nothing was asked.
    pub tier: Option<Tier>,
    /// What else there is to say.
    pub about: About,
}

/// A part of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The rows.
    pub rows: Vec<Found>,
    /// How many things answered, shown or not.
    pub hits: u32,
    /// How many were looked through.
    pub of: u32,
    /// How many headlines have been read, and how many there are, while they are still being read.
    pub reading: Option<(u32, u32)>,
    /// Whether a second part follows.
    pub more: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// What was typed.
    pub typed: Clean,
    /// What is looked through.
    pub scope: Scope,
}

/// Something that the program itself offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub label: Clean,
    /// Other words for it, the likelier first.
    pub also: Vec<Clean>,
}

/// The groups of a scope, in the order in which equally sure ones are shown.
fn groups(scope: Scope) -> &'static [Group] {
    use Group::{Names, Notes, Outlets, Own, Places, Tags, Titles};
    match scope {
        Scope::All => &[Names, Outlets, Tags, Titles, Own, Places, Notes],
        Scope::Titles => &[Titles],
        Scope::Bodies => &[],
        Scope::Names => &[Names],
        Scope::Outlets => &[Outlets],
        Scope::Tags => &[Tags],
        Scope::Notes => &[Notes],
        Scope::Own => &[Own],
        Scope::Places => &[Places],
    }
}

/// Most rows of a group beside others.
fn share(group: Group) -> usize {
    match group {
        Group::Titles => HEADLINES,
        Group::Names => 4,
        Group::Outlets | Group::Tags => 2,
        Group::Own | Group::Places | Group::Notes => 3,
    }
}

/// What the last question found, for one that goes on from it.
#[derive(Debug)]
struct Memo {
    ask: Ask,
    pattern: Pattern,
    /// Of each group, what answered surely.
    sure: Vec<(Group, Sifted)>,
    /// How many things answered surely.
    hits: usize,
}

/// Looks through a library. One thread has it, and a reader of its own.
#[derive(Debug, Default)]
pub struct Finder {
    stock: Stock,
    build: Option<Build>,
    /// Whether the stock was read to its end once.
    whole: bool,
    version: Option<i64>,
    memo: Option<Memo>,
    own: Own,
}

/// What the program offers, packed.
#[derive(Debug, Default)]
struct Own {
    offers: Arc<Vec<Offer>>,
    heap: Heap,
    /// Of each text of the heap, the offer and how far it is from its label.
    of: Vec<(u32, i64)>,
}

impl Own {
    fn new(offers: Arc<Vec<Offer>>) -> Self {
        let mut own = Self {
            offers: Arc::clone(&offers),
            ..Self::default()
        };
        for (at, offer) in offers.iter().enumerate() {
            own.heap.push(&offer.label);
            own.of.push((at as u32, 0));
            for (nth, also) in offer.also.iter().enumerate() {
                own.heap.push(also);
                own.of.push((at as u32, 1 + nth as i64));
            }
        }
        own
    }
}

impl Finder {
    /// Says what the program itself offers. Cost: nothing if it is what it was.
    pub fn offer(&mut self, offers: &Arc<Vec<Offer>>) {
        if !Arc::ptr_eq(&self.own.offers, offers) {
            self.own = Own::new(Arc::clone(offers));
            self.memo = None;
        }
    }

    /// Sees whether the library has changed; then [`Finder::step`] has something to do. Cost: one number.
    pub fn look(&mut self, reader: &Reader) -> Result<(), LibraryError> {
        let version = reader.data_version()?;
        if self.build.is_none() && self.version != Some(version) {
            self.version = Some(version);
            self.build = Some(Build::new(reader.totals()?));
        }
        Ok(())
    }

    /// Whether there is something to read.
    pub fn is_behind(&self) -> bool {
        self.build.is_some()
    }

    /// Whether it is reading for the first time.
    pub fn is_first(&self) -> bool {
        self.is_behind() && !self.whole
    }

    /// Reads on for about a millisecond; `true` if an answer may be another one now.
    pub fn step(&mut self, reader: &Reader) -> Result<bool, LibraryError> {
        let Some(build) = &mut self.build else {
            return Ok(false);
        };
        if build.step(&self.stock, reader)? {
            if !self.whole {
                self.memo = None;
            }
            return Ok(false);
        }
        let Some(build) = self.build.take() else {
            return Ok(false);
        };
        let fresh = build.finish(reader)?;
        let same = self.whole && fresh == self.stock;
        self.whole = true;
        if !same {
            self.stock = fresh;
            self.memo = None;
        }
        Ok(!same)
    }

    /// Reads all there is to read.
    pub fn read(&mut self, reader: &Reader) -> Result<(), LibraryError> {
        self.look(reader)?;
        while self.is_behind() {
            self.step(reader)?;
        }
        Ok(())
    }

    /// The bytes that headlines take.
    pub fn bytes(&self) -> usize {
        self.stock.titles.bytes()
    }

    /// The headlines as far as they are known.
    fn titles(&self) -> &Titles {
        match &self.build {
            Some(build) if !self.whole => &build.titles,
            _ => &self.stock.titles,
        }
    }

    fn heap(&self, group: Group) -> &Heap {
        match group {
            Group::Titles => &self.titles().heap,
            Group::Names => &self.stock.names.heap,
            Group::Outlets => &self.stock.outlets.heap,
            Group::Tags => &self.stock.tags.heap,
            Group::Notes => &self.stock.notes.heap,
            Group::Places => &self.stock.places.heap,
            Group::Own => &self.own.heap,
        }
    }

    fn blank(&self, scope: Scope) -> Findings {
        let of = groups(scope)
            .iter()
            .map(|group| self.heap(*group).len() as u32)
            .sum();
        let reading = self.build.as_ref().filter(|_| !self.whole);
        Findings {
            of,
            reading: reading.map(|build| (build.titles.heap.len() as u32, build.total)),
            ..Findings::default()
        }
    }

    /// What is sure; `None` if it was called off. What was found for the question before is gone through again where
    /// this one only says more.
    pub fn first(
        &mut self,
        reader: &Reader,
        ask: &Ask,
        stale: &dyn Fn() -> bool,
    ) -> Result<Option<Findings>, LibraryError> {
        let mut findings = self.blank(ask.scope);
        let pattern = Pattern::new(&ask.typed);
        if pattern.is_empty() {
            self.memo = None;
            if ask.typed.is_empty() {
                findings.rows = self.recent(reader, ask.scope)?;
                findings.hits = findings.of;
            }
            return Ok(Some(findings));
        }
        let before = self
            .memo
            .take()
            .filter(|m| m.ask.scope == ask.scope && m.pattern.widens(&pattern));
        let mut sure = Vec::new();
        {
            let sieve = pattern.sieve();
            for group in groups(ask.scope) {
                let heap = self.heap(*group);
                let known = before
                    .as_ref()
                    .and_then(|m| m.sure.iter().find(|(g, _)| g == group));
                let sifted = match known {
                    Some((_, known)) => sieve.surely_among(heap, &known.wide, stale),
                    None => sieve.surely(heap, stale),
                };
                match sifted {
                    Some(sifted) => sure.push((*group, sifted)),
                    None => {
                        // The hits of the query before are still good for the next one.
                        self.memo = before;
                        return Ok(None);
                    }
                }
            }
        }
        let mut ranked: Vec<(Group, Vec<Rank>)> = Vec::new();
        let mut hits = 0;
        for (group, sifted) in &sure {
            let ranks = self.merged(*group, &sifted.ranks);
            hits += ranks.len();
            ranked.push((*group, ranks));
        }
        self.memo = Some(Memo {
            ask: ask.clone(),
            pattern: pattern.clone(),
            sure,
            hits,
        });
        findings.hits = hits as u32;
        findings.more = hits < ENOUGH;
        findings.rows = self.rows(reader, &pattern, ranked, ask.scope != Scope::All)?;
        Ok(Some(findings))
    }

    /// What is only near, the nearer first; `None` if it was called off or nothing was asked before it.
    pub fn later(
        &mut self,
        reader: &Reader,
        ask: &Ask,
        stale: &dyn Fn() -> bool,
    ) -> Result<Option<Findings>, LibraryError> {
        let Some(memo) = self.memo.as_ref().filter(|memo| memo.ask == *ask) else {
            return Ok(None);
        };
        let mut findings = self.blank(ask.scope);
        let sieve = memo.pattern.sieve();
        let mut near: Vec<(Group, Vec<Rank>)> = Vec::new();
        for (group, sure) in &memo.sure {
            let Some(ranks) = sieve.similarly(self.heap(*group), &sure.ranks, stale) else {
                return Ok(None);
            };
            near.push((*group, self.merged(*group, &ranks)));
        }
        let mut hits: usize = near.iter().map(|(_, ranks)| ranks.len()).sum();
        let mut loose = Vec::new();
        if memo.hits + hits < FEW {
            for ((group, sure), (_, similar)) in memo.sure.iter().zip(&near) {
                let all = sure.ranks.iter().chain(similar).map(|rank| rank.place);
                let mut known: Vec<u32> = all.collect();
                known.sort_unstable();
                let Some(ranks) = sieve.loosely(self.heap(*group), &known, stale) else {
                    return Ok(None);
                };
                loose.push((*group, self.merged(*group, &ranks)));
            }
        }
        hits += loose.iter().map(|(_, ranks)| ranks.len()).sum::<usize>();
        findings.hits = hits as u32;
        let wide = ask.scope != Scope::All;
        let pattern = memo.pattern.clone();
        findings.rows = self.rows(reader, &pattern, near, wide)?;
        let shown = |found: &Found| findings.rows.iter().all(|f| f.goal != found.goal);
        let loose = self.rows(reader, &pattern, loose, wide)?;
        let loose: Vec<Found> = loose.into_iter().filter(shown).collect();
        findings.rows.extend(loose);
        Ok(Some(findings))
    }

    /// One hit for each thing: a name answers by the surest of its spellings, an offer by its likeliest words.
    fn merged(&self, group: Group, ranks: &[Rank]) -> Vec<Rank> {
        let key = |place: u32| match group {
            Group::Names => {
                let (name, alias) = self.stock.names.of[place as usize];
                (name, if alias { 150 } else { 0 })
            }
            Group::Own => {
                let (offer, far) = self.own.of[place as usize];
                (offer, 150 * far)
            }
            _ => (place, 0),
        };
        let mut ranks: Vec<Rank> = ranks
            .iter()
            .map(|r| Rank {
                score: r.score - key(r.place).1,
                ..*r
            })
            .collect();
        if matches!(group, Group::Names | Group::Own) {
            ranks.sort_unstable_by_key(|r| (key(r.place).0, std::cmp::Reverse((r.tier, r.score))));
            ranks.dedup_by_key(|r| key(r.place).0);
        }
        ranks
    }

    /// Which of two equally good things goes first.
    fn weight(&self, group: Group, place: u32) -> i64 {
        let place = place as usize;
        match group {
            Group::Titles => self.titles().dates[place].into(),
            Group::Names => self.stock.names.stories(place).into(),
            Group::Notes | Group::Places | Group::Own => -(place as i64),
            Group::Outlets => self.stock.outlets.stories[place].into(),
            Group::Tags => self.stock.tags.stories[place].into(),
        }
    }

    /// The rows of what was found: groups by their surest row, and in the order of the groups where that is the same.
    fn rows(
        &self,
        reader: &Reader,
        pattern: &Pattern,
        ranked: Vec<(Group, Vec<Rank>)>,
        alone: bool,
    ) -> Result<Vec<Found>, LibraryError> {
        let mut parts: Vec<(Group, Vec<Rank>)> = Vec::new();
        for (group, mut ranks) in ranked {
            let most = if alone { MOST } else { share(group) };
            top(&mut ranks, most, |place| self.weight(group, place));
            if !alone && group != Group::Titles {
                leave_insides(&mut ranks);
            }
            if !ranks.is_empty() {
                parts.push((group, ranks));
            }
        }
        parts.sort_by_key(|(_, ranks)| std::cmp::Reverse(ranks[0].tier));
        let last = parts.len().saturating_sub(1);
        let mut rows = Vec::new();
        for (nth, (group, mut ranks)) in parts.into_iter().enumerate() {
            if group == Group::Titles && nth < last {
                ranks.truncate(AMONG);
            }
            for rank in ranks {
                rows.extend(self.row(reader, group, rank.place, Some((pattern, rank.tier)))?);
            }
        }
        Ok(rows)
    }

    /// A row; `None` if what it stands for is gone.
    fn row(
        &self,
        reader: &Reader,
        group: Group,
        place: u32,
        asked: Option<(&Pattern, Tier)>,
    ) -> Result<Option<Found>, LibraryError> {
        let at = place as usize;
        let (goal, label, about) = match group {
            Group::Titles => {
                let row = self.titles().rows[at];
                let Some(header) = reader.headers(&[row])?.pop() else {
                    return Ok(None);
                };
                (
                    Goal::Story(row),
                    header.headline.clone(),
                    About::Story(Box::new(header)),
                )
            }
            Group::Names => {
                let (name, label, of) = self.stock.names.row(at);
                (
                    Goal::Name(name.id),
                    label,
                    About::Name(name.kind, name.stories, of),
                )
            }
            Group::Outlets => {
                let (label, stories) = self.stock.outlets.row(at);
                (Goal::Outlet(label.clone()), label, About::Stories(stories))
            }
            Group::Tags => {
                let (label, stories) = self.stock.tags.row(at);
                (Goal::Tag(label.clone()), label, About::Stories(stories))
            }
            Group::Notes | Group::Places => {
                let stock = if group == Group::Notes {
                    &self.stock.notes
                } else {
                    &self.stock.places
                };
                let Some((goal, label, row)) = stock.row(at) else {
                    return Ok(None);
                };
                let about = match reader.headers(&[row])?.pop() {
                    Some(header) => About::Story(Box::new(header)),
                    None => return Ok(None),
                };
                (goal, label, about)
            }
            Group::Own => {
                let offer = self.own.of[at].0 as usize;
                (
                    Goal::Own(offer),
                    self.own.offers[offer].label.clone(),
                    About::Nothing,
                )
            }
        };
        let lit = asked.map_or_else(Vec::new, |(pattern, tier)| lit(pattern, &label, tier));
        Ok(Some(Found {
            group,
            goal,
            label,
            lit,
            tier: asked.map(|(_, tier)| tier),
            about,
        }))
    }

    /// What is shown before anything was typed: what was used last, else what there is most of.
    fn recent(&self, reader: &Reader, scope: Scope) -> Result<Vec<Found>, LibraryError> {
        let mut rows = Vec::new();
        match scope {
            Scope::Bodies => {}
            Scope::All | Scope::Titles => {
                let opened = View {
                    filter: Filter {
                        opened: scope == Scope::All,
                        ..Filter::default()
                    },
                    ..View::default()
                };
                let headers = |view: &View, limit| reader.newest(view, limit);
                let mut stories = headers(&opened, AMONG)?;
                if scope == Scope::Titles || stories.len() < AMONG {
                    for header in headers(&View::default(), HEADLINES)? {
                        if stories.iter().all(|h| h.row != header.row) {
                            stories.push(header);
                        }
                    }
                }
                rows.extend(stories.into_iter().map(story));
            }
            Scope::Own => {
                for (place, (_, far)) in self.own.of.iter().enumerate() {
                    if *far == 0 {
                        rows.extend(self.row(reader, Group::Own, place as u32, None)?);
                    }
                }
            }
            _ => {
                for group in groups(scope) {
                    let every = (0..self.heap(*group).len() as u32).filter(|at| {
                        // A name is listed once, under its own spelling.
                        *group != Group::Names || !self.stock.names.of[*at as usize].1
                    });
                    let mut ranks: Vec<Rank> = every
                        .map(|place| Rank {
                            score: 0,
                            tier: Tier::Word,
                            place,
                        })
                        .collect();
                    top(&mut ranks, MOST, |place| self.weight(*group, place));
                    for rank in ranks {
                        rows.extend(self.row(reader, *group, rank.place, None)?);
                    }
                }
            }
        }
        Ok(rows)
    }
}

/// Initials and half syllables stand inside many words: among other kinds of things those go that begin none, if any
/// begins one.
fn leave_insides(ranks: &mut Vec<Rank>) {
    let begins = |rank: &Rank| rank.tier != Tier::Typed || rank.score >= Tier::Typed.score() + BEGINS;
    if ranks.iter().any(begins) {
        ranks.retain(begins);
    }
}

/// What a hit at the beginning of a word is worth more, other spellings and other words left aside.
const BEGINS: i64 = 100;

fn story(header: Header) -> Found {
    Found {
        group: Group::Titles,
        goal: Goal::Story(header.row),
        label: header.headline.clone(),
        lit: Vec::new(),
        tier: None,
        about: About::Story(Box::new(header)),
    }
}

/// Bytes of a label to light.
fn lit(pattern: &Pattern, label: &str, tier: Tier) -> Vec<Range<u32>> {
    let hit = if tier == Tier::Loose {
        None
    } else {
        pattern.best(label)
    };
    let hit = hit.or_else(|| pattern.loose(label));
    hit.map(|hit| hit.ranges).unwrap_or_default()
}

#[cfg(test)]
mod tests;
