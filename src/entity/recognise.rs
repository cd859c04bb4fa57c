//! From a story to its names: lists, patterns, short forms, then one last walk that places every mention.

use unicode_segmentation::GraphemeCursor;

use crate::article::Article;
use crate::article::body::Zone;
use crate::article::language::Language;
use crate::entity::alias::Locals;
use crate::entity::fold::fold;
use crate::entity::gazetteer::row::Field;
use crate::entity::gazetteer::{Candidate, Gazetteer, Span};
use crate::entity::hash::{Map, Set as HashSet};
use crate::entity::labels;
use crate::entity::lists::{Lists, Set};
use crate::entity::namesake::namesakes;
use crate::entity::patterns::PATTERNS;
use crate::entity::resolve::{Identity, Placed, names};
use crate::entity::scene::{Hit, Owner, Scene};
use crate::entity::signs::Accepted;
use crate::entity::units::{Script, Sep, Stream};
use crate::entity::votes::Votes;
use crate::entity::{Found, Kind, Rule};

/// Finds the names of a story. Cost: a few passes over its text.
pub(super) fn find(article: &Article, gazetteer: &'static Gazetteer, lists: &'static Lists) -> Found {
    let scene = Scene::of(Stream::of(article), gazetteer, lists);
    let mut locals = Locals::new(gazetteer);
    labels::add(article, gazetteer, &mut locals);
    for pattern in PATTERNS {
        pattern(&scene, &mut locals);
    }
    let votes = Votes::of(article, &scene);
    votes.add(&scene, &mut locals);
    let mut accepted = Accepted::of(&scene, &locals, &votes);
    shorten(&scene, &mut accepted, &mut locals);
    let (index, kinds) = locals.index();
    let hits = scene.scan(Some((&index, &kinds)), |hit| allowed(&scene, &accepted, hit));
    let namesakes = namesakes(&scene, &hits);
    let writers: HashSet<String> = article.bylines.iter().map(|b| fold(&b.name)).collect();
    let placed = hits
        .iter()
        .filter_map(|hit| place(&scene, &locals, &writers, &namesakes, hit));
    names(&scene, &locals, &placed.collect::<Vec<_>>())
}

/// Whether a hit may stand: a guarded spelling needs a second sign, a single Chinese character a Korean headline.
fn allowed(scene: &Scene, accepted: &Accepted, hit: &Hit) -> bool {
    let word = scene.stream.words[hit.span.first as usize];
    let single = word.script == Script::Han && hit.span.end - hit.span.start <= 4;
    if single && !(scene.language == Language::Ko && in_head(word.zone)) {
        return false;
    }
    accepted.lets(scene, hit)
}

/// Whether a zone is a headline of some kind.
pub(super) fn in_head(zone: Zone) -> bool {
    matches!(zone, Zone::Headline | Zone::Deck | Zone::ItemHead | Zone::Subhead)
}

