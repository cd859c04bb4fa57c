//! What text costs: breaking a long story, a resize of it, a search through headlines; side by side with the least that
//! the same work needs.
//!
//! `breaking [ROUNDS]` prints tables in Markdown. Each figure is the best of the rounds, because a busy machine only ever
//! adds to one; goals are ratios wherever that is possible.

#[path = "../best.rs"]
mod best;
#[path = "../generate/tables.rs"]
mod tables;
#[path = "../generate/words.rs"]
#[allow(dead_code, reason = "files are made elsewhere")]
mod words;

use std::borrow::Cow;
use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;

use best::best;
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use jobo::app::effect::{Effect, Effects};
use jobo::app::msg::{Msg, Session};
use jobo::app::reader::lines::Lines;
use jobo::app::words::Words;
use jobo::app::{App, Colours, Start};
use jobo::article::date::Date;
use jobo::article::language::Language;
use jobo::config::Setup;
use jobo::intake::{Given, Intake, Step};
use jobo::library::Library;
use jobo::library::reader::Reader;
use jobo::library::value::View;
use jobo::text::pattern::Pattern;
use jobo::text::width::Ruler;
use jobo::text::wrap::{Mode, Wrap, rows};
use jobo::text::{Clean, fold};
use jobo::ui;
use jobo::ui::damage::Damage;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let rounds = std::env::args().nth(1).map_or(Ok(20), |n| n.parse())?;
    breaking(rounds);
    resizing(rounds)?;
    searching(rounds.min(5));
    Ok(())
}

/// Korean news of about so many bytes.
fn korean(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4_096);
    for index in 0.. {
        let made = words::article(1, index, 1_000_000);
        if made.text.contains("다.") {
            text.push_str(&made.text);
            text.push('\n');
        }
        if text.len() >= bytes {
            break;
        }
    }
    let end = text.floor_char_boundary(bytes);
    text.truncate(end);
    text
}

/// Times a piece of work on a text.
type Timed<'a> = &'a dyn Fn(&str) -> f64;

