//! What can be done in every pane: moving, finding, marking, copying, leaving.

use crate::app::App;
use crate::app::command::{Command, Scope};
use crate::app::effect::{Effect, Effects};
use crate::app::input::Input;
use crate::app::layout::Pane;
use crate::app::overlay::Overlay;
use crate::app::overlay::find::Find;
use crate::app::overlay::info::Info;
use crate::app::overlay::menu::Purpose;
use crate::text::Clean;

macro_rules! row {
    ($name:literal, [$($key:literal),*], $doc:literal, $run:expr) => {
        Command { name: $name, scope: Scope::All, keys: &[$($key),*], doc: $doc, run: $run }
    };
}

/// The rows.
pub const COMMANDS: &[Command] = &[
    row!(
        "close-or-quit",
        ["q"],
        "Close the uppermost thing; at the list of all stories, quit",
        App::close_or_quit
    ),
    row!(
        "quit",
        ["Ctrl-c"],
        "Quit at once; everything is saved already",
        App::quit
    ),
    row!("cancel", ["Esc"], "Go one step out; never quits", App::cancel),
    row!(
        "help",
        ["?", "F1"],
        "Show every key; type to filter, Enter runs the row",
        |app| {
            app.command_menu(Purpose::Help);
            Vec::new()
        }
    ),
    row!("command-line", [":", ";"], "Run a command by its name", |app| {
        app.command_menu(Purpose::Commands);
        Vec::new()
    }),
    row!(
        "picker",
        ["s", "Ctrl-p"],
        "Find anything: headlines, names, tags, notes, commands",
        App::open_picker
    ),
    row!("pane-next", ["Tab"], "Go to the next pane", |app| {
        app.turn_focus(true);
        Vec::new()
    }),
    row!("pane-prev", ["Shift-Tab"], "Go to the pane before", |app| {
        app.turn_focus(false);
        Vec::new()
    }),
    row!("pane-left", ["h", "Left"], "Go to the pane on the left", |app| {
        app.move_focus(false);
        Vec::new()
    }),
    row!(
        "pane-right",
        ["l", "Right"],
        "Go to the pane on the right",
        |app| {
            app.move_focus(true);
            Vec::new()
        }
    ),
    row!(
        "read-on",
        ["Space"],
        "Scroll on; at the end, open the next unread story",
        App::read_on
    ),
    row!("down", ["j", "Down"], "Go down", |app| step(app, 1)),
    row!("up", ["k", "Up"], "Go up", |app| step(app, -1)),
    row!("half-down", ["Ctrl-d"], "Go down half a page", |app| half(app, 1)),
    row!("half-up", ["Ctrl-u"], "Go up half a page", |app| half(app, -1)),
    row!("page-down", ["Ctrl-f", "PageDown"], "Go down a page", |app| page(
        app, 1
    )),
    row!("page-up", ["Ctrl-b", "PageUp"], "Go up a page", |app| page(
        app, -1
    )),
    row!(
        "top",
        ["g g", "Home"],
        "Go to the beginning, or to the place of the number typed",
        |app| end(app, false)
    ),
    row!(
        "bottom",
        ["g e", "End", "G"],
        "Go to the end, or to the place of the number typed",
        |app| end(app, true)
    ),
    row!(
        "article-next",
        [">", "J"],
        "Open the next story of the list",
        |app| {
            let n = app.times();
            app.open_neighbour(n)
        }
    ),
    row!(
        "article-prev",
        ["<", "K"],
        "Open the story before in the list",
        |app| {
            let n = app.times();
            app.open_neighbour(-n)
        }
    ),
    row!(
        "next-match-or-unread",
        ["n"],
        "Go to the next match, mention or unread story",
        |app| app.step_lit(true)
    ),
    row!(
        "prev-match-or-unread",
        ["p", "N"],
        "Go to the match, mention or unread story before",
        |app| { app.step_lit(false) }
    ),
    row!(
        "back",
        ["Backspace", "Ctrl-o", "Alt-Left", "[ h"],
        "Go back to where you were",
        App::back
    ),
    row!("forward", ["Alt-Right", "] h"], "Go forward again", App::forward),
    row!(
        "toggle-last",
        ["-"],
        "Go to the story before this one, and back",
        App::toggle_last
    ),
    row!(
        "find",
        ["/"],
        "Find in the story; a second / finds in all stories",
        find
    ),
    row!(
        "full-text",
        ["g /"],
        "Find stories by their words",
        find_everywhere
    ),
    row!(
        "bookmark",
        ["b"],
        "Bookmark the story, or no longer",
        App::toggle_bookmark
    ),
    row!(
        "toggle-read",
        ["r"],
        "Mark the story read or unread",
        App::toggle_read
    ),
    row!("tags", ["#"], "Change the tags of the story", App::edit_tags),
    row!(
        "open-browser",
        ["o", "g x"],
        "Open the story's page in the browser",
        browse
    ),
    row!(
        "open-with",
        ["g o", "O"],
        "Show the story's file in the pager",
        page_file
    ),
    row!(
        "pipe",
        ["|"],
        "Hand the text, or what is chosen of it, to a command and show its answer",
        App::ask_pipe
    ),
    row!(
        "pictures",
        ["t i", "I"],
        "Show the pictures of the story, one by one",
        App::ask_pictures
    ),
    row!("info", ["i"], "Show all that is known of the story", info),
    row!("entities", ["e"], "Go to the names of the story", |app| {
        app.set_focus(Pane::Sidebar);
        Vec::new()
    }),
    row!(
        "hints",
        ["f"],
        "Put letters on the names and links in view; a letter follows one",
        hints
    ),
    row!("undo", ["u"], "Take back the last change", App::undo),
    row!("redo", ["Ctrl-r", "U"], "Make the last change again", App::redo),
    row!(
        "copy-title-url",
        ["y y"],
        "Copy headline and address",
        |app| copy(app, |s| {
            let url = s.article.url.as_ref().map_or(String::new(), |u| format!("\n{u}"));
            format!("{}{url}", s.header.headline)
        })
    ),
    row!("copy-url", ["y u"], "Copy the address", |app| {
        copy(app, |s| {
            s.article
                .url
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        })
    }),
    row!("copy-text", ["y t"], "Copy the text", |app| {
        copy(app, |s| {
            let body = &s.article.body;
            let shown = body.blocks().iter().filter(|b| !b.zone.set_aside());
            shown
                .map(|b| body.slice(b.bytes()))
                .collect::<Vec<_>>()
                .join("\n\n")
        })
    }),
    row!(
        "copy-citation",
        ["y c"],
        "Copy a line that cites the story",
        |app| copy(app, citation)
    ),
    row!("copy-jobo-link", ["y l"], "Copy the story's id", |app| copy(
        app,
        |s| s.header.story.to_string()
    )),
    row!("reload", ["F5"], "Look for changed files", |app| {
        if app.take_newer() {
            return Vec::new();
        }
        app.waiting.reload = true;
        vec![Effect::Reload]
    }),
    row!("stop-intake", ["g c"], "Stop taking files in", |_| vec![
        Effect::StopIntake
    ]),
    row!(
        "settings",
        ["g p"],
        "Show the settings file and what is wrong in it",
        App::settings_sheet
    ),
    row!(
        "edit-settings",
        ["t ,"],
        "Open the settings file in the editor",
        |app| app.edit_settings(0)
    ),
    row!("reload-settings", ["t ."], "Read the settings again", |app| {
        app.waiting.settings = true;
        vec![Effect::ReadSettings]
    }),
    row!("tour", ["t g"], "Begin the tour, or end it", App::toggle_tour),
    row!("tour-next", ["] t"], "Go to the next step of the tour", |app| {
        app.turn_tour(1)
    }),
    row!("tour-prev", ["[ t"], "Go to the step of the tour before", |app| {
        app.turn_tour(-1)
    }),
    row!("redraw", ["Ctrl-l"], "Draw the screen anew", |_| vec![
        Effect::Redraw
    ]),
    row!(
        "suspend",
        ["Ctrl-z"],
        "Go to the shell for a while; fg comes back",
        |_| vec![Effect::Suspend]
    ),
];

