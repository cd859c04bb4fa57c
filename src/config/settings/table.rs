//! The settings as rows of a table.

use toml::de::DeValue;

use crate::config::fault::{Expected, nearest};
use crate::config::settings::{Borders, Order, Preset, Settings, Tongue, Way, Wrapping, hook};
use crate::config::theme::is_name;

/// One setting.
pub(super) struct Key {
    /// Its name with its section.
    pub(super) name: &'static str,
    /// What it does, for the example file.
    pub(super) doc: &'static str,
    /// Its default as written in a file.
    pub(super) default: &'static str,
    /// What it can be, after "must be".
    pub(super) expected: Expected,
    /// Whether a change shows at once, and not only at the next start.
    pub(super) live: bool,
    /// Takes a value over; `false` if it cannot be.
    pub(super) set: fn(&mut Settings, &DeValue<'_>) -> bool,
}

impl Key {
    /// The section it is in, if any.
    pub(super) fn section(&self) -> Option<&'static str> {
        self.name.split_once('.').map(|(section, _)| section)
    }

    /// Its name in its section.
    pub(super) fn own_name(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, own)| own)
    }

    /// The word of those it can be that is most like the one written.
    pub(super) fn nearest_word(&self, written: &str) -> Option<String> {
        nearest(written, self.expected.words().into_iter()).map(str::to_owned)
    }
}

