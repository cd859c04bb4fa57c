//! Which stories are listed, in which order, and what is shown beside them.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::effect::{Effect, Effects};
use crate::app::layout::Pane;
use crate::app::overlay::Pick;
use crate::library::value::{Filter, Sort};

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::All, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!("goto-list", ["g l", "Alt-1"], "Go to the list", |app| focus(
        app,
        Pane::List
    )),
    row!("goto-reader", ["g r", "Alt-2"], "Go to the story", |app| focus(
        app,
        Pane::Reader
    )),
    row!("goto-entities", ["g s", "Alt-3"], "Go to the names", |app| focus(
        app,
        Pane::Sidebar
    )),
    row!("view-all", ["g i"], "List all stories", App::enter_all),
    row!("view-bookmarks", ["g b"], "List the bookmarked stories", |app| {
        app.picked(Pick::Bookmarked)
    }),
    row!("view-unread", ["g u"], "List the unread stories", |app| app
        .picked(Pick::Unread)),
    row!("view-today", ["g t"], "List the stories of today", |app| app
        .picked(Pick::Days(1))),
    row!(
        "view-history",
        ["g h"],
        "List the stories you opened, the last one first",
        |app| {
            let label = app.words.get("pane.history").into();
            app.enter_view(
                label,
                Filter {
                    opened: true,
                    ..Filter::default()
                },
            )
        }
    ),
    row!(
        "filter",
        [", f"],
        "List only some stories: of an outlet, a language, some days, a tag",
        App::filter_menu
    ),
    row!(
        "save-search",
        ["g f"],
        "Save the search that is listed; it stands among the filters from then on",
        App::save_search
    ),
    row!(
        "sort-relevance",
        [", r"],
        "What answers the search best first",
        |app| sort(app, Sort::Relevance)
    ),
    row!(
        "related",
        ["g n"],
        "Go to the stories that share names with this one",
        |app| {
            app.set_focus(Pane::Sidebar);
            if app.sidebar.to_related() {
                Vec::new()
            } else {
                app.say_key("toast.no-related", &[])
            }
        }
    ),
    row!("sort-date", [", d"], "Newest first", |app| sort(app, Sort::Date)),
    row!("sort-source", [", s"], "By outlet", |app| sort(app, Sort::Outlet)),
    row!("sort-title", [", t"], "By headline", |app| sort(app, Sort::Title)),
    row!("sort-unread", [", u"], "Unread first", |app| sort(
        app,
        Sort::Unread
    )),
    row!("sort-reverse", [", ,"], "Turn the order round", |app| app
        .change_view(|v| v.reverse = !v.reverse)),
    row!("toggle-sidebar", ["t s"], "Show or hide the names", |app| {
        app.shown.1 = !app.shown.1;
        keep_focus(app, Pane::Sidebar)
    }),
    row!("toggle-list", ["t l"], "Show or hide the list", |app| {
        app.shown.0 = !app.shown.0;
        keep_focus(app, Pane::List)
    }),
    row!("toggle-theme", ["t t"], "Dark or light", |app| {
        app.toggle_theme();
        Vec::new()
    }),
    row!(
        "themes",
        ["t c"],
        "Pick a theme; the screen shows each at once, Esc puts the old one back",
        |_| vec![Effect::Themes]
    ),
    row!(
        "toggle-entity-marks",
        ["t h"],
        "Underline the names in the text, or not",
        |app| {
            app.name_marks = !app.name_marks;
            Vec::new()
        }
    ),
    row!(
        "toggle-furniture",
        ["t f"],
        "Show or hide masthead, copyright and repeated lines",
        |app| {
            app.asides = !app.asides;
            app.lay_out();
            let key = if app.asides {
                "toast.furniture-shown"
            } else {
                "toast.furniture-hidden"
            };
            app.say_key(key, &[])
        }
    ),
    row!(
        "toggle-wrap",
        ["t w"],
        "Break lines between words or anywhere",
        |app| {
            use crate::text::wrap::Mode;
            app.wrap = if app.wrap == Mode::Char {
                Mode::Auto
            } else {
                Mode::Char
            };
            app.lay_out();
            app.say_key(
                if app.wrap == Mode::Char {
                    "toast.wrap-char"
                } else {
                    "toast.wrap-word"
                },
                &[],
            )
        }
    ),
    row!(
        "toggle-mouse",
        ["t m"],
        "Give the mouse to the terminal, or take it back",
        |app| {
            app.mouse = !app.mouse;
            let mut effects = app.say_key(
                if app.mouse {
                    "toast.mouse-on"
                } else {
                    "toast.mouse-off"
                },
                &[],
            );
            effects.push(Effect::Mouse(app.mouse));
            effects
        }
    ),
    row!(
        "toggle-read-shown",
        ["t r"],
        "List all stories or only the unread ones",
        |app| { app.change_view(|v| v.filter.unread = !v.filter.unread) }
    ),
    row!(
        "toggle-hints",
        ["t k"],
        "Show or hide the keys in the status row",
        |app| {
            app.hints = !app.hints;
            Vec::new()
        }
    ),
    row!("widen", ["+"], "Make the text wider", |app| widen(app, 4)),
    row!("narrow", ["_"], "Make the text narrower", |app| widen(app, -4)),
    row!(
        "layout-reset",
        ["="],
        "Give panes and text their first widths",
        |app| {
            app.columns = [[0; 2]; 4];
            app.measure = app.settings.reader.measure;
            app.shown = (true, true);
            app.lay_out();
            Vec::new()
        }
    ),
    row!(
        "split-grow",
        ["Ctrl-Right", "g ."],
        "Make the pane wider",
        |app| split(app, 2)
    ),
    row!(
        "split-shrink",
        ["Ctrl-Left", "g ,"],
        "Make the pane narrower",
        |app| split(app, -2)
    ),
];

fn focus(app: &mut App, pane: Pane) -> Effects {
    app.set_focus(pane);
    Vec::new()
}

fn keep_focus(app: &mut App, pane: Pane) -> Effects {
    let hidden = match pane {
        Pane::List => !app.shown.0,
        _ => !app.shown.1,
    };
    if hidden && app.focus == pane {
        app.focus = Pane::Reader;
    }
    app.lay_out();
    Vec::new()
}

fn sort(app: &mut App, sort: Sort) -> Effects {
    app.change_view(|v| {
        v.sort = sort;
        v.reverse = false;
    })
}

/// The narrowest and the widest text.
const MEASURES: (u16, u16) = (38, 160);

fn widen(app: &mut App, by: i16) -> Effects {
    app.measure = app
        .measure
        .saturating_add_signed(by)
        .clamp(MEASURES.0, MEASURES.1);
    app.lay_out();
    let n = app.measure.to_string();
    app.say_key("toast.measure", &[("n", &n)])
}

fn split(app: &mut App, by: i16) -> Effects {
    let class = app.layout.class.index();
    let pane = if app.focus == Pane::Sidebar && app.layout.class != crate::app::layout::Class::S {
        Pane::Sidebar
    } else {
        Pane::List
    };
    let Some(frame) = app.layout.frame(pane) else {
        return Vec::new();
    };
    // From the reader, wider means that the list gives way.
    let by = if app.focus == Pane::Reader { -by } else { by };
    app.columns[class][usize::from(pane == Pane::Sidebar)] =
        frame.outer.width.saturating_add_signed(by).max(1);
    app.lay_out();
    Vec::new()
}
