//! Programs of the reader's own choice: how their arguments are filled, and how they are run and given up.
//!
//! They run beside the drawing, in a process group of their own, for a limited time; what they write is read up to a
//! limit. One that fails or hangs is told of and stops nothing.

use std::io::{Read, Write};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::app::effect::Outside;
use crate::app::words::Said;
use crate::config::own::Show;
use crate::text::Clean;

/// Longest argument, in bytes: systems refuse longer ones.
const LONGEST: usize = 120_000;
/// Most bytes of output that are read.
const MOST: u64 = 256 << 10;
/// Most lines that are shown.
const LINES: usize = 4_000;
/// Most hooks that run at once.
const HOOKS: usize = 4;
/// How long a command may run, and a hook.
const COMMAND_LIMIT: Duration = Duration::from_mins(1);
const HOOK_LIMIT: Duration = Duration::from_secs(10);
/// How long the end of the program waits for its hook.
const LAST_LIMIT: Duration = Duration::from_millis(400);
/// How long what was written is waited for once the program has ended: who else holds the pipe may never end.
const REST: Duration = Duration::from_millis(500);

/// Hooks that run now.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Fills the holes of an argument. What comes from an article is no option: where it begins an argument with a sign that
/// programs look for, a blank goes before it.
fn filled(template: &str, holes: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| {
            let value = holes.iter().find(|(hole, _)| *hole == name)?.1;
            Some((value, tail))
        });
        let Some((value, tail)) = found else {
            out.push('{');
            rest = after;
            continue;
        };
        if out.is_empty() && value.starts_with(['-', '+', '@', '/', '~']) && !is_path(value, holes) {
            out.push(' ');
        }
        out.push_str(value);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Whether a value is the file's name, which begins at the root.
fn is_path(value: &str, holes: &[(&str, &str)]) -> bool {
    value.starts_with('/') && holes.contains(&("path", value))
}

/// The program and its arguments with their holes filled.
fn argv(outside: &Outside, path: Option<&Path>) -> Result<Vec<String>, Said> {
    if outside.wants_path() && path.is_none() {
        return Err(failed(outside, "fault.no-file-for", ""));
    }
    let path = path.map(|p| p.to_str().ok_or_else(|| failed(outside, "fault.no-file-for", "")));
    let path = path.transpose()?;
    let mut holes: Vec<(&str, &str)> = outside.holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
    holes.extend(path.map(|p| ("path", p)));
    // A hook of all stories has no one story.
    for hole in crate::config::own::HOLES {
        if !holes.iter().any(|(k, _)| k == hole) {
            holes.push((hole, ""));
        }
    }
    if let Some((_, url)) = holes.iter_mut().find(|(k, _)| *k == "url")
        && super::outside::address(url).is_err()
    {
        *url = "";
    }
    let all: Vec<String> = outside.run.iter().map(|text| filled(text, &holes)).collect();
    if all.iter().any(|text| text.len() > LONGEST) {
        return Err(failed(outside, "fault.argument", ""));
    }
    Ok(all)
}

/// What stands on its standard input.
fn input(outside: &Outside) -> String {
    if outside.hook {
        return outside.input.clone();
    }
    let mut rest = outside.input.as_str();
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| {
            let value = outside.holes.iter().find(|(hole, _)| *hole == name)?;
            Some((value.1.as_str(), tail))
        });
        let (value, tail) = found.unwrap_or(("{", after));
        out.push_str(value);
        rest = tail;
    }
    out + rest
}

fn failed(outside: &Outside, key: &'static str, detail: &str) -> Said {
    let detail = Clean::new(detail);
    Said::new(key, [("name", &outside.name), ("detail", &detail)])
}

fn command(outside: &Outside, path: Option<&Path>) -> Result<Command, Said> {
    let mut words = argv(outside, path)?.into_iter();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(words);
    Ok(command)
}

/// Runs a program that has the terminal, and waits for its end.
pub(crate) fn with_terminal(outside: &Outside, path: Option<&Path>) -> Result<(), Said> {
    let mut command = command(outside, path)?;
    let start = |e: std::io::Error| failed(outside, "fault.command-start", &e.to_string());
    if outside.input.is_empty() {
        return told(outside, command.status().map_err(start)?, &[]);
    }
    let mut child = command.stdin(Stdio::piped()).spawn().map_err(start)?;
    feed(&mut child, input(outside));
    told(outside, child.wait().map_err(start)?, &[])
}

