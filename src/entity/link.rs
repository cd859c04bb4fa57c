//! When two names are one, and why.
//!
//! In this order: kinds and digits must agree; then an equal form, the lists, a short form, and the sound of foreign
//! names. What is left stays apart. Nothing is ever one because it holds the other (`구글`, `구글 딥마인드`), by one letter, by a
//! surname alone across stories, or over another version.

use crate::entity::fold::fold;
use crate::entity::gazetteer::Gazetteer;
use crate::entity::lists::{Lists, Set};
use crate::entity::sound::evidence;
use crate::entity::sound::likeness;
use crate::entity::{Kind, Rule};

/// Letters of two scripts that sound at least so alike, in percent, may be one name inside one story.
const ALIKE: u8 = 80;

/// Why a spelling is taken for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// It is the same but for blanks, case and hyphens.
    EqualForm,
    /// A list of names has both.
    AliasList,
    /// The story says so in brackets: `앤트로픽(Anthropic)`.
    Gloss,
    /// It is the last word of a person's name.
    ShortForm,
    /// It is another way to write the same foreign sounds.
    Transliteration,
    /// It is the same word in letters of another script, in the same story.
    OtherScript,
    /// The reader, the file or a rule of the story put them together.
    Said,
}

/// A name as it is held against another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Naming<'a> {
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub text: &'a str,
    /// Whether its story shares another name with the story of the new one.
    pub shares: bool,
}

/// How far apart two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// In one story.
    Story,
    /// Anywhere in a library.
    Library,
}

/// The digits of a name, number by number: `라마 4.5` has 4 and 5.
pub fn digits(text: &str) -> Vec<&str> {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|n| !n.is_empty()).collect()
}

/// What two names must have in common, by one key at least, to be one: their folded form, the thing of the list that
/// they mean, or how they begin their syllables.
pub fn keys(gazetteer: &Gazetteer, kind: Kind, text: &str) -> Vec<String> {
    let form = fold(text);
    let mut keys: Vec<String> = gazetteer
        .means(&form, kind)
        .map(|thing| format!("#{thing}"))
        .into_iter()
        .collect();
    keys.extend(gazetteer.main_of(text).map(|main| format!("={}", fold(main))));
    keys.push(format!("={form}"));
    if kind == Kind::Per {
        keys.extend(last_word(text).map(|last| format!("-{}", fold(last))));
        keys.push(format!("-{form}"));
    }
    if evidence::syllables(text) >= 4 {
        keys.extend(evidence::keys(text).into_iter().map(|key| format!("~{key}")));
    }
    keys
}

/// Which of some names a new one is, and why; the first that fits best.
pub fn link(
    (gazetteer, lists): (&Gazetteer, &Lists),
    reach: Reach,
    new: &Naming,
    candidates: &[Naming],
) -> Option<(usize, Because)> {
    let fits =
        |known: &&(usize, &Naming)| known.1.kind == new.kind && digits(known.1.text) == digits(new.text);
    let all: Vec<(usize, &Naming)> = candidates.iter().enumerate().collect();
    let fitting: Vec<(usize, &Naming)> = all.iter().filter(fits).copied().collect();
    let find = |by: &dyn Fn(&Naming) -> bool, why| {
        let found = fitting.iter().find(|(_, known)| by(known));
        found.map(|(at, _)| (*at, why))
    };
    let equal = |known: &Naming| {
        let native = new.kind == Kind::Per && reach == Reach::Library && lists.is_native(new.text);
        fold(known.text) == fold(new.text) && (!native || known.shares)
    };
    let listed = |known: &Naming| same_thing(gazetteer, known, new) && fold(known.text) != fold(new.text);
    let sounds = |known: &Naming| sounds_alike(lists, new.kind, known.text, new.text, known.shares);
    let scripts = |known: &Naming| {
        let (hangul, latin) = if new.text.is_ascii() {
            (known.text, new.text)
        } else {
            (new.text, known.text)
        };
        let long = latin.len() >= 4 && evidence::syllables(hangul) >= 2;
        reach == Reach::Story && latin.is_ascii() && long && likeness(hangul, latin) >= ALIKE
    };
    find(&equal, Because::EqualForm)
        .or_else(|| find(&listed, Because::AliasList))
        .or_else(|| short(&fitting, reach, new).map(|at| (at, Because::ShortForm)))
        .or_else(|| find(&sounds, Because::Transliteration))
        .or_else(|| find(&scripts, Because::OtherScript))
}

/// Whether the lists have two spellings for one thing.
fn same_thing(gazetteer: &Gazetteer, one: &Naming, two: &Naming) -> bool {
    let thing = |n: &Naming| gazetteer.means(&fold(n.text), n.kind);
    let main = |n: &Naming| fold(gazetteer.main_of(n.text).unwrap_or(n.text));
    match (thing(one), thing(two)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => main(one) == main(two),
        _ => false,
    }
}

/// The one full name of which a person's name is the last word, or the other way round.
fn short(fitting: &[(usize, &Naming)], reach: Reach, new: &Naming) -> Option<usize> {
    let of = |full: &str, short: &str| {
        let long = short.chars().count() >= if short.is_ascii() { 3 } else { 2 };
        long && last_word(full) == Some(short)
    };
    let mut found = fitting.iter().filter(|(_, known)| {
        new.kind == Kind::Per
            && (reach == Reach::Story || known.shares)
            && (of(known.text, new.text) || of(new.text, known.text))
    });
    let (at, _) = found.next()?;
    found.next().is_none().then_some(*at)
}

fn last_word(text: &str) -> Option<&str> {
    text.rsplit_once([' ', '·', '・']).map(|(_, last)| last)
}

/// Whether two Hangul spellings are one foreign name by their sound. Native names are never compared so.
pub fn sounds_alike(lists: &Lists, kind: Kind, one: &str, two: &str, shares: bool) -> bool {
    let foreign = |text: &str| match kind {
        Kind::Per => !lists.is_native(text) && text.chars().all(is_hangul_or_joint),
        Kind::Org | Kind::Loc => text.split(' ').all(|word| lists.is_foreign(word)),
        Kind::Prod | Kind::Event | Kind::Work => false,
    };
    foreign(one) && foreign(two) && digits(one) == digits(two) && evidence::is_one(one, two, shares)
}

fn is_hangul_or_joint(c: char) -> bool {
    ('가'..='힣').contains(&c) || matches!(c, ' ' | '·' | '-')
}

/// Why a spelling of a story stands for a name, as a card says it: from the two spellings and the rule that found it.
pub fn because(gazetteer: &Gazetteer, kind: Kind, main: &str, spelling: &str, rule: Rule) -> Because {
    let (one, two) = (fold(main), fold(spelling));
    let listed = || {
        let owner = gazetteer.means(&one, kind);
        owner.is_some_and(|owner| gazetteer.is_of(&two, owner)) || gazetteer.main_of(spelling) == Some(main)
    };
    match rule {
        _ if one == two => Because::EqualForm,
        _ if listed() => Because::AliasList,
        Rule::Gloss => Because::Gloss,
        Rule::Short => Because::ShortForm,
        _ if digits(main) == digits(spelling) && evidence::is_one(main, spelling, true) => {
            Because::Transliteration
        }
        _ if spelling.is_ascii() && likeness(main, spelling) >= ALIKE => Because::OtherScript,
        _ => Because::Said,
    }
}

/// Whether a word can be a given name before a listed surname.
pub(super) fn is_given(lists: &Lists, word: &str) -> bool {
    if word.is_ascii() {
        return lists.has(Set::EnGiven, word);
    }
    lists.is_given(word)
}

#[cfg(test)]
mod tests;
