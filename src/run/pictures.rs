//! Pictures of a story: found in its file, looked for on the disk, and made fit for the screen.
//!
//! A story may name any file as its picture. So only regular files are opened, only so much of them is read, and what
//! they hold must say that it is a picture before it is taken for one. Nothing is ever fetched.

#[cfg(feature = "pictures")]
mod draw;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::outside;
use super::probe::Answers;
use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::app::overlay::pictures::{Room, State};
use crate::app::words::Said;
use crate::article::picture::{Picture, Place};
use crate::config::settings::Way;
use crate::ingest::pictures::pictures;
use crate::ingest::{Input, MAX_BYTES};
use crate::intake::parse;
use crate::library::value::Story;

/// Bytes of the largest picture that is read.
const LARGEST: u64 = 32 << 20;
/// Endings of the files that pictures outside the story's folder may have.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "jfif", "gif", "webp"];
/// Folders beside a note that tools for notes keep pictures in.
const BESIDE: [&str; 6] = ["attachments", "assets", "images", "img", "media", "files"];
/// Folders that hold no files of a reader: looking into some of theirs never ends.
const NOT_FILES: [&str; 3] = ["/dev", "/proc", "/sys"];

/// What the terminal can do for a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Means {
    /// The protocol that it said it knows; half blocks without one.
    pub way: Option<Way>,
    /// Width and height of a cell in pixels, if they are known.
    pub cell: Option<(u16, u16)>,
}

impl Means {
    /// What this terminal said, and what its variables say where terminals do not.
    pub fn of(answers: Answers) -> Self {
        let cell = answers.cell.or_else(super::terminal::cell);
        Self {
            way: way(answers, |name| std::env::var(name).unwrap_or_default()),
            cell,
        }
    }

    /// How a picture is drawn. Without the size of a cell a sixel picture would cover who knows what.
    #[cfg(feature = "pictures")]
    fn way(self, wanted: Way) -> Way {
        let way = match wanted {
            Way::Auto => self.way.unwrap_or(Way::Blocks),
            way => way,
        };
        if way == Way::Sixel && self.cell.is_none() {
            Way::Blocks
        } else {
            way
        }
    }
}

/// Terminals that know the protocol of iTerm2, which cannot be asked for.
const ITERM2: [&str; 4] = ["iTerm.app", "WezTerm", "mintty", "Tabby"];

fn way(answers: Answers, variable: impl Fn(&str) -> String) -> Option<Way> {
    // What stands between us and the terminal inherits its variables, but passes no pictures on.
    let between = ["TMUX", "ZELLIJ", "STY"]
        .iter()
        .any(|name| !variable(name).is_empty());
    let program = variable("TERM_PROGRAM");
    if !between && (ITERM2.contains(&program.as_str()) || variable("LC_TERMINAL") == "iTerm2") {
        return Some(Way::Iterm2);
    }
    // Konsole answers for kitty's pictures, and draws them only where the cursor is and not in cells.
    let in_cells = variable("KONSOLE_VERSION").is_empty();
    if answers.kitty == Some(true) && in_cells {
        Some(Way::Kitty)
    } else if answers.sixel == Some(true) {
        Some(Way::Sixel)
    } else {
        None
    }
}

/// Does what was asked about pictures; `Ok(None)` where nothing is to be said.
pub fn answer(effect: Effect, means: Means) -> Result<Option<Msg>, Said> {
    match effect {
        Effect::Pictures { ticket, story } => {
            let pictures = of_story(&story);
            Ok(Some(Msg::Pictures {
                ticket,
                story,
                pictures,
            }))
        }
        Effect::Picture {
            ticket,
            story,
            picture,
            room,
        } => {
            let state = Box::new(state(&story, &picture, room, means).unwrap_or_else(State::Fault));
            Ok(Some(Msg::Picture { ticket, state }))
        }
        Effect::ViewPicture { story, picture } => view(&story, &picture).map(|()| None),
        _ => Ok(None),
    }
}

/// The pictures of a story; `None` where its file is gone.
fn of_story(story: &Story) -> Option<Vec<Picture>> {
    let mut here = false;
    for source in &story.sources {
        let Ok(bytes) = bytes(&source.path, MAX_BYTES as u64) else {
            continue;
        };
        here = true;
        let name = source.path.file_name().unwrap_or_default().to_string_lossy();
        let input = Input {
            name: &name,
            bytes: &bytes,
            modified: None,
        };
        let encoding = Some(source.encoding.as_str()).filter(|e| !e.is_empty());
        let found = pictures(&input, encoding, source.part);
        if !found.is_empty() {
            return Some(found);
        }
    }
    here.then(Vec::new)
}

