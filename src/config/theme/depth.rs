//! What becomes of a colour where there are fewer, and how well two can be told apart.

use super::{Colour, Colours, TOKENS, Theme, Token, Tone};

/// Red, green and blue.
type Rgb = (u8, u8, u8);

/// A colour as it is sent to the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// The terminal's own.
    Default,
    /// One of its sixteen.
    Ansi(u8),
    /// One of 256.
    Indexed(u8),
    /// Any.
    Rgb(u8, u8, u8),
}

/// Ink and ground of a light page and of a dark one.
const PAGES: [(Paint, Paint); 2] = [
    (Paint::Indexed(235), Paint::Indexed(255)),
    (Paint::Indexed(253), Paint::Indexed(234)),
];

/// A theme for as many colours as there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    paints: [Paint; TOKENS],
}

impl Palette {
    /// The colours of a theme on a ground, as the terminal can show them.
    pub fn of(theme: &Theme, dark: bool, colours: Colours) -> Self {
        let dark = theme.ground.dark(dark);
        let on = |token: Token, grounds: &[Rgb]| {
            shown(
                theme.tone(token, dark),
                (grounds, dark),
                token.row().under,
                colours,
            )
        };
        let mut paints = [Paint::Default; TOKENS];
        for token in Token::all().filter(|t| t.row().under) {
            paints[token.index()] = on(token, &[]);
        }
        // An ink must be legible on every ground that comes under it, as that is shown.
        let under = |tokens: &[Token]| -> Vec<Rgb> {
            let ground = |token: &Token| paints[token.index()].rgb(dark);
            tokens.iter().map(ground).collect()
        };
        let page = under(&[Token::Ground, Token::Cursor, Token::CursorAway]);
        let lit = under(&[Token::Hit, Token::HitNow, Token::Selection]);
        for token in Token::all().filter(|t| !t.row().under) {
            let grounds = if token == Token::HitInk { &lit } else { &page };
            paints[token.index()] = on(token, grounds);
        }
        Self { paints }
    }

    /// The same on a terminal with a ground of the other kind: a theme that keeps the terminal's own ground would not be
    /// legible there, so it gets one.
    #[must_use]
    pub fn over(mut self, terminal_dark: bool, dark: bool, colours: Colours) -> Self {
        let enough = matches!(colours, Colours::Indexed | Colours::True);
        if terminal_dark == dark || !enough {
            return self;
        }
        let (ink, ground) = PAGES[usize::from(dark)];
        for (token, plain) in [(Token::Ink, ink), (Token::Ground, ground)] {
            let paint = &mut self.paints[token.index()];
            if *paint == Paint::Default {
                *paint = plain;
            }
        }
        self
    }

    /// The colour of a token.
    pub fn get(&self, token: Token) -> Paint {
        self.paints[token.index()]
    }
}

fn shown(tone: Tone, (under, dark): (&[Rgb], bool), is_ground: bool, colours: Colours) -> Paint {
    let colour = match colours {
        Colours::None => Colour::Default,
        Colours::Sixteen => tone.sixteen.unwrap_or(tone.many),
        Colours::Indexed | Colours::True => tone.many,
    };
    match (colour, colours) {
        (Colour::Default, _) => Paint::Default,
        // A ground of sixteen under an ink of sixteen can be unreadable: only inks have such colours.
        (Colour::Ansi(_), _) | (_, Colours::Sixteen) if is_ground => Paint::Default,
        (Colour::Ansi(n), _) => Paint::Ansi(n),
        (Colour::Rgb(r, g, b), Colours::Sixteen) => like((r, g, b), dark),
        (Colour::Rgb(r, g, b), Colours::Indexed) => indexed((r, g, b), under),
        (Colour::Rgb(r, g, b), _) => Paint::Rgb(r, g, b),
    }
}

