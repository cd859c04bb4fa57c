//! `휴고 투브론·자비에 마르티네·파이잘 아자르`: what stands beside a person in a list is a person.

use super::role::{Person, foreign};
use crate::entity::Kind;
use crate::entity::Rule;
use crate::entity::alias::Locals;
use crate::entity::scene::Scene;
use crate::entity::units::Sep;

/// Members that a list of people may have.
const MOST: usize = 12;

/// Finds people in lists with middle dots.
pub(super) fn read(scene: &Scene, locals: &mut Locals) {
    let mut at = 1;
    while at < scene.len() {
        if scene.sep(at) == Sep::Dot {
            at = chain(scene, at, locals);
        } else {
            at += 1;
        }
    }
}

/// Reads the list whose first dot stands before a word; gives the word after the list.
fn chain(scene: &Scene, dot: usize, locals: &mut Locals) -> usize {
    let mut starts = vec![dot];
    let mut at = dot + 1;
    while at < scene.len() && at < starts.last().unwrap_or(&dot) + 4 && starts.len() < MOST {
        match scene.sep(at) {
            Sep::Dot => starts.push(at),
            Sep::Blank => {}
            _ => break,
        }
        at += 1;
    }
    let members = members(scene, &starts);
    let known = |p: &Person| p.confidence >= 70 || scene.hit(p.first).is_some_and(|h| h.kind == Kind::Per);
    if members.iter().any(known) {
        for member in members.iter().filter(|m| scene.hit(m.first).is_none()) {
            member.add(scene, locals, Rule::List);
        }
    }
    (starts.last().unwrap_or(&dot) + 1).max(dot + 1)
}

/// The members that look like people: the one before the first dot, those between dots, the one after the last.
fn members<'a>(scene: &Scene<'a>, starts: &[usize]) -> Vec<Person<'a>> {
    let mut members = Vec::new();
    members.extend(starts.first().and_then(|s| left(scene, s - 1)));
    for pair in starts.windows(2) {
        members.extend(between(scene, pair[0], pair[1] - 1));
    }
    let two = members.iter().any(|m| m.first < m.last && m.confidence >= 70);
    members.extend(
        starts
            .last()
            .and_then(|s| right(scene, *s).or_else(|| two.then(|| alike(scene, *s)).flatten())),
    );
    members
}

fn left<'a>(scene: &Scene<'a>, last: usize) -> Option<Person<'a>> {
    if scene.hit(last).is_some_and(|h| h.kind == Kind::Per) {
        return Some(Person {
            first: last,
            last,
            stem: scene.word(last),
            confidence: 80,
        });
    }
    let first = last
        .checked_sub(1)
        .filter(|f| scene.follows(last) && scene.lists.is_given(scene.word(*f)));
    match first {
        Some(first) => whole(scene, first, last),
        None => scene
            .lists
            .is_native(scene.word(last))
            .then(|| whole(scene, last, last))
            .flatten(),
    }
}

fn between<'a>(scene: &Scene<'a>, first: usize, last: usize) -> Option<Person<'a>> {
    (last < first + 2).then(|| whole(scene, first, last)).flatten()
}

fn right<'a>(scene: &Scene<'a>, first: usize) -> Option<Person<'a>> {
    if let Some(person) = foreign(scene, first) {
        return Some(person);
    }
    if scene.lists.is_given(scene.word(first)) && scene.follows(first + 1) {
        let stem = scene.stem(first + 1);
        return scene.is_open(first + 1, stem).then_some(Person {
            first,
            last: first + 1,
            stem,
            confidence: 65,
        });
    }
    let stem = scene.stem(first);
    (scene.lists.is_native(stem) && scene.is_open(first, stem)).then_some(Person {
        first,
        last: first,
        stem,
        confidence: 60,
    })
}

/// Two words at the end of a list whose other members are names of two words.
fn alike<'a>(scene: &Scene<'a>, first: usize) -> Option<Person<'a>> {
    let last = first + 1;
    let stem = scene.stem(last);
    let open = scene.is_open(first, scene.word(first)) && scene.follows(last) && scene.is_open(last, stem);
    open.then_some(Person {
        first,
        last,
        stem,
        confidence: 60,
    })
}

/// The words `first..=last` as a name, if they look like one.
fn whole<'a>(scene: &Scene<'a>, first: usize, last: usize) -> Option<Person<'a>> {
    let stem = scene.word(last);
    if first == last && !scene.lists.is_native(stem) || !scene.is_open(last, stem) {
        return None;
    }
    let given = first < last && scene.lists.is_given(scene.word(first));
    if first < last && !given && !(scene.is_open(first, scene.word(first)) && scene.lists.is_foreign(stem)) {
        return None;
    }
    Some(Person {
        first,
        last,
        stem,
        confidence: if given { 75 } else { 60 },
    })
}
