//! The program on a real terminal: that it starts, fits, ends and gives back what it took.
//!
//! Nothing here sleeps: each step waits for what must appear, with a deadline that only a fault meets.

#![cfg(unix)]

#[path = "terminal/trust.rs"]
mod trust;

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const JOBO: &str = env!("CARGO_BIN_EXE_jobo");
/// Long enough for the slowest machine; reached only where something is wrong.
const DEADLINE: Duration = Duration::from_mins(1);

/// What the terminal shows, and every byte that it was sent.
struct Shown {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

/// The way to the program's input, which keys and answers share.
type Way = Arc<Mutex<Box<dyn Write + Send>>>;

/// A program on a terminal, with folders of its own.
struct Stage {
    folder: TempDir,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Way,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    ended: Receiver<u32>,
    pid: u32,
    modes: Option<String>,
}

impl Stage {
    /// Starts jobo on a folder of two articles.
    fn open(variables: &[(&str, &str)]) -> Self {
        Self::play(JOBO, &["{news}"], variables)
    }

    /// Starts a program; `{news}` in an argument is the folder of articles.
    fn play(program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::answering("", program, arguments, variables)
    }

    /// Starts a program on a terminal that answers so when it is asked. Answers count for longer than on any machine
    /// this takes.
    fn answering(answers: &str, program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let folder = library();
        if !answers.is_empty() {
            let config = folder.path().join("XDG_CONFIG_HOME/jobo");
            std::fs::create_dir_all(&config).expect("a folder");
            std::fs::write(config.join("config.toml"), "[screen]\nanswer_ms = 5000\n").expect("a file");
        }
        let pty = native_pty_system().openpty(size(100, 30)).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        let news = folder.path().join("news");
        for argument in arguments {
            command.arg(argument.replace("{news}", news.to_str().expect("a plain path")));
        }
        command.env_clear();
        command.cwd(folder.path());
        for (name, value) in [
            ("PATH", "/usr/bin:/bin"),
            ("TERM", "xterm-256color"),
            ("LANG", "en_US.UTF-8"),
        ] {
            command.env(name, value);
        }
        for name in ["JOBO_DATA", "JOBO_STATE", "JOBO_CACHE", "HOME", "XDG_CONFIG_HOME"] {
            command.env(name, folder.path().join(name));
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let modes = modes(&*pty.master);
        let mut child = pty.slave.spawn_command(command).expect("the program starts");
        drop(pty.slave);
        let pid = child.process_id().expect("it has a number");
        let (say, ended) = mpsc::channel();
        thread::spawn(move || say.send(child.wait().expect("it ends").exit_code()));
        let shown = Arc::new((
            Mutex::new(Shown {
                parser: vt100::Parser::new(whole(30), whole(100), 0),
                raw: Vec::new(),
            }),
            Condvar::new(),
        ));
        let from = pty.master.try_clone_reader().expect("a way to read");
        let to = Arc::clone(&shown);
        let keys = pty.master.take_writer().expect("a way to write");
        let keys = Arc::new(Mutex::new(keys));
        let (back, answers) = (Arc::clone(&keys), answers.to_owned());
        thread::spawn(move || listen(from, &to, &answers, &back));
        Self {
            folder,
            keys,
            master: Some(pty.master),
            shown,
            ended,
            pid,
            modes,
        }
    }

    /// Waits until the screen is as asked.
    fn wait(&self, what: &str, is: impl Fn(&vt100::Screen) -> bool) {
        let (shown, changed) = &*self.shown;
        let shown = shown.lock().expect("nobody panicked");
        let still = |shown: &mut Shown| !is(shown.parser.screen());
        let (shown, late) = changed
            .wait_timeout_while(shown, DEADLINE, still)
            .expect("nobody panicked");
        assert!(
            !late.timed_out(),
            "waited for {what}:\n{}",
            shown.parser.screen().contents()
        );
    }

    fn shows(&self, text: &str) -> bool {
        let shown = self.shown.0.lock().expect("nobody panicked");
        shown.parser.screen().contents().contains(text)
    }

    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        let mut way = self.keys.lock().expect("nobody panicked");
        way.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.pid as i32).expect("a number");
        kill_process(pid, signal).expect("it is there");
    }

