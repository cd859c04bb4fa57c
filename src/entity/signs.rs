//! Second signs: what in a story shows that a spelling which is also a word, or the name of several, is meant here.

use crate::entity::Kind;
use crate::entity::alias::Locals;
use crate::entity::fold::fold;
use crate::entity::gazetteer::Candidate;
use crate::entity::hash::Set as HashSet;
use crate::entity::lists::Set;
use crate::entity::recognise::version;
use crate::entity::scene::{Hit, Owner, Scene};
use crate::entity::units::Sep;
use crate::entity::votes::Votes;

/// What of the own lists may stand in a story.
#[derive(Debug, Default)]
pub(super) struct Accepted {
    things: HashSet<u32>,
    /// Where words stand that are names only with a sign beside them.
    signed: HashSet<u32>,
    /// Listed spellings that are short for somebody else of this story.
    taken: HashSet<String>,
}

impl Accepted {
    /// The things whose guarded spellings may stand in this story.
    pub(super) fn of(scene: &Scene, locals: &Locals, votes: &Votes) -> Self {
        let mut things: HashSet<u32> = locals.groups.iter().filter_map(|g| g.entry).collect();
        things.extend(scene.hits.iter().filter(|h| !h.guarded).filter_map(entry));
        let (mut by_sign, mut signed) = (Vec::new(), HashSet::default());
        for (at, hit) in scene.hits.iter().enumerate().filter(|(_, h)| h.guarded) {
            let shown = shown(scene, votes, at, &things);
            if shown.is_some() && is_word(scene, hit) {
                signed.insert(hit.span.start);
            }
            by_sign.extend(shown.filter(|thing| !things.contains(thing)));
        }
        things.extend(by_sign);
        Self {
            things,
            signed,
            taken: HashSet::default(),
        }
    }

    /// Whether a thing was shown to be meant in this story.
    pub(super) fn has(&self, thing: u32) -> bool {
        self.things.contains(&thing)
    }

    /// A spelling of the list is short for somebody else here.
    pub(super) fn take(&mut self, folded: String) {
        self.taken.insert(folded);
    }

    /// Whether a hit of the own lists may stand.
    pub(super) fn lets(&self, scene: &Scene, hit: &Hit) -> bool {
        let Some(thing) = entry(hit) else { return true };
        let elsewhere = || {
            hit.span.first == hit.span.last
                && !self.taken.is_empty()
                && self
                    .taken
                    .contains(&fold(scene.stream.slice(hit.span.start, hit.span.end)))
        };
        let word = || hit.guarded && is_word(scene, hit) && !self.signed.contains(&hit.span.start);
        (!hit.guarded || self.has(thing)) && !elsewhere() && !word()
    }
}

/// Whether a spelling is an ordinary word before it is a name.
fn is_word(scene: &Scene, hit: &Hit) -> bool {
    scene
        .lists
        .has(Set::AlsoName, scene.stream.slice(hit.span.start, hit.span.end))
}

fn entry(hit: &Hit) -> Option<u32> {
    match hit.owner {
        Owner::Entry(thing) => Some(thing),
        _ => None,
    }
}

/// The thing that a guarded spelling means where something beside it is a sign. Of several things of the kind that the
/// sign shows the one whose main form it is is taken; otherwise none, because the sign does not tell them apart.
fn shown(scene: &Scene, votes: &Votes, at: usize, known: &HashSet<u32>) -> Option<u32> {
    let hit = scene.hits.get(at)?;
    entry(hit)?;
    let text = scene.stream.slice(hit.span.start, hit.span.end);
    let candidates: Vec<Candidate> = scene.gazetteer.candidates(&fold(text)).collect();
    if candidates.iter().any(|c| known.contains(&c.owner)) && !is_word(scene, hit) {
        return None;
    }
    let kinds = Kind::ALL.into_iter().filter(|kind| {
        let of_kind = |c: &Candidate| scene.gazetteer.kind(c.owner) == *kind;
        candidates.iter().any(of_kind)
            && (signed(scene, at, hit, *kind) || votes.confirm(&Hit { kind: *kind, ..*hit }))
    });
    for kind in kinds {
        let of_kind = candidates
            .iter()
            .map(|c| (c.owner, scene.gazetteer.entry(c.owner)))
            .filter(|(_, entry)| entry.kind == kind);
        let all: Vec<u32> = of_kind.clone().map(|(owner, _)| owner).collect();
        let mains: Vec<u32> = of_kind.filter(|(_, e)| e.text == text).map(|(o, _)| o).collect();
        if let ([one], _) | (_, [one]) = (all.as_slice(), mains.as_slice()) {
            return Some(*one);
        }
    }
    None
}

/// Whether something beside a guarded spelling shows that it is a name here.
fn signed(scene: &Scene, at: usize, hit: &Hit, kind: Kind) -> bool {
    let (first, last) = (hit.span.first as usize, hit.span.last as usize);
    let before = first
        .checked_sub(1)
        .filter(|_| scene.follows(first) || scene.is_quoted(first, last));
    let before_is = |set| before.is_some_and(|b| scene.stem_in(set, b).is_some());
    let next = last + 1;
    let next_is = |set| hit.span.whole && scene.follows(next) && scene.stem_in(set, next).is_some();
    let beside = |other: Option<&Hit>| other.is_some_and(|o| o.kind == kind && !o.guarded);
    let listed = at
        .checked_sub(1)
        .map(|b| &scene.hits[b])
        .filter(|_| is_list(scene, first));
    let listing = scene.hits.get(at + 1).filter(|_| is_list(scene, next));
    let neighbour = beside(listed) || beside(listing);
    neighbour
        || match kind {
            Kind::Per => next_is(Set::Role) || before_is(Set::Trade),
            Kind::Org => next_is(Set::Role) || before_is(Set::BeforeOrg),
            Kind::Prod => {
                version(scene, hit.span).is_some()
                    || before_is(Set::BeforeProd)
                    || scene.is_quoted(first, last)
            }
            Kind::Loc => next_is(Set::AfterPlace),
            Kind::Event | Kind::Work => scene.is_quoted(first, last),
        }
}

/// Whether a middle dot or a comma stands before a word.
fn is_list(scene: &Scene, at: usize) -> bool {
    scene.sep(at) == Sep::Dot || scene.stream.gap(at).trim() == ","
}
