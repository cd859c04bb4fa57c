//! What the tagger says of a story, counted over all of it.
//!
//! The tagger reads a sentence at a time and may call a word a name here and not there. A spelling that it finds
//! often enough counts as found in the whole story; one that it finds by accident is dropped. What the own list knows
//! stays as the list has it, and the tagger is the second sign that a doubtful spelling of the list needs.

use crate::article::Article;
use crate::article::language::Language;
use crate::entity::alias::{self, Locals};
use crate::entity::fold::fold;
use crate::entity::gazetteer::Span;
use crate::entity::hash::Map;
use crate::entity::lists::Set;
use crate::entity::models;
use crate::entity::scene::{Hit, Scene};
use crate::entity::units::{Script, Stream};
use crate::entity::{Kind, Rule};

/// How sure the tagger must be of a guarded spelling.
const CONFIRMS: f32 = 0.8;
/// How sure it must be of a spelling, on average over the places where it found it.
const ACCEPTS: f32 = 0.55;
/// The same in Korean, of whose names the lists have most: what they lack is a common noun more often.
const ACCEPTS_KOREAN: f32 = 0.65;
/// The same for kinds of which little text is labelled.
const ACCEPTS_RARE: f32 = 0.75;

/// One span of the tagger, on the words of the story.
#[derive(Debug, Clone, Copy)]
struct Vote {
    span: Span,
    kind: Kind,
    p: f32,
}

/// All spans of the tagger.
#[derive(Debug)]
pub(super) struct Votes {
    votes: Vec<Vote>,
}

/// What was said of one spelling.
#[derive(Debug, Default)]
struct Tally {
    text: String,
    first: u32,
    times: u32,
    kinds: [f32; 6],
}

impl Votes {
    /// Reads the story. Cost: one pass of the tagger.
    pub(super) fn of(article: &Article, scene: &Scene) -> Self {
        let mut votes = Vec::new();
        for block in scene.stream.blocks(article) {
            let Some(text) = scene.stream.text.get(block.bytes()) else {
                continue;
            };
            for span in models::of_line(text, scene.language) {
                let start = block.start + span.start + title(text, span.start);
                let end = block.start + span.end;
                let Some(whole) = on_words(&scene.stream, start, end) else {
                    continue;
                };
                let vote = |span_of| Vote {
                    span: span_of,
                    kind: span.kind,
                    p: span.p,
                };
                if span.kind == Kind::Loc {
                    votes.extend(places(scene, whole).map(vote));
                } else {
                    votes.push(vote(whole));
                }
            }
        }
        Self { votes }
    }

    /// Whether the tagger finds the very same name where a list has one.
    pub(super) fn confirm(&self, hit: &Hit) -> bool {
        let at = self.votes.partition_point(|v| v.span.start < hit.span.start);
        self.votes.get(at).is_some_and(|v| {
            v.kind == hit.kind
                && (v.span.start, v.span.end) == (hit.span.start, hit.span.end)
                && v.p >= CONFIRMS
        })
    }

    /// Whether a spelling is the short form of a person's name of the story.
    fn is_short(&self, scene: &Scene, locals: &Locals, text: &str) -> bool {
        let found = locals.found.iter().map(|f| f.text.as_str());
        let people = |kind: Kind| kind == Kind::Per;
        let hits = scene.hits.iter().filter(|h| people(h.kind)).map(|h| h.span);
        let votes = self.votes.iter().filter(|v| people(v.kind)).map(|v| v.span);
        let spans = hits.chain(votes).map(|s| scene.stream.slice(s.start, s.end));
        found.chain(spans).any(|full| is_part(full, text, scene.language))
    }