/// Adds the last words of people's names where only one person of the story has it.
fn shorten(scene: &Scene, accepted: &mut Accepted, locals: &mut Locals) {
    let mut in_full: HashSet<u32> = HashSet::default();
    let mut shorts: Map<String, Option<u32>> = Map::default();
    let found: Vec<(String, u32)> = locals.found.iter().map(|f| (f.text.clone(), f.group)).collect();
    let people = found
        .into_iter()
        .filter(|(_, g)| locals.groups[*g as usize].kind == Kind::Per);
    let mut people: Vec<(String, u32)> = people.collect();
    for hit in scene
        .hits
        .iter()
        .filter(|h| h.kind == Kind::Per && allowed(scene, accepted, h))
    {
        let text = scene.stream.slice(hit.span.start, hit.span.end);
        let group = match hit.owner {
            Owner::Entry(entry) => {
                if hit.span.first != hit.span.last {
                    in_full.insert(entry);
                }
                Some(locals.of_entry(entry))
            }
            Owner::Large(main) => locals.add(text, Kind::Per, Rule::Gazetteer, 75).inspect(|group| {
                locals.groups[*group as usize].main = main;
            }),
            Owner::Local(_) => None,
        };
        people.extend(group.map(|g| (text.to_owned(), g)));
    }
    for (text, group) in people {
        let Some(short) = short_form(scene, &text) else {
            continue;
        };
        let slot = shorts.entry(short.to_owned()).or_insert(Some(group));
        if *slot != Some(group) {
            *slot = None;
        }
    }
    let mut shorts: Vec<(String, u32)> = shorts.into_iter().filter_map(|(s, g)| Some((s, g?))).collect();
    shorts.sort();
    for (short, group) in shorts {
        if locals.has(&short) {
            continue;
        }
        let form = fold(&short);
        let own = locals.groups[group as usize].entry;
        let listed: Vec<Candidate> = scene.gazetteer.candidates(&form).collect();
        if listed.is_empty() {
            locals.also(group, &short, Rule::Short, 75);
        } else if listed
            .iter()
            .all(|c| Some(c.owner) != own && somebody_else(scene, &in_full, *c))
        {
            // The list knows somebody by this word, but the story has just named another in full.
            accepted.take(form);
            locals.call(group, &short, Rule::Short, 75);
        }
    }
}

/// Whether a thing of the list is not the one that a short form of this story means: a person not named in full here,
/// or anything that needs a second sign.
fn somebody_else(scene: &Scene, in_full: &HashSet<u32>, candidate: Candidate) -> bool {
    let person = scene.gazetteer.kind(candidate.owner) == Kind::Per;
    (person || candidate.guarded) && !in_full.contains(&candidate.owner)
}

/// The word by which a person is called after the first time.
fn short_form<'a>(scene: &Scene, text: &'a str) -> Option<&'a str> {
    let Some((_, last)) = text.rsplit_once([' ', '·', '・']) else {
        return surname(scene, text);
    };
    let n = last.chars().count();
    let shortest = if last.is_ascii() { 3 } else { 2 };
    let ordinary = scene.lists.has(Set::Ordinary, last) || scene.lists.has(Set::EnOrdinary, last);
    let hangul = last.chars().all(|c| ('가'..='힣').contains(&c));
    // A short form of two syllables is an ordinary word too often, unless it sounds foreign.
    let plain = !hangul || n >= 3 || scene.lists.is_foreign(last);
    (n >= shortest && !ordinary && plain && !scene.lists.is_given(last)).then_some(last)
}

/// The surname of a Japanese full name, where the story calls somebody by it: `宮原氏`.
fn surname<'a>(scene: &Scene, text: &'a str) -> Option<&'a str> {
    if scene.language != Language::Ja {
        return None;
    }
    let ends = text.char_indices().skip(1).map(|(i, _)| i);
    ends.filter_map(|i| text.get(..i))
        .filter(|s| scene.lists.has(Set::JaSurname, s) && s.len() > 3)
        .find(|s| scene.stream.text.contains(&format!("{s}氏")))
}