    fn resize(&self, columns: u16, rows: u16) {
        let (shown, _) = &*self.shown;
        let master = self.master.as_ref().expect("the terminal is open");
        shown
            .lock()
            .expect("nobody panicked")
            .parser
            .screen_mut()
            .set_size(whole(rows), whole(columns));
        master
            .resize(size(columns, rows))
            .expect("a terminal of this size");
    }

    fn exit_code(&self) -> u32 {
        self.ended.recv_timeout(DEADLINE).expect("the program ends")
    }

    fn raw(&self) -> Vec<u8> {
        self.shown.0.lock().expect("nobody panicked").raw.clone()
    }

    /// Asserts that the terminal is as it was: its line discipline, its screen, its cursor, its mouse.
    fn assert_given_back(&self) {
        self.wait("the first screen", |screen| !screen.alternate_screen());
        let shown = self.shown.0.lock().expect("nobody panicked");
        let screen = shown.parser.screen();
        assert!(!screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let master = self.master.as_ref().expect("the terminal is open");
        assert_eq!(modes(&**master), self.modes);
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The last question, which every terminal answers.
const LAST_QUESTION: &[u8] = b"\x1b[c";

fn listen(mut from: Box<dyn Read + Send>, to: &(Mutex<Shown>, Condvar), answers: &str, back: &Way) {
    let mut bytes = [0; 8192];
    let mut answered = 0;
    while let Ok(n) = from.read(&mut bytes) {
        if n == 0 {
            return;
        }
        let mut shown = to.0.lock().expect("nobody panicked");
        shown.parser.process(&bytes[..n]);
        shown.raw.extend_from_slice(&bytes[..n]);
        to.1.notify_all();
        let asked = shown
            .raw
            .windows(LAST_QUESTION.len())
            .filter(|w| *w == LAST_QUESTION)
            .count();
        for _ in answered..asked {
            let mut way = back.lock().expect("nobody panicked");
            // Gone already: nobody waits for it.
            let _ = way.write_all(answers.as_bytes());
        }
        answered = asked;
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn whole(n: u16) -> NonZero<u16> {
    NonZero::new(n).expect("no terminal has no rows")
}

fn modes(master: &dyn MasterPty) -> Option<String> {
    master
        .get_termios()
        .map(|modes| format!("{:?}", modes.local_flags))
}

const HARBOUR: &str = "Harbour of Haewon reopens\n\nThe first ferry left at six. Nobody waved.\n";

fn library() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let news = folder.path().join("news");
    std::fs::create_dir(&news).expect("a folder in it");
    std::fs::write(news.join("harbour.txt"), HARBOUR).expect("a file");
    std::fs::write(
        news.join("dike.txt"),
        "둑길 위의 새벽\n\n물이 찼다. 사람들은 둑으로 올라갔다.\n",
    )
    .expect("a file");
    folder
}

#[test]
fn opens_a_folder_and_quits() {
    let mut stage = Stage::open(&[]);
    stage.wait_for("Harbour of Haewon");
    stage.wait_for("둑길 위의 새벽");
    stage.wait("the other screen", vt100::Screen::alternate_screen);
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    stage.assert_given_back();
    let article = std::fs::read_to_string(stage.file("news/harbour.txt")).expect("it is there");
    assert_eq!(article, HARBOUR);
    let names = std::fs::read_dir(stage.file("news"))
        .expect("it is there")
        .count();
    assert_eq!(names, 2, "nothing was written beside the articles");
}

#[test]
fn an_import_takes_over_the_marks_of_the_folder() {
    let mut stage = Stage::open(&[]);
    stage.wait_for("둑길 위의 새벽");
    stage.press("b");
    stage.wait_for("Bookmarked");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    let jobo = |arguments: &[&str]| {
        let mut command = Command::new(JOBO);
        for name in ["JOBO_DATA", "JOBO_STATE", "HOME", "XDG_CONFIG_HOME"] {
            command.env(name, stage.file(name));
        }
        let output = command.args(arguments).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stdout).lines().count()
    };
    jobo(&["import", path_str(&stage.file("news"))]);
    assert_eq!((jobo(&["list"]), jobo(&["list", "--bookmarked"])), (2, 1));
}

#[test]
fn any_size_is_survived() {
    let mut stage = Stage::open(&[]);
    stage.wait_for("Harbour of Haewon");
    for (columns, rows) in [
        (1, 1),
        (2, 5),
        (29, 6),
        (30, 6),
        (300, 100),
        (7, 60),
        (200, 3),
        (1, 50),
    ] {
        stage.resize(columns, rows);
        stage.press("j");
    }
    stage.resize(100, 30);
    stage.wait_for("Harbour of Haewon");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

#[test]
fn signals_end_it_in_order() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
    ] {
        let stage = Stage::open(&[]);
        stage.wait_for("Harbour of Haewon");
        stage.signal(signal);
        assert_eq!(stage.exit_code(), code, "{signal:?}");
        stage.assert_given_back();
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_names_the_log() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut stage = Stage::open(&[("JOBO_PANIC", "ui")]);
    stage.wait_for("Harbour of Haewon");
    stage.press("j");
    assert_eq!(stage.exit_code(), 101);
    stage.assert_given_back();
    stage.wait_for("jobo.log");
    let log = std::fs::read_to_string(stage.file("JOBO_STATE/jobo.log")).expect("a log");
    assert!(log.contains("provoked on ui"), "{log}");
}

#[test]
fn a_panic_of_a_worker_is_told_and_survived() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut stage = Stage::open(&[("JOBO_PANIC", "worker")]);
    stage.wait_for("fault of its own");
    stage.wait("the other screen", vt100::Screen::alternate_screen);
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    stage.assert_given_back();
}

/// How jobo may be started when its terminal goes away: alone, by one that ignores the hangup, and below one.
const ORPHANS: &[&str] = &[
    "exec \"$0\" \"$1\"",
    "trap '' HUP; exec \"$0\" \"$1\"",
    "trap '' HUP; \"$0\" \"$1\"; exit",
];

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let itself = std::env::current_exe().expect("this program");
    for shell in ORPHANS {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("alive");
        let made = Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .expect("mkfifo is there");
        assert!(made.success());
        let mut owner = Command::new(&itself)
            .args(["--exact", "owner_of_a_terminal", "--nocapture"])
            .env("OWNER_RUNS", format!("exec 3>'{}'; {shell}", pipe.display()))
            .env("TMPDIR", folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        let (say, ended) = mpsc::channel();
        thread::spawn(move || {
            // Opening waits for jobo to begin, and the end of the pipe is the end of jobo and its shell.
            let mut alive = std::fs::File::open(pipe).expect("a pipe");
            alive.read_to_end(&mut Vec::new()).expect("it ends");
            say.send(())
        });
        assert!(owner.wait().expect("it ends").success(), "{shell}");
        ended.recv_timeout(DEADLINE).expect(shell);
    }
}

/// No test of its own: started by the test above, it opens a terminal, runs jobo on it and is gone, and the terminal
/// with it.
#[test]
fn owner_of_a_terminal() {
    if let Ok(shell) = std::env::var("OWNER_RUNS") {
        let stage = Stage::play("/bin/sh", &["-c", &shell, JOBO, "{news}"], &[]);
        stage.wait_for("Harbour of Haewon");
        std::process::exit(0);
    }
}

#[test]
fn without_colours_none_are_written() {
    let mut stage = Stage::open(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    stage.wait_for("Harbour of Haewon");
    stage.press("jq");
    assert_eq!(stage.exit_code(), 0);
    assert_eq!(colour_codes(&stage.raw()), Vec::<String>::new());
}

#[test]
fn without_colorterm_no_exact_colour_is_written() {
    let mut stage = Stage::open(&[]);
    stage.wait_for("Harbour of Haewon");
    stage.press("jq");
    assert_eq!(stage.exit_code(), 0);
    let codes = colour_codes(&stage.raw());
    assert!(
        !codes.is_empty() && codes.iter().all(|c| !c.contains("8;2;")),
        "{codes:?}"
    );
}

/// The parameters of every sequence that sets a colour.
fn colour_codes(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw).into_owned();
    let sequences = text.split("\x1b[").skip(1).filter_map(|s| {
        let end = s.find(|c: char| c.is_ascii_alphabetic())?;
        (s.get(end..=end) == Some("m")).then(|| s.get(..end).unwrap_or_default().to_owned())
    });
    let is_colour = |code: &str| {
        let first = code.split(';').next().and_then(|c| c.parse::<u16>().ok());
        matches!(first, Some(30..=49 | 90..=107)) || code.contains(";38;") || code.contains(";48;")
    };
    sequences.filter(|code| is_colour(code)).collect()
}

#[test]
fn a_terminal_that_cannot_place_text_is_talked_to_in_lines() {
    for term in ["dumb", ""] {
        let mut stage = Stage::open(&[("TERM", term)]);
        stage.wait_for("Harbour of Haewon");
        stage.press("h\n");
        stage.wait_for("Enter goes on.");
        stage.press("\n\n\n\n");
        stage.wait_for("q, quit");
        stage.press("s harbour\n1\nw Seen from a plain terminal\nv\n");
        stage.wait_for("1. Seen from a plain terminal");
        stage.press("q\n");
        assert_eq!(stage.exit_code(), 0);
        assert!(!stage.raw().contains(&0x1b), "TERM={term:?}");
    }
}

#[test]
fn lines_are_spoken_on_any_terminal_when_asked_and_end_with_the_input() {
    let mut stage = Stage::play(JOBO, &["--plain", "{news}"], &[]);
    stage.wait_for("Harbour of Haewon");
    stage.resize(7, 4);
    stage.press("s harbour\n1\n");
    stage.wait_for("Enter");
    stage.press("\x04");
    assert_eq!(stage.exit_code(), 0);
    assert!(!stage.raw().contains(&0x1b));
}

#[test]
fn a_file_that_is_written_comes_in_by_itself() {
    let mut stage = Stage::open(&[]);
    stage.wait_for("Harbour of Haewon");
    let late = "Lighthouse of Haewon lit again\n\n2031-05-01\n\nIt burns.\n";
    std::fs::write(stage.file("news/late.txt"), late).expect("written");
    stage.wait_for("Lighthouse of");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

#[test]
fn a_stop_gives_the_terminal_to_the_shell_and_a_continue_takes_it_again() {
    let mut stage = Stage::play("/bin/sh", &["-i"], &[("PS1", "ready> "), ("ENV", "")]);
    stage.wait_for("ready>");
    let news = stage.file("news").display().to_string();
    stage.press(&format!("set -m; {JOBO} {news}\n"));
    stage.wait("the other screen", vt100::Screen::alternate_screen);
    stage.wait_for("Harbour of Haewon");
    stage.press("\x1a");
    stage.wait("the shell", |screen| {
        !screen.alternate_screen() && !screen.hide_cursor()
    });
    stage.press("echo be''tween\n");
    stage.wait_for("between");
    stage.resize(90, 20);
    stage.press("fg\n");
    stage.wait("the other screen", vt100::Screen::alternate_screen);
    stage.wait_for("Harbour of Haewon");
    stage.press("q");
    stage.wait("the shell", |screen| !screen.alternate_screen());
    stage.press("exit\n");
    stage.exit_code();
}

#[test]
fn many_keys_at_once_are_few_frames() {
    let folder = many(300);
    let mut stage = Stage::play(JOBO, &[path_str(folder.path())], &[]);
    stage.wait_for("300 unread");
    stage.press("\x1b[H");
    stage.wait_for(" 1/300");
    let before = frames(&stage.raw());
    stage.press(&"j".repeat(200));
    stage.wait_for("201/300");
    let drawn = frames(&stage.raw()) - before;
    assert!(drawn <= 20, "{drawn} frames for 200 keys");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

/// Writes a script that notes its arguments, one a line, and then waits for a key if told so.
fn noting(folder: &Path, name: &str, after: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let (script, notes) = (folder.join(name), folder.join(format!("{name}.notes")));
    let text = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.part'\nmv '{0}.part' '{0}'\n{after}\n",
        notes.display()
    );
    std::fs::write(&script, text).expect("a script");
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).expect("it can be run");
    path_str(&script).to_owned()
}

#[test]
fn an_address_reaches_the_browser_as_one_argument() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = "https://example.org/$(touch-pwned);a?b=1&c=2";
    let text = format!("---\ntitle: Ferries of Haewon\nurl: \"{url}\"\n---\n\nThe ferry left.\n");
    std::fs::create_dir(folder.path().join("news")).expect("a folder");
    std::fs::write(folder.path().join("news/ferry.md"), text).expect("a file");
    let browser = format!("{} --new 'a b'", noting(folder.path(), "browser", ""));
    let news = folder.path().join("news");
    let mut stage = Stage::play(JOBO, &[path_str(&news)], &[("BROWSER", &browser)]);
    stage.wait_for("The ferry left.");
    stage.press("o");
    let notes = folder.path().join("browser.notes");
    wait_for_file(&notes);
    let arguments = std::fs::read_to_string(notes).expect("it is there");
    // Split once at blanks: quotes are not a shell's.
    assert_eq!(arguments.lines().collect::<Vec<_>>(), ["--new", "'a", "b'", url]);
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

fn wait_for_file(path: &Path) {
    let late = std::time::Instant::now() + DEADLINE;
    while !path.exists() {
        assert!(
            std::time::Instant::now() < late,
            "{} does not come",
            path.display()
        );
        thread::yield_now();
    }
}

#[test]
fn the_pager_has_the_terminal_and_its_keys_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let pager = noting(
        folder.path(),
        "pager",
        "echo in-the-pager; read answer; echo \"got $answer\"; read again",
    );
    let mut stage = Stage::open(&[("PAGER", &pager)]);
    stage.wait_for("Harbour of Haewon");
    stage.press("O");
    stage.wait("the pager", |screen| {
        !screen.alternate_screen() && screen.contents().contains("in-the-pager")
    });
    stage.press("qjq\n");
    stage.wait_for("got qjq");
    stage.press("\n");
    stage.wait("jobo again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Harbour of Haewon")
    });
    let notes = std::fs::read_to_string(folder.path().join("pager.notes")).expect("it is there");
    assert!(
        notes.lines().count() == 1 && notes.starts_with('/') && notes.ends_with(".txt\n"),
        "{notes}"
    );
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    stage.assert_given_back();
}