/// Runs a program beside the drawing, and gives what it wrote.
pub(crate) fn beside(outside: &Outside, path: Option<&Path>) -> Result<Vec<Clean>, Said> {
    if !outside.hook {
        return limited(outside, path, COMMAND_LIMIT);
    }
    if RUNNING.fetch_add(1, Ordering::Relaxed) >= HOOKS {
        RUNNING.fetch_sub(1, Ordering::Relaxed);
        return Err(failed(outside, "fault.hooks-busy", ""));
    }
    let ran = limited(outside, path, HOOK_LIMIT);
    RUNNING.fetch_sub(1, Ordering::Relaxed);
    ran
}

/// Runs the hook of the end, and gives what to say of it. One that goes on is left to itself.
pub(crate) fn at_the_end(outside: &Outside) -> Option<Said> {
    let mut child = match begin(outside, None) {
        Ok(child) => child,
        Err(said) => return Some(said),
    };
    feed(&mut child, input(outside));
    let errors = child.stderr.take().map(gather);
    let ended = ending(child);
    match ended.recv_timeout(LAST_LIMIT) {
        Ok(Ok(status)) => told(outside, status, &rest(errors)).err(),
        Ok(Err(e)) => Some(failed(outside, "fault.command-start", &e.to_string())),
        Err(_) => Some(failed(outside, "fault.left-alone", "")),
    }
}

fn begin(outside: &Outside, path: Option<&Path>) -> Result<Child, Said> {
    let mut command = command(outside, path)?;
    let writes = outside.show == Show::Output;
    command
        .stdin(Stdio::piped())
        .stdout(if writes { Stdio::piped() } else { Stdio::null() })
        .stderr(Stdio::piped())
        .process_group(0);
    let child = command.spawn();
    child.map_err(|e| failed(outside, "fault.command-start", &e.to_string()))
}

fn limited(outside: &Outside, path: Option<&Path>, limit: Duration) -> Result<Vec<Clean>, Said> {
    let mut child = begin(outside, path)?;
    let group = Pid::from_child(&child);
    feed(&mut child, input(outside));
    let (written, errors) = (child.stdout.take().map(gather), child.stderr.take().map(gather));
    let ended = ending(child);
    let Ok(status) = ended.recv_timeout(limit) else {
        let _ = kill_process_group(group, Signal::KILL);
        let _ = ended.recv_timeout(REST);
        return Err(failed(outside, "fault.hangs", &limit.as_secs().to_string()));
    };
    let status = status.map_err(|e| failed(outside, "fault.command-start", &e.to_string()))?;
    told(outside, status, &rest(errors))?;
    let bytes = rest(written);
    let text = Clean::body(&String::from_utf8_lossy(&bytes));
    Ok(text
        .split('\n')
        .take(LINES)
        .map(Clean::new)
        .filter(|line| !line.is_empty())
        .collect())
}

/// Says that a program failed, and the first line of what it complained of.
fn told(outside: &Outside, status: ExitStatus, errors: &[u8]) -> Result<(), Said> {
    if status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(errors);
    let line = errors.lines().map(str::trim).find(|line| !line.is_empty());
    let (key, detail) = match (line, status.code(), status.signal()) {
        (Some(line), ..) => ("fault.command-failed", line.chars().take(200).collect()),
        (None, Some(code), _) => ("fault.command-code", code.to_string()),
        (None, None, signal) => (
            "fault.command-signal",
            signal.map_or(String::new(), |n| n.to_string()),
        ),
    };
    Err(failed(outside, key, &detail))
}

/// Writes to the program's standard input, beside everything else: it may not read.
fn feed(child: &mut Child, text: String) {
    if let Some(mut pipe) = child.stdin.take() {
        thread::spawn(move || pipe.write_all(text.as_bytes()));
    }
}

