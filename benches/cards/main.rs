//! Measures what a library knows of names: cards, related stories, and how soon a correction holds everywhere.
//!
//! The library is invented: names drawn by Zipf's law, twelve a story, three stories in five copying a recent one's
//! names. Nothing is recognised, so that a hundred thousand stories are made in a minute. Times are processor time of
//! the thread that asks, so that what others do on the machine does not count; corrections, which also wait for the
//! disk, are told by the clock as well.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Parser;
use jobo::article::Article;
use jobo::article::body::{Body, Zone};
use jobo::article::date::{Date, Precision};
use jobo::article::language::Language;
use jobo::entity::{Found, Kind, Mention, Name, Rule, resolve};
use jobo::library::Library;
use jobo::library::edit::Correction;
use jobo::library::filing::{Filing, Leaf};
use jobo::library::reader::Reader;
use jobo::library::value::{NameCount, RowId};
use jobo::library::writer::Writer;
use jobo::text::Clean;

/// Measures cards, relations and corrections in a library of invented stories.
#[derive(Parser)]
struct Wish {
    /// How many stories.
    #[arg(long, default_value_t = 100_000)]
    articles: u32,
    /// The library; made if it is not there.
    #[arg(long)]
    library: PathBuf,
    /// Only a part: `cards`, `related` or `corrections`.
    #[arg(long)]
    only: Option<String>,
}

/// A small generator of even dice.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        self.roll() % n.max(1)
    }

    /// Ranks by Zipf's law: the n-th as often as one n-th.
    fn rank(&mut self, n: u64) -> u64 {
        let even = self.below(1 << 24) as f64 / f64::from(1 << 24);
        ((n as f64).powf(even) - 1.0) as u64
    }
}

fn main() -> Result<()> {
    let wish = Wish::parse();
    let new = !wish.library.exists();
    let library = Library::open(&wish.library)?;
    if new {
        let began = Instant::now();
        fill(&library, wish.articles)?;
        println!("made in {:.1} s", began.elapsed().as_secs_f64());
    }
    let reader = library.reader()?;
    let names = reader.all_names(1_000_000)?;
    println!(
        "{} stories, {} names, the commonest in {}",
        wish.articles,
        names.len(),
        names[0].stories
    );
    let wanted = |part: &str| wish.only.as_deref().is_none_or(|only| only == part);
    if wanted("cards") {
        cards(&reader, &names)?;
    }
    if wanted("related") {
        related(&reader, wish.articles)?;
    }
    if wanted("corrections") {
        corrections(&reader, &mut library.writer()?, &names, &wish.library)?;
    }
    Ok(())
}

const SYLLABLES: &str =
    "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후";

/// The text of the name of a rank: never the beginning of another's.
fn text_of(rank: u64) -> String {
    let syllables: Vec<char> = SYLLABLES.chars().collect();
    let mut rest = rank.wrapping_mul(2_654_435_761) % 3_200_000;
    let mut text: String = (0..4)
        .map(|_| {
            let c = syllables[(rest % syllables.len() as u64) as usize];
            rest /= syllables.len() as u64;
            c
        })
        .collect();
    text.push('솔');
    text
}

fn fill(library: &Library, articles: u32) -> Result<()> {
    let mut writer = library.writer()?;
    let source = writer.add_source("/bench")?;
    let mut dice = Dice(88_172_645_463_325_252);
    let mut recent: Vec<Vec<u64>> = Vec::new();
    for batch in 0..articles.div_ceil(200) {
        let mut found = Vec::new();
        let mut filings = Vec::new();
        for n in batch * 200..((batch + 1) * 200).min(articles) {
            let copied = !recent.is_empty() && dice.below(5) < 3;
            let mut ranks = if copied {
                let at = recent.len() - 1 - dice.below(recent.len().min(400) as u64) as usize;
                recent[at].iter().take(8).copied().collect()
            } else {
                Vec::new()
            };
            while ranks.len() < 12 {
                ranks.push(dice.rank(u64::from(articles) * 3));
            }
            let (article, names) = story(n, &ranks);
            recent.push(ranks);
            found.push(names);
            filings.push(filing(n, article, source));
        }
        let rows = writer.file(filings)?.rows;
        writer.index(rows.into_iter().zip(found).collect())?;
    }
    while writer.optimize(Duration::from_secs(1))? {}
    Ok(())
}