#[test]
fn answers_of_the_terminal_are_no_keys() {
    let mut stage = Stage::open(&[]);
    stage.wait_for("Harbour of Haewon");
    stage.press("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;22c\x1b[?2026;2$y\x1b[12;40Rq");
    assert_eq!(stage.exit_code(), 0);
    stage.assert_given_back();
}

/// What `xterm -cjk_width` answers: ambiguous characters in two columns, no emoji joined.
const WIDE: &str = "\x1b[?2026;0$y\x1b[?2027;0$y\x1b[2;3R\x1b[3;2R\x1b[4;12R\x1b[5;5R\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?64;1c";
/// A terminal with all widths of whole clusters, dark.
const WHOLE: &str =
    "\x1b[?2026;2$y\x1b[?2027;2$y\x1b[2;2R\x1b[3;3R\x1b[4;3R\x1b[5;3R\x1b]11;rgb:0000/0000/0000\x07\x1b[?62c";

const HEADLINE: &str = "“항구가 얼었다”…";

/// A text without its blanks: the screen these tests look at draws narrow what jobo was told is wide.
fn unblank(text: &str) -> String {
    text.replace(' ', "")
}

/// One article: a quoted headline with an ellipsis, as Korean papers set it, and emoji in its text.
fn quoted() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "“항구가 얼었다”…해원항 첫 배 여섯 시에 떠나\n\n\u{2764}\u{fe0f} 가|\n\n물이 찼다. ‘새벽’호는 사흘째 떠나지 못했다.\n";
    std::fs::write(folder.path().join("harbour.txt"), text).expect("a file");
    let path = path_str(folder.path()).to_owned();
    (folder, path)
}