fn breaking(rounds: usize) {
    println!(
        "| breaking Korean at 72 columns, ms | 10 KB | 100 KB | 1 MB | 1 MB : 100 KB | in one paragraph, 100 KB |"
    );
    println!("|---|---|---|---|---|---|");
    let texts = [10_000, 100_000, 1_000_000].map(korean);
    let single = texts[1].replace('\n', " ");
    let wrap = Wrap {
        cols: 72,
        mode: Mode::Auto,
        ruler: Ruler::default(),
    };
    let jobo = |text: &str| best(rounds, || drop(black_box(rows(text, &wrap))));
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let segmenter = LineSegmenter::new_for_non_complex_scripts(options);
    let icu = |text: &str| {
        best(rounds, || {
            black_box(segmenter.segment_str(text).count());
        })
    };
    let width = |text: &str| {
        best(rounds, || {
            black_box(Ruler::default().width(text));
        })
    };
    let columns: [(&str, Timed<'_>); 3] = [
        ("jobo, whole rows", &jobo),
        ("the segmenter alone", &icu),
        ("measuring alone", &width),
    ];
    for (name, work) in columns {
        let [small, long, huge] = [&texts[0], &texts[1], &texts[2]].map(|text| work(text));
        let one = work(&single);
        println!(
            "| {name} | {small:.2} | {long:.2} | {huge:.2} | {:.1} | {one:.2} |",
            huge / long
        );
    }
    println!();
}

/// A screen over a library of one story, its workers answered at once.
struct Screen {
    app: App,
    reader: Reader,
}

impl Screen {
    fn new(text: &str) -> Fallible<Self> {
        let folder = std::env::temp_dir().join(format!("jobo-breaking-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let library = Library::open(folder.join("library.jobo"))?;
        let file = Given {
            name: Cow::Borrowed("story.txt"),
            bytes: Cow::Owned(text.as_bytes().to_vec()),
            modified: Date::day(2026, 8, 1, 540),
        };
        let mut writer = library.writer()?;
        let mut intake = Intake::given("one", [file].into_iter(), library.reader()?);
        while let Step::Working(_) = intake.step(&mut writer)? {}
        let reader = library.reader()?;
        let app = App::new(Start {
            session: Session::default(),
            first: reader.newest(&View::default(), 1)?,
            size: (120, 40),
            setup: Setup::default(),
            picked: None,
            words: Words::of(Language::Ko),
            library_name: Clean::new("one"),
            sample: false,
            tour: false,
            colours: Colours::True,
            dark: true,
            ruler: Ruler::default(),
            today: Date::day(2026, 8, 2, 540).ok_or("a day")?,
        });
        let mut screen = Self { app, reader };
        let effects = screen.app.begin();
        screen.carry_out(effects)?;
        std::fs::remove_dir_all(folder)?;
        Ok(screen)
    }

    /// Answers what a resize and the first story need; breaking the rest is timed apart.
    fn carry_out(&mut self, effects: Effects) -> Fallible<()> {
        for effect in effects {
            let msg = match effect {
                Effect::Order { ticket, view } => {
                    let ordered = self.reader.ordered(&view)?;
                    Msg::order(ticket, ordered, self.reader.totals()?, true)
                }
                Effect::Story { ticket, row } => Msg::Story {
                    ticket,
                    story: self.reader.story(row)?.map(Arc::new),
                },
                _ => continue,
            };
            let effects = self.app.update(msg);
            self.carry_out(effects)?;
        }
        Ok(())
    }
}

fn resizing(rounds: usize) -> Fallible<()> {
    println!(
        "| a resize of a Korean story, 120 and 110 columns by turns, ms | 10 KB | 100 KB | 100 KB : 10 KB |"
    );
    println!("|---|---|---|---|");
    let mut table: Vec<[f64; 2]> = Vec::new();
    for bytes in [10_000, 100_000] {
        let mut screen = Screen::new(&korean(bytes))?;
        let area = Rect::new(0, 0, 120, 40);
        let mut buf = Buffer::empty(area);
        let mut wide = true;
        let to_screen = best(rounds * 2, || {
            wide = !wide;
            black_box(screen.app.update(Msg::Resize(if wide { 120 } else { 110 }, 40)));
            black_box(ui::draw(&mut buf, &screen.app, &Damage::all(area)));
        });
        let story = screen.app.reader.story().ok_or("no story is open")?.clone();
        let measure = screen.app.reader.measure().ok_or("no measure")?;
        let whole = best(rounds, || {
            drop(black_box(Lines::new(
                &story,
                measure,
                &screen.app.words,
                usize::MAX,
            )));
        });
        table.push([to_screen, whole]);
    }
    for (at, name) in [
        "to the painted screen",
        "all its lines, as the worker breaks them",
    ]
    .into_iter()
    .enumerate()
    {
        let (small, long) = (table[0][at], table[1][at]);
        println!("| {name} | {small:.2} | {long:.2} | {:.1} |", long / small);
    }
    println!();
    Ok(())
}

fn searching(rounds: usize) {
    let headlines: Vec<String> = (0..100_000)
        .map(|n| words::article(1, n, 100_000).headline)
        .collect();
    println!("| 100,000 headlines, ms | surely | with typing errors | folding alone |");
    println!("|---|---|---|---|");
    let floor = best(rounds, || {
        for headline in &headlines {
            black_box(fold::fold(headline));
        }
    });
    for query in ["메타", "ㅁㅌ", "멭", "apxk", "엔트로픽", "로런스 반데르마텐"] {
        let pattern = Pattern::new(query);
        let surely = best(rounds, || {
            black_box(headlines.iter().filter_map(|h| pattern.sure(h)).count());
        });
        let errors = best(rounds, || {
            black_box(headlines.iter().filter_map(|h| pattern.best(h)).count());
        });
        println!("| {query} | {surely:.0} | {errors:.0} | {floor:.0} |");
    }
}
