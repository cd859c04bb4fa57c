//! `jobo notes`: notes and highlights outside the screen.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::args::{AddNote, Form, NoteChoice, NoteForm, NoteOrder, NoteState, NotesVerb};
use super::fault::{DONE, Fault, NOTHING};
use super::json::NotesImportRecord;
use super::out::Out;
use super::place::{Ground, Place};
use super::show;
use crate::article::anchor::{Anchor, Page, Standing};
use crate::article::id::StoryId;
use crate::exchange::markdown::Flavour;
use crate::exchange::{self, Sheet, cite, deliver, hypothesis, intake, jsonl, readwise, w3c};
use crate::library::edit::{Cause, Edit};
use crate::library::note::{Fate, Hanging, Mint, Note, NoteFilter, NoteId, NoteSort, NoteView, Noted};
use crate::library::reader::Reader;
use crate::text::Clean;

/// The largest file of notes that is read.
const LARGEST: u64 = 64 << 20;
/// Characters of ids that are shown to people.
const SHORT_ID: usize = 10;

pub(super) fn run(ground: &Ground, verb: Option<&NotesVerb>, out: &mut Out) -> Result<i32, Fault> {
    match verb {
        None => list(ground, &NoteChoice::by_default(), Form::default(), out),
        Some(NotesVerb::List { choice, form }) => list(ground, choice, *form, out),
        Some(NotesVerb::Show { ids, form }) => show_some(ground, ids, *form, out),
        Some(NotesVerb::Add(add)) => self::add(ground, add, out),
        Some(NotesVerb::Export { form, to, choice }) => export(ground, (*form, to.as_deref()), choice, out),
        Some(NotesVerb::Import { files, form }) => import(ground, files, *form, out),
        Some(NotesVerb::Check { form }) => check(ground, *form, out),
    }
}

/// Opens the library that a verb means, to read it.
fn open(ground: &Ground) -> Result<(Place, Reader), Fault> {
    let place = super::reading(ground, &[])?;
    let reader = place.library.reader()?;
    Ok((place, reader))
}

fn list(ground: &Ground, choice: &NoteChoice, form: Form, out: &mut Out) -> Result<i32, Fault> {
    let (_place, reader) = open(ground)?;
    let notes = chosen(&reader, choice)?;
    if notes.is_empty() {
        super::complain(&ground.words.get("cli.notes-none").into());
    }
    print(&reader, &notes, form, out)?;
    Ok(if notes.is_empty() { NOTHING } else { DONE })
}

fn print(reader: &Reader, notes: &[Noted], form: Form, out: &mut Out) -> Result<(), Fault> {
    if form.json || form.jsonl {
        let records = notes.iter().map(|noted| -> Result<_, Fault> {
            let sheet = Sheet::of(reader, noted.note.on.story)?;
            Ok(sheet.map(|sheet| jsonl::record(&sheet, noted)))
        });
        out.json(form, records.filter_map(Result::transpose))?;
        return Ok(());
    }
    for noted in notes {
        out.row(&row(noted, out.columns().is_some()))?;
    }
    Ok(())
}

/// A note in one row: on a terminal short, elsewhere with tabs between whole values.
fn row(noted: &Noted, on_terminal: bool) -> String {
    let note = &noted.note;
    let short = |id: String| -> String {
        if on_terminal {
            id.chars().take(SHORT_ID).collect()
        } else {
            id
        }
    };
    let words = note.on.anchor.as_ref().map_or("", |anchor| anchor.quote.as_str());
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let headline = noted
        .header
        .as_ref()
        .map(|h| h.headline.to_string())
        .unwrap_or_default();
    let cells = [
        short(note.id.to_string()),
        short(note.on.story.to_string()),
        state(noted).to_owned(),
        note.colour.name().to_owned(),
        one_line(words),
        one_line(&note.text),
        headline,
    ];
    cells.join("\t")
}

