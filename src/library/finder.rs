//! Finds anything of a library by a few letters: headlines, names in all their spellings, outlets, tags, saved
//! searches, notes, places.
//!
//! All that can be found is kept packed in memory, some eighty bytes a headline, and follows the library in steps: a
//! question is answered between two of them, by what is there already. An answer comes in two parts: what is sure, and
//! later what is only near, which goes below it and moves none of it.

mod glance;
mod rows;
mod stock;
mod value;
pub(in crate::library) mod within;

use std::sync::Arc;

use crate::library::fault::LibraryError;
use crate::library::reader::Reader;
use crate::text::heap::Heap;
use crate::text::pattern::{Pattern, Rank, Sifted, Stale};
pub use glance::{Glance, Said};
use rows::{MOST, groups, listed};
use stock::{Build, Stock, Titles};
pub use value::{About, Ask, Findings, Found, Goal, Group, Offer, Scope};
use within::Within;

/// With so many sure hits nothing that is only similar is looked for.
const ENOUGH: usize = 50;
/// With so many hits nothing loose is looked for.
const FEW: usize = 10;

/// What the last question found, for one that goes on from it.
#[derive(Debug)]
struct Memo {
    ask: Ask,
    pattern: Pattern,
    /// Of each group, what answered surely.
    sure: Vec<(Group, Sifted)>,
    /// How many things answered surely.
    hits: usize,
    /// The stories that the fields of the question leave.
    within: Option<Arc<Within>>,
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
    fn new(offers: &Arc<Vec<Offer>>) -> Self {
        let mut own = Self {
            offers: Arc::clone(offers),
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
            self.own = Own::new(offers);
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
            Group::Searches => &self.stock.searches.heap,
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

    /// Those of some hits that the fields of a question leave.
    fn left(&self, group: Group, mut ranks: Vec<Rank>, within: Option<&Within>) -> Vec<Rank> {
        if let Some(within) = within.filter(|_| group == Group::Titles) {
            let rows = &self.titles().rows;
            ranks.retain(|rank| rows.get(rank.place as usize).is_some_and(|row| within.has(*row)));
        }
        ranks
    }

    /// What is sure; `None` if it was called off. What was found for the question before is gone through again where
    /// this one only says more.
    pub fn first(
        &mut self,
        reader: &Reader,
        ask: &Ask,
        stale: Stale<'_>,
    ) -> Result<Option<Findings>, LibraryError> {
        let mut findings = self.blank(ask.scope);
        let known = self.memo.as_ref().and_then(|memo| memo.within.as_ref());
        let within = Within::of(reader, ask, self.version, known)?;
        let pattern = match &within {
            Some(_) => Pattern::new(&within::words(&ask.typed)),
            None => Pattern::new(&ask.typed),
        };
        if let Some(within) = within.as_ref().filter(|_| pattern.is_empty()) {
            findings.hits = within.rows.len() as u32;
            findings.rows = listed(reader, &within.rows)?;
            self.memo = Some(Memo {
                ask: ask.clone(),
                pattern,
                sure: Vec::new(),
                hits: within.rows.len(),
                within: Some(Arc::clone(within)),
            });
            return Ok(Some(findings));
        }
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
            let groups = if within.is_some() {
                groups(Scope::Titles)
            } else {
                groups(ask.scope)
            };
            for group in groups {
                let heap = self.heap(*group);
                let known = before
                    .as_ref()
                    .and_then(|m| m.sure.iter().find(|(g, _)| g == group));
                let sifted = match known {
                    Some((_, known)) => sieve.surely_among(heap, &known.wide, stale),
                    None => sieve.surely(heap, stale),
                };
                let Some(sifted) = sifted else {
                    // The hits of the query before are still good for the next one.
                    self.memo = before;
                    return Ok(None);
                };
                sure.push((*group, sifted));
            }
        }
        let mut ranked: Vec<(Group, Vec<Rank>)> = Vec::new();
        let mut hits = 0;
        for (group, sifted) in &sure {
            let ranks = self.left(*group, self.merged(*group, &sifted.ranks), within.as_deref());
            hits += ranks.len();
            ranked.push((*group, ranks));
        }
        self.memo = Some(Memo {
            ask: ask.clone(),
            pattern: pattern.clone(),
            sure,
            hits,
            within,
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
        stale: Stale<'_>,
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
            let ranks = self.left(*group, self.merged(*group, &ranks), memo.within.as_deref());
            near.push((*group, ranks));
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
                let ranks = self.left(*group, self.merged(*group, &ranks), memo.within.as_deref());
                loose.push((*group, ranks));
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
}

#[cfg(test)]
mod tests;