/// Which of the sixteen is like a colour and legible on every usual ground: of the dark ones on a light ground only
/// red, blue and magenta are, and on a dark ground only bright ones.
fn like((r, g, b): (u8, u8, u8), dark: bool) -> Paint {
    let most = r.max(g).max(b);
    let least = r.min(g).min(b);
    if most - least < 40 {
        return Paint::Default;
    }
    let half = least + (most - least) / 2;
    let bits = u8::from(r > half) | u8::from(g > half) << 1 | u8::from(b > half) << 2;
    match (dark, bits) {
        (true, 1 | 2 | 3 | 5 | 6) => Paint::Ansi(8 + bits),
        // Bright blue is too dark in many palettes.
        (true, 4) => Paint::Ansi(14),
        (false, 1 | 4 | 5) => Paint::Ansi(bits),
        _ => Paint::Default,
    }
}

impl Paint {
    /// What it looks like under text, as far as one can know.
    fn rgb(self, dark: bool) -> Rgb {
        match self {
            Self::Rgb(r, g, b) => (r, g, b),
            Self::Indexed(n) => of_index(n),
            Self::Default | Self::Ansi(_) if dark => LIGHTEST_DARK,
            Self::Default | Self::Ansi(_) => DARKEST_LIGHT,
        }
    }
}

/// The nearest of the 240 colours that every terminal has alike that is legible on some grounds.
fn indexed(rgb: Rgb, grounds: &[Rgb]) -> Paint {
    let least = |ink: Rgb| grounds.iter().map(|g| contrast(ink, *g)).fold(EASY, f64::min);
    let wanted = least(rgb).max(LEGIBLE);
    let distance = |n: &u8| {
        let (r, g, b) = of_index(*n);
        let part = |one: u8, other: u8, weight: u32| u32::from(one.abs_diff(other)).pow(2) * weight;
        part(r, rgb.0, 3) + part(g, rgb.1, 4) + part(b, rgb.2, 2)
    };
    let mut near: Vec<u8> = (16..=255).collect();
    near.sort_by_cached_key(distance);
    let legible = |n: &&u8| least(of_index(**n)) >= wanted;
    let found = near.iter().find(legible).or(near.first());
    found.map_or(Paint::Default, |n| Paint::Indexed(*n))
}

/// Where the terminal's ground is kept: of the usual ones, those nearest to the inks.
const LIGHTEST_DARK: Rgb = (0x2e, 0x34, 0x40);
const DARKEST_LIGHT: Rgb = (0xfb, 0xf1, 0xc7);
/// Told apart by most people.
const LEGIBLE: f64 = 4.5;
/// Told apart by nearly all.
const EASY: f64 = 7.0;

/// The colour of one of the upper 240.
pub fn of_index(n: u8) -> (u8, u8, u8) {
    if n >= 232 {
        let grey = 8 + 10 * (n - 232);
        return (grey, grey, grey);
    }
    let n = n.saturating_sub(16);
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    (level(n / 36), level(n / 6 % 6), level(n % 6))
}

/// The contrast of two colours by WCAG 2: from 1 to 21.
pub fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let part = |byte: u8| {
        let s = f64::from(byte) / 255.0;
        if s <= 0.040_45 {
            s / 12.92
        } else {
            ((s + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        for (one, other, expected) in [
            ((0, 0, 0), (255, 255, 255), 21.0),
            ((255, 255, 255), (255, 255, 255), 1.0),
            ((0x76, 0x76, 0x76), (255, 255, 255), 4.54),
        ] {
            assert!(
                (contrast(one, other) - expected).abs() < 0.01,
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn an_ink_stays_legible_with_fewer_colours() {
        for name in super::super::shipped() {
            let theme = Theme::shipped(name);
            for dark in [true, false] {
                let Colour::Rgb(r, g, b) = theme.tone(Token::Ground, theme.ground.dark(dark)).many else {
                    continue;
                };
                let palette = Palette::of(&theme, dark, Colours::Indexed);
                for token in [
                    Token::Dim,
                    Token::Accent,
                    Token::Person,
                    Token::Work,
                    Token::Fault,
                ] {
                    let Paint::Indexed(n) = palette.get(token) else {
                        panic!("{name} {token:?}")
                    };
                    assert!(contrast(of_index(n), (r, g, b)) >= LEGIBLE, "{name} {token:?}");
                }
            }
        }
    }
}
