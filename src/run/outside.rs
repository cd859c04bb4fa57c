//! Other programs: the browser, the clipboard, the pager.
//!
//! Every program is started with an argument vector and never through a shell. What comes from an article is one
//! argument and nothing else, and only after it was checked.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::app::words::Said;
use crate::text::Clean;

/// Longest text that is put on the clipboard through the terminal, in bytes: terminals drop or choke on more.
const LONGEST_COPY: usize = 100_000;

/// Why something outside could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutsideError {
    /// The address is not one that may be opened.
    #[error("{0}: no web address")]
    NoAddress(Clean),
    /// A program did not start.
    #[error("{program}: {reason}")]
    Start {
        /// Which one.
        program: Clean,
        /// The system's reason.
        reason: io::Error,
    },
    /// A program ended with an error.
    #[error("{program}: {status}")]
    Ended {
        /// Which one.
        program: Clean,
        /// How.
        status: String,
    },
    /// Too much text for the terminal's clipboard, and no program to take it.
    #[error("too long to copy: {0} bytes")]
    TooLong(usize),
}

impl OutsideError {
    /// The same in words of the screen.
    pub(crate) fn said(&self) -> Said {
        match self {
            Self::NoAddress(url) => Said::new("fault.no-address", [("url", url)]),
            Self::Start { program, reason } => Said::new(
                "fault.no-start",
                [("program", program), ("detail", &reason.to_string())],
            ),
            Self::Ended { program, status } => {
                Said::new("fault.editor-ended", [("program", program), ("detail", status)])
            }
            Self::TooLong(bytes) => Said::new("fault.too-long", [("n", &bytes.to_string())]),
        }
    }
}

/// Checks an address from an article: http or https, a host, and no character that ends an argument or a word
/// anywhere.
pub(crate) fn address(url: &str) -> Result<&str, OutsideError> {
    let scheme_end = url.find("://").unwrap_or(0);
    let scheme = url.get(..scheme_end).unwrap_or_default().to_ascii_lowercase();
    let host = url.get(scheme_end + 3..).unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'`<>\\^{|}".contains(c);
    let sound = matches!(scheme.as_str(), "http" | "https")
        && host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !url.contains(odd)
        && url.len() <= 8_192;
    if sound {
        Ok(url)
    } else {
        Err(OutsideError::NoAddress(Clean::new(url)))
    }
}

/// Checks an address to write to somebody.
pub(crate) fn mail(url: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'`<>\\^{|}".contains(c);
    let to = url
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
        .and_then(|_| url.get(7..));
    to.is_some_and(|to| to.starts_with(char::is_alphanumeric) && to.contains('@') && !to.contains(odd))
}

/// Opens an address in the reader's browser and does not wait for it.
pub(crate) fn browse(url: &str) -> Result<(), OutsideError> {
    let url = if mail(url) { url } else { address(url)? };
    let own = std::env::var_os("BROWSER").and_then(|v| argv(&v));
    start_one(own.map_or_else(
        || open::commands(url),
        |(program, arguments)| {
            let mut command = Command::new(program);
            command.args(arguments).arg(url);
            vec![command]
        },
    ))
}

/// Opens a file in the program that the system has for it and does not wait for it. The path begins at the root, so
/// that it is no option.
pub(crate) fn view(file: &Path) -> Result<(), OutsideError> {
    start_one(open::commands(absolute(file)))
}

