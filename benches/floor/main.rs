//! The floor: the smallest three-pane reader over `SQLite` that ratatui allows. What it needs, every reader needs.
//!
//! `floor make FILE ARTICLES [SEED]` fills a file with invented articles; `floor FILE` reads them: j, k, `PageDown`,
//! `PageUp`, Enter, q. No sanitising, no line breaking of its own, no marks: it is a measure, not a program to use.

#[path = "../generate/tables.rs"]
mod tables;
#[path = "../generate/words.rs"]
#[allow(dead_code, reason = "the floor makes rows, not files")]
mod words;

use std::env;
use std::error::Error;

use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Stylize;
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph, Wrap};
use rusqlite::{Connection, params};

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", file, articles] => make(file, articles.parse()?, 1),
        ["make", file, articles, seed] => make(file, articles.parse()?, seed.parse()?),
        [file] => read(file),
        _ => Err("floor FILE, or floor make FILE ARTICLES [SEED]".into()),
    }
}

fn make(file: &str, articles: u64, seed: u64) -> Fallible<()> {
    let mut store = Connection::open(file)?;
    store.execute_batch(
        "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
         CREATE TABLE article(id INTEGER PRIMARY KEY, date INTEGER, title TEXT, outlet TEXT);
         CREATE TABLE body(id INTEGER PRIMARY KEY, text TEXT);
         CREATE INDEX newest ON article(date DESC, id, title, outlet);",
    )?;
    let batch = store.transaction()?;
    {
        let mut header = batch.prepare("INSERT INTO article VALUES(?1, ?2, ?3, ?4)")?;
        let mut body = batch.prepare("INSERT INTO body VALUES(?1, ?2)")?;
        for index in 0..articles {
            let made = words::article(seed, index, articles);
            header.execute(params![index as i64, made.date, made.headline, made.outlet])?;
            body.execute(params![index as i64, made.text])?;
        }
    }
    Ok(batch.commit()?)
}

/// What is on screen.
struct Floor {
    store: Connection,
    rows: Vec<(i64, String, String)>,
    cursor: usize,
    top: usize,
    text: String,
}

impl Floor {
    fn open(&mut self) -> Fallible<()> {
        let id = self.rows[self.cursor].0;
        self.text = self
            .store
            .query_row("SELECT text FROM body WHERE id=?1", [id], |row| row.get(0))?;
        Ok(())
    }

    fn to(&mut self, row: usize) {
        self.cursor = row.min(self.rows.len() - 1);
    }

    fn draw(&mut self, frame: &mut Frame) {
        let panes = Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3), Constraint::Length(30)]);
        let [list, reader, names] = panes.areas(frame.area());
        let height = usize::from(list.height.saturating_sub(2)).max(1);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(height), self.cursor);
        let shown = self.rows.iter().enumerate().skip(self.top).take(height);
        let lines: Vec<Line> = shown
            .map(|(at, (_, title, outlet))| {
                let line = Line::from(format!("{title}  {outlet}"));
                if at == self.cursor { line.reversed() } else { line }
            })
            .collect();
        frame.render_widget(Paragraph::new(lines).block(Block::bordered().title("list")), list);
        let text = Paragraph::new(self.text.as_str()).wrap(Wrap { trim: false });
        frame.render_widget(text.block(Block::bordered().title("text")), reader);
        frame.render_widget(Block::bordered().title("names"), names);
    }
}

/// As many rows as are ever shown at once; the floor has no need to know of more.
const ROWS: i64 = 1_000;

fn read(file: &str) -> Fallible<()> {
    let store = Connection::open(file)?;
    let rows = store
        .prepare("SELECT id, title, outlet FROM article ORDER BY date DESC, id LIMIT ?1")?
        .query_map([ROWS], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut floor = Floor {
        store,
        rows,
        cursor: 0,
        top: 0,
        text: String::new(),
    };
    let mut screen = ratatui::try_init()?;
    loop {
        screen.draw(|frame| floor.draw(frame))?;
        let Event::Key(key) = event::read()? else { continue };
        match key.code {
            KeyCode::Char('j') => floor.to(floor.cursor + 1),
            KeyCode::Char('k') => floor.to(floor.cursor.saturating_sub(1)),
            KeyCode::PageDown => floor.to(floor.cursor + 48),
            KeyCode::PageUp => floor.to(floor.cursor.saturating_sub(48)),
            KeyCode::Enter => floor.open()?,
            KeyCode::Char('q') => break,
            _ => {}
        }
    }
    ratatui::restore();
    Ok(())
}
