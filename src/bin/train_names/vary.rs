//! Copies of labelled sentences with other names in them, so that the model learns places of names and not names.

use jobo::entity::Kind;

use crate::chance::Chance;
use crate::corpus::{Label, Sentence};
use crate::names::{self, Listed};

/// Names to put in, by what they may stand for.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    native: Vec<String>,
    foreign: Vec<String>,
    place: Vec<String>,
    body: Vec<String>,
    han: [Vec<String>; 3],
    kata: [Vec<String>; 3],
    latin: [Vec<String>; 3],
}

const SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용";

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn native(name: &str) -> bool {
    let n = name.chars().count();
    (2..=4).contains(&n) && name.chars().all(is_hangul) && name.starts_with(|c| SURNAMES.contains(c))
}

impl Stock {
    /// Sorts the lists.
    pub(crate) fn of(lists: &[Listed]) -> Self {
        let mut stock = Self::default();
        for one in lists {
            let name = &one.name;
            let kind = match one.class {
                Some(names::PERSON | names::FULL | names::OWN) => 0,
                Some(4 | names::BODY) => 1,
                Some(5 | names::PLACE | names::TOWN) => 2,
                _ => continue,
            };
            let first = name.chars().next().unwrap_or(' ');
            if first.is_ascii_alphabetic() {
                stock.latin[kind].push(name.clone());
            } else if ('ァ'..='ー').contains(&first) {
                stock.kata[kind].push(name.clone());
            } else if ('一'..='鿿').contains(&first) {
                stock.han[kind].push(name.clone());
            } else if is_hangul(first) {
                match kind {
                    0 if native(name) && name.chars().count() == 3 => stock.native.push(name.clone()),
                    0 if one.class != Some(names::FULL) => stock.foreign.push(name.clone()),
                    1 => stock.body.push(name.clone()),
                    2 if one.class != Some(names::TOWN) => stock.place.push(name.clone()),
                    _ => {}
                }
            }
        }
        stock
    }

    /// Another name for one of a kind; `None` where there is none.
    fn other<'a>(&'a self, name: &str, kind: Kind, chance: &mut Chance) -> Option<String> {
        let first = name.chars().next()?;
        let n = name.chars().count();
        let of =
            |list: &'a [String], chance: &mut Chance| (!list.is_empty()).then(|| chance.pick(list).clone());
        let at = match kind {
            Kind::Per => 0,
            Kind::Org => 1,
            Kind::Loc => 2,
            _ => return None,
        };
        if first.is_ascii_alphabetic() {
            return if n <= 2 { None } else { of(&self.latin[at], chance) };
        }
        if ('ァ'..='ー').contains(&first) {
            return of(&self.kata[at], chance);
        }
        if ('一'..='鿿').contains(&first) {
            return if n <= 1 { None } else { of(&self.han[at], chance) };
        }
        if !is_hangul(first) {
            return None;
        }
        match kind {
            Kind::Per if n == 1 => {
                let all: Vec<char> = SURNAMES.chars().collect();
                Some(chance.pick(&all[..60.min(all.len())]).to_string())
            }
            Kind::Per if native(name) => {
                let full = of(&self.native, chance)?;
                Some(if n == 2 {
                    full.chars().skip(1).collect()
                } else {
                    full
                })
            }
            Kind::Per => {
                let full = of(&self.foreign, chance)?;
                let single = !name.contains(' ');
                Some(if single {
                    full.rsplit(' ').next().unwrap_or(&full).to_owned()
                } else {
                    full
                })
            }
            Kind::Org => of(&self.body, chance),
            _ => of(&self.place, chance),
        }
    }
}

/// Particles that follow the last sound: after a consonant, after a vowel.
const PARTICLES: [(&str, &str); 8] = [
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("이나", "나"),
    ("이란", "란"),
    ("이라는", "라는"),
];

fn closed(name: &str) -> Option<bool> {
    let last = name.chars().next_back().filter(|c| is_hangul(*c))?;
    Some((last as u32 - 0xAC00) % 28 != 0)
}

/// The same sentence with other names; `None` if nothing was changed.
pub(crate) fn vary(one: &Sentence, stock: &Stock, p: [f32; 3], chance: &mut Chance) -> Option<Sentence> {
    let mut new = Sentence {
        kinds: one.kinds.clone(),
        own: one.own,
        ..Sentence::default()
    };
    let mut at = 0;
    let mut changed = false;
    for label in &one.labels {
        new.text.push_str(&one.text[at..label.start]);
        let name = &one.text[label.start..label.end];
        let p = match label.kind {
            Kind::Per => p[0],
            Kind::Org => p[1],
            Kind::Loc => p[2],
            _ => 0.0,
        };
        let other = if chance.hits(p) {
            stock.other(name, label.kind, chance)
        } else {
            None
        };
        let start = new.text.len();
        new.text.push_str(other.as_deref().unwrap_or(name));
        let end = new.text.len();
        new.labels.push(Label {
            start,
            end,
            kind: label.kind,
        });
        at = label.end;
        if let Some(other) = other {
            changed = true;
            let rest = &one.text[at..];
            let word = rest.split(|c: char| !is_hangul(c)).next().unwrap_or("");
            if let (Some(was), Some(is)) = (closed(name), closed(&other))
                && was != is
                && let Some((a, b)) = PARTICLES.iter().find(|(a, b)| word == if was { *a } else { *b })
            {
                new.text.push_str(if is { a } else { b });
                at += word.len();
            }
        }
    }
    new.text.push_str(&one.text[at..]);
    changed.then_some(new)
}
