//! Keys for hands that know other programs: what differs from ours.

use crate::app::command::Scope;
use crate::config::settings::Preset;

/// A pane, a command and its keys there; none takes them away.
type Row = (Scope, &'static str, &'static [&'static str]);

/// What a preset changes.
pub(super) fn keys(preset: Preset) -> &'static [Row] {
    match preset {
        Preset::Jobo => &[],
        Preset::Newsboat => NEWSBOAT,
        Preset::Arrows => ARROWS,
    }
}

/// As newsboat has them, where it has something like it. A capital is never the only key: with a Hangul keyboard most
/// come like their small letter.
const NEWSBOAT: &[Row] = &[
    (Scope::All, "quit", &["Q", "Ctrl-c"]),
    (Scope::All, "reload", &["r", "R", "F5"]),
    (Scope::All, "toggle-read", &["N", "Alt-r"]),
    (Scope::All, "prev-match-or-unread", &["p"]),
    (Scope::All, "toggle-read-shown", &["l", "t r"]),
    (Scope::All, "pane-left", &["Left"]),
    (Scope::All, "pane-right", &["Right"]),
    (Scope::All, "hints", &["u"]),
    (Scope::All, "undo", &["U", "Alt-u"]),
    (Scope::All, "redo", &["Ctrl-r"]),
    (Scope::All, "filter", &["f", "F"]),
    (Scope::All, "bookmark", &["Ctrl-b", "b"]),
    (Scope::All, "page-up", &["PageUp"]),
    (Scope::All, "page-down", &["PageDown"]),
    (Scope::All, "info", &["i", "Ctrl-e"]),
];

/// Without letters for moving, and with the combinations that desktop programs share.
const ARROWS: &[Row] = &[
    (Scope::All, "down", &["Down"]),
    (Scope::All, "up", &["Up"]),
    (Scope::All, "pane-left", &["Left"]),
    (Scope::All, "pane-right", &["Right"]),
    (Scope::All, "page-down", &["PageDown"]),
    (Scope::All, "page-up", &["PageUp"]),
    (Scope::All, "half-down", &["Ctrl-Down"]),
    (Scope::All, "half-up", &["Ctrl-Up"]),
    (Scope::All, "top", &["Home"]),
    (Scope::All, "bottom", &["End"]),
    (Scope::All, "article-next", &[">", "Ctrl-PageDown"]),
    (Scope::All, "article-prev", &["<", "Ctrl-PageUp"]),
    (Scope::All, "find", &["/", "Ctrl-f", "F3"]),
    (Scope::All, "bookmark", &["b", "Ctrl-d"]),
    (Scope::All, "undo", &["u", "Ctrl-z"]),
    (Scope::All, "redo", &["Ctrl-r", "Ctrl-y"]),
    (Scope::All, "suspend", &[]),
    (Scope::All, "quit", &["Ctrl-q", "Ctrl-c"]),
    (Scope::All, "close-or-quit", &["q", "Ctrl-w"]),
    (Scope::All, "back", &["Backspace", "Alt-Left"]),
    (Scope::All, "forward", &["Alt-Right"]),
];
