//! Measures notes: how soon all of them are listed, and how soon a new one is on the disk and on the screen, beside a bare
//! write and fsync of the same run.
//!
//! `cargo run --release --example generate -- --articles 100000 --library target/bench/s.jobo` makes the library, then
//! `cargo run --release --example notes -- --library target/bench/s.jobo`. It works on a copy.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Parser;
use jobo::app::effect::Effect;
use jobo::app::msg::{Msg, Session, Ticket};
use jobo::app::words::Words;
use jobo::app::{App, Colours, Start};
use jobo::article::anchor::Page;
use jobo::article::date::Date;
use jobo::article::id::StoryId;
use jobo::article::language::Language;
use jobo::config::Setup;
use jobo::intake::{Given, Intake, Step};
use jobo::library::Library;
use jobo::library::edit::{Cause, Edit};
use jobo::library::note::{Colour, Hanging, Mint, Note, NoteView};
use jobo::library::reader::Reader;
use jobo::library::value::View;
use jobo::library::writer::Writer;
use jobo::text::Clean;
use jobo::text::width::Ruler;
use jobo::ui;
use jobo::ui::damage::Damage;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Measures notes on a library.
#[derive(Parser)]
struct Wish {
    /// The library, as `generate` makes it.
    #[arg(long)]
    library: PathBuf,
    /// How many notes there are.
    #[arg(long, default_value_t = 10_000)]
    notes: usize,
    /// How often each thing is done; medians and the slowest of twenty are shown.
    #[arg(long, default_value_t = 41)]
    rounds: usize,
}

/// Rows of a screen.
const ROWS: usize = 60;

fn main() -> Result<()> {
    let wish = Wish::parse();
    let folder = wish.library.with_extension("notes");
    fs::create_dir_all(&folder)?;
    let path = folder.join("library.jobo");
    fs::copy(&wish.library, &path).context("the library is copied")?;
    let library = Library::open(&path)?;
    let (reader, mut writer) = (library.reader()?, library.writer()?);
    let stories = stories(&reader)?;
    fill(&reader, &mut writer, &stories, wish.notes)?;
    let totals = reader.note_totals()?;
    println!("{} articles, {} notes\n", stories.len(), totals.notes);
    println!("| what | median, ms | 95 %, ms | at most, ms |\n|---|---|---|---|");
    row(
        "notes view: order, totals, first rows",
        50.0,
        view(&reader, &wish)?,
    );
    let bare = bare(&folder, wish.rounds)?;
    let limit = 2.0 * median(&bare);
    row("bare write and fsync", f64::NAN, bare);
    let adding = adding(&reader, &mut writer, (&stories, wish.rounds))?;
    row("a note to durable (twice the bare write)", limit, adding);
    let busy = while_taking_in(&library, &mut writer, (&stories, wish.rounds))?;
    row("the same while articles are taken in", 20.0, busy);
    row(
        "a key to the note in the frame",
        5.0,
        shown(&library, &mut writer, wish.rounds)?,
    );
    row(
        "names of a note, beside it",
        f64::NAN,
        naming(&reader, &mut writer)?,
    );
    fs::remove_dir_all(folder)?;
    Ok(())
}

fn stories(reader: &Reader) -> Result<Vec<StoryId>> {
    let rows = reader.ordered(&View::default())?.rows;
    let mut stories = Vec::with_capacity(rows.len());
    for part in rows.chunks(1_000) {
        stories.extend(reader.headers(part)?.into_iter().map(|header| header.story));
    }
    Ok(stories)
}