fn step(app: &mut App, by: isize) -> Effects {
    move_by(app, by * app.times())
}

fn move_by(app: &mut App, by: isize) -> Effects {
    match app.focus {
        Pane::List => {
            app.list.step(by);
            return app.cursor_moved();
        }
        Pane::Reader => app.reader.scroll(by),
        Pane::Sidebar => app.sidebar.step(by),
    }
    Vec::new()
}

fn page_size(app: &App) -> isize {
    let size = match app.focus {
        Pane::List => app.list.fits(),
        // One line stays in view, so that the eye finds its place.
        Pane::Reader => app.reader.height().saturating_sub(1),
        Pane::Sidebar => app.sidebar.page(),
    };
    size.max(1) as isize
}

fn page(app: &mut App, by: isize) -> Effects {
    let size = page_size(app);
    step(app, by * size)
}

fn half(app: &mut App, by: isize) -> Effects {
    let size = (page_size(app) / 2).max(1);
    step(app, by * size)
}

fn end(app: &mut App, last: bool) -> Effects {
    let place = app.count.map(|n| n.saturating_sub(1) as usize);
    match app.focus {
        Pane::List => {
            app.list
                .set_cursor(place.unwrap_or(if last { usize::MAX } else { 0 }));
            return app.cursor_moved();
        }
        Pane::Reader => {
            let all = app.reader.lines().lines.len();
            app.reader.scroll_to(place.unwrap_or(if last { all } else { 0 }));
        }
        Pane::Sidebar => app
            .sidebar
            .set_cursor(place.unwrap_or(if last { usize::MAX } else { 0 })),
    }
    Vec::new()
}