/// What a picture looks like.
fn state(story: &Story, picture: &Picture, room: Room, means: Means) -> Result<State, Said> {
    let bytes = match &picture.place {
        Place::Web(url) => return Err(Said::new("pictures.web", [("url", url)])),
        Place::Inside(bytes) => Arc::from(bytes.as_slice()),
        Place::File { .. } => Arc::<[u8]>::from(read(&file(story, &picture.place)?)?),
    };
    drawn(&bytes, room, means)
}

#[cfg(feature = "pictures")]
fn drawn(bytes: &[u8], room: Room, means: Means) -> Result<State, Said> {
    draw::picture(bytes, room, means).map(State::Shown)
}

#[cfg(not(feature = "pictures"))]
fn drawn(_: &[u8], _: Room, _: Means) -> Result<State, Said> {
    Err(Said::new("pictures.without", []))
}

/// Opens a picture in the program that the system has for it.
fn view(story: &Story, picture: &Picture) -> Result<(), Said> {
    let path = file(story, &picture.place)?;
    let bytes = read(&path)?;
    // The ending chooses the program, so what the file holds must be what it says.
    let ending = ending(&path);
    if kind(&bytes).is_none_or(|kind| !kind.contains(&ending.as_str())) {
        return Err(Said::new("pictures.kind", [("path", &path.to_string_lossy())]));
    }
    outside::view(&path).map_err(|e| e.said())
}

/// The endings that files of this beginning have; `None` if it is none of a picture that is shown.
fn kind(bytes: &[u8]) -> Option<&'static [&'static str]> {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(&["png"]),
        [0xff, 0xd8, 0xff, ..] => Some(&["jpg", "jpeg", "jfif"]),
        [b'G', b'I', b'F', b'8', ..] => Some(&["gif"]),
        _ if webp => Some(&["webp"]),
        _ => None,
    }
}

fn ending(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase()
}

/// The file that a story means by a name.
fn file(story: &Story, place: &Place) -> Result<PathBuf, Said> {
    let Place::File { written, wiki } = place else {
        return Err(Said::new("pictures.gone", [("path", "")]));
    };
    let gone = || Said::new("pictures.gone", [("path", written.as_str())]);
    let folders: Vec<&Path> = story.sources.iter().filter_map(|s| s.path.parent()).collect();
    let found = folders
        .iter()
        .find_map(|folder| in_folder(folder, written, *wiki));
    found.unwrap_or_else(|| Err(gone()))
}

/// Looks for a file from a folder on; `None` if there is none, a reason if there is one that is not opened.
fn in_folder(folder: &Path, written: &str, wiki: bool) -> Option<Result<PathBuf, Said>> {
    let home = folder.canonicalize().ok()?;
    let (plain, name) = match written.strip_prefix("file:") {
        Some(path) => (false, path),
        None => (true, written),
    };
    let bare = name.split(['?', '#']).next().unwrap_or(name);
    let tries = [
        (plain, name.to_owned()),
        (false, decoded(name)),
        (false, decoded(bare)),
    ];
    for (plain, name) in tries.into_iter().filter(|(_, name)| !name.contains('\0')) {
        let beside = BESIDE.iter().filter(|_| wiki).map(|f| home.join(f).join(&name));
        for path in std::iter::once(home.join(&name)).chain(beside) {
            let Ok(path) = path.canonicalize() else {
                continue;
            };
            if path.is_dir() {
                continue;
            }
            return Some(allowed(path, &home, plain));
        }
    }
    None
}

/// Whether a file may be opened: one in the story's folder; elsewhere one that is written as a plain path and called
/// as pictures are.
fn allowed(path: PathBuf, home: &Path, plain: bool) -> Result<PathBuf, Said> {
    let refused = |key| Err(Said::new(key, [("path", &*path.to_string_lossy())]));
    if !path.is_file() || NOT_FILES.iter().any(|folder| path.starts_with(folder)) {
        refused("pictures.no-file")
    } else if path.starts_with(home) || plain && ENDINGS.contains(&ending(&path).as_str()) {
        Ok(path)
    } else {
        refused("pictures.outside")
    }
}

