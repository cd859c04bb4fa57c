//! How many colours the terminal has, and whether its ground is dark: from what it answered before and what the
//! environment says.
//!
//! The first frame waits for no answer; one that comes later changes the screen then.

use crate::app::Colours;
use crate::article::language::Language;
use crate::config::settings::Tongue;

/// Terminals with 256 colours whose names do not say so.
const INDEXED: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "kitty",
    "rio",
    "tmux",
    "wezterm",
];
/// Terminals without colours.
const PLAIN: &[&str] = &["vt52", "vt100", "vt102", "vt220"];

/// How many colours may be used.
pub fn colours() -> Colours {
    colours_by(|name| std::env::var(name).ok())
}

/// Whether the ground is dark: as the terminal answered, else as `COLORFGBG` says, else it is.
pub fn dark(answered: Option<bool>) -> bool {
    dark_by(answered, std::env::var("COLORFGBG").ok().as_deref())
}

/// The language of the screen: as set, else the system's, else English.
pub fn language(set: Tongue) -> Language {
    language_by(set, sys_locale::get_locale)
}

fn language_by(set: Tongue, locale: impl FnOnce() -> Option<String>) -> Language {
    match set {
        Tongue::Ko => Language::Ko,
        Tongue::En => Language::En,
        Tongue::Ja => Language::Ja,
        Tongue::Zh => Language::Zh,
        Tongue::Auto => locale()
            .and_then(|locale| Language::from_tag(&locale))
            .filter(|language| crate::app::words::LANGUAGES.contains(language))
            .unwrap_or(Language::En),
    }
}

fn colours_by(variable: impl Fn(&str) -> Option<String>) -> Colours {
    let term = variable("TERM").unwrap_or_default();
    let colour_term = variable("COLORTERM").unwrap_or_default();
    if variable("NO_COLOR").is_some_and(|v| !v.is_empty())
        || PLAIN.contains(&term.as_str())
        || term.ends_with("-m")
    {
        Colours::None
    } else if matches!(colour_term.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
        Colours::True
    } else if term.contains("256") || INDEXED.iter().any(|known| term.contains(known)) {
        Colours::Indexed
    } else {
        Colours::Sixteen
    }
}

fn dark_by(answered: Option<bool>, colorfgbg: Option<&str>) -> bool {
    if let Some(dark) = answered {
        return dark;
    }
    let ground = colorfgbg.and_then(|v| v.rsplit(';').next()?.parse::<u8>().ok());
    // The light ones of the sixteen: white, and the bright row but for its black.
    !matches!(ground, Some(7 | 9..=15))
}

/// Whether the terminal may be told of links: all but those known to draw the letters of what they do not know.
pub fn links() -> bool {
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    has_links(
        &set("TERM"),
        &set("TERM_PROGRAM"),
        !set("INSIDE_EMACS").is_empty(),
    )
}

fn has_links(term: &str, program: &str, emacs: bool) -> bool {
    let without = ["linux", "vt", "cons25", "eterm", "dumb", "ansi", "sun"];
    let screen = term.starts_with("screen") && program != "tmux";
    !emacs && !screen && program != "Apple_Terminal" && !without.iter().any(|t| term.starts_with(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_colours() {
        for (variables, expected) in [
            (&[("TERM", "xterm-256color")][..], Colours::Indexed),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                Colours::True,
            ),
            (
                &[
                    ("TERM", "xterm-256color"),
                    ("COLORTERM", "truecolor"),
                    ("NO_COLOR", "1"),
                ],
                Colours::None,
            ),
            (&[("TERM", "xterm-kitty"), ("NO_COLOR", "")], Colours::Indexed),
            (&[("TERM", "linux")], Colours::Sixteen),
            (&[("TERM", "vt100")], Colours::None),
            (&[("TERM", "xterm-direct")], Colours::True),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(n, _)| *n == name);
                found.map(|(_, v)| (*v).to_owned())
            };
            assert_eq!(colours_by(variable), expected, "{variables:?}");
        }
    }

    #[test]
    fn the_terminal_goes_before_the_environment() {
        for (answered, variable, expected) in [
            (None, None, true),
            (None, Some("0;15"), false),
            (None, Some("15;default;0"), true),
            (None, Some("0;7"), false),
            (None, Some("nonsense"), true),
            (Some(true), Some("0;15"), true),
            (Some(false), None, false),
        ] {
            assert_eq!(dark_by(answered, variable), expected, "{answered:?} {variable:?}");
        }
    }

    #[test]
    fn the_language_is_that_of_the_system() {
        for (set, locale, expected) in [
            (Tongue::Auto, Some("ko_KR.UTF-8"), Language::Ko),
            (Tongue::Auto, Some("zh-Hans-CN"), Language::Zh),
            (Tongue::Auto, Some("ja"), Language::Ja),
            (Tongue::Auto, Some("fr-FR"), Language::En),
            (Tongue::Auto, Some("C"), Language::En),
            (Tongue::Auto, None, Language::En),
            (Tongue::Zh, Some("ko-KR"), Language::Zh),
        ] {
            let found = language_by(set, || locale.map(str::to_owned));
            assert_eq!(found, expected, "{set:?} {locale:?}");
        }
    }

    #[test]
    fn terminals_without_links_get_none() {
        for (term, program, links) in [
            ("xterm-256color", "", true),
            ("xterm-kitty", "", true),
            ("tmux-256color", "tmux", true),
            ("screen-256color", "tmux", true),
            ("screen", "", false),
            ("linux", "", false),
            ("vt220", "", false),
            ("xterm-256color", "Apple_Terminal", false),
        ] {
            assert_eq!(has_links(term, program, false), links, "{term} {program}");
        }
        assert!(!has_links("xterm", "", true));
    }
}
