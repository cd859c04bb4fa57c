//! What is done with each reader: start, move, open, rest.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::figures::{FLOOR, Figures, JOBO, Measure, median};
use super::peers;
use super::pty::{Session, Start};
use super::taking;
use super::words;
use super::{Wish, beside};

/// Libraries of more articles are made in one file, without a folder of articles beside it.
const FOLDER_AT_MOST: u64 = 200_000;
/// The seed of every library measured.
const SEED: u64 = 1;
/// Starts in one round.
const STARTS: usize = 5;
/// Moves that keep the cursor inside the first screen.
const STAY: usize = 12;
const PATIENCE: Duration = Duration::from_mins(2);
/// A pause that lets a program finish what a key began.
const PAUSE: Duration = Duration::from_millis(400);
const PAGE_DOWN: &str = "\x1b[6~";

/// A reader to be measured.
pub(crate) struct Reader {
    pub(crate) name: String,
    pub(crate) start: Start,
    /// Any of these on the screen shows that the list is painted.
    pub(crate) painted: Vec<String>,
    /// What opens the list of all articles if the first screen is not that list.
    pub(crate) list: Option<&'static str>,
    /// What leads from an opened article back to the list.
    pub(crate) back: &'static str,
    /// What leaves the program.
    pub(crate) leave: &'static str,
    /// What is read from disk at a cold start.
    pub(crate) store: Vec<PathBuf>,
    /// Takes all articles into a new store that goes again; gives the milliseconds of processor time.
    pub(crate) take_in: Option<fn(&Path) -> Result<f64>>,
}

/// One size with everything made for it.
pub(crate) struct Bench {
    pub(crate) articles: u64,
    pub(crate) jobo: PathBuf,
    folder: Option<PathBuf>,
    dir: PathBuf,
    readers: Vec<Reader>,
}

impl Bench {
    /// Makes what is missing for a size: the articles, jobo's library, the floor's store, the peers' stores.
    pub(crate) fn new(wish: &Wish, articles: u64) -> Result<Self> {
        let dir = std::path::absolute(wish.dir.join(articles.to_string()))?;
        fs::create_dir_all(&dir)?;
        let jobo = beside(wish.jobo.as_ref(), "jobo")?;
        let floor = beside(wish.floor.as_ref(), "floor")?;
        let folder = (articles <= FOLDER_AT_MOST).then(|| dir.join("articles"));
        if let Some(folder) = &folder {
            generate(articles, "--out", folder)?;
        }
        let library = dir.join("library.jobo");
        match &folder {
            Some(folder) if !library.exists() => {
                eprintln!("taking in {articles} articles");
                run(Command::new(&jobo)
                    .arg("--library")
                    .arg(&library)
                    .arg("import")
                    .arg(folder)
                    .envs(home(&dir)))?;
            }
            _ => generate(articles, "--library", &library)?,
        }
        let store = dir.join("floor.db");
        if !store.exists() {
            run(Command::new(&floor)
                .arg("make")
                .arg(&store)
                .args([articles.to_string(), SEED.to_string()]))?;
        }
        let newest = vec![newest(articles)];
        let mut readers = vec![
            reader(
                JOBO,
                &jobo,
                vec!["--library".into(), library.clone().into()],
                library,
                &newest,
            ),
            reader(FLOOR, &floor, vec![store.clone().into()], store, &newest),
        ];
        if let Some(reader) = readers.first_mut() {
            reader.back = "\x1b";
            reader.leave = "qqq";
            reader.start.env = home(&dir);
        }
        readers.extend(peers::installed(&dir, articles, SEED)?);
        readers.extend(
            wish.peer
                .iter()
                .map(|peer| peers::named(peer, articles))
                .collect::<Result<Vec<_>>>()?,
        );
        Ok(Self {
            articles,
            jobo,
            folder,
            dir,
            readers,
        })
    }

    /// Measures everything once. The readers take turns, so that a busy minute of the machine falls on all of them.
    pub(crate) fn round(&self, wish: &Wish, figures: &mut Figures) -> Result<()> {
        for reader in &self.readers {
            let starts = (0..STARTS)
                .map(|_| reader.start_once())
                .collect::<Result<Vec<_>>>()?;
            figures.add(&reader.name, self.articles, Measure::Start, median(&starts));
            if wish.cold {
                reader.evict()?;
                figures.add(&reader.name, self.articles, Measure::Cold, reader.start_once()?);
            }
        }
        for reader in &self.readers {
            let mut note = |measure, value| figures.add(&reader.name, self.articles, measure, value);
            reader
                .drive(wish, &mut note)
                .with_context(|| reader.name.clone())?;
            if let Some(take_in) = reader.take_in {
                note(Measure::ListCpu, take_in(&self.dir)? / self.articles as f64);
            }
        }
        if let Some(folder) = &self.folder {
            let mut note = |measure, value| figures.add(JOBO, self.articles, measure, value);
            taking::measure(folder, &self.dir, self.articles, &mut note)?;
            self.while_taking_in(wish, folder, &mut note)?;
        }
        Ok(())
    }

    /// Moves through the list of a folder that is being taken in.
    fn while_taking_in(&self, wish: &Wish, folder: &Path, note: &mut dyn FnMut(Measure, f64)) -> Result<()> {
        let fresh = tempfile::tempdir_in(&self.dir)?;
        let start = Start {
            program: self.jobo.clone(),
            args: vec![folder.into()],
            env: home(fresh.path()),
        };
        let (mut session, _) = Session::start(&start, &markers(), PATIENCE)?;
        let mut times = Vec::new();
        for _ in 0..wish.keys {
            let answer = session.press("j")?;
            times.extend(answer.settled.map(millis));
        }
        note(Measure::DownWhileTakingIn, median(&times));
        session.leave("qqq")
    }
}