/// A name with `%20` for a blank, as it is on the disk.
fn decoded(name: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let (bytes, mut out) = (name.as_bytes(), Vec::with_capacity(name.len()));
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        if let Some((high, low)) = pair.filter(|_| *byte == b'%') {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| name.to_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, Said> {
    bytes(path, LARGEST)
}

/// All bytes of a regular file that has no more than so many.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Said> {
    let name = path.to_string_lossy();
    let failed = |e: std::io::Error| Said::new("fault.file", [("path", &*name), ("detail", &e.to_string())]);
    let file = parse::open(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if !meta.is_file() {
        return Err(Said::new("pictures.no-file", [("path", &*name)]));
    }
    let mut bytes = Vec::with_capacity(meta.len().min(most) as usize);
    file.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        let megabytes = (meta.len() >> 20).to_string();
        return Err(Said::new(
            "pictures.large",
            [("n", &megabytes), ("max", &(most >> 20).to_string())],
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_says_of_pictures() {
        let answers = |kitty, sixel| Answers {
            kitty,
            sixel,
            ..Answers::default()
        };
        let set = |pairs: &'static [(&str, &str)]| {
            move |name: &str| {
                let found = pairs.iter().find(|(n, _)| *n == name);
                found.map_or(String::new(), |(_, v)| (*v).to_owned())
            }
        };
        for (told, variables, expected) in [
            (answers(None, None), &[][..], None),
            (answers(Some(true), Some(true)), &[], Some(Way::Kitty)),
            (answers(None, Some(true)), &[], Some(Way::Sixel)),
            (answers(None, Some(false)), &[], None),
            (
                answers(Some(true), Some(true)),
                &[("KONSOLE_VERSION", "230804")],
                Some(Way::Sixel),
            ),
            (
                answers(Some(true), None),
                &[("TERM_PROGRAM", "WezTerm")],
                Some(Way::Iterm2),
            ),
            (
                answers(None, None),
                &[("TERM_PROGRAM", "WezTerm"), ("ZELLIJ", "0")],
                None,
            ),
            (
                answers(None, None),
                &[("LC_TERMINAL", "iTerm2"), ("TMUX", "/tmp/x,1,0")],
                None,
            ),
            (
                answers(None, Some(true)),
                &[("TERM_PROGRAM", "tmux"), ("TMUX", "x")],
                Some(Way::Sixel),
            ),
        ] {
            assert_eq!(way(told, set(variables)), expected, "{told:?} {variables:?}");
        }
    }

    #[test]
    fn only_pictures_that_may_be_opened_are() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path().canonicalize().expect("it is there");
        let home = root.join("news");
        for folder in ["news/pics", "news/attachments", "other", "news/folder.png"] {
            std::fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        for file in [
            "news/pics/a b.png",
            "news/attachments/w.png",
            "news/php",
            "other/x.png",
            "other/secret",
        ] {
            std::fs::write(root.join(file), b"x").expect("a file");
        }
        let absolute = root.join("other/x.png").to_string_lossy().into_owned();
        let address = format!("file:{absolute}");
        let encoded = absolute.replace('x', "%78");
        for (written, wiki, expected) in [
            ("pics/a b.png", false, "a b.png"),
            ("pics/a%20b.png", false, "a b.png"),
            ("./pics/../pics/a%20b.png?v=3#x", false, "a b.png"),
            ("w.png", false, "-"),
            ("w.png", true, "w.png"),
            ("php", false, "php"),
            // Outside: as a plain path, and called as a picture is.
            ("../other/x.png", false, "x.png"),
            (absolute.as_str(), false, "x.png"),
            ("..%2fother%2fx.png", false, "!"),
            ("../other/%78.png", false, "!"),
            (encoded.as_str(), false, "!"),
            (address.as_str(), false, "!"),
            ("../other/secret", false, "!"),
            ("folder.png", false, "-"),
            ("/dev/zero", false, "!"),
            ("/proc/self/mem", false, "!"),
            ("no.png", false, "-"),
            ("a\u{0}b.png", false, "-"),
            ("..", false, "-"),
        ] {
            let found = match in_folder(&home, written, wiki) {
                None => "-".to_owned(),
                Some(Err(_)) => "!".to_owned(),
                Some(Ok(path)) => path.file_name().expect("a name").to_string_lossy().into_owned(),
            };
            assert_eq!(found, expected, "{written}");
        }
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.png");
        let file = std::fs::File::create(&path).expect("a file");
        file.set_len(LARGEST + 1).expect("a hole");
        assert_eq!(
            read(&path),
            Err(Said::new("pictures.large", [("n", "32"), ("max", "32")]))
        );
        assert!(read(folder.path()).is_err());
    }

    #[test]
    fn a_program_gets_only_what_its_ending_says() {
        assert_eq!(kind(b"\x89PNG\r\n"), Some(&["png"][..]));
        assert_eq!(kind(b"RIFF\0\0\0\0WEBPVP8 "), Some(&["webp"][..]));
        assert_eq!(kind(b"#!/bin/sh"), None);
        assert_eq!(kind(b""), None);
    }
}