    /// Adds the spellings that the story's places agree on.
    pub(super) fn add(&self, scene: &Scene, locals: &mut Locals) {
        let mut tallies: Map<String, Tally> = Map::default();
        for vote in &self.votes {
            let text = scene.stream.slice(vote.span.start, vote.span.end);
            if !may_stand(scene, vote, text) {
                continue;
            }
            let tally = tallies.entry(fold(text)).or_insert_with(|| Tally {
                text: text.to_owned(),
                first: vote.span.start,
                ..Tally::default()
            });
            tally.times += 1;
            tally.kinds[place(vote.kind)] += vote.p;
        }
        let mut tallies: Vec<Tally> = tallies.into_values().collect();
        tallies.sort_unstable_by_key(|t| t.first);
        for tally in tallies {
            let (kind, sum) = tally.winner();
            let mean = sum / tally.times as f32;
            let there = scene.count(&tally.text).max(tally.times);
            if mean < accepts(kind, scene.language) || tally.times * 2 < there {
                continue;
            }
            let confidence = (mean * 100.0).min(90.0) as u8;
            if kind != Kind::Per || !self.is_short(scene, locals, &tally.text) {
                locals.add(&tally.text, kind, Rule::Model, confidence);
            } else if let Some(group) = fuller(scene, locals, &tally.text) {
                locals.also(group, &tally.text, Rule::Short, confidence);
            }
        }
    }
}

/// How sure the tagger must be of a spelling of a kind. The values were chosen on articles of the own prose that the
/// tagger of that trial had not been trained on.
fn accepts(kind: Kind, language: Language) -> f32 {
    match (kind, language) {
        (Kind::Prod | Kind::Event | Kind::Work, _) => ACCEPTS_RARE,
        (_, Language::Ko) => ACCEPTS_KOREAN,
        _ => ACCEPTS,
    }
}

/// The one person of the story of whose name a spelling is the short form.
fn fuller(scene: &Scene, locals: &Locals, text: &str) -> Option<u32> {
    let person = |f: &&alias::Found| locals.groups[f.group as usize].kind == Kind::Per;
    let of = |f: &&alias::Found| is_part(&f.text, text, scene.language);
    let mut groups = locals.found.iter().filter(person).filter(of).map(|f| f.group);
    let first = groups.next()?;
    groups.all(|g| g == first).then_some(first)
}

/// Whether a person's name is a part of a fuller one: what another calls by all words, by the last word alone.
fn is_part(full: &str, part: &str, language: Language) -> bool {
    let joints = [' ', '·', '・'];
    let begins =
        matches!(language, Language::Ja | Language::Zh) && !full.contains(joints) && full.starts_with(part);
    full.len() > part.len() && (begins || full.rsplit(joints).next() == Some(part))
}

fn place(kind: Kind) -> usize {
    Kind::ALL.iter().position(|k| *k == kind).unwrap_or(0)
}

impl Tally {
    /// The kind that most speaks for.
    fn winner(&self) -> (Kind, f32) {
        let mut best = (Kind::ALL[0], self.kinds[0]);
        for (kind, sum) in Kind::ALL.into_iter().zip(self.kinds) {
            if sum > best.1 {
                best = (kind, sum);
            }
        }
        best
    }
}

/// Whether a span may be a name of a story: not what a list knows, and no common noun that reads like a body.
fn may_stand(scene: &Scene, vote: &Vote, text: &str) -> bool {
    let n = text.chars().count();
    let listed = is_listed(scene, vote);
    let single = vote.span.first == vote.span.last;
    let ordinary = [
        Set::Ordinary,
        Set::Role,
        Set::Modifier,
        Set::EnOrdinary,
        Set::Acronym,
    ]
    .iter()
    .any(|s| scene.lists.has(*s, text));
    let small = text.is_ascii() && !text.contains(|c: char| c.is_ascii_uppercase());
    // `컴퓨팅 리소스`: no word of it says whose.
    let is_ordinary = |word: &str| scene.lists.has(Set::Ordinary, word);
    let common = small || single && ordinary || text.split(' ').all(is_ordinary);
    n >= 2 && !listed && !common && !is_inflected(scene, text)
}

