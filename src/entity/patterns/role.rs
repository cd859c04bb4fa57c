//! `저커버그 CEO`, `댄 비켈 전 메타 선임 연구과학자`, `수석과학자 자오셩자`, `로런스 반데르마텐도`.

use crate::entity::alias::Locals;
use crate::entity::lists::Set;
use crate::entity::scene::Scene;
use crate::entity::{Kind, Rule};

/// Words that may stand between a name and its role.
const REACH: usize = 6;

/// A person's name over words, the last of them cut to its stem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person<'a> {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) stem: &'a str,
    pub(super) confidence: u8,
}

impl Person<'_> {
    pub(super) fn add(self, scene: &Scene, locals: &mut Locals, rule: Rule) {
        let text = scene.text(self.first, self.last, self.stem);
        locals.add(&text, Kind::Per, rule, self.confidence);
    }
}

/// Finds names before roles.
pub(super) fn read(scene: &Scene, locals: &mut Locals) {
    for at in 1..scene.len() {
        if scene.stem_in(Set::Role, at).is_none() || !scene.follows(at) {
            continue;
        }
        let Some(last) = left_of_role(scene, at, locals) else {
            continue;
        };
        if let Some(person) = before(scene, last) {
            person.add(scene, locals, Rule::Role);
        }
    }
}

/// The last word of what may be a name, left of a role, its modifiers and the body it is held in.
fn left_of_role(scene: &Scene, role: usize, locals: &mut Locals) -> Option<usize> {
    let mut at = role.checked_sub(1)?;
    for _ in 0..REACH {
        match scene.hit(at) {
            Some(hit) if hit.kind == Kind::Per => return None,
            Some(hit) if hit.span.whole && !(hit.guarded && scene.lists.is_native(scene.word(at))) => {
                let before = (hit.span.first as usize).checked_sub(1)?;
                if !scene.follows(hit.span.first as usize) {
                    return None;
                }
                at = before;
            }
            _ if passes(scene, at) => {
                body_before(scene, at, locals);
                if !scene.follows(at) {
                    return None;
                }
                at = at.checked_sub(1)?;
            }
            _ => return Some(at),
        }
    }
    None
}

/// Whether a word may stand between a name and its role.
fn passes(scene: &Scene, at: usize) -> bool {
    scene.is(Set::Modifier, at) || scene.is(Set::Role, at) || scene.lists.is_body(scene.word(at))
}

/// Takes `한빛연구소` before a role for a body.
fn body_before(scene: &Scene, at: usize, locals: &mut Locals) {
    let word = scene.word(at);
    let listed = scene.is(Set::Modifier, at) || scene.is(Set::Role, at);
    if !listed && word.chars().count() >= 4 {
        locals.add(word, Kind::Org, Rule::Role, 70);
    }
}

/// The person whose name ends with the whole word `last`.
pub(super) fn before<'a>(scene: &Scene<'a>, last: usize) -> Option<Person<'a>> {
    let word = scene.word(last);
    if scene.is_capital(last) {
        return latin(scene, last);
    }
    // `아닐이라는 연구원` introduces a name and is read as such elsewhere.
    if !scene.is_open(last, word) || scene.lists.is_body(word) || word.ends_with("라는") {
        return None;
    }
    let person = |first, confidence| {
        Some(Person {
            first,
            last,
            stem: word,
            confidence,
        })
    };
    if let Some(first) = given_before(scene, last) {
        return person(first, 80);
    }
    if scene.lists.is_native(word) {
        return person(last, 80);
    }
    let alone = word.chars().count() >= 3 && scene.count(word) >= 2 && scene.lists.is_foreign(word);
    alone.then(|| person(last, 65)).flatten()
}

/// The first word of a foreign name whose last word is given: over links, to a word that is a given name.
fn given_before(scene: &Scene, last: usize) -> Option<usize> {
    let mut at = last;
    for _ in 0..3 {
        if !scene.follows(at) {
            return None;
        }
        at = at.checked_sub(1)?;
        if scene.hit(at).is_some_and(|h| !h.guarded) {
            return None;
        }
        if scene.lists.is_given(scene.word(at)) {
            return Some(at);
        }
        if !scene.is(Set::Link, at) {
            return None;
        }
    }
    None
}