/// Every setting, in the order of the example file; those without a section first.
pub(super) const TABLE: &[Key] = &[
    Key {
        name: "language",
        doc: "The language of the screen; \"auto\" takes the system's.",
        default: "\"auto\"",
        expected: Expected::Words(&["auto", "ko", "en", "ja", "zh"]),
        live: true,
        set: |s, v| put(&mut s.language, word(v, TONGUES)),
    },
    Key {
        name: "theme",
        doc: "The colours: the name of a theme, shipped or of your own. \"auto\" asks the terminal for its background,\n\
              takes dark_theme or light_theme, and follows it when it changes.",
        default: "\"auto\"",
        expected: Expected::ThemeOrAuto,
        live: true,
        set: |s, v| put(&mut s.theme, theme(v)),
    },
    Key {
        name: "dark_theme",
        doc: "What \"auto\" takes on a dark background.",
        default: "\"dark\"",
        expected: Expected::Theme,
        live: true,
        set: |s, v| put(&mut s.dark_theme, theme(v).filter(|name| name != "auto")),
    },
    Key {
        name: "light_theme",
        doc: "What \"auto\" takes on a light background.",
        default: "\"light\"",
        expected: Expected::Theme,
        live: true,
        set: |s, v| put(&mut s.light_theme, theme(v).filter(|name| name != "auto")),
    },
    Key {
        name: "reader.measure",
        doc: "The widest column of text, in columns: a Hangul syllable takes two. From 20 to 400.",
        default: "72",
        expected: Expected::Number(20, 400),
        live: true,
        set: |s, v| put(&mut s.reader.measure, number(v, 20, 400)),
    },
    Key {
        name: "reader.wrap",
        doc: "Where a row of Korean ends: \"word\" at blanks, \"char\" after any syllable,\n\
              \"auto\" at blanks but in very narrow panes.",
        default: "\"auto\"",
        expected: Expected::Words(&["auto", "word", "char"]),
        live: true,
        set: |s, v| {
            let words = [
                ("auto", Wrapping::Auto),
                ("word", Wrapping::Word),
                ("char", Wrapping::Char),
            ];
            put(&mut s.reader.wrap, word(v, &words))
        },
    },
    Key {
        name: "reader.names",
        doc: "Whether names are underlined in the text.",
        default: "true",
        expected: Expected::Switch,
        live: true,
        set: |s, v| put(&mut s.reader.names, v.as_bool()),
    },
    Key {
        name: "reader.furniture",
        doc: "Whether masthead, copyright and repeated lines are shown.",
        default: "false",
        expected: Expected::Switch,
        live: true,
        set: |s, v| put(&mut s.reader.furniture, v.as_bool()),
    },
    Key {
        name: "list.sort",
        doc: "What comes first: \"date\", \"outlet\", \"title\" or \"unread\".",
        default: "\"date\"",
        expected: Expected::Words(&["date", "outlet", "title", "unread"]),
        live: true,
        set: |s, v| put(&mut s.list.sort, word(v, ORDERS)),
    },
    Key {
        name: "list.lines",
        doc: "How many rows a headline may take: 1, 2, or \"auto\" for two where one is too short.",
        default: "\"auto\"",
        expected: Expected::NumberOr(1, 2, "auto"),
        live: true,
        set: |s, v| put_unless(&mut s.list.lines, "auto", v, one_or_two),
    },
    Key {
        name: "screen.borders",
        doc: "The lines around panes: \"rounded\", \"plain\" or \"ascii\".",
        default: "\"rounded\"",
        expected: Expected::Words(&["rounded", "plain", "ascii"]),
        live: true,
        set: |s, v| {
            let words = [
                ("rounded", Borders::Rounded),
                ("plain", Borders::Plain),
                ("ascii", Borders::Ascii),
            ];
            put(&mut s.screen.borders, word(v, &words))
        },
    },
    Key {
        name: "screen.ambiguous_width",
        doc: "How many columns your terminal gives to characters such as … and “: 1 or 2; \"auto\" asks it.",
        default: "\"auto\"",
        expected: Expected::NumberOr(1, 2, "auto"),
        live: true,
        set: |s, v| put_unless(&mut s.screen.ambiguous_width, "auto", v, one_or_two),
    },
    Key {
        name: "screen.answer_ms",
        doc: "How long, in milliseconds, answers of the terminal count: more for a slow line. Nothing waits for\n\
              them. 0 asks nothing.",
        default: "200",
        expected: Expected::Number(0, 5_000),
        live: false,
        set: |s, v| put(&mut s.screen.answer_ms, number(v, 0, 5_000)),
    },
    Key {
        name: "screen.mouse",
        doc: "Whether jobo takes the mouse. Shift leaves it to the terminal.",
        default: "true",
        expected: Expected::Switch,
        live: true,
        set: |s, v| put(&mut s.screen.mouse, v.as_bool()),
    },
    Key {
        name: "screen.links",
        doc: "Whether addresses in a text are links that the terminal opens; one known not to have them gets none.",
        default: "true",
        expected: Expected::Switch,
        live: true,
        set: |s, v| put(&mut s.screen.links, v.as_bool()),
    },
    Key {
        name: "screen.pictures",
        doc: "How pictures of a story are drawn when you ask for them: \"auto\" asks the terminal, \"blocks\" are half\n\
              blocks, which every terminal has.",
        default: "\"auto\"",
        expected: Expected::Words(&["auto", "kitty", "sixel", "iterm2", "blocks"]),
        live: true,
        set: |s, v| {
            let words = [
                ("auto", Way::Auto),
                ("kitty", Way::Kitty),
                ("sixel", Way::Sixel),
                ("iterm2", Way::Iterm2),
                ("blocks", Way::Blocks),
            ];
            put(&mut s.screen.pictures, word(v, &words))
        },
    },
    Key {
        name: "screen.hints",
        doc: "Whether the bottom row names keys.",
        default: "true",
        expected: Expected::Switch,
        live: true,
        set: |s, v| put(&mut s.screen.hints, v.as_bool()),
    },
    Key {
        name: "screen.which_key_ms",
        doc: "How long, in milliseconds, a half-typed key waits before it shows how it can go on; or \"never\".",
        default: "250",
        expected: Expected::NumberOr(0, 10_000, "never"),
        live: true,
        set: |s, v| put_unless(&mut s.screen.which_key_ms, "never", v, |v| number(v, 0, 10_000)),
    },
    Key {
        name: "screen.preview_ms",
        doc: "How long, in milliseconds, the cursor rests on a row before its article is shown.",
        default: "150",
        expected: Expected::Number(0, 10_000),
        live: true,
        set: |s, v| put(&mut s.screen.preview_ms, number(v, 0, 10_000)),
    },
    Key {
        name: "library.encoding",
        doc: "The encoding of text files that do not say, such as \"euc-kr\"; \"auto\" finds it out for each.",
        default: "\"auto\"",
        expected: Expected::Encoding,
        live: false,
        set: |s, v| put_unless(&mut s.library.encoding, "auto", v, encoding),
    },
    Key {
        name: "hooks.on_import",
        doc: "What runs when articles were taken in: a program with its arguments, or [] for none. It is given JSON on its\n\
              standard input; docs/settings.md says which.",
        default: "[]",
        expected: Expected::Run,
        live: true,
        set: |s, v| put(&mut s.hooks.import, hook(v)),
    },
    Key {
        name: "hooks.on_open",
        doc: "What runs when an article is opened.",
        default: "[]",
        expected: Expected::Run,
        live: true,
        set: |s, v| put(&mut s.hooks.open, hook(v)),
    },
    Key {
        name: "hooks.on_note",
        doc: "What runs when a note is made or changed.",
        default: "[]",
        expected: Expected::Run,
        live: true,
        set: |s, v| put(&mut s.hooks.note, hook(v)),
    },
    Key {
        name: "hooks.on_quit",
        doc: "What runs when the program ends.",
        default: "[]",
        expected: Expected::Run,
        live: true,
        set: |s, v| put(&mut s.hooks.quit, hook(v)),
    },
    Key {
        name: "keys.preset",
        doc: "The keys to begin with: \"jobo\"; \"newsboat\", for hands that know it; or \"arrows\", without letters for moving.",
        default: "\"jobo\"",
        expected: Expected::Words(&["jobo", "newsboat", "arrows"]),
        live: true,
        set: |s, v| put(&mut s.preset, word(v, PRESETS)),
    },
];