fn state(noted: &Noted) -> &'static str {
    match &noted.standing {
        Some(Standing::Anchored { .. }) => "anchored",
        Some(Standing::Moved { .. }) => "moved",
        Some(Standing::Orphan) => "orphan",
        None if noted.header.is_none() => "absent",
        None => "whole",
    }
}

fn show_some(ground: &Ground, ids: &[String], form: Form, out: &mut Out) -> Result<i32, Fault> {
    let (_place, reader) = open(ground)?;
    // All first: nothing is printed by half.
    let notes: Vec<Noted> = ids.iter().map(|id| one(&reader, id)).collect::<Result<_, _>>()?;
    if form.json || form.jsonl {
        print(&reader, &notes, form, out)?;
        return Ok(DONE);
    }
    for (n, noted) in notes.iter().enumerate() {
        if n > 0 {
            out.line("")?;
        }
        let note = &noted.note;
        out.line(&format!(
            "{} · {} · {}",
            note.id,
            note.colour.name(),
            state(noted)
        ))?;
        if let Some(header) = &noted.header {
            out.paragraph("", &format!("{} ({})", header.headline, note.on.story))?;
        }
        for line in note.on.anchor.iter().flat_map(|anchor| anchor.quote.lines()) {
            out.paragraph("> ", line)?;
        }
        for line in note.text.lines() {
            out.paragraph("", line)?;
        }
        if !note.tags.is_empty() {
            let tags: Vec<String> = note.tags.iter().map(|tag| format!("#{tag}")).collect();
            out.line(&tags.join(" "))?;
        }
    }
    Ok(DONE)
}

fn one(reader: &Reader, id: &str) -> Result<Noted, Fault> {
    let found: Vec<NoteId> = reader.note_lookup(id)?;
    match found.as_slice() {
        [one] => reader.note(*one)?.ok_or_else(|| Fault::NoNote(id.into())),
        [] => Err(Fault::NoNote(id.into())),
        many => Err(Fault::ManyStories(id.into(), many.len())),
    }
}

fn chosen(reader: &Reader, choice: &NoteChoice) -> Result<Vec<Noted>, Fault> {
    let mut rows = reader.note_order(&view(reader, choice)?)?;
    rows.truncate(choice.limit.unwrap_or(usize::MAX));
    Ok(reader.notes(&rows)?)
}

fn view(reader: &Reader, choice: &NoteChoice) -> Result<NoteView, Fault> {
    let story = match &choice.story {
        Some(id) => Some(story(reader, id)?),
        None => None,
    };
    let name = match &choice.name {
        Some(name) => {
            let found = reader.names(name, 1)?;
            Some(found.first().ok_or_else(|| Fault::NoName(name.clone()))?.id)
        }
        None => None,
    };
    let fate = choice.state.map(|state| match state {
        NoteState::Anchored => Fate::Anchored,
        NoteState::Moved => Fate::Moved,
        NoteState::Orphan => Fate::Orphan,
    });
    let sort = match choice.sort {
        NoteOrder::Changed => NoteSort::Changed,
        NoteOrder::Made => NoteSort::Made,
        NoteOrder::Story => NoteSort::Story,
        NoteOrder::Colour => NoteSort::Colour,
    };
    let filter = NoteFilter {
        text: choice.find.as_deref().map(Clean::new),
        tag: choice.tag.as_deref().map(Clean::new),
        colour: choice.colour.map(Into::into),
        name,
        dates: dates(choice),
        outlet: choice.outlet.as_deref().map(Clean::new),
        story,
        fate,
        written: false,
    };
    Ok(NoteView {
        filter,
        sort,
        reverse: choice.reverse,
    })
}

fn story(reader: &Reader, id: &str) -> Result<StoryId, Fault> {
    let row = show::row_of(reader, id)?;
    let header = reader.headers(&[row])?.pop();
    Ok(header.ok_or_else(|| Fault::NoStory(id.into()))?.story)
}

