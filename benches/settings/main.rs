//! What settings and a theme of one's own cost: at the start beside the defaults, and when the file is saved.
//!
//! `settings [ROUNDS]` prints a table in Markdown. Figures are the best of the rounds, because a busy machine only ever
//! adds to one.

#[path = "../best.rs"]
mod best;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;

use best::best;
use jobo::app::msg::{Msg, Session};
use jobo::app::words::Words;
use jobo::app::{App, Colours, Start};
use jobo::article::date::Date;
use jobo::article::language::Language;
use jobo::config::Setup;
use jobo::config::setup::Given;
use jobo::text::width::Ruler;
use jobo::ui;
use jobo::ui::damage::Damage;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: (u16, u16) = (200, 50);

/// Settings that touch everything: a preset, keys of panes, commands, hooks, a theme that inherits.
const OWN: &str = r#"
language = "ko"
theme = "mine"
[reader]
measure = 66
wrap = "char"
[list]
sort = "outlet"
[screen]
borders = "plain"
which_key_ms = 100
[keys]
preset = "newsboat"
[keys.all]
down = ["j", "Down", "Ctrl-n"]
view-unread = "w w"
[keys.list]
find = "v v"
[[command]]
name = "Translate"
key = "w v"
run = ["trans", "-b"]
input = "{text}"
show = "output"
[hooks]
on_quit = ["true"]
"#;
const THEME: &str = "inherits = \"nord\"\n[colours]\naccent = \"#f0a870\"\ndim = [\"#a4aab2\", \"white\"]\n";

fn main() -> Result<(), Box<dyn Error>> {
    let rounds = std::env::args().nth(1).map_or(Ok(50), |n| n.parse())?;
    let folder = tempfile::tempdir()?;
    let own = folder.path().join("config.toml");
    std::fs::create_dir(folder.path().join("themes"))?;
    std::fs::write(folder.path().join("themes/mine.toml"), THEME)?;
    std::fs::write(&own, OWN)?;
    let none = best(rounds, || {
        drop(black_box(begin(&folder.path().join("none/config.toml"))));
    });
    let with = best(rounds, || drop(black_box(begin(&own))));
    let mut app = begin(&own).ok_or("no day")?;
    let mut wide = false;
    let saved = best(rounds, || {
        wide = !wide;
        let text = if wide {
            OWN.replace("66", "60")
        } else {
            OWN.to_owned()
        };
        drop(std::fs::write(&own, text));
        reload(&mut app, &own);
    });
    println!("| | ms |\n|---|---|");
    for (what, ms) in [
        ("start to the first frame, defaults", none),
        ("the same with settings, keys and a theme of one's own", with),
        ("what these add", (with - none).max(0.0)),
        ("from a saved file to the drawn screen", saved),
    ] {
        println!("| {what} | {ms:.2} |");
    }
    Ok(())
}

/// What a start does of settings, and the first frame of an empty library.
fn begin(file: &Path) -> Option<App> {
    let setup = Setup::read(&given(file));
    let words = Words::of(Language::Ko);
    let app = App::new(Start {
        session: Session::default(),
        first: Vec::new(),
        size: SIZE,
        setup,
        picked: None,
        words,
        library_name: "bench".into(),
        sample: false,
        tour: false,
        colours: Colours::True,
        dark: true,
        ruler: Ruler::default(),
        today: Date::day(2026, 9, 20, 540)?,
    });
    draw(&app);
    Some(app)
}

fn reload(app: &mut App, file: &Path) {
    let read = (Setup::read(&given(file)), Words::of(Language::Ko));
    app.update(Msg::Settings(Box::new(read)));
    draw(app);
}

fn given(file: &Path) -> Given {
    Given {
        file: file.to_owned(),
        ..Given::default()
    }
}

fn draw(app: &App) {
    let area = Rect::new(0, 0, SIZE.0, SIZE.1);
    let mut buf = Buffer::empty(area);
    ui::draw(&mut buf, app, &Damage::all(area));
    black_box(buf);
}