const TONGUES: &[(&str, Tongue)] = &[
    ("auto", Tongue::Auto),
    ("ko", Tongue::Ko),
    ("en", Tongue::En),
    ("ja", Tongue::Ja),
    ("zh", Tongue::Zh),
];

const PRESETS: &[(&str, Preset)] = &[
    ("jobo", Preset::Jobo),
    ("newsboat", Preset::Newsboat),
    ("arrows", Preset::Arrows),
];

const ORDERS: &[(&str, Order)] = &[
    ("date", Order::Date),
    ("outlet", Order::Outlet),
    ("title", Order::Title),
    ("unread", Order::Unread),
];

fn put<T>(slot: &mut T, value: Option<T>) -> bool {
    let known = value.is_some();
    if let Some(value) = value {
        *slot = value;
    }
    known
}

/// Takes over what `read` makes of a value; a certain word sets nothing.
fn put_unless<T>(
    slot: &mut Option<T>,
    unset: &str,
    value: &DeValue<'_>,
    read: impl FnOnce(&DeValue<'_>) -> Option<T>,
) -> bool {
    let is_unset = value.as_str() == Some(unset);
    let set = if is_unset { None } else { read(value) };
    let known = is_unset || set.is_some();
    if known {
        *slot = set;
    }
    known
}

fn word<T: Copy>(value: &DeValue<'_>, words: &[(&str, T)]) -> Option<T> {
    let written = value.as_str()?;
    words
        .iter()
        .find(|(word, _)| *word == written)
        .map(|(_, meaning)| *meaning)
}

fn number(value: &DeValue<'_>, least: u16, most: u16) -> Option<u16> {
    let written = value.as_integer()?;
    let number = u16::from_str_radix(written.as_str(), written.radix()).ok()?;
    (least..=most).contains(&number).then_some(number)
}

/// The name of a theme: also that of a file, so that nothing in it can lead elsewhere.
fn theme(value: &DeValue<'_>) -> Option<String> {
    value.as_str().filter(|name| is_name(name)).map(str::to_owned)
}

fn one_or_two(value: &DeValue<'_>) -> Option<u8> {
    number(value, 1, 2).map(|n| n as u8)
}

/// Names that people use and the Encoding Standard does not list.
const CODE_PAGES: &[(&str, &str)] = &[
    ("cp949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("ms949", "euc-kr"),
    ("cp932", "shift_jis"),
    ("cp936", "gbk"),
    ("cp950", "big5"),
];

fn encoding(value: &DeValue<'_>) -> Option<String> {
    let label = value.as_str()?.to_ascii_lowercase();
    let label = CODE_PAGES
        .iter()
        .find(|(page, _)| *page == label)
        .map_or(label.as_str(), |(_, name)| name);
    encoding_rs::Encoding::for_label(label.as_bytes()).map(|found| found.name().to_owned())
}