/// From the first moment of a day to the last of another, where the reader is.
fn dates(choice: &NoteChoice) -> Option<(i64, i64)> {
    if choice.since.is_none() && choice.until.is_none() {
        return None;
    }
    let begin = |day: jiff::civil::Date| {
        let at = day.to_zoned(TimeZone::system()).ok()?;
        Some(at.timestamp().as_millisecond())
    };
    let first = choice.since.and_then(begin).unwrap_or(i64::MIN);
    let after = choice.until.and_then(|day| day.tomorrow().ok()).and_then(begin);
    Some((first, after.unwrap_or(i64::MAX)))
}

fn add(ground: &Ground, add: &AddNote, out: &mut Out) -> Result<i32, Fault> {
    let (place, reader) = open(ground)?;
    let story = story(&reader, &add.story)?;
    let anchor = match &add.quote {
        Some(quote) => Some(passage(&reader, story, quote)?),
        None => None,
    };
    let text = match add.text.as_deref() {
        Some("-") => read_input(Path::new("-"))?,
        Some(text) => text.to_owned(),
        None => String::new(),
    };
    let mut tags: Vec<Clean> = add
        .tag
        .iter()
        .map(|tag| Clean::new(tag))
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    let note = Note {
        id: Mint::default().next_id(),
        on: Hanging { story, anchor },
        colour: add.colour.into(),
        text: Clean::body(&text),
        tags,
        made: None,
    };
    let id = note.id;
    let edit = Edit::Note {
        note: Box::new(note),
        on: true,
    };
    keep(&place, &[edit])?;
    out.line(&id.to_string())?;
    Ok(DONE)
}

/// The passage of a story with some words: blanks, quotation marks and widths may differ.
pub(super) fn passage(reader: &Reader, story: StoryId, quote: &str) -> Result<Anchor, Fault> {
    let text = reader.body_of(story)?.unwrap_or_default();
    let page = Page::of(&text);
    let wanted = Anchor::quoted(quote, "", "").ok_or(Fault::NoQuote)?;
    let at = page.find(&wanted).at().ok_or(Fault::NoQuote)?;
    page.anchor(at).ok_or(Fault::NoQuote)
}

fn export(
    ground: &Ground,
    (form, to): (NoteForm, Option<&Path>),
    choice: &NoteChoice,
    out: &mut Out,
) -> Result<i32, Fault> {
    let (_place, reader) = open(ground)?;
    let sheets = deliver::sheets(&reader, &chosen(&reader, choice)?)?;
    let text = match form {
        NoteForm::Obsidian | NoteForm::Logseq => {
            let flavour = if form == NoteForm::Obsidian {
                Flavour::Obsidian
            } else {
                Flavour::Logseq
            };
            return write_folder(ground, &sheets, flavour, to.ok_or(Fault::NoFolder)?, out);
        }
        NoteForm::W3c => w3c::write(&sheets),
        NoteForm::Hypothesis => hypothesis::write(&sheets),
        NoteForm::Readwise => readwise::write(&sheets),
        NoteForm::Jsonl => jsonl::write(&sheets),
        NoteForm::Biblatex => cite::biblatex(&sheets),
        NoteForm::Csl => cite::csl(&sheets),
    };
    match to {
        Some(path) => put(&reader, path, &text)?,
        None => out.bytes(text.as_bytes())?,
    }
    Ok(if sheets.is_empty() { NOTHING } else { DONE })
}

/// Writes an export, and over nothing but an earlier one.
pub(super) fn put(reader: &Reader, path: &Path, text: &str) -> Result<(), Fault> {
    if deliver::is_article(reader, path)? {
        return Err(Fault::IsArticle(path.to_owned()));
    }
    if deliver::is_other(path) {
        return Err(Fault::IsOther(path.to_owned()));
    }
    deliver::put(path, text).map_err(|e| Fault::Notes(path.to_owned(), e.to_string()))
}

