//! Names in Japanese and Chinese text, where no blank shows where a name begins.
//!
//! Precision first: a name needs a surname of the list and an office beside it, or the dot of a foreign name.

use crate::article::language::Language;
use crate::entity::alias::Locals;
use crate::entity::lists::Set;
use crate::entity::scene::Scene;
use crate::entity::units::{Script, Sep};
use crate::entity::{Kind, Rule};

fn script(scene: &Scene, at: usize) -> Option<Script> {
    scene.stream.words.get(at).map(|w| w.script)
}

/// `マーク・ザッカーバーグ`: parts in katakana with dots between them.
pub(super) fn read_katakana(scene: &Scene, locals: &mut Locals) {
    let mut at = 0;
    while at < scene.len() {
        let mut end = at + 1;
        while script(scene, at) == Some(Script::Kata)
            && script(scene, end) == Some(Script::Kata)
            && scene.sep(end) == Sep::Dot
        {
            end += 1;
        }
        if (2..=4).contains(&(end - at)) && scene.hit(at).is_none() {
            let last = end - 1;
            let person = scene.lists.has(Set::JaGiven, scene.word(at)) || office_follows(scene, end);
            if person && scene.word(last).chars().count() >= 2 {
                locals.add(&scene.text(at, last, scene.word(last)), Kind::Per, Rule::Role, 75);
            }
        }
        at = end;
    }
}

/// Whether an office stands right before the place where a word begins: `…氏`, `…CEO`.
fn office_follows(scene: &Scene, at: usize) -> bool {
    let word = scene.word(at);
    scene.sep(at) == Sep::None && scene.lists.ja_roles().iter().any(|r| word.starts_with(r))
}

/// `宮原悠子社長`: a surname of the list, a given name and an office in one run.
pub(super) fn read_japanese(scene: &Scene, locals: &mut Locals) {
    if scene.language != Language::Ja {
        return;
    }
    for at in 0..scene.len() {
        if script(scene, at) != Some(Script::Han) {
            continue;
        }
        let word = scene.word(at);
        let person = scene.lists.ja_roles().iter().filter_map(|role| {
            let end = find(word, role)?;
            let name = word.get(..end)?;
            let name = after_hit(scene, at, name);
            full_name(scene, name)
        });
        let next = office_follows(scene, at + 1)
            .then(|| full_name(scene, after_hit(scene, at, word)))
            .flatten();
        if let Some(name) = person.chain(next).min_by_key(|n| n.len()) {
            locals.add(name, Kind::Per, Rule::Role, 75);
        }
    }
}

/// Where a short run holds a word. What the standard search prepares before it looks takes longer than looking.
fn find(run: &str, word: &str) -> Option<usize> {
    let head = word.as_bytes().first_chunk::<3>();
    let mut places = run.as_bytes().windows(word.len());
    places.position(|place| place.first_chunk() == head && place == word.as_bytes())
}

/// What remains of a run before an office when the known body before the name is taken off.
fn after_hit<'a>(scene: &Scene<'a>, at: usize, name: &'a str) -> &'a str {
    let start = scene.stream.words[at].start;
    let cut = scene
        .hit(at)
        .filter(|h| h.kind != Kind::Per)
        .map_or(0, |h| h.span.end.saturating_sub(start));
    name.get(cut as usize..).unwrap_or(name)
}

fn full_name<'a>(scene: &Scene, name: &'a str) -> Option<&'a str> {
    let n = name.chars().count();
    let surname = name
        .char_indices()
        .skip(1)
        .map(|(i, _)| i)
        .filter_map(|i| name.get(..i))
        .any(|s| scene.lists.has(Set::JaSurname, s));
    ((3..=5).contains(&n) && surname).then_some(name)
}

/// Chinese: `总裁王小明`, `王小明教授`, and foreign names with a dot.
pub(super) fn read_chinese(scene: &Scene, locals: &mut Locals) {
    if scene.language != Language::Zh {
        return;
    }
    for at in 0..scene.len() {
        if script(scene, at) != Some(Script::Han) {
            continue;
        }
        dotted(scene, at, locals);
        let word = scene.word(at);
        for role in scene.lists.zh_roles() {
            let Some(place) = find(word, role) else { continue };
            let before = word.get(..place).and_then(|w| name_at_end(scene, w));
            let after = word
                .get(place + role.len()..)
                .and_then(|w| name_at_start(scene, w));
            if let Some(name) = before.or(after) {
                locals.add(name, Kind::Per, Rule::Role, 65);
            }
        }
    }
}

/// A surname and one or two more characters at the end of a run.
fn name_at_end<'a>(scene: &Scene, run: &'a str) -> Option<&'a str> {
    let at = |n: usize| {
        run.char_indices()
            .rev()
            .nth(n - 1)
            .and_then(|(i, _)| run.get(i..))
    };
    let fits = |name: &&str| {
        let mut chars = name.chars();
        chars
            .next()
            .is_some_and(|c| scene.lists.has_char(Set::ZhSurname, c))
            && !chars.any(is_function)
    };
    at(3)
        .filter(fits)
        .or_else(|| at(2).filter(fits).filter(|n| n.len() == run.len()))
}

/// A surname and two more characters at the start of a run, or one more before a word of grammar.
fn name_at_start<'a>(scene: &Scene, run: &'a str) -> Option<&'a str> {
    let mut chars = run.char_indices();
    let (_, surname) = chars.next()?;
    let (_, first) = chars.next()?;
    if !scene.lists.has_char(Set::ZhSurname, surname) || is_function(first) {
        return None;
    }
    match (chars.next(), chars.next()) {
        (Some((i, c)), _) if is_function(c) => run.get(..i),
        (Some(_), next) => run.get(..next.map_or(run.len(), |(i, _)| i)),
        (None, _) => Some(run),
    }
}

/// Characters of grammar and speech that end a name.
fn is_function(c: char) -> bool {
    "的在与和说表称将也对认宣指强透出是于为被向从就都已不有会日月年这那了到上下中内".contains(c)
}

/// `马克·扎克伯格`: characters that write foreign sounds on both sides of a dot.
fn dotted(scene: &Scene, at: usize, locals: &mut Locals) {
    let right = at + 1;
    if scene.sep(right) != Sep::Dot
        || script(scene, right) != Some(Script::Han)
        || scene.hit(at).is_some()
        || scene.hit(right).is_some()
    {
        return;
    }
    let sounds = |c: char| scene.lists.has_char(Set::ZhForeign, c);
    let (left, end) = (scene.word(at), scene.word(right));
    let first: usize = left
        .chars()
        .rev()
        .take_while(|c| sounds(*c))
        .map(char::len_utf8)
        .sum();
    let last: usize = end.chars().take_while(|c| sounds(*c)).map(char::len_utf8).sum();
    if first < 3 || last < 6 {
        return;
    }
    let words = &scene.stream.words;
    let text = scene
        .stream
        .slice(words[at].end - first as u32, words[right].start + last as u32);
    locals.add(text, Kind::Per, Rule::List, 70);
}