#[test]
fn a_terminal_with_wide_marks_is_found_out() {
    let (_folder, path) = quoted();
    let mut stage = Stage::answering(WIDE, JOBO, &[&path], &[("JOBO_LANG", "ko")]);
    stage.wait_for("|");
    stage.wait("borders of ASCII", |screen| {
        let text = screen.contents();
        text.contains("+-") && !text.contains(['│', '─', '╭']) && unblank(&text).contains(&unblank(HEADLINE))
    });
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    stage.assert_given_back();
    wait_for_file(&stage.file("JOBO_CACHE/terminals.json"));
    // The next start is right from its first frame, also if nothing answers any more.
    let cache = stage.file("JOBO_CACHE").display().to_string();
    let mut again = Stage::play(JOBO, &[&path], &[("JOBO_LANG", "ko"), ("JOBO_CACHE", &cache)]);
    again.wait(HEADLINE, |screen| {
        unblank(&screen.contents()).contains(&unblank(HEADLINE))
    });
    assert!(!String::from_utf8_lossy(&again.raw()).contains('╭'));
    again.press("q");
    assert_eq!(again.exit_code(), 0);
}

/// The same with the second seed, whose headline begins with marks of ambiguous width; the text is not ours to copy.
#[test]
fn a_seed_is_whole_on_a_terminal_with_wide_marks() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(seed) = std::fs::read_to_string(seeds.join("001_3af5d20b6f49d139.txt")) else {
        return;
    };
    let headline = seed.lines().next().expect("a headline");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("seed.txt"), &seed).expect("a file");
    let mut stage = Stage::answering(WIDE, JOBO, &[path_str(folder.path())], &[]);
    stage.wait_for("+-");
    stage.wait("the headline, whole", |screen| {
        // The first row of the story, between the border of the list and its own.
        let row = screen.rows(0, 100).nth(1).unwrap_or_default();
        let pane = row.split('|').nth(2).and_then(|pane| pane.split('#').next());
        let row = unblank(pane.unwrap_or_default());
        row.contains('…') && unblank(headline).starts_with(&row)
    });
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