fn write_folder(
    ground: &Ground,
    sheets: &[Sheet],
    flavour: Flavour,
    folder: &Path,
    out: &mut Out,
) -> Result<i32, Fault> {
    let done =
        deliver::folder(sheets, flavour, folder).map_err(|(path, e)| Fault::Notes(path, e.to_string()))?;
    for path in &done.foreign {
        let path = path.to_string_lossy();
        super::complain(&ground.words.fill("cli.notes-foreign", &[("path", &path)]));
    }
    for (path, kept) in &done.kept {
        let holes = [("path", &*path.to_string_lossy()), ("n", &*kept.to_string())];
        super::complain(&ground.words.fill("cli.notes-kept", &holes));
    }
    let holes = [
        ("n", &*done.notes.to_string()),
        ("files", &*done.files.to_string()),
    ];
    out.line(&ground.words.fill("cli.notes-written", &holes))?;
    let whole = !sheets.is_empty() && done.foreign.is_empty();
    Ok(if whole { DONE } else { NOTHING })
}

fn read_input(path: &Path) -> Result<String, Fault> {
    let refused = |e: std::io::Error| Fault::Notes(path.to_owned(), e.to_string());
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin()
            .take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(refused)?;
    } else {
        let file = fs::File::open(path).map_err(refused)?;
        file.take(LARGEST).read_to_end(&mut bytes).map_err(refused)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn keep(place: &Place, edits: &[Edit]) -> Result<(), Fault> {
    let mut writer = place.library.writer()?;
    writer.edit(Cause::Deliberate, edits)?;
    place.name_notes(&mut writer)
}

fn import(ground: &Ground, files: &[PathBuf], form: Form, out: &mut Out) -> Result<i32, Fault> {
    let (place, reader) = open(ground)?;
    let mut notes = Vec::new();
    // All files first: nothing is taken in by half.
    for path in files {
        let read = exchange::read(&read_input(path)?);
        notes.extend(read.map_err(|e| Fault::Notes(path.clone(), e.to_string()))?);
    }
    let plan = intake::plan(&reader, notes)?;
    if !plan.edits.is_empty() {
        keep(&place, &plan.edits)?;
    }
    for lost in &plan.nowhere {
        let quote = Clean::new(if lost.quote.is_empty() {
            &lost.text
        } else {
            &lost.quote
        });
        super::complain(&ground.words.fill("cli.notes-nowhere", &[("quote", &quote)]));
    }
    let lost = plan.nowhere.len() as u32;
    if form.json || form.jsonl {
        let record = NotesImportRecord {
            added: plan.added,
            changed: plan.changed,
            unchanged: plan.unchanged,
            nowhere: lost,
        };
        out.json(form, std::iter::once(Ok::<_, Fault>(record)))?;
    } else {
        let counts = [plan.added, plan.changed, plan.unchanged, lost].map(|n| n.to_string());
        let [n, changed, same, lost] = &counts;
        let holes = [("n", &**n), ("changed", changed), ("same", same), ("lost", lost)];
        out.line(&ground.words.fill("cli.notes-taken", &holes))?;
    }
    Ok(if plan.nowhere.is_empty() { DONE } else { NOTHING })
}

fn check(ground: &Ground, form: Form, out: &mut Out) -> Result<i32, Fault> {
    let (_place, reader) = open(ground)?;
    let totals = reader.note_totals()?;
    if form.json || form.jsonl {
        out.json(form, std::iter::once(Ok::<_, Fault>(totals)))?;
        return Ok(DONE);
    }
    let counts = [
        totals.notes,
        totals.anchored,
        totals.whole,
        totals.moved,
        totals.orphans,
        totals.absent,
    ];
    let names = ["n", "anchored", "whole", "moved", "orphans", "absent"];
    let counts = counts.map(|n| n.to_string());
    let holes: Vec<(&str, &str)> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
    out.line(&ground.words.fill("cli.notes-check", &holes))?;
    Ok(DONE)
}

impl NoteChoice {
    /// Every note, the last changed first.
    fn by_default() -> Self {
        Self::default()
    }
}