fn latin<'a>(scene: &Scene<'a>, last: usize) -> Option<Person<'a>> {
    let first = last
        .checked_sub(1)
        .filter(|b| scene.follows(last) && scene.is_capital(*b))?;
    let known = scene.hit(first).is_some() || scene.hit(last).is_some();
    let plain = !scene.is(Set::EnOrdinary, first) && !scene.is(Set::EnBody, last);
    (plain && !known).then(|| Person {
        first,
        last,
        stem: scene.word(last),
        confidence: 75,
    })
}

/// Finds names after trades, and foreign full names that begin with a known given name.
pub(super) fn read_before(scene: &Scene, locals: &mut Locals) {
    for at in 0..scene.len() {
        if let Some(person) = foreign(scene, at) {
            person.add(scene, locals, Rule::Role);
        }
        let leads = scene
            .stem_in(Set::Trade, at)
            .is_some_and(|(_, rest)| matches!(rest, "" | "인" | "이자" | "이었던" | "였던"));
        if leads
            && scene.follows(at + 1)
            && let Some(person) = after(scene, at + 1)
        {
            person.add(scene, locals, Rule::Role);
        }
    }
}

/// `댄 비켈은`: a given name of another language and one more word, over links.
pub(super) fn foreign<'a>(scene: &Scene<'a>, first: usize) -> Option<Person<'a>> {
    let word = scene.word(first);
    if !scene.lists.is_given(word) || scene.hit(first).is_some_and(|h| !h.guarded) {
        return None;
    }
    let mut last = first + 1;
    while last < first + 3 && scene.is(Set::Link, last) && scene.follows(last) {
        last += 1;
    }
    let stem = scene.stem(last);
    let open = scene.follows(last) && scene.is_open(last, stem) && !scene.lists.is_body(stem);
    // A given name of one syllable is an ordinary word too often to be trusted with any word after it.
    let sure = scene.lists.is_foreign(stem) || scene.is_role(last + 1) && word.chars().nth(1).is_some();
    let known = word.chars().nth(1).is_some() && scene.lists.is_foreign(word);
    let verb = stem == scene.word(last) && stem.ends_with(VERBAL);
    (open && !verb && (sure || known && ends_with_particle(scene, last, stem))).then_some(Person {
        first,
        last,
        stem,
        confidence: if sure { 75 } else { 60 },
    })
}

/// Ends of verbs and adjectives.
const VERBAL: [char; 8] = ['다', '고', '며', '면', '한', '된', '할', '될'];

fn ends_with_particle(scene: &Scene, at: usize, stem: &str) -> bool {
    scene.word(at).len() > stem.len()
}

/// The person whose name begins with a word after a trade.
fn after<'a>(scene: &Scene<'a>, first: usize) -> Option<Person<'a>> {
    if let Some(person) = foreign(scene, first) {
        return Some(person);
    }
    let stem = scene.stem(first);
    if !scene.is_open(first, stem) {
        return None;
    }
    if scene.lists.is_native(stem) {
        return Some(Person {
            first,
            last: first,
            stem,
            confidence: 70,
        });
    }
    let second = first + 1;
    let last = scene.stem(second);
    let two = scene.follows(second)
        && stem == scene.word(first)
        && scene.is_open(second, last)
        && ends_with_particle(scene, second, last)
        && scene.lists.is_foreign(last);
    if two {
        return Some(Person {
            first,
            last: second,
            stem: last,
            confidence: 65,
        });
    }
    let alone = stem.chars().count() >= 3 && scene.lists.is_foreign(stem) && scene.count(stem) >= 2;
    alone.then_some(Person {
        first,
        last: first,
        stem,
        confidence: 60,
    })
}

impl Scene<'_> {
    /// Whether a word is a role, with or without a particle.
    fn is_role(&self, at: usize) -> bool {
        self.follows(at) && (self.stem_in(Set::Role, at).is_some() || self.is(Set::Modifier, at))
    }
}
