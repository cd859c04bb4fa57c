//! Which mentions name the same one, what it is called, and which names tell most.
//!
//! Across the library two names are the same one when their keys are equal: the kind and the folded main form.
//! Nothing is merged by likeness, by containment or over different digits.

use crate::article::body::Zone;
use crate::entity::alias::Locals;
use crate::entity::fold::fold;
use crate::entity::gazetteer::row::Field;
use crate::entity::hash::Map;
use crate::entity::link::sounds_alike;
use crate::entity::recognise::in_head;
use crate::entity::scene::Scene;
use crate::entity::{Found, Kind, Mention, Name, Rule};
use crate::text::Clean;

/// Who or what is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    /// A thing of the own list.
    Entry(u32),
    /// Somebody of the name of a listed person, in another field.
    Namesake(u32, Field),
    /// A main form of the large list.
    Form(Kind, String),
    /// A group of this story.
    Group(u32),
    /// A version of one of these.
    Version(Box<Identity>, String),
}

impl Identity {
    /// The version with a number of this product.
    pub(super) fn of_version(self, number: String) -> Self {
        Self::Version(Box::new(self), number)
    }
}

/// A mention before the names are put in order.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) zone: Zone,
    pub(super) kind: Kind,
    pub(super) identity: Identity,
    pub(super) rule: Rule,
    pub(super) confidence: u8,
}

/// A name while its mentions are gathered.
struct Draft {
    kind: Kind,
    text: String,
    spellings: Vec<String>,
    counting: u32,
    head: bool,
    generic: bool,
    first: usize,
}

/// The key of a name: equal keys mean the same one across the library.
pub fn key(kind: Kind, main: &str) -> Box<str> {
    format!("{}:{}", kind.code(), fold(main)).into()
}

/// Gathers mentions into names, the most telling first.
pub(super) fn names(scene: &Scene, locals: &Locals, placed: &[Placed]) -> Found {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_key: Map<Box<str>, usize> = Map::default();
    let mut by_identity: Map<Identity, usize> = Map::default();
    let fullest = fullest(locals, scene, placed);
    let mut owners = Vec::with_capacity(placed.len());
    for (at, mention) in placed.iter().enumerate() {
        let text = scene.stream.slice(mention.start, mention.end);
        let draft = *by_identity.entry(mention.identity.clone()).or_insert_with(|| {
            let (main, generic) = main_form(&mention.identity, scene, &fullest);
            let (main, generic) = by_sound(mention, &main, scene, &drafts).unwrap_or((main, generic));
            let key = key(mention.kind, &main);
            *by_key.entry(key).or_insert_with(|| {
                drafts.push(Draft {
                    kind: mention.kind,
                    text: main,
                    spellings: Vec::new(),
                    counting: 0,
                    head: false,
                    generic,
                    first: at,
                });
                drafts.len() - 1
            })
        });
        owners.push(draft);
        let draft = &mut drafts[draft];
        draft.counting += u32::from(mention.zone.counts());
        draft.head |= in_head(mention.zone);
        if draft.spellings.len() < 16 && draft.text != text && !draft.spellings.iter().any(|s| s == text) {
            draft.spellings.push(text.to_owned());
        }
    }
    arrange(drafts, placed, &owners)
}

/// The listed thing, or the name of this story, of which a name without a listing is another spelling.
fn by_sound(mention: &Placed, main: &str, scene: &Scene, drafts: &[Draft]) -> Option<(String, bool)> {
    if !matches!(mention.identity, Identity::Group(_) | Identity::Form(..)) {
        return None;
    }
    if let Some(owner) = scene.gazetteer.sounding(scene.lists, mention.kind, main) {
        let entry = scene.gazetteer.entry(owner);
        return Some((entry.text.to_owned(), entry.generic));
    }
    let alike = |d: &&Draft| d.kind == mention.kind && sounds_alike(scene.lists, d.kind, &d.text, main, true);
    let known = drafts.iter().find(alike)?;
    Some((known.text.clone(), known.generic))
}

