//! Names in text of Latin letters: runs of capitals whose first or last word says what they are.
//!
//! Only runs of two words or more make names; single capitals are left to the lists and to short forms.

use crate::article::body::Zone;
use crate::entity::alias::Locals;
use crate::entity::lists::Set;
use crate::entity::scene::Scene;
use crate::entity::units::Script;
use crate::entity::{Kind, Rule};

/// Words of the longest run that is looked at.
const LONGEST: usize = 6;

/// Finds runs of capitals.
pub(super) fn read(scene: &Scene, locals: &mut Locals) {
    let mut at = 0;
    while at < scene.len() {
        let next = run(scene, at);
        if next > at {
            name(scene, at, next, locals);
        }
        at = next.max(at + 1);
    }
}

/// One past the last word of the run of capitals that begins with a word; the word itself where there is none.
fn run(scene: &Scene, first: usize) -> usize {
    let mut end = first;
    let mut at = first;
    while at < scene.len() && at < first + LONGEST {
        if at > first && !scene.follows(at) {
            break;
        }
        if is_upper(scene, at) {
            end = at + 1;
        } else if at == first
            || !matches!(
                scene.word(at),
                "of" | "de" | "van" | "der" | "von" | "bin" | "al" | "da"
            )
        {
            break;
        }
        at += 1;
    }
    end
}

fn is_upper(scene: &Scene, at: usize) -> bool {
    scene.stream.words[at].script == Script::Latin
        && scene.word(at).chars().next().is_some_and(char::is_uppercase)
}

fn name(scene: &Scene, first: usize, end: usize, locals: &mut Locals) {
    let (mut first, mut titled) = (first, false);
    while first < end && (scene.is(Set::EnRole, first) || scene.is(Set::EnOrdinary, first)) {
        // A title makes a person of the run only where it stands right before the name.
        titled = scene.is(Set::EnRole, first);
        first += 1;
    }
    let whole = first..end;
    let known = whole
        .clone()
        .find(|at| scene.hit(*at).is_some_and(|h| !h.guarded));
    let last = end.saturating_sub(1);
    if whole.len() < 2 || titles(scene, first) {
        return;
    }
    let text = || scene.text(first, last, scene.word(last));
    if scene.is(Set::EnBody, last) {
        if known.is_none_or(|at| {
            scene
                .hit(at)
                .is_some_and(|h| h.kind != Kind::Per && h.span.last != last as u32)
        }) {
            locals.add(&text(), Kind::Org, Rule::Context, 75);
        }
        return;
    }
    if known.is_some()
        || whole
            .clone()
            .any(|at| scene.is(Set::EnRole, at) || scene.is(Set::EnOrdinary, at))
    {
        return;
    }
    if scene.is(Set::EnPlace, last) {
        locals.add(&text(), Kind::Loc, Rule::Context, 70);
    } else if whole.len() <= 4 && scene.is(Set::EnGiven, first) {
        locals.add(&text(), Kind::Per, Rule::Role, 75);
    } else if whole.len() <= 4 && (titled || speaks(scene, end)) {
        locals.add(&text(), Kind::Per, Rule::Role, 70);
    }
}

/// Whether a word stands in a line where every word has a capital.
fn titles(scene: &Scene, at: usize) -> bool {
    let zone = scene.stream.words[at].zone;
    matches!(zone, Zone::Headline | Zone::Deck | Zone::ItemHead | Zone::Subhead)
}

/// Whether a word after a run says that somebody spoke, or names an office after a comma.
fn speaks(scene: &Scene, at: usize) -> bool {
    let said = ["said", "says", "told", "wrote", "added"].contains(&scene.word(at)) && scene.follows(at);
    let gap = scene.stream.gap(at);
    let office = gap.trim() == ","
        && [
            "chief",
            "president",
            "director",
            "founder",
            "curator",
            "professor",
            "mayor",
        ]
        .contains(&scene.word(at));
    said || office
}
