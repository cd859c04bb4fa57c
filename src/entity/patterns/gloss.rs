//! `라이터(Writer)`, `'메타 초지능 연구소'(Meta Superintelligence Labs·MSL)`: a name and its other spellings.
//!
//! Fine as a source of spellings, poor as a maker of names (31 % right: LED, GDP, titles of songs), so an unlisted
//! name is made only where something says what it is.

use crate::entity::alias::Locals;
use crate::entity::fold::{fold, is_quote};
use crate::entity::lists::Set;
use crate::entity::scene::{Owner, Scene};
use crate::entity::sound::likeness;
use crate::entity::{Kind, Rule};

/// Words that a gloss may explain, and words that it may hold.
const REACH: usize = 5;
/// How alike a Hangul name and its Latin gloss must sound, in percent.
const ALIKE: u8 = 70;

/// Finds glosses.
pub(super) fn read(scene: &Scene, locals: &mut Locals) {
    for open in 1..scene.len() {
        let gap = scene.stream.gap(open);
        let mut marks = gap.chars();
        let quoted = marks.clone().next().is_some_and(is_quote);
        if quoted {
            marks.next();
        }
        if !matches!(marks.next(), Some('(' | '（')) || marks.next().is_some() {
            continue;
        }
        let pieces = pieces(scene, open);
        if let Some((first, end)) = pieces.first().zip(pieces.last()).map(|(f, l)| (f.0, l.1)) {
            let gloss = Gloss {
                scene,
                before: open - 1,
                quoted,
                pieces: &pieces,
                after: end + 1,
            };
            debug_assert!(first == open, "the first piece opens the gloss");
            gloss.read(locals);
        }
    }
}

/// The pieces between the brackets as first and last words; none where the bracket does not close soon.
fn pieces(scene: &Scene, open: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut first = open;
    for at in open..scene.len().min(open + 8) {
        if at > open {
            let gap = scene.stream.gap(at);
            if gap
                .chars()
                .any(|c| matches!(c, '·' | ',' | '/' | ';' | '、' | '，' | '・'))
            {
                pieces.push((first, at - 1));
                first = at;
            } else if !gap.chars().all(|c| matches!(c, ' ' | '-' | '.' | '&')) {
                return Vec::new();
            }
        }
        if matches!(scene.stream.after(at), Some(')' | '）')) {
            pieces.push((first, at));
            return pieces;
        }
    }
    Vec::new()
}

struct Gloss<'s, 'a> {
    scene: &'s Scene<'a>,
    /// The last word before the bracket.
    before: usize,
    quoted: bool,
    pieces: &'s [(usize, usize)],
    /// The first word after the bracket.
    after: usize,
}

