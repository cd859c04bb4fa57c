//! Colours by what they say: the shipped themes and the reader's own.
//!
//! A theme names a colour for each token; what it leaves out it inherits. How a colour is shown where there are fewer
//! than it wants is worked out once, when a theme is put on, and so that text stays legible.

use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::fault::{Expected, Fault, FaultKind, Place, nearest, visible};

mod depth;
mod token;

pub use depth::{Paint, Palette, contrast, of_index};
pub use token::{TOKENS, Token};

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// None, or the reader wants none: states are told by glyph, bold, underline and reverse alone.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// 256.
    Indexed,
    /// Any.
    #[default]
    True,
}

/// A colour as a theme names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// The terminal's own ink or ground.
    Default,
    /// One of the terminal's sixteen.
    Ansi(u8),
    /// Any.
    Rgb(u8, u8, u8),
}

/// A colour, and the one to take instead where there are only sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    /// Where there are many colours.
    pub many: Colour,
    /// Where there are sixteen; `None` takes what is like it.
    pub sixteen: Option<Colour>,
}

/// Which ground a theme is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ground {
    /// Both: it has colours for each.
    #[default]
    Any,
    /// A dark one.
    Dark,
    /// A light one.
    Light,
}

impl Ground {
    /// Whether the ground counts as dark, when that of the terminal is or is not.
    pub fn dark(self, terminal: bool) -> bool {
        match self {
            Self::Any => terminal,
            Self::Dark => true,
            Self::Light => false,
        }
    }
}

/// The colours of every token that has one.
type Layer = [Option<Tone>; TOKENS];

/// A theme with all that it inherits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// The ground it is made for.
    pub ground: Ground,
    dark: Layer,
    light: Layer,
}

impl Theme {
    /// The colour of a token on a dark or light ground; that of the token it goes with where it has none.
    fn tone(&self, token: Token, dark: bool) -> Tone {
        let layer = if dark { &self.dark } else { &self.light };
        let mut token = token;
        loop {
            if let Some(tone) = layer[token.index()] {
                return tone;
            }
            match token.row().like {
                Some(like) => token = like,
                None => break,
            }
        }
        Tone {
            many: Colour::Default,
            sixteen: None,
        }
    }
}

/// The shipped themes: name and file.
const SHIPPED: &[(&str, &str)] = &[
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("contrast", include_str!("../../assets/themes/contrast.toml")),
    ("terminal", include_str!("../../assets/themes/terminal.toml")),
    ("gruvbox", include_str!("../../assets/themes/gruvbox.toml")),
    ("catppuccin", include_str!("../../assets/themes/catppuccin.toml")),
    ("solarized", include_str!("../../assets/themes/solarized.toml")),
    ("nord", include_str!("../../assets/themes/nord.toml")),
];

/// The names of the shipped themes.
pub fn shipped() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// Whether a text can be the name of a theme, and with that of a file.
pub fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "-_".contains(c);
    !text.is_empty() && text.len() <= 64 && text.chars().all(fits)
}

/// The most links of inheritance that are followed.
const DEEPEST: usize = 8;

/// Where themes are read from, and what was wrong with them.
#[derive(Debug)]
pub struct Reading<'f> {
    folder: &'f Path,
    /// What was wrong.
    pub faults: Vec<Fault>,
}

impl<'f> Reading<'f> {
    /// Reads the reader's own themes from a folder; it need not exist.
    pub fn new(folder: &'f Path) -> Self {
        Self {
            folder,
            faults: Vec::new(),
        }
    }

    /// The theme of a name, the reader's own before the shipped one; `None` if there is none, which is no fault yet.
    pub fn theme(&mut self, name: &str) -> Option<Arc<Theme>> {
        self.read(name, &mut Vec::new()).map(Arc::new)
    }

    /// All themes: the shipped ones first, then the reader's own by name.
    pub fn all(&mut self) -> Vec<Arc<Theme>> {
        let mut names: Vec<String> = shipped().map(str::to_owned).collect();
        names.extend(self.own().into_iter().filter(|own| !shipped().any(|s| s == own)));
        names.iter().filter_map(|name| self.theme(name)).collect()
    }