/// Where a version ends after a product, and how it reads: `4`, `4.5`, `5 프로`.
pub(super) fn version(scene: &Scene, span: Span) -> Option<(u32, String)> {
    let stream = &scene.stream;
    let mut at = span.until as usize;
    let unit = stream.units.get(at)?;
    let word = stream.words[unit.word as usize];
    let inside = unit.word == span.last;
    // `S25`: a capital may stand before the number.
    let series = !inside
        && stream
            .units
            .get(at + 1)
            .is_some_and(|u| u.word == unit.word && u.ch.is_ascii_digit())
        && stream
            .slice(unit.start, unit.end)
            .starts_with(|c: char| c.is_ascii_uppercase());
    if !(unit.ch.is_ascii_digit() || series)
        || !inside && !matches!(word.sep, Sep::Blank | Sep::Hyphen | Sep::None)
    {
        return None;
    }
    let first = at;
    while stream
        .units
        .get(at)
        .is_some_and(|u| u.word == unit.word && (u.ch.is_ascii_alphanumeric() || u.ch == '.'))
    {
        at += 1;
    }
    let end = stream.units[at - 1].end;
    let number = stream.slice(stream.units[first].start, end).trim_end_matches('.');
    let rest = stream.slice(end, word.end);
    let next = unit.word as usize + 1;
    let counted = rest
        .chars()
        .next()
        .is_some_and(|c| scene.lists.has_char(Set::Counter, c))
        || scene.lists.has(Set::Counter, rest)
        || rest.is_empty() && scene.sep(next) != Sep::Break && counts(scene, next);
    let tail = rest.is_empty() || crate::entity::particle::is_tail(stream.units[at - 1].ch, rest);
    if counted || !tail || number.len() > 6 {
        return None;
    }
    let variant = rest.is_empty() && (scene.follows(next) || scene.sep(next) == Sep::Hyphen);
    match scene.stem_in(Set::Variant, next).filter(|_| variant) {
        Some((stem, _)) => Some((
            stream.words[next].start + stem.len() as u32,
            format!("{number} {stem}"),
        )),
        None => Some((end, number.to_owned())),
    }
}

/// Whether a word says what the number before it counts.
fn counts(scene: &Scene, at: usize) -> bool {
    let word = scene.word(at);
    scene.stem_in(Set::Counter, at).is_some()
        || scene.sep(at) == Sep::None
            && word
                .chars()
                .next()
                .is_some_and(|c| "年月日時分人個件台番号倍歳億万千枚本回次名个点".contains(c))
        || scene.stream.before(at).is_some_and(|c| c == '%')
}

/// Makes a mention of a hit; `None` where it names who only reports, or would cut a character.
fn place(
    scene: &Scene,
    locals: &Locals,
    writers: &HashSet<String>,
    namesakes: &Map<u32, Field>,
    hit: &Hit,
) -> Option<Placed> {
    let stream = &scene.stream;
    let text = stream.slice(hit.span.start, hit.span.end);
    let next = hit.span.last as usize + 1;
    let reports = hit.kind == Kind::Per
        && hit.span.whole
        && scene.stem_in(Set::Reporter, next).is_some()
        && scene.follows(next);
    let titled = scene.follows(next) && scene.stem_in(Set::Role, next).is_some();
    if reports || hit.kind == Kind::Per && !titled && writers.contains(&fold(text)) {
        return None;
    }
    let (of, rule, confidence) = match hit.owner {
        Owner::Entry(entry) if namesakes.contains_key(&entry) => {
            (Identity::Namesake(entry, namesakes[&entry]), Rule::Role, 75)
        }
        Owner::Entry(entry) => (
            Identity::Entry(entry),
            Rule::Gazetteer,
            if hit.guarded { 80 } else { 95 },
        ),
        Owner::Large(main) => (
            Identity::Form(hit.kind, main.unwrap_or(text).to_owned()),
            Rule::Gazetteer,
            75,
        ),
        Owner::Local(at) => {
            let found = &locals.found[at as usize];
            let entry = locals.groups[found.group as usize].entry;
            (
                entry.map_or(Identity::Group(found.group), Identity::Entry),
                found.rule,
                found.confidence,
            )
        }
    };
    let (end, of, rule) = match version(scene, hit.span).filter(|_| hit.kind == Kind::Prod) {
        Some((end, number)) => (end, of.of_version(number), Rule::Version),
        None => (hit.span.end, of, rule),
    };
    let whole = on_border(stream.text, hit.span.start) && on_border(stream.text, end);
    whole.then(|| Placed {
        start: hit.span.start,
        end,
        zone: stream.words[hit.span.first as usize].zone,
        kind: hit.kind,
        identity: of,
        rule,
        confidence,
    })
}

/// Whether an offset is between two user-perceived characters.
fn on_border(text: &str, at: u32) -> bool {
    GraphemeCursor::new(at as usize, text.len(), true)
        .is_boundary(text, 0)
        .unwrap_or(false)
}