/// A note on a sentence of a story, its names beside what someone might say.
fn note(reader: &Reader, mint: &mut Mint, story: StoryId, nth: usize) -> Result<Edit> {
    let body = reader.body_of(story)?.context("a text")?;
    let from = body.char_indices().nth(40 + nth % 60).map_or(0, |(at, _)| at);
    let to = body
        .get(from..)
        .and_then(|rest| rest.char_indices().nth(30))
        .map_or(body.len(), |(at, _)| from + at);
    let note = Note {
        id: mint.next_id(),
        on: Hanging {
            story,
            anchor: Page::of(&body).anchor(from as u32..to as u32),
        },
        colour: Colour::ALL[nth % Colour::ALL.len()],
        text: Clean::body(&format!("{nth}번째 메모. 삼성전자는 왜 빠졌는지 다시 묻는다.")),
        tags: vec![Clean::new(["물음", "인용", "나중에"][nth % 3])],
        made: None,
    };
    Ok(Edit::Note {
        note: Box::new(note),
        on: true,
    })
}

fn fill(reader: &Reader, writer: &mut Writer, stories: &[StoryId], notes: usize) -> Result<()> {
    let mut mint = Mint::default();
    let step = (stories.len() / notes.max(1)).max(1);
    let mut edits = Vec::new();
    for (nth, story) in stories.iter().step_by(step).take(notes).enumerate() {
        edits.push(note(reader, &mut mint, *story, nth)?);
    }
    for part in edits.chunks(500) {
        writer.edit(Cause::Automatic, part)?;
    }
    while let Some(names) = reader.name_notes(500)? {
        writer.put_note_names(&names)?;
    }
    Ok(())
}

fn view(reader: &Reader, wish: &Wish) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for _ in 0..wish.rounds {
        let begun = Instant::now();
        let rows = reader.note_order(&NoteView::default())?;
        reader.note_totals()?;
        let shown = reader.notes(rows.get(..ROWS).unwrap_or(&rows))?;
        times.push(begun.elapsed());
        anyhow::ensure!(!shown.is_empty(), "there are notes");
    }
    Ok(times)
}