#[test]
fn doctor_says_what_was_found_in_the_language_of_the_screen() {
    for (language, words) in [
        ("ko", ["모호폭 2", "방금 물음"]),
        ("en", ["ambiguous 2", "asked just now"]),
        ("ja", ["曖昧幅 2", "今たずねた"]),
        ("zh", ["模糊宽度 2", "刚刚询问"]),
    ] {
        let variables = [("JOBO_LANG", language)];
        let stage = Stage::answering(WIDE, JOBO, &["--sample", "doctor"], &variables);
        stage.exit_code();
        stage.wait(words[0], |screen| {
            let text = screen.contents();
            !screen.alternate_screen() && words.iter().all(|w| text.contains(w)) && !text.contains("doctor.")
        });
        // Bars of the ruler: what is shown, and as many columns as this terminal is taken to give it.
        stage.wait("the ruler", |screen| {
            screen.contents().contains("|가나|漢字|ｶﾞ|“…”|※■|\u{2764}|")
                && screen.contents().contains("|----|----|--|------|----|-|--|--|")
        });
    }
}

#[test]
fn signs_with_a_selector_are_drawn_as_the_terminal_measures_them() {
    let (_folder, path) = quoted();
    for (answers, row, bar) in [
        (WIDE.replace("\x1b[2;3R", "\x1b[2;2R"), "\u{2764} 가|", 4),
        (WHOLE.to_owned(), "\u{2764}\u{fe0f} 가|", 5),
    ] {
        let mut stage = Stage::answering(&answers, JOBO, &[&path], &[]);
        stage.wait(row, |screen| {
            let (_, columns) = screen.size();
            let starts = |y, x| {
                screen
                    .cell(y, x)
                    .is_some_and(|c| c.contents().starts_with('\u{2764}'))
            };
            let sign = (0..30).flat_map(|y| (0..columns.get()).map(move |x| (y, x)));
            let found = sign.into_iter().find(|(y, x)| starts(*y, *x));
            screen.contents().contains(row)
                && found.is_some_and(|(y, x)| screen.cell(y, x + bar).is_some_and(|c| c.contents() == "|"))
        });
        stage.press("q");
        assert_eq!(stage.exit_code(), 0);
        stage.assert_given_back();
        assert_eq!(
            raw_ends_clusters(&stage.raw()),
            answers.contains("2027;2"),
            "the mode is as it was"
        );
    }
}