    /// The theme most like a name.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let names: Vec<String> = shipped().map(str::to_owned).chain(self.own()).collect();
        nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The names of the reader's own themes.
    fn own(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder).into_iter().flatten().flatten();
        let name = |file: std::fs::DirEntry| {
            let file = file.file_name().into_string().ok()?;
            file.strip_suffix(".toml")
                .filter(|n| is_name(n))
                .map(str::to_owned)
        };
        let mut names: Vec<String> = files.filter_map(name).collect();
        names.sort();
        names
    }

    fn read(&mut self, name: &str, below: &mut Vec<String>) -> Option<Theme> {
        let path = self.folder.join(format!("{name}.toml"));
        // A theme that takes its own name from the shipped one adds to that.
        let again = below.iter().any(|n| n == name);
        let own = if again { None } else { self.bytes(&path) };
        let shipped = || SHIPPED.iter().find(|(n, _)| *n == name).map(|(_, text)| *text);
        match own {
            Some(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Some(self.parse(name, (&path, &text), below))
            }
            None => shipped().map(|text| self.parse(name, (&path, text), below)),
        }
    }

    /// What is in a file of the reader's; one that cannot be read is said.
    fn bytes(&mut self, path: &Path) -> Option<Vec<u8>> {
        match crate::config::read_file(path) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                if error.kind() != std::io::ErrorKind::NotFound {
                    self.faults.push(Fault::unreadable(path, error.to_string()));
                }
                None
            }
        }
    }

    fn parse(&mut self, name: &str, (path, text): (&Path, &str), below: &mut Vec<String>) -> Theme {
        let mut file = File {
            path,
            text,
            faults: &mut self.faults,
            layers: Layers::default(),
            ground: None,
            inherits: None,
        };
        match DeTable::parse(text) {
            Ok(table) => file.table(table.get_ref()),
            Err(error) => {
                let message = visible(error.message());
                file.fault(&error.span().unwrap_or(0..0), FaultKind::Syntax { message }, None);
            }
        }
        let (layers, ground, inherits) = (file.layers, file.ground, file.inherits);
        below.push(name.to_owned());
        let parent = inherits.and_then(|(parent, span)| self.parent(&parent, &span, (path, text), below));
        let plain = |dark: bool| {
            let base = parent.is_none() && !matches!(name, "dark" | "light");
            base.then(|| Theme::shipped(if dark { "dark" } else { "light" }))
        };
        let ground = ground.or(parent.as_ref().map(|p| p.ground)).unwrap_or_default();
        let under = |dark: bool| match (&parent, plain(ground.dark(dark))) {
            (Some(parent), _) if dark => parent.dark,
            (Some(parent), _) => parent.light,
            (None, Some(base)) if ground.dark(dark) => base.dark,
            (None, Some(base)) => base.light,
            (None, None) => [None; TOKENS],
        };
        let (dark, light) = (under(true), under(false));
        Theme {
            name: name.to_owned(),
            ground,
            dark: over(over(dark, &layers.both), &layers.dark),
            light: over(over(light, &layers.both), &layers.light),
        }
    }

    /// The theme that another inherits from.
    fn parent(
        &mut self,
        parent: &str,
        span: &std::ops::Range<usize>,
        (path, text): (&Path, &str),
        below: &mut Vec<String>,
    ) -> Option<Theme> {
        // Only a shipped theme of the same name may be added to.
        let circle = below.iter().filter(|n| *n == parent).count();
        let ours = shipped().any(|s| s == parent) && below.last().is_some_and(|n| n == parent);
        let found = if below.len() > DEEPEST || circle > usize::from(ours) {
            Err(FaultKind::Circle {
                name: visible(parent),
            })
        } else {
            self.read(parent, below).ok_or(FaultKind::BadValue {
                name: "inherits".to_owned(),
                expected: Expected::Theme,
                default: "",
            })
        };
        match found {
            Ok(theme) => Some(theme),
            Err(kind) => {
                let suggestion = match kind {
                    FaultKind::BadValue { .. } => self.nearest(parent),
                    _ => None,
                };
                self.faults.push(Fault {
                    path: path.to_owned(),
                    place: Place::of(text, span),
                    kind,
                    suggestion,
                });
                None
            }
        }
    }
}

/// One layer over another.
fn over(mut under: Layer, upper: &Layer) -> Layer {
    for (slot, tone) in under.iter_mut().zip(upper) {
        *slot = tone.or(*slot);
    }
    under
}

impl Theme {
    /// A shipped theme; the dark one if there is none of that name.
    pub fn shipped(name: &str) -> Self {
        let name = shipped().find(|n| *n == name).unwrap_or("dark");
        let mut reading = Reading::new(Path::new(""));
        let text = SHIPPED
            .iter()
            .find(|(n, _)| *n == name)
            .map_or("", |(_, text)| *text);
        reading.parse(name, (Path::new(name), text), &mut Vec::new())
    }
}

#[derive(Default)]
struct Layers {
    both: Layer,
    dark: Layer,
    light: Layer,
}