/// Puts names in order and points the mentions at them.
fn arrange(drafts: Vec<Draft>, placed: &[Placed], owners: &[usize]) -> Found {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|at| telling(&drafts[*at]));
    order.truncate(usize::from(u16::MAX));
    let mut place = vec![None; drafts.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = Some(to as u16);
    }
    let mentions = placed.iter().zip(owners).filter_map(|(mention, owner)| {
        Some(Mention {
            start: mention.start,
            end: mention.end,
            name: place[*owner]?,
            rule: mention.rule,
            confidence: mention.confidence,
        })
    });
    let mentions = mentions.collect();
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let names = order
        .iter()
        .filter_map(|at| drafts[*at].take())
        .map(|draft| Name {
            kind: draft.kind,
            key: key(draft.kind, &draft.text),
            text: Clean::new(&draft.text),
            spellings: draft.spellings.iter().map(|s| Clean::new(s)).collect(),
        });
    Found {
        names: names.collect(),
        mentions,
    }
}

/// The least is listed first: counted names before others, telling before generic, headlines before text, then by count.
fn telling(draft: &Draft) -> (bool, bool, bool, std::cmp::Reverse<u32>, u8, usize) {
    let rank = match draft.kind {
        Kind::Prod | Kind::Event | Kind::Work => 0,
        Kind::Per => 1,
        Kind::Org => 2,
        Kind::Loc => 3,
    };
    // A place tells as much as half as many mentions of anything else.
    let weight = if draft.kind == Kind::Loc {
        draft.counting
    } else {
        draft.counting * 2
    };
    (
        draft.counting == 0,
        draft.generic,
        !draft.head,
        std::cmp::Reverse(weight),
        rank,
        draft.first,
    )
}

/// For each group the fullest of its spellings that the story's own mentions use.
fn fullest(locals: &Locals, scene: &Scene, placed: &[Placed]) -> Map<u32, String> {
    let mut fullest: Map<u32, String> = Map::default();
    for mention in placed {
        let base = match &mention.identity {
            Identity::Group(group) => *group,
            _ => continue,
        };
        let text = scene.stream.slice(mention.start, mention.end);
        let rank = |t: &str| (has_home_script(scene, t), t.chars().count());
        let best = fullest.entry(base).or_insert_with(|| text.to_owned());
        if rank(text) > rank(best) {
            text.clone_into(best);
        }
    }
    for (group, main) in locals
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, g)| Some((at as u32, g.main?)))
    {
        fullest.insert(group, main.to_owned());
    }
    for found in &locals.found {
        fullest.entry(found.group).or_insert_with(|| found.text.clone());
    }
    fullest
}

/// Whether a spelling is written in the script of the story, so that a Korean story shows the Korean spelling.
fn has_home_script(scene: &Scene, text: &str) -> bool {
    use crate::article::language::Language;
    match scene.language {
        Language::Ko => text.chars().any(|c| ('가'..='힣').contains(&c)),
        Language::Ja | Language::Zh => !text.is_ascii(),
        Language::En | Language::Und => true,
    }
}

/// The main form of who is meant, and whether it tells little.
fn main_form(identity: &Identity, scene: &Scene, fullest: &Map<u32, String>) -> (String, bool) {
    match identity {
        Identity::Entry(entry) => {
            let entry = scene.gazetteer.entry(*entry);
            (entry.text.to_owned(), entry.generic)
        }
        Identity::Namesake(entry, field) => {
            let text = scene.gazetteer.entry(*entry).text;
            (format!("{text} ({})", field.word()), false)
        }
        Identity::Form(_, main) => (main.clone(), false),
        Identity::Group(group) => (fullest.get(group).cloned().unwrap_or_default(), false),
        Identity::Version(base, number) => {
            let (base, _) = main_form(base, scene, fullest);
            let joint = if base.chars().all(|c| c.is_ascii_uppercase()) {
                '-'
            } else {
                ' '
            };
            (format!("{base}{joint}{number}"), false)
        }
    }
}
