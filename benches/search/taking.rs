//! Searches beside taking in: how soon one more article is found, and how soon anything while very many come.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use jobo::article::date::Date;
use jobo::intake::{Given, Intake, Step};
use jobo::library::Library;
use jobo::library::value::View;
use jobo::query::{self, Today};

use super::direct;
use super::words::{Made, article, file_name};
use super::{median, milli, shown};

/// Numbers of articles that no library has.
const BEYOND: u64 = 900_000_000;

/// Files single articles and looks for each; they go again.
pub(crate) fn one_more(library: &Library, rounds: usize) -> Result<()> {
    let (mut writer, reader) = (library.writer()?, library.reader()?);
    let source = writer.add_source("/one-more")?;
    let view = |word: &str| -> Result<View> {
        Ok(View::of(
            query::parse(word).map_err(|f| anyhow::anyhow!("{f:?}"))?,
            Today::default(),
        ))
    };
    reader.order(&view("없는말이다")?)?;
    let (mut filed, mut found) = (Vec::new(), Vec::new());
    for nth in 0..rounds as u64 {
        let (mut filing, names) = direct::filing(source, 7, BEYOND + nth, BEYOND + 1_000);
        filing.path = format!("/one-more/{nth}").into();
        let word = (BEYOND + nth + 1).to_string();
        let view = view(&format!("={word}"))?;
        let began = Instant::now();
        let rows = writer.file(vec![filing])?.rows;
        writer.index(rows.iter().copied().zip([names]).collect())?;
        filed.push(began.elapsed());
        let began = Instant::now();
        let hits = reader.order(&view)?;
        found.push(began.elapsed());
        anyhow::ensure!(hits == rows, "{word} is not found");
    }
    writer.remove_source(source)?;
    println!(
        "one article more: filed and indexed in {} ms (median; worst {}), found {} ms later (worst {})",
        shown(middle(&mut filed)),
        shown(worst(&filed)),
        shown(middle(&mut found)),
        shown(worst(&found)),
    );
    Ok(())
}

/// Takes invented articles in and searches all the while.
pub(crate) fn meanwhile(of: u64, time: Duration, queries: &[String]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let library = Library::open(folder.path().join("meanwhile.jobo"))?;
    let given = (0..of).map(move |index| {
        let made = article(1, index, of);
        Given {
            name: file_name(index).into(),
            bytes: made.file(Made::form(index)).into_bytes().into(),
            modified: Some(Date::moment(made.date)),
        }
    });
    let (mut intake, mut writer) = (
        Intake::given("invented", given, library.reader()?),
        library.writer()?,
    );
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let taking = scope.spawn(|| -> Result<()> {
            while !over.load(Ordering::Relaxed) {
                if let Step::Done(_) = intake.step(&mut writer)? {
                    break;
                }
            }
            Ok(())
        });
        let asked = ask(&library, time, queries);
        over.store(true, Ordering::Relaxed);
        taking
            .join()
            .map_err(|_| anyhow::anyhow!("taking in ended badly"))??;
        asked
    })
}

fn ask(library: &Library, time: Duration, queries: &[String]) -> Result<()> {
    let reader = library.reader()?;
    let (mut times, mut hits) = (Vec::new(), 0);
    let began = Instant::now();
    for typed in queries.iter().cycle() {
        if began.elapsed() > time {
            break;
        }
        let query = query::parse(typed).map_err(|f| anyhow::anyhow!("{f:?}"))?;
        let (asked, mut first) = (Instant::now(), None);
        let found = reader.ordered_in_steps(&View::of(query, Today::default()), |_| {
            first = Some(asked.elapsed());
        })?;
        times.push(first.unwrap_or_else(|| asked.elapsed()));
        hits = hits.max(found.rows.len());
        thread::sleep(Duration::from_millis(100));
    }
    let totals = reader.totals()?;
    println!(
        "while articles are taken in ({} in the list, {} not indexed yet, as the status line says): first results after {} ms \
         (median of {}; worst {}), up to {hits} hits",
        totals.articles,
        reader.unindexed()?,
        shown(middle(&mut times)),
        times.len(),
        shown(worst(&times)),
    );
    Ok(())
}

/// Times queries that were made to hurt.
pub(crate) fn hostile(library: &Library, rounds: usize) -> Result<()> {
    println!("\n| query | answer | ms |\n|---|---|---|");
    let reader = library.reader()?;
    for (name, typed) in super::hostile::queries() {
        let mut said = String::new();
        let took = median(rounds, || {
            let began = Instant::now();
            said = match query::parse(&typed) {
                Ok(query) => format!(
                    "{} hits",
                    reader.ordered(&View::of(query, Today::default()))?.rows.len()
                ),
                Err(fault) => format!("refused: {:?}", fault.wrong),
            };
            Ok::<_, anyhow::Error>(began.elapsed())
        })?;
        println!("| {name} | {said} | {:.2} |", milli(took));
    }
    Ok(())
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn worst(sorted: &[Duration]) -> Duration {
    sorted.last().copied().unwrap_or_default()
}
