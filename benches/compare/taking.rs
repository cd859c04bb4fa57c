//! Measures taking in, in a process of its own: the processor time to a usable list, the time to a full index, the
//! memory at most, and the check of a folder in which nothing changed.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use jobo::intake::{Intake, Step};
use jobo::library::Library;

use super::cases::millis;
use super::figures::Measure;
use super::proc::{Accounts, spent};

/// The first word of the command line that asks for this.
pub(crate) const WORD: &str = "--take-in";

/// Takes a folder into a library file that is not there yet, twice, and prints what it took.
pub(crate) fn run(folder: &Path, file: &Path) -> Result<()> {
    let library = Library::open(file)?;
    let mut writer = library.writer()?;
    let mut intake = Intake::new(vec![folder.into()], library.reader()?);
    let began = Instant::now();
    let (mut listed, mut most) = (None, 0);
    let (mut longest, mut steps) = (Duration::ZERO, 0u32);
    loop {
        let step = Instant::now();
        let working = intake.step(&mut writer)?;
        longest = longest.max(step.elapsed());
        steps += 1;
        match working {
            // Names come when every file is filed: from then on fewer and fewer are left.
            Step::Working(progress) if progress.unindexed < most => listed = listed.or_else(|| spent().ok()),
            Step::Working(progress) => most = progress.unindexed,
            Step::Done(report) => {
                eprintln!("{report:?}, {steps} steps, the longest {longest:?}");
                break;
            }
        }
    }
    let indexed = began.elapsed();
    let peak = Accounts::of(std::process::id())?.peak;
    let checked = Instant::now();
    let mut again = Intake::new(vec![folder.into()], library.reader()?);
    while let Step::Working(_) = again.step(&mut writer)? {}
    let checked = checked.elapsed();
    let listed = listed.unwrap_or(spent()?);
    println!(
        "{} {} {} {}",
        millis(listed),
        millis(indexed),
        peak,
        millis(checked)
    );
    Ok(())
}

/// Has the above done by a new process, for a library that goes again.
pub(crate) fn measure(
    folder: &Path,
    dir: &Path,
    articles: u64,
    note: &mut dyn FnMut(Measure, f64),
) -> Result<()> {
    let fresh = tempfile::tempdir_in(dir)?;
    let mut command = Command::new(std::env::current_exe()?);
    let output = command
        .arg(WORD)
        .arg(folder)
        .arg(fresh.path().join("library.jobo"))
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = said
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let [listed, indexed, peak, checked] = numbers.as_slice() else {
        anyhow::bail!("unexpected: {said}");
    };
    note(Measure::ListCpu, listed / articles as f64);
    note(Measure::Indexed, indexed / articles as f64);
    note(Measure::IntakePeak, peak * 1_024.0 / 1e6);
    note(Measure::ChangeCheck, *checked);
    Ok(())
}