/// Starts the first of these programs that can be started; the error is that of the last.
fn start_one(commands: Vec<Command>) -> Result<(), OutsideError> {
    let mut failed = OutsideError::Start {
        program: Clean::new("open"),
        reason: io::ErrorKind::NotFound.into(),
    };
    for mut command in commands {
        match start(&mut command) {
            Ok(()) => return Ok(()),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Starts a program without a terminal, and a thread that takes its end, so that no zombie is left.
fn start(command: &mut Command) -> Result<(), OutsideError> {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|reason| unstarted(command, reason))?;
    std::thread::spawn(move || child.wait());
    Ok(())
}

fn unstarted(command: &Command, reason: io::Error) -> OutsideError {
    OutsideError::Start {
        program: Clean::new(&command.get_program().to_string_lossy()),
        reason,
    }
}

/// Splits a command of the reader's own once, at blanks; `None` if it is empty.
fn argv(command: &OsString) -> Option<(String, Vec<String>)> {
    let text = command.to_str()?;
    let mut words = text.split_whitespace().map(str::to_owned);
    Some((words.next()?, words.collect()))
}

/// How a text reaches the clipboard.
#[derive(Debug)]
pub(crate) enum Copying {
    /// A program took it.
    Done,
    /// These bytes must be written to the terminal (OSC 52).
    Terminal(String),
}

/// Programs that take a clipboard, with the variable that says that they can reach one.
const TAKERS: &[(&str, &str, &[&str])] = &[
    ("WAYLAND_DISPLAY", "wl-copy", &[]),
    ("DISPLAY", "xclip", &["-selection", "clipboard"]),
    ("DISPLAY", "xsel", &["--clipboard", "--input"]),
];

/// Puts text on the clipboard. At the machine itself a program does it surely; over a line only the terminal can,
/// and it does not say whether it did.
pub(crate) fn copy(text: &Clean) -> Result<Copying, OutsideError> {
    let remote = std::env::var_os("SSH_CONNECTION").is_some() || std::env::var_os("SSH_TTY").is_some();
    if !remote && takers().any(|(program, arguments)| give(program, arguments, text).is_ok()) {
        return Ok(Copying::Done);
    }
    if text.len() > LONGEST_COPY {
        return Err(OutsideError::TooLong(text.len()));
    }
    let sequence = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text.as_bytes());
    let mut bytes = String::new();
    let _ = crossterm::Command::write_ansi(&sequence, &mut bytes);
    Ok(Copying::Terminal(bytes))
}

fn takers() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let here = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let own = cfg!(target_os = "macos").then_some(("pbcopy", &[] as &[&str]));
    let rest = TAKERS
        .iter()
        .filter(move |(variable, ..)| here(variable))
        .map(|(_, program, arguments)| (*program, *arguments));
    own.into_iter().chain(rest)
}

/// Gives text to a program on its standard input; these programs answer at once and go on in the background.
fn give(program: &str, arguments: &[&str], text: &Clean) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let written = child.stdin.take().map(|mut pipe| pipe.write_all(text.as_bytes()));
    let ended = child.wait()?;
    written.unwrap_or(Ok(()))?;
    if ended.success() {
        Ok(())
    } else {
        Err(io::ErrorKind::Other.into())
    }
}

/// Shows a file in the reader's pager and waits for its end. The terminal must have been given back.
///
/// The file is as hostile as any: pagers are kept from passing its escapes on (`LESS` may ask for that), from
/// running what a file name says, and from starting other programs.
pub(crate) fn page(file: &Path) -> Result<(), OutsideError> {
    let own = std::env::var_os("PAGER").and_then(|v| argv(&v));
    let (program, arguments) = own.unwrap_or_else(|| ("less".into(), Vec::new()));
    let mut command = Command::new(program);
    command
        .args(arguments)
        .arg(absolute(file))
        .env("LESS", "")
        .env("LESSSECURE", "1")
        .env_remove("LESSOPEN");
    match command.status() {
        Ok(_) => Ok(()),
        Err(reason) => Err(unstarted(&command, reason)),
    }
}

/// Lets the reader's own editor change a text and waits for its end; `None` if nothing changed. The terminal must have
/// been given back. The text lies in a file that nobody else may read, and goes with the editor.
pub(crate) fn compose(text: &str) -> Result<Option<String>, OutsideError> {
    let named = |name: &str| std::env::var_os(name).and_then(|v| argv(&v));
    let own = named("VISUAL").or_else(|| named("EDITOR"));
    let (program, arguments) = own.unwrap_or_else(|| ("vi".into(), Vec::new()));
    let file = ComposeFile::new(text).map_err(|reason| OutsideError::Start {
        program: Clean::new(&std::env::temp_dir().to_string_lossy()),
        reason,
    })?;
    let mut command = Command::new(program);
    command.args(arguments).arg(&file.0);
    command.status().map_err(|reason| unstarted(&command, reason))?;
    let left = std::fs::read(&file.0).map_err(|reason| unstarted(&command, reason))?;
    let left = String::from_utf8_lossy(&left).into_owned();
    Ok(Some(left).filter(|left| left.trim_end() != text.trim_end()))
}