/// Appends as many bytes as a note's line has, and waits for the disk.
fn bare(folder: &std::path::Path, rounds: usize) -> Result<Vec<Duration>> {
    let mut file = File::create(folder.join("bare"))?;
    let line = [b'x'; 700];
    let mut times = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        file.write_all(&line)?;
        file.sync_all()?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

fn adding(
    reader: &Reader,
    writer: &mut Writer,
    (stories, rounds): (&[StoryId], usize),
) -> Result<Vec<Duration>> {
    let mut mint = Mint::default();
    let mut times = Vec::new();
    for nth in 0..rounds {
        let story = stories[nth * 131 % stories.len()];
        let edit = note(reader, &mut mint, story, nth)?;
        let begun = Instant::now();
        writer.edit(Cause::Deliberate, &[edit])?;
        times.push(begun.elapsed());
        while let Some(names) = reader.name_notes(32)? {
            writer.put_note_names(&names)?;
        }
    }
    Ok(times)
}

/// A note comes while a slice of taking in is under way: it waits for that, then it is written.
fn while_taking_in(
    library: &Library,
    writer: &mut Writer,
    (stories, rounds): (&[StoryId], usize),
) -> Result<Vec<Duration>> {
    let reader = library.reader()?;
    let given = (0..100_000_u32).map(|n| {
        let paragraph = |k| format!("{n}호 {k}째 문단에서 나루의 배는 다시 떴고 사람들은 손을 흔들었다.\n\n");
        let text = (0..12).map(paragraph).collect::<Vec<_>>().concat();
        Given {
            name: format!("{n}.txt").into(),
            bytes: format!("나루 소식 {n}호\n\n{text}").into_bytes().into(),
            modified: None,
        }
    });
    let mut intake = Intake::given("more", given, library.reader()?);
    let mut mint = Mint::default();
    let mut times = Vec::new();
    for nth in 0..rounds {
        let edit = note(&reader, &mut mint, stories[nth * 61 % stories.len()], nth)?;
        for _ in 0..9 {
            intake.step(writer)?;
        }
        // The worst moment: the slice has just begun.
        let begun = Instant::now();
        if let Step::Done(_) = intake.step(writer)? {
            break;
        }
        writer.edit(Cause::Deliberate, &[edit])?;
        times.push(begun.elapsed());
    }
    intake.stop();
    Ok(times)
}

/// From the key that saves a note to the frame that shows it: nothing of that waits for the disk.
fn shown(library: &Library, writer: &mut Writer, rounds: usize) -> Result<Vec<Duration>> {
    let reader = library.reader()?;
    let size = (200, 50);
    let mut app = App::new(Start {
        session: Session::default(),
        first: reader.newest(&View::default(), 60)?,
        size,
        setup: Setup::default(),
        picked: None,
        words: Words::of(Language::Ko),
        library_name: Clean::new("서고"),
        sample: false,
        tour: false,
        colours: Colours::True,
        dark: true,
        ruler: Ruler::default(),
        today: Date::day(2026, 9, 20, 540).context("a day")?,
    });
    let area = Rect::new(0, 0, size.0, size.1);
    let mut buf = Buffer::empty(area);
    let effects = app.begin();
    answer(&mut app, effects, &reader, writer)?;
    let mut times = Vec::new();
    for nth in 0..rounds {
        for key in ["Enter", "g", "k"] {
            press(&mut app, key, &reader, writer)?;
        }
        for letter in format!("{nth}째 말").chars() {
            press(&mut app, &letter.to_string(), &reader, writer)?;
        }
        let begun = Instant::now();
        let effects = app.update(Msg::Key(key_of("Esc")));
        ui::draw(&mut buf, &app, &Damage::all(area));
        times.push(begun.elapsed());
        answer(&mut app, effects, &reader, writer)?;
    }
    Ok(times)
}

fn key_of(name: &str) -> crossterm::event::KeyEvent {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        letter => KeyCode::Char(letter.chars().next().unwrap_or(' ')),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn press(app: &mut App, key: &str, reader: &Reader, writer: &mut Writer) -> Result<()> {
    let effects = app.update(Msg::Key(key_of(key)));
    answer(app, effects, reader, writer)
}

/// Answers what the reading of stories needs.
fn answer(app: &mut App, effects: Vec<Effect>, reader: &Reader, writer: &mut Writer) -> Result<()> {
    for effect in effects {
        let msg = match effect {
            Effect::Order { ticket, view } => {
                let ordered = reader.ordered(&view)?;
                Msg::order(ticket, ordered, reader.totals()?, true)
            }
            Effect::Headers { ticket, rows } | Effect::Targets { ticket, rows } => Msg::Headers {
                ticket,
                headers: reader.headers(&rows)?,
            },
            Effect::Story { ticket, row } => Msg::Story {
                ticket,
                story: reader.story(row)?.map(std::sync::Arc::new),
            },
            Effect::Save { ticket, cause, edits } => saved(writer, ticket, cause, edits)?,
            Effect::Wake { ticket, after } if after < Duration::from_millis(50) => Msg::Woke(ticket),
            _ => continue,
        };
        let effects = app.update(msg);
        answer(app, effects, reader, writer)?;
    }
    Ok(())
}

fn saved(writer: &mut Writer, ticket: Ticket, cause: Cause, edits: Vec<Edit>) -> Result<Msg> {
    writer.edit(cause, &edits)?;
    Ok(Msg::Saved { ticket, edits })
}

/// What is done after a note is kept, beside everything else.
fn naming(reader: &Reader, writer: &mut Writer) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    loop {
        let begun = Instant::now();
        let Some(names) = reader.name_notes(1)? else {
            return Ok(times);
        };
        writer.put_note_names(&names)?;
        times.push(begun.elapsed());
    }
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    milli(times.get(times.len() / 2).copied().unwrap_or_default())
}

fn milli(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn row(what: &str, goal: f64, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| milli(times.get(times.len() * share / 100).copied().unwrap_or_default());
    let most = milli(times.last().copied().unwrap_or_default());
    let (half, nearly) = (at(50), at(95));
    let goal = match goal.is_nan() {
        true => String::new(),
        false if half <= goal => format!(" (goal {goal:.1}: met)"),
        false => format!(" (goal {goal:.1}: **missed**)"),
    };
    println!("| {what}{goal} | {half:.2} | {nearly:.2} | {most:.2} |");
}