/// A file of a theme being read.
struct File<'t> {
    path: &'t Path,
    text: &'t str,
    faults: &'t mut Vec<Fault>,
    layers: Layers,
    ground: Option<Ground>,
    inherits: Option<(String, std::ops::Range<usize>)>,
}

impl File<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("inherits", DeValue::String(name)) if is_name(name) => {
                    self.inherits = Some((name.to_string(), value.span()));
                }
                ("inherits", _) => self.bad("inherits", Expected::Theme, value),
                ("ground", written) => match ground(written) {
                    Some(ground) => self.ground = Some(ground),
                    None => self.bad("ground", Expected::Words(GROUNDS), value),
                },
                (section @ ("colours" | "dark" | "light"), DeValue::Table(tokens)) => {
                    self.tokens(section, tokens);
                }
                (name, _) => self.unknown(
                    name,
                    key.span(),
                    &["inherits", "ground", "colours", "dark", "light"],
                ),
            }
        }
    }

    fn tokens(&mut self, section: &str, tokens: &DeTable<'_>) {
        for (key, value) in tokens {
            let name = key.get_ref().as_ref();
            let Some(token) = Token::all().find(|t| t.row().name == name) else {
                let names: Vec<&str> = Token::all().map(|t| t.row().name).collect();
                self.unknown(name, key.span(), &names);
                continue;
            };
            let Some(tone) = tone(value) else {
                self.bad(&format!("{section}.{name}"), Expected::Colour, value);
                continue;
            };
            let layer = match section {
                "dark" => &mut self.layers.dark,
                "light" => &mut self.layers.light,
                _ => &mut self.layers.both,
            };
            layer[token.index()] = Some(tone);
        }
    }

    fn bad(&mut self, name: &str, expected: Expected, value: &Spanned<DeValue<'_>>) {
        let kind = FaultKind::BadValue {
            name: name.to_owned(),
            expected,
            default: "",
        };
        let written = value.get_ref().as_str().unwrap_or_default();
        let words = expected.words().into_iter().chain(colour_names(expected));
        let suggestion = nearest(written, words).map(str::to_owned);
        self.fault(&value.span(), kind, suggestion);
    }

    fn unknown(&mut self, name: &str, span: std::ops::Range<usize>, known: &[&str]) {
        let suggestion = nearest(name, known.iter().copied()).map(str::to_owned);
        self.fault(&span, FaultKind::Unknown { name: visible(name) }, suggestion);
    }

    fn fault(&mut self, span: &std::ops::Range<usize>, kind: FaultKind, suggestion: Option<String>) {
        self.faults.push(Fault {
            path: self.path.to_owned(),
            place: Place::of(self.text, span),
            kind,
            suggestion,
        });
    }
}

const GROUNDS: &[&str] = &["dark", "light", "any"];

fn ground(value: &DeValue<'_>) -> Option<Ground> {
    Some(match value.as_str()? {
        "dark" => Ground::Dark,
        "light" => Ground::Light,
        "any" => Ground::Any,
        _ => return None,
    })
}

fn colour_names(expected: Expected) -> impl Iterator<Item = &'static str> {
    let colours = expected == Expected::Colour;
    ANSI.iter().copied().chain(["default"]).filter(move |_| colours)
}

/// A colour, or one for many and one for sixteen.
fn tone(value: &Spanned<DeValue<'_>>) -> Option<Tone> {
    match value.get_ref() {
        DeValue::String(one) => Some(Tone {
            many: colour(one)?,
            sixteen: None,
        }),
        DeValue::Array(two) if two.len() == 2 => {
            let part = |place: usize| colour(two.get(place)?.get_ref().as_str()?);
            let few = part(1).filter(|c| !matches!(c, Colour::Rgb(..)))?;
            Some(Tone {
                many: part(0)?,
                sixteen: Some(few),
            })
        }
        _ => None,
    }
}

/// The terminal's own colours, in their order.
const ANSI: &[&str] = &[
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

fn colour(text: &str) -> Option<Colour> {
    if text == "default" {
        return Some(Colour::Default);
    }
    if let Some(place) = ANSI.iter().position(|name| *name == text) {
        return Some(Colour::Ansi(place as u8));
    }
    let digits = text
        .strip_prefix('#')
        .filter(|d| d.chars().all(|c| c.is_ascii_hexdigit()))?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let byte = |shift: u32| (number >> shift & 0xff) as u8;
    match digits.len() {
        6 => Some(Colour::Rgb(byte(16), byte(8), byte(0))),
        3 => {
            let twice = |shift: u32| (number >> shift & 0xf) as u8 * 17;
            Some(Colour::Rgb(twice(8), twice(4), twice(0)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