/// A file of the reader's alone, gone when it is dropped.
struct ComposeFile(PathBuf);

impl ComposeFile {
    fn new(text: &str) -> io::Result<Self> {
        use std::hash::{BuildHasher, RandomState};
        let name = format!(
            "jobo-note-{:016x}.md",
            RandomState::new().hash_one(std::process::id())
        );
        let path = std::env::temp_dir().join(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        let made = Self(path);
        file.write_all(text.as_bytes())?;
        Ok(made)
    }
}

impl Drop for ComposeFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Opens a file in the reader's editor and waits for its end. The terminal must have been given back. A file that is not
/// there yet begins as the example with every setting taken out.
pub(crate) fn edit(file: &Path, line: usize) -> Result<(), OutsideError> {
    let file = absolute(file);
    if !file.exists() {
        let folder = file.parent().unwrap_or(Path::new("/"));
        let made = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&file, crate::config::Settings::first_file()));
        made.map_err(|reason| OutsideError::Start {
            program: Clean::new(&file.to_string_lossy()),
            reason,
        })?;
    }
    let own = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| argv(&std::env::var_os(name)?));
    let (program, arguments) = own.unwrap_or_else(|| (EDITOR.into(), Vec::new()));
    let mut command = Command::new(&program);
    command.args(arguments).args(at_line(&program, &file, line));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(OutsideError::Ended {
            program: Clean::new(&program),
            status: status.to_string(),
        }),
        Err(reason) => Err(unstarted(&command, reason)),
    }
}

/// Every system has it that has an editor at all.
const EDITOR: &str = "vi";
/// Editors that take the line before the file, as `+3`.
const PLUS: &[&str] = &[
    "vi",
    "vim",
    "nvim",
    "nano",
    "emacs",
    "emacsclient",
    "kak",
    "micro",
    "joe",
    "ne",
    "mg",
];
/// Editors that take it after the file, as `file:3`.
const COLON: &[&str] = &["hx", "helix", "subl", "zed"];

/// How an editor is told a file and a line.
fn at_line(program: &str, file: &Path, line: usize) -> Vec<OsString> {
    let name = Path::new(program)
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    let plain = file.as_os_str().to_owned();
    if line > 0 && PLUS.contains(&name) {
        vec![format!("+{line}").into(), plain]
    } else if line > 0 && COLON.contains(&name) {
        let mut with = plain;
        with.push(format!(":{line}"));
        vec![with]
    } else {
        vec![plain]
    }
}

/// With its folders from the root, a file name begins with no `-` and no `+`.
fn absolute(file: &Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for (url, sound) in [
            ("https://example.org/기사?id=1&b=2#c", true),
            ("HTTP://[::1]:8000/", true),
            ("http://example.org/$(id);a", true),
            ("javascript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("-https://example.org", false),
            ("https://-oProxyCommand=x/", false),
            ("https:// example.org", false),
            ("https://example.org/a b", false),
            ("https://example.org/\u{1b}[31m", false),
            ("https://example.org/\"x", false),
            ("https://", false),
            ("", false),
        ] {
            assert_eq!(address(url).is_ok(), sound, "{url:?}");
        }
    }

    #[test]
    fn editors_are_told_the_line_as_they_want_it() {
        for (program, line, expected) in [
            ("/usr/bin/vim", 3, &["+3", "/a b.toml"][..]),
            ("nano", 0, &["/a b.toml"]),
            ("hx", 7, &["/a b.toml:7"]),
            ("code", 7, &["/a b.toml"]),
        ] {
            assert_eq!(
                at_line(program, Path::new("/a b.toml"), line),
                expected,
                "{program}"
            );
        }
    }

    #[test]
    fn a_command_of_the_reader_is_split_once() {
        let split = |s: &str| argv(&OsString::from(s));
        let words = |w: &[&str]| w.iter().map(|s| (*s).to_owned()).collect();
        assert_eq!(
            split("firefox  --new-tab"),
            Some(("firefox".into(), words(&["--new-tab"])))
        );
        assert_eq!(split("x '$(id)'"), Some(("x".into(), words(&["'$(id)'"]))));
        assert_eq!(split("  "), None);
    }
}