impl<'a> Gloss<'_, 'a> {
    fn read(&self, locals: &mut Locals) {
        let pieces: Vec<&str> = self
            .pieces
            .iter()
            .map(|p| self.piece(*p))
            .filter(|p| self.is_name(p))
            .collect();
        let Some(main) = pieces
            .iter()
            .copied()
            .find(|p| !is_acronym(p))
            .or(pieces.first().copied())
        else {
            return;
        };
        let group = self.known(main, locals).or_else(|| self.new_name(main, locals));
        let Some(group) = group else { return };
        for piece in pieces {
            locals.also(group, piece, Rule::Gloss, 80);
        }
    }

    fn piece(&self, (first, last): (usize, usize)) -> &'a str {
        let (words, stream) = (&self.scene.stream.words, &self.scene.stream);
        let piece = stream.slice(words[first].start, words[last].end);
        piece.strip_prefix("이하 ").unwrap_or(piece)
    }

    /// Whether a piece can be a spelling: letters, no role, no acronym that names no one.
    fn is_name(&self, piece: &str) -> bool {
        let lists = self.scene.lists;
        let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
        let starts = piece
            .chars()
            .next()
            .is_some_and(|c| !c.is_ascii_lowercase() && !c.is_numeric());
        letters >= 2
            && starts
            && (!is_hangul(piece) || self.takes_hangul(piece))
            && ![Set::Acronym, Set::Role, Set::Ordinary, Set::Trade, Set::EnRole]
                .iter()
                .any(|s| lists.has(*s, piece))
    }

    /// Whether a Hangul piece can be a spelling: of a name in other letters, of a listed name, or called one by `이하`.
    ///
    /// After a Hangul word the bracket mostly says something about it: an age, a post, a real name.
    fn takes_hangul(&self, piece: &str) -> bool {
        let scene = self.scene;
        let called = scene.word(self.before + 1) == "이하";
        let known = || match scene.hit(self.before)?.owner {
            Owner::Entry(entry) => Some(scene.gazetteer.is_of(&fold(piece), entry)),
            _ => None,
        };
        !is_hangul(scene.word(self.before)) || called || known() == Some(true)
    }

    /// The name before the bracket if it is known; the gloss must then fit it.
    fn known(&self, main: &str, locals: &mut Locals) -> Option<u32> {
        let hit = self.scene.hit(self.before)?;
        let text = self.scene.stream.slice(hit.span.start, hit.span.end);
        let Owner::Entry(entry) = hit.owner else {
            return None;
        };
        let form = fold(main);
        let fits = match self.scene.gazetteer.candidates(&form).next() {
            Some(_) => self.scene.gazetteer.is_of(&form, entry),
            None => likeness(text, main) >= ALIKE || hit.kind != Kind::Loc && other_script(text, main),
        };
        (fits && hit.span.whole).then(|| locals.of_entry(entry))
    }

    /// A name that no list has.
    fn new_name(&self, main: &str, locals: &mut Locals) -> Option<u32> {
        let (first, text) = self.explained(main)?;
        let kind = self.kind(first, &text, main)?;
        locals.add(&text, kind, Rule::Gloss, 80)
    }

    /// The first word and the text of what the gloss explains.
    fn explained(&self, main: &str) -> Option<(usize, String)> {
        let scene = self.scene;
        let word = scene.word(self.before);
        if self.quoted {
            let first = (self.before.saturating_sub(REACH)..=self.before)
                .rev()
                .find(|at| scene.stream.before(*at).is_some_and(is_quote))?;
            return Some((first, scene.text(first, self.before, word)));
        }
        let reaches = |n: usize| {
            let first = self.before.checked_sub(n)?;
            let joined = (first + 1..=self.before).all(|at| scene.follows(at));
            (joined && scene.hit(first).is_none_or(|h| h.guarded)).then_some(first)
        };
        if scene.lists.is_body(word) || scene.lists.has(Set::Body, word) {
            let alone = scene.lists.has(Set::Body, word);
            let first = reaches(usize::from(alone))?;
            let ordinary = scene.is(Set::Ordinary, first) || scene.is(Set::Acronym, first);
            return (!ordinary).then(|| (first, scene.text(first, self.before, word)));
        }
        if !main.is_ascii() || is_acronym(main) || !is_hangul(word) {
            let foreign = main.is_ascii() != is_hangul(word) && !is_acronym(main);
            return (foreign && !scene.is(Set::Ordinary, self.before))
                .then(|| (self.before, word.to_owned()));
        }
        let sounds = |n: usize| {
            let first = reaches(n)?;
            let text = scene.text(first, self.before, word);
            Some((likeness(&text, main), first, text))
        };
        let best = (0..4)
            .filter_map(sounds)
            .max_by_key(|(alike, first, _)| (*alike, *first))?;
        (best.0 >= ALIKE && scene.is_open(self.before, word)).then_some((best.1, best.2))
    }

    /// What the name is, by its own words and by those around it.
    fn kind(&self, first: usize, text: &str, main: &str) -> Option<Kind> {
        let (scene, lists) = (self.scene, self.scene.lists);
        let last = text.split(' ').next_back().unwrap_or(text);
        let words: Vec<&str> = main.split([' ', '-']).collect();
        let lead = text.split(' ').next().unwrap_or(text);
        let before = first
            .checked_sub(1)
            .filter(|_| scene.follows(first) || self.quoted);
        let before_is = |set| before.is_some_and(|b| scene.stem_in(set, b).is_some());
        if lists.is_body(last)
            || lists.has(Set::Body, last)
            || words.last().is_some_and(|w| lists.has(Set::EnBody, w))
        {
            return Some(Kind::Org);
        }
        let person = words.len() >= 2 && (lists.has(Set::EnGiven, words[0]) || lists.is_given(lead));
        // `김서연(金瑞然)`: only letters of another script say that a native name is glossed as one.
        if person || lists.is_native(text) && !is_hangul(main) && !is_acronym(main) {
            return Some(Kind::Per);
        }
        if before_is(Set::BeforeProd) {
            return Some(Kind::Prod);
        }
        if before_is(Set::BeforeOrg) {
            return Some(Kind::Org);
        }
        let role = scene.stem_in(Set::Role, self.after).is_some();
        match () {
            () if role && words.len() >= 2 => Some(Kind::Per),
            () if role => Some(Kind::Org),
            () if self.quoted && words.len() == 1 && is_hangul(text) && scene.count(text) >= 2 => {
                Some(Kind::Prod)
            }
            () if words.len() == 1 && is_hangul(text) && scene.count(text) >= 2 => Some(Kind::Org),
            () => None,
        }
    }
}

fn is_acronym(text: &str) -> bool {
    text.len() <= 6 && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Whether one is written in Hangul and the other in Chinese characters, or one in those and the other in Latin letters.
fn other_script(text: &str, main: &str) -> bool {
    let han = |s: &str| s.chars().all(|c| !c.is_ascii() && !('가'..='힣').contains(&c));
    is_hangul(text) && han(main) || han(text) && main.is_ascii()
}

fn is_hangul(text: &str) -> bool {
    text.chars().all(|c| ('가'..='힣').contains(&c) || c == ' ')
}