/// Whether mode 2027 was turned off.
fn raw_ends_clusters(raw: &[u8]) -> bool {
    String::from_utf8_lossy(raw).contains("\x1b[?2027l")
}

#[test]
fn the_brightness_of_the_terminal_is_followed() {
    let mut stage = Stage::answering(WHOLE, JOBO, &["{news}"], &[("COLORTERM", "truecolor")]);
    stage.wait_for("Harbour of Haewon");
    let colours = |stage: &Stage| {
        colour_codes(&stage.raw())
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
    };
    stage.press("\x1b[H");
    stage.wait_for(" 1/2");
    let dark = colours(&stage);
    stage.press("\x1b[?997;2n");
    stage.press("j");
    stage.wait_for(" 2/2");
    assert!(colours(&stage).len() > dark.len(), "light has colours of its own");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

#[test]
fn keys_typed_among_the_answers_are_all_heard() {
    // Keys lie before, between and after the answers: down, up, down, help, and out.
    let mixed = WIDE
        .replace("\x1b[?2027", "j\x1b[?2027")
        .replace("\x1b[5;5R", "k\x1b[5;5Rj");
    let answers = format!("?{mixed}\x1b\x1b[Bq");
    let folder = many(3);
    let stage = Stage::answering(&answers, JOBO, &[path_str(folder.path())], &[]);
    // `?` opens the help, where letters are typed: `jkj`, then Esc closes it and `q` ends.
    assert_eq!(stage.exit_code(), 0);
    stage.assert_given_back();
}

#[test]
fn answers_owed_at_the_end_are_not_left_to_the_shell() {
    let mut stage = Stage::answering(
        "",
        "/bin/sh",
        &[
            "-c",
            "\"$0\" \"$1\"; echo over; read -r line; echo \"<$line>\"",
            JOBO,
            "{news}",
        ],
        &[],
    );
    stage.press("q");
    stage.wait_for("over");
    stage.press("typed\n");
    stage.wait_for("<typed>");
    assert_eq!(stage.exit_code(), 0);
}

#[test]
fn the_cursor_stands_on_the_caret_and_else_on_the_status_row() {
    let mut stage = Stage::open(&[("JOBO_LANG", "ko")]);
    stage.wait_for("Harbour of Haewon");
    stage.wait("the parked cursor", |screen| {
        screen.hide_cursor() && screen.cursor_position().0 == 29 && screen.cursor_position().1 > 0
    });
    // What an input method composes is drawn where the cursor is: beside the badge.
    stage.press("ㅓㅓ");
    stage.wait("the badge", |screen| {
        let badge = " 목록 한 ";
        let row = screen.rows(0, 100).nth(29).unwrap_or_default();
        row.starts_with(badge) && screen.hide_cursor() && screen.cursor_position() == (29, 9)
    });
    stage.press("/");
    stage.wait("the caret", |screen| !screen.hide_cursor());
    let start = stage
        .shown
        .0
        .lock()
        .expect("nobody panicked")
        .parser
        .screen()
        .cursor_position();
    stage.press("메타");
    stage.wait("the caret after the word", |screen| {
        !screen.hide_cursor() && screen.cursor_position() == (start.0, start.1 + 4)
    });
    stage.press("\x7f");
    stage.wait("the caret after a syllable", |screen| {
        screen.cursor_position() == (start.0, start.1 + 2)
    });
    stage.press("\x1b");
    stage.wait("the parked cursor", |screen| {
        screen.hide_cursor() && screen.cursor_position().0 == 29
    });
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
}

#[test]
fn nothing_is_asked_where_the_reader_says_so() {
    let folder = library();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "[screen]\nanswer_ms = 0\n").expect("a file");
    let mut stage = Stage::open(&[("JOBO_CONFIG", path_str(&config))]);
    stage.wait_for("Harbour of Haewon");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    assert!(
        !stage
            .raw()
            .windows(LAST_QUESTION.len())
            .any(|w| w == LAST_QUESTION)
    );
}

fn frames(raw: &[u8]) -> usize {
    raw.windows(8).filter(|w| w == b"\x1b[?2026h").count()
}

fn path_str(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// A folder of so many short articles.
fn many(count: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..count {
        let text = format!("Notice {n} of the harbour\n\nFerry {n} leaves at six.\n");
        std::fs::write(folder.path().join(format!("{n}.txt")), text).expect("a file");
    }
    folder
}

#[test]
fn the_next_start_is_where_the_last_one_ended() {
    let data = tempfile::tempdir().expect("a folder");
    let variables = [("JOBO_DATA", path_str(data.path()))];
    let folder = many(30);
    let mut stage = Stage::play(JOBO, &[path_str(folder.path())], &variables);
    stage.wait_for("·30 unread");
    stage.press("\x1b[H");
    stage.wait_for(" 1/30");
    stage.press("jjjj");
    stage.wait_for("5/30");
    stage.press("q");
    assert_eq!(stage.exit_code(), 0);
    let stage = Stage::play(JOBO, &[path_str(folder.path())], &variables);
    stage.wait_for("5/30");
    stage.signal(Signal::TERM);
    assert_eq!(stage.exit_code(), 143);
}