impl Reader {
    /// Starts and leaves; milliseconds to the painted list.
    fn start_once(&self) -> Result<f64> {
        let (session, time) = self.session()?;
        session.leave(self.leave)?;
        Ok(millis(time))
    }

    fn session(&self) -> Result<(Session, Duration)> {
        match self.list {
            None => Session::start(&self.start, &self.painted, PATIENCE),
            Some(key) => {
                let (mut session, started) = Session::start(&self.start, &["feed".to_owned()], PATIENCE)?;
                let listed = session.open(key, &self.painted, PATIENCE)?;
                Ok((session, started + listed))
            }
        }
    }

    /// Moves, opens and idles in one session.
    fn drive(&self, wish: &Wish, note: &mut dyn FnMut(Measure, f64)) -> Result<()> {
        let (mut session, _) = self.session()?;
        session.rest(PAUSE)?;
        let bytes = (0..STAY)
            .map(|_| Ok(session.press("j")?.bytes as f64))
            .collect::<Result<Vec<_>>>()?;
        note(Measure::DownBytes, median(&bytes));
        Self::keys(
            &mut session,
            "j",
            wish.keys,
            (Measure::Down, Measure::DownCpu),
            note,
        )?;
        Self::keys(
            &mut session,
            PAGE_DOWN,
            wish.keys.div_ceil(4),
            (Measure::Page, Measure::PageCpu),
            note,
        )?;
        let queued = session
            .press(&"j".repeat(200))?
            .settled
            .context("200 j wrote nothing")?;
        note(Measure::Queued, millis(queued));
        let mut opened = Vec::new();
        for _ in 0..wish.keys.div_ceil(6) {
            session.press("j")?;
            opened.extend(session.press("\r")?.settled.map(millis));
            session.rest(PAUSE)?;
            if !self.back.is_empty() {
                session.press(self.back)?;
            }
        }
        note(Measure::Open, median(&opened));
        Self::idle(&mut session, wish.idle, note)?;
        session.leave(self.leave)
    }

    fn keys(
        session: &mut Session,
        key: &str,
        times: usize,
        (time, cpu): (Measure, Measure),
        note: &mut dyn FnMut(Measure, f64),
    ) -> Result<()> {
        session.rest(PAUSE)?;
        let before = session.accounts()?;
        let mut settled = Vec::new();
        for _ in 0..times {
            settled.extend(session.press(key)?.settled.map(millis));
        }
        let spent = session.accounts()? - before;
        ensure!(
            !settled.is_empty(),
            "{key:?} wrote nothing:\n{}",
            session.contents()
        );
        note(time, median(&settled));
        note(cpu, millis(spent.cpu) / times as f64);
        Ok(())
    }

    fn idle(session: &mut Session, seconds: u64, note: &mut dyn FnMut(Measure, f64)) -> Result<()> {
        session.rest(Duration::from_secs(1))?;
        let before = session.accounts()?;
        let (_, bytes) = session.watch(Duration::from_secs(seconds))?;
        let after = session.accounts()?;
        let spent = after - before;
        note(Measure::IdleBytes, bytes as f64);
        note(Measure::IdleWakes, spent.wakes as f64);
        note(Measure::IdleCpu, millis(spent.cpu));
        note(Measure::Memory, after.pss as f64 * 1_024.0 / 1e6);
        Ok(())
    }

    /// Asks the system to forget the program and its store, by what dd can ask of it without being root.
    fn evict(&self) -> Result<()> {
        run(Command::new("sync")
            .arg("-d")
            .args(self.store.iter().filter(|path| path.exists())))?;
        for path in self
            .store
            .iter()
            .chain([&self.start.program])
            .filter(|path| path.exists())
        {
            let mut from = OsString::from("if=");
            from.push(path);
            run(Command::new("dd")
                .arg(from)
                .args(["iflag=nocache", "count=0", "status=none"]))?;
        }
        Ok(())
    }
}

fn reader(name: &str, program: &Path, args: Vec<OsString>, store: PathBuf, painted: &[String]) -> Reader {
    let beside = |ending: &str| {
        let mut path = store.clone().into_os_string();
        path.push(ending);
        PathBuf::from(path)
    };
    Reader {
        name: name.into(),
        start: Start {
            program: program.into(),
            args,
            env: Vec::new(),
        },
        painted: painted.to_vec(),
        list: None,
        back: "",
        leave: "q",
        store: vec![beside("-wal"), beside("-shm"), store],
        take_in: None,
    }
}

/// How the headline of the newest article begins; a list that is narrow cuts its end.
pub(crate) fn newest(articles: u64) -> String {
    words::article(SEED, articles - 1, articles)
        .headline
        .chars()
        .take(8)
        .collect()
}

/// What stands in every headline but in nothing else on the screen.
pub(crate) fn markers() -> Vec<String> {
    ["억 원", "million", "億円", "亿元", "실증", "test ground", "试点"]
        .map(str::to_owned)
        .to_vec()
}

/// Places of one's own, so that nothing of the person who runs this is touched.
pub(crate) fn home(dir: &Path) -> Vec<(OsString, OsString)> {
    [
        ("JOBO_DATA", "data"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
    ]
    .map(|(name, at)| (name.into(), dir.join(at).into()))
    .to_vec()
}

fn generate(articles: u64, option: &str, to: &Path) -> Result<()> {
    if to.exists() {
        return Ok(());
    }
    eprintln!("making {articles} articles");
    let program = beside(None, "generate")?;
    let numbers = ["--articles", &articles.to_string(), "--seed", &SEED.to_string()].map(str::to_owned);
    run(Command::new(program).args(numbers).arg(option).arg(to))
}

/// Runs a command to its end; its failure is ours.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}

pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