/// Whether the story has a word without its last syllable more often than with it: `서리도` is 서리 and a particle.
fn is_inflected(scene: &Scene, text: &str) -> bool {
    let stem = text.strip_suffix(['도', '만', '은', '는', '이', '가', '을', '를', '의', '에', '로']);
    stem.is_some_and(|stem| scene.count(stem) > scene.count(text))
}

/// What may follow a company's name without making it another's.
const JUST_COMPANY: [&str; 6] = ["公司", "集团", "集團", "グループ", "社", "氏"];

/// Whether a list has what a span is about, and the tagger has to keep out.
fn is_listed(scene: &Scene, vote: &Vote) -> bool {
    let sure = vote.p >= CONFIRMS;
    let (start, end) = (vote.span.start, vote.span.end);
    if matches!(scene.language, Language::Ja | Language::Zh) {
        // No blank says where a word ends: what the tagger is sure of may hold a listed place, as `大阪取引所` does, or
        // end with the name by which the list calls somebody, as `利昂内尔·梅西` does.
        let holds = |h: &Hit| {
            let within = sure && start <= h.span.start && h.span.end <= end;
            let longer = (h.span.start, h.span.end) != (start, end);
            let joined = || scene.stream.slice(start, h.span.start).ends_with(['·', '・']);
            let part =
                || start == h.span.start && !JUST_COMPANY.contains(&scene.stream.slice(h.span.end, end));
            within
                && longer
                && match (h.kind, vote.kind) {
                    (Kind::Loc, kind) => kind != Kind::Loc,
                    (Kind::Per, Kind::Per) => joined(),
                    (Kind::Org, Kind::Org) => part(),
                    _ => false,
                }
        };
        let from = scene.hits.partition_point(|h| h.span.end <= start);
        let mut touched = scene.hits[from..].iter().take_while(|h| h.span.start < end);
        return touched.any(|h| !(holds(h) || h.guarded && sure));
    }
    // A doubtful spelling of the list leaves room for the tagger where it is sure.
    let known = |w: u32| scene.hit(w as usize).is_some_and(|h| !(h.guarded && sure));
    (vote.span.first..=vote.span.last).any(known)
}

/// Cuts `전남 고흥군` into its places: after a word that a list has as a place, or that ends like a district.
fn places<'a>(scene: &'a Scene, whole: Span) -> impl Iterator<Item = Span> + use<'a> {
    const DISTRICTS: [char; 7] = ['도', '시', '군', '구', '읍', '면', '동'];
    let words = &scene.stream.words;
    let mut from = whole.first;
    (whole.first..=whole.last).filter_map(move |at| {
        let listed = || {
            scene
                .hit(at as usize)
                .is_some_and(|h| h.kind == Kind::Loc && h.span.last == at)
        };
        let hangul = words[at as usize].script == Script::Hangul;
        if at < whole.last && !(hangul && (scene.word(at as usize).ends_with(DISTRICTS) || listed())) {
            return None;
        }
        let end = if at == whole.last {
            whole.end
        } else {
            words[at as usize].end
        };
        let start = if from == whole.first {
            whole.start
        } else {
            words[from as usize].start
        };
        let span = on_words(&scene.stream, start, end);
        from = at + 1;
        span
    })
}

/// English forms of address, which are no part of a name.
const TITLES: [&str; 8] = ["Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lady", "Lord"];

/// Bytes of a form of address at an offset, with the dot and the blank after it.
fn title(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    let word = TITLES.iter().find_map(|t| rest.strip_prefix(t));
    let after = word.and_then(|w| w.strip_prefix(". ").or_else(|| w.strip_prefix(' ')));
    after.map_or(0, |a| (rest.len() - a.len()) as u32)
}

/// A range of bytes as a span of words; `None` where no name may begin or end there.
fn on_words(stream: &Stream, start: u32, end: u32) -> Option<Span> {
    let from = stream.units.partition_point(|u| u.start < start);
    let until = stream.units.partition_point(|u| u.end <= end);
    let fits = stream.units.get(from)?.start == start && until > from;
    Span::of(stream, from, until).filter(|s| fits && s.end == end)
}