fn find(app: &mut App) -> Effects {
    // In the list there is no text to look through but that of all stories.
    find_field(app, app.focus == Pane::List)
}

fn find_everywhere(app: &mut App) -> Effects {
    find_field(app, true)
}

fn find_field(app: &mut App, everywhere: bool) -> Effects {
    let (from, before) = (app.reader.top_byte(), app.reader.lit.clone());
    let input = Input::default();
    app.overlays.push(Overlay::Find(Find {
        input,
        everywhere,
        from,
        before,
        ..Find::default()
    }));
    // Outlets and tags to complete with.
    if everywhere { app.ask_facets() } else { Vec::new() }
}

fn browse(app: &mut App) -> Effects {
    match app.reader.story().and_then(|s| s.article.url.clone()) {
        Some(url) => vec![Effect::Browse(url)],
        None => app.say_key("toast.no-url", &[]),
    }
}

fn page_file(app: &mut App) -> Effects {
    // The story under the cursor may still be on its way to the reader.
    let shown = app.reader.story().map(|s| s.header.story);
    let under = || {
        app.list
            .current()
            .and_then(|row| app.list.header(row))
            .map(|h| h.story)
    };
    shown
        .or_else(under)
        .map_or_else(Vec::new, |story| vec![Effect::Page(story)])
}

fn copy(app: &mut App, what: fn(&crate::library::value::Story) -> String) -> Effects {
    let text = app.reader.story().map(|s| what(s)).unwrap_or_default();
    if text.is_empty() {
        return app.say_key("toast.nothing-to-copy", &[]);
    }
    vec![Effect::Copy(Clean::body(&text))]
}

fn citation(story: &crate::library::value::Story) -> String {
    let article = &story.article;
    let names: Vec<&str> = article.bylines.iter().map(|b| b.name.as_str()).collect();
    let mut parts = Vec::new();
    if !names.is_empty() {
        parts.push(names.join(", "));
    }
    parts.push(format!("“{}”", story.header.headline));
    parts.extend(article.outlet.as_ref().map(ToString::to_string));
    parts.extend(article.date.map(|d| d.to_string()));
    parts.extend(article.url.as_ref().map(ToString::to_string));
    parts.join(", ")
}

/// Puts letters on what is in view: digest items, names and links.
fn hints(app: &mut App) -> Effects {
    app.put_letters(crate::app::overlay::Wish::Follow)
}

fn info(app: &mut App) -> Effects {
    let Some(story) = app.reader.story() else {
        return Vec::new();
    };
    let facts = crate::app::reader::facts(story, &app.words);
    app.overlays.push(Overlay::Info(Info { facts, top: 0 }));
    Vec::new()
}