/// Reads what a program writes, up to a limit; what is beyond is read and dropped, so that it does not wait.
fn gather(pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (send, bytes) = mpsc::channel();
    thread::spawn(move || {
        let mut some = pipe.take(MOST);
        let mut read = Vec::new();
        let _ = some.read_to_end(&mut read);
        let _ = send.send(read);
        let _ = std::io::copy(&mut some.into_inner(), &mut std::io::sink());
    });
    bytes
}

fn rest(bytes: Option<Receiver<Vec<u8>>>) -> Vec<u8> {
    let bytes = bytes.and_then(|bytes| bytes.recv_timeout(REST).ok());
    bytes.unwrap_or_default()
}

fn ending(mut child: Child) -> Receiver<std::io::Result<ExitStatus>> {
    let (send, ended) = mpsc::channel();
    thread::spawn(move || {
        let _ = send.send(child.wait());
    });
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(run: &[&str]) -> Outside {
        Outside {
            name: "시험".into(),
            run: run.iter().map(|s| (*s).to_owned()).collect(),
            holes: vec![
                ("headline", "-rf 둑이 무너졌다".into()),
                ("text", "@/etc/passwd".into()),
                ("url", "--x".into()),
                ("outlet", "$(id); `id`".into()),
            ],
            story: None,
            input: String::new(),
            show: Show::Output,
            hook: false,
            last: false,
        }
    }

    #[test]
    fn what_an_article_says_is_never_an_option() {
        for (template, expected) in [
            ("{headline}", " -rf 둑이 무너졌다"),
            ("{text}", " @/etc/passwd"),
            ("{url}", ""),
            ("{outlet}", "$(id); `id`"),
            ("--title={headline}", "--title=-rf 둑이 무너졌다"),
            ("-", "-"),
            ("{selection}{headline}", " -rf 둑이 무너졌다"),
            ("{path}", "/a b/기사.txt"),
            ("{} {x {outlet} }", "{} {x $(id); `id` }"),
        ] {
            let all = argv(&outside(&["x", template]), Some(Path::new("/a b/기사.txt")));
            assert_eq!(all.expect("arguments")[1], expected, "{template}");
        }
        assert!(argv(&outside(&["x", "{path}"]), None).is_err());
        let mut long = outside(&["x", "{text}"]);
        long.holes[1].1 = Clean::body(&"가".repeat(LONGEST));
        assert!(argv(&long, None).is_err());
    }

    #[test]
    fn what_a_program_writes_is_read_and_cleaned() {
        let mut cat = outside(&["cat"]);
        cat.input = "{headline}\n\u{1b}[31m둘째\n".to_owned();
        let lines = beside(&cat, None).expect("lines");
        let lines: Vec<&str> = lines.iter().map(Clean::as_str).collect();
        assert_eq!(lines, ["-rf 둑이 무너졌다", "둘째"]);
        let echo = beside(&outside(&["printf", "%s", "{outlet}"]), None).expect("lines");
        assert_eq!(echo[0].as_str(), "$(id); `id`");
    }

    #[test]
    fn a_failure_is_said_and_no_input_blocks() {
        let mut deaf = outside(&["true"]);
        deaf.input = "가".repeat(1 << 20);
        assert_eq!(beside(&deaf, None), Ok(Vec::new()));
        for run in [
            &["false"][..],
            &["/no/such/program"],
            &["sh", "-c", "echo 이유 >&2; exit 3"],
        ] {
            assert!(beside(&outside(run), None).is_err(), "{run:?}");
        }
        for (script, key, detail) in [
            ("exit 3", "fault.command-code", "3"),
            ("echo 이유 >&2; exit 3", "fault.command-failed", "이유"),
            ("kill -9 $$", "fault.command-signal", "9"),
        ] {
            let failing = outside(&["sh", "-c", script]);
            assert_eq!(
                beside(&failing, None),
                Err(failed(&failing, key, detail)),
                "{script}"
            );
        }
    }

    #[test]
    fn what_hangs_is_given_up() {
        let hangs = limited(&outside(&["sleep", "1000"]), None, Duration::from_millis(1));
        assert_eq!(hangs, Err(failed(&outside(&[]), "fault.hangs", "0")));
    }
}
