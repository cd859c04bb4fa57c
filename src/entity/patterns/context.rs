//! `시그널파이어에 따르면`, `벤처캐피털 시그널파이어가`, `앤트로픽에 합류`, `로한 아닐이라는 연구원`.

use crate::entity::alias::Locals;
use crate::entity::lists::Set;
use crate::entity::particle;
use crate::entity::scene::Scene;
use crate::entity::{Kind, Rule};

/// Finds names by the words around them.
pub(super) fn read(scene: &Scene, locals: &mut Locals) {
    for at in 0..scene.len() {
        source(scene, at, locals);
        introduced(scene, at, locals);
        called(scene, at, locals);
        body(scene, at, locals);
    }
}

/// `TBD 랩`, and a word that ends like a body and recurs.
fn body(scene: &Scene, at: usize, locals: &mut Locals) {
    let word = scene.word(at);
    if scene.hit(at).is_none() && word.chars().count() >= 4 {
        let stem = scene.stem(at);
        if scene.lists.is_body(stem) && scene.count(stem) >= 2 && telling_body(scene, stem) {
            locals.add(stem, Kind::Org, Rule::Context, 60);
        }
    }
    let capitals = word.len() >= 2 && word.chars().all(|c| c.is_ascii_uppercase()) || scene.is_capital(at);
    let named = capitals && scene.hit(at).is_none() && !scene.is(Set::Acronym, at) && scene.follows(at + 1);
    if let Some((end, _)) = scene.stem_in(Set::Body, at + 1).filter(|_| named) {
        locals.add(&scene.text(at, at + 1, end), Kind::Org, Rule::Context, 65);
    }
}

/// Whether a word says more before its end than an ordinary word or a place.
fn telling_body(scene: &Scene, stem: &str) -> bool {
    let mut cuts = stem.char_indices().skip(2).map(|(i, _)| i);
    let Some(front) = cuts
        .find(|i| stem.get(*i..).is_some_and(|end| scene.lists.has(Set::Body, end)))
        .and_then(|i| stem.get(..i))
    else {
        return false;
    };
    ![Set::Ordinary, Set::Modifier, Set::BeforeOrg, Set::Role]
        .iter()
        .any(|s| scene.lists.has(*s, front))
}

/// A body that is cited, or that somebody joins.
fn source(scene: &Scene, at: usize, locals: &mut Locals) {
    let word = scene.word(at);
    let next = at + 1;
    if !scene.follows(next) {
        return;
    }
    let joins = scene.is(Set::Joining, next)
        || scene.word(next) == "자리를" && scene.word(next + 1).starts_with("옮");
    let stem = if scene.is(Set::Source, next) || joins {
        word.strip_suffix("에")
            .or_else(|| joins.then(|| toward(word)).flatten())
    } else {
        None
    };
    if let Some(stem) = stem.filter(|s| scene.is_open(at, s) && new_body(scene, s)) {
        locals.add(stem, Kind::Org, Rule::Context, 65);
    }
}

/// The stem of a word that ends in `으로` or `로`.
fn toward(word: &str) -> Option<&str> {
    let stem = word.strip_suffix("으로").or_else(|| word.strip_suffix("로"))?;
    let last = stem.chars().last()?;
    particle::is_tail(last, word.get(stem.len()..)?).then_some(stem)
}

/// Whether an unlisted word may be taken for the name of a body: it recurs, and it sounds foreign or ends like one.
fn new_body(scene: &Scene, stem: &str) -> bool {
    (scene.count(stem) >= 2 || stem.chars().count() >= 5) && scene.lists.is_foreign(stem)
}

/// A name right after a noun that says what it is.
fn introduced(scene: &Scene, at: usize, locals: &mut Locals) {
    let next = at + 1;
    if !scene.is(Set::BeforeOrg, at) || !scene.follows(next) || scene.hit(next).is_some() {
        return;
    }
    let stem = scene.stem(next);
    let long = stem.chars().count() >= 3;
    if long && scene.is_open(next, stem) && scene.lists.is_foreign(stem) {
        let person = scene.lists.is_given(stem) && scene.follows(next + 1) && stem == scene.word(next);
        let goes_on = stem == scene.word(next) && scene.count(stem) < 2;
        if !person && !goes_on {
            locals.add(stem, Kind::Org, Rule::Context, 60);
        }
    }
}

/// `로한 아닐이라는 연구원`: a name that the story introduces.
fn called(scene: &Scene, at: usize, locals: &mut Locals) {
    let word = scene.word(at);
    let Some(stem) = ["이라는", "라는"].iter().find_map(|end| word.strip_suffix(end)) else {
        return;
    };
    let trade = scene.follows(at + 1) && scene.stem_in(Set::Role, at + 1).is_some();
    if !trade || !scene.is_open(at, stem) {
        return;
    }
    let given = at
        .checked_sub(1)
        .filter(|b| scene.follows(at) && scene.lists.is_given(scene.word(*b)));
    match given {
        Some(first) => drop(locals.add(&scene.text(first, at, stem), Kind::Per, Rule::Context, 75)),
        None if scene.lists.is_native(stem) => drop(locals.add(stem, Kind::Per, Rule::Context, 70)),
        None => {}
    }
}