fn story(n: u32, ranks: &[u64]) -> (Article, Found) {
    let mut text = format!("기사 {n}의 본문.");
    let (mut names, mut mentions) = (Vec::new(), Vec::new());
    for rank in ranks {
        let name = text_of(*rank);
        let key = resolve::key(Kind::Per, &name);
        let at = names
            .iter()
            .position(|n: &Name| n.key == key)
            .unwrap_or(names.len());
        text.push(' ');
        let start = text.len() as u32;
        text.push_str(&name);
        mentions.push((start, text.len() as u32, at as u16));
        text.push_str(" 대표가 그날 있었던 일을 두고 길게 말했다.");
        if at == names.len() {
            names.push(Name {
                kind: Kind::Per,
                text: Clean::new(&name),
                key,
                spellings: Vec::new(),
            });
        }
    }
    let headline = format!("기사 {n}");
    let shift = headline.len() as u32 + 1;
    let article = Article {
        body: Body::from_paragraphs([
            [(Zone::Headline, headline.as_str())],
            [(Zone::Text, text.as_str())],
        ]),
        headline: Clean::new(&headline),
        language: Language::Ko,
        outlet: Some(Clean::new(["가람일보", "누리신문", "다온경제"][n as usize % 3])),
        date: Some(Date {
            unix: 1_420_000_000 + i64::from(n) * 3_000,
            offset: 540,
            precision: Precision::Time,
            inferred: false,
        }),
        ..Article::default()
    };
    let mention = |(start, end, name): &(u32, u32, u16)| Mention {
        start: start + shift,
        end: end + shift,
        name: *name,
        rule: Rule::Role,
        confidence: 80,
    };
    let mentions = mentions.iter().map(mention).collect();
    (article, Found { names, mentions })
}

fn filing(n: u32, article: Article, source: jobo::library::value::SourceId) -> Filing {
    let mut hash = [0; 16];
    hash[..4].copy_from_slice(&n.to_le_bytes());
    Filing {
        source,
        path: Path::new("/bench").join(n.to_string()),
        size: 1,
        mtime: i64::from(n),
        hash,
        recipe: 1,
        format: Clean::new("news"),
        encoding: Clean::new("UTF-8"),
        leaves: vec![Leaf {
            article,
            part: None,
            notices: Vec::new(),
            fault: None,
        }],
    }
}

/// The middle and the 99th percentile of some times, and the longest, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    format!(
        "p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    )
}

/// The processor time of this thread.
fn spent() -> Duration {
    // The system counts up to the last time that it looked at the thread; this makes it look.
    std::thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|n| n.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// What came of it, and the processor time of it.
fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let began = spent();
    let value = act();
    (value, spent().saturating_sub(began))
}

fn cards(reader: &Reader, names: &[NameCount]) -> Result<()> {
    for (what, from, to) in [
        ("the 20 commonest", 0, 20),
        ("names 100 to 300", 100, 300),
        ("names 5,000 to 5,300", 5_000, 5_300),
    ] {
        let mut times = Vec::new();
        for name in names.get(from..to.min(names.len())).unwrap_or_default() {
            let (card, took) = timed(|| reader.card(name.id));
            card?;
            times.push(took);
        }
        if !times.is_empty() {
            println!("card of {what}: {}", spread(times));
        }
    }
    Ok(())
}

fn related(reader: &Reader, articles: u32) -> Result<()> {
    let mut dice = Dice(7);
    let (mut times, mut weights) = (Vec::new(), 0);
    for _ in 0..2_000 {
        let row = RowId(1 + dice.below(u64::from(articles)) as u32);
        let (related, took) = timed(|| reader.related(row, 20));
        weights += related?.iter().map(|r| u64::from(r.score)).sum::<u64>();
        times.push(took);
    }
    println!(
        "related: {}; those of a story weigh {}",
        spread(times),
        weights / 2_000
    );
    Ok(())
}

fn corrections(reader: &Reader, writer: &mut Writer, names: &[NameCount], path: &Path) -> Result<()> {
    let (a, b, c) = (&names[0], &names[1], &names[40.min(names.len() - 1)]);
    let merge = |x: &NameCount, y: &NameCount| Correction::Merge {
        name: x.key.clone(),
        into: y.key.clone(),
    };
    let split = Correction::Split {
        name: a.key.clone(),
        spelling: a.text.clone(),
        to: Some(b.key.clone()),
    };
    let make = Correction::Make {
        text: Clean::new("본문"),
        kind: Kind::Work,
    };
    let deny = Correction::Deny {
        name: c.key.clone(),
        story: None,
        spelling: Some(c.text.clone()),
    };
    for (what, correction) in [
        (
            format!("merge of {} and {} stories", a.stories, b.stories),
            merge(a, b),
        ),
        (format!("split of a spelling of {} stories", a.stories), split),
        (format!("denial in {} stories", c.stories), deny),
        ("a name in every story".into(), make),
    ] {
        let began = Instant::now();
        let (receipt, took) = timed(|| writer.correct(std::slice::from_ref(&correction)));
        let clock = began.elapsed();
        receipt?;
        let (shown, look) = timed(|| reader.all_names(200));
        shown?;
        let (undone, back) = timed(|| writer.undo());
        undone?;
        println!(
            "{what}: {:.0} ms ({:.0} by the clock), the list after it {:.1} ms, undone in {:.0} ms",
            took.as_secs_f64() * 1_000.0,
            clock.as_secs_f64() * 1_000.0,
            look.as_secs_f64() * 1_000.0,
            back.as_secs_f64() * 1_000.0
        );
    }
    println!("library: {} MB", fs::metadata(path)?.len() / 1_000_000);
    Ok(())
}
