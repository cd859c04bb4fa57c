//! The pass that leaves out what must not be in a text and evens out its blanks.
//!
//! It runs before composition, so that an invisible character cannot keep a letter from its mark.

use crate::text::clean::escape;
use crate::text::letter;

/// Emoji joined into one picture; the longest in use has four people and three joiners.
const LONGEST_CHAIN: usize = 8;

/// What becomes of a character.
enum Fate {
    Keep,
    Drop,
    Become(char),
}

/// Leaves out escape sequences and every control, override and invisible character.
pub(super) fn strip(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    out.extend(kept(raw).map(|kept| kept.c));
    out
}

/// A character that stays, and the bytes that it was.
pub(super) struct Kept {
    pub(super) c: char,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The characters that stay, in order.
pub(super) fn kept(raw: &str) -> impl Iterator<Item = Kept> {
    let mut context = Context::default();
    let mut rest = raw;
    std::iter::from_fn(move || {
        while let Some(c) = rest.chars().next() {
            let escape = escape::length(rest);
            if escape > 0 && c != '\u{85}' {
                rest = &rest[escape..];
                continue;
            }
            let start = (raw.len() - rest.len()) as u32;
            rest = &rest[c.len_utf8()..];
            if c == '\r' && rest.starts_with('\n') {
                continue;
            }
            let kept = match fate(c) {
                _ if context.wants(c, rest) => Some(c),
                Fate::Keep => Some(c),
                Fate::Drop => None,
                Fate::Become(other) => Some(other),
            };
            if let Some(c) = kept {
                context.push(c);
                let end = (raw.len() - rest.len()) as u32;
                return Some(Kept { c, start, end });
            }
        }
        None
    })
}

fn fate(c: char) -> Fate {
    match c {
        ' '..='~' | '\n' => Fate::Keep,
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Become('\n'),
        '\t'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{2800}' => Fate::Become(' '),
        _ if is_control(c) || is_bidi(c) || is_invisible(c) => Fate::Drop,
        _ if is_private(c) => Fate::Become('\u{fffd}'),
        _ => Fate::Keep,
    }
}

fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Unicode's default-ignorable characters, and the marks of interlinear notes.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Private use and noncharacters: something was there, but nobody can say what.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fdd0}'..='\u{fdef}')
        || c as u32 & 0xfffe == 0xfffe
}

/// What stands before, as far as emoji need it.
#[derive(Default)]
struct Context {
    before: char,
    joined: usize,
}

impl Context {
    /// Whether an invisible character is part of an emoji here.
    fn wants(&self, c: char, rest: &str) -> bool {
        match c {
            '\u{fe0f}' if matches!(self.before, '0'..='9' | '#' | '*') => rest.starts_with('\u{20e3}'),
            '\u{fe0e}' | '\u{fe0f}' => letter::is_emoji(self.before),
            '\u{200d}' => {
                self.joined < LONGEST_CHAIN
                    && (letter::is_emoji(self.before) || self.before == '\u{fe0f}')
                    && rest.starts_with(|next| letter::is_emoji(next) && !letter::is_skin_tone(next))
            }
            _ => false,
        }
    }

    fn push(&mut self, c: char) {
        if c == '\u{200d}' {
            self.joined += 1;
        } else if self.before != '\u{200d}' && !letter::is_skin_tone(c) && c != '\u{fe0f}' {
            self.joined = 0;
        }
        self.before = c;
    }
}
