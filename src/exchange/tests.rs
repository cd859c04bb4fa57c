use proptest::prelude::*;

use super::*;
use crate::article::anchor::{Anchor, Page, Standing};
use crate::article::id::ArticleId;
use crate::exchange::markdown::Flavour;
use crate::library::Library;
use crate::library::edit::{Cause, Edit};
use crate::library::note::{Hanging, NoteFilter, NoteView};

const TEXT: &str =
    "해원시, 둑길 다시 연다\n🙂 해원시가 “둑길”을 내년 봄에 다시 연다.\n시는 보강 공사에 34억 원을 쓴다.";

fn noted(name: &str, quote: Option<&str>, text: &str, tags: &[&str]) -> Noted {
    let story = StoryId::whole(ArticleId::of("s"));
    let anchor = quote.map(|quote| {
        let at = TEXT.find(quote).expect("the quote is there") as u32;
        Page::of(TEXT)
            .anchor(at..at + quote.len() as u32)
            .expect("it is visible")
    });
    Noted {
        standing: anchor.as_ref().map(|a| Standing::Anchored { at: a.bytes() }),
        note: Note {
            id: NoteId::of(name),
            on: Hanging { story, anchor },
            colour: Colour::Blue,
            text: Clean::body(text),
            tags: super::tags(tags.iter().copied()),
            made: Some(1_755_825_240_123),
        },
        changed: 1_755_825_250_000,
        texts: 1,
        header: None,
    }
}

fn sheet(notes: Vec<Noted>) -> Sheet {
    Sheet {
        story: StoryId::whole(ArticleId::of("s")),
        headline: Clean::new("해원시, “둑길” 다시 연다: 50% & {셈}"),
        url: Some(Clean::new("https://example.org/a?b=1&c={2}")),
        outlet: Some("새벽신문".into()),
        bylines: vec![Byline {
            name: "윤가온".into(),
            ..Byline::default()
        }],
        date: Date::day(2025, 8, 22, 540),
        language: Language::Ko,
        tags: vec!["둑 길".into()],
        text: Clean::body(TEXT),
        notes,
    }
}

fn two() -> Sheet {
    sheet(vec![
        noted("a", None, "모두 읽을 것", &[]),
        noted(
            "b",
            Some("34억 원을"),
            "# 머리\n\n- \"하나\", 둘\n- =셋",
            &["공사", "볼 것"],
        ),
    ])
}

#[test]
fn offsets_are_what_each_form_counts() {
    let sheet = two();
    let w3c: Json = serde_json::from_str(&w3c::write(std::slice::from_ref(&sheet))).unwrap();
    let selector = &w3c[1]["target"]["selector"][1];
    let (start, end) = (
        selector["start"].as_u64().unwrap() as usize,
        selector["end"].as_u64().unwrap() as usize,
    );
    let points: String = TEXT.chars().skip(start).take(end - start).collect();
    assert_eq!(points, "34억 원을");
    let hypothesis: Json = serde_json::from_str(&hypothesis::write(std::slice::from_ref(&sheet))).unwrap();
    let selector = &hypothesis[1]["target"][0]["selector"][1];
    let at = selector["start"].as_u64().unwrap() as usize..selector["end"].as_u64().unwrap() as usize;
    let units: Vec<u16> = TEXT.encode_utf16().collect();
    assert_eq!(String::from_utf16(&units[at.clone()]).unwrap(), "34억 원을");
    assert_eq!(at.start, start + 1, "the emoji has two units");
    assert_eq!(w3c[1]["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(w3c[0]["motivation"], "commenting");
    assert!(w3c[0]["target"].get("selector").is_none());
}

#[test]
fn readwise_rows_are_read_back() {
    let text = readwise::write(&[two()]);
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(
        rows.headers().unwrap(),
        vec!["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(&rows[1][0], "34억 원을");
    assert_eq!(
        &rows[1][4],
        ".공사 .볼_것 .blue \n# 머리\n\n- \"하나\", 둘\n- =셋"
    );
    assert_eq!(&rows[1][6], "2025-08-22T01:14:00.123Z");
    assert_eq!(&rows[0][0], two().headline.as_str());
}

#[test]
fn stories_are_cited() {
    let csl: Json = serde_json::from_str(&cite::csl(&[two()])).unwrap();
    assert_eq!(csl[0]["author"][0]["literal"], "윤가온");
    assert_eq!(
        csl[0]["issued"]["date-parts"][0],
        serde_json::json!([2025, 8, 22])
    );
    let bib = cite::biblatex(&[two()]);
    assert!(
        bib.contains("title = {{해원시, “둑길” 다시 연다: 50\\% \\& \\{셈\\}}}"),
        "{bib}"
    );
    assert!(
        bib.contains("url = {https://example.org/a?b=1&c=%7B2%7D}"),
        "{bib}"
    );
    let depth = |text: &str| {
        text.replace("\\{", "")
            .replace("\\}", "")
            .chars()
            .fold(0i32, |d, c| match c {
                '{' => d + 1,
                '}' => d - 1,
                _ => d,
            })
    };
    assert_eq!(depth(&bib), 0);
}

#[test]
fn a_file_is_written_anew_around_what_the_reader_added() {
    for flavour in [Flavour::Obsidian, Flavour::Logseq] {
        let old = two();
        let first = markdown::write(&old, flavour, None).unwrap();
        let again = markdown::write(&old, flavour, Some(&first.text)).unwrap();
        assert_eq!(again.text, first.text);
        // The reader writes above, between and below.
        let id = old.notes[1].note.id.to_string();
        let at = first.text.find(&format!("jobo {id}")).unwrap();
        let at = first.text.get(..at).unwrap().rfind('\n').unwrap();
        let own = format!(
            "{}\n내 생각\n{}\n덧붙임 %% 그냥 %%\n",
            first.text.get(..at).unwrap(),
            first.text.get(at..).unwrap()
        );
        let kept = markdown::write(&old, flavour, Some(&own)).unwrap();
        assert_eq!(kept.text, own);
        // A note is changed, one comes between, one goes.
        let new = sheet(vec![
            noted("c", Some("둑길"), "새것", &[]),
            noted("b", Some("34억 원을"), "고침", &[]),
        ]);
        let changed = markdown::write(&new, flavour, Some(&own)).unwrap();
        assert_eq!(changed.kept, 0);
        for (words, there) in [
            ("내 생각", true),
            ("덧붙임", true),
            ("고침", true),
            ("새것", true),
            ("모두 읽을 것", false),
        ] {
            assert_eq!(changed.text.contains(words), there, "{words}: {}", changed.text);
        }
        assert!(changed.text.find("새것") < changed.text.find("고침"));
        assert_eq!(
            markdown::write(&new, flavour, Some(&changed.text)).unwrap().text,
            changed.text
        );
        // What the reader changed inside a note stays, and is said.
        let edited = changed.text.replace("고침", "내가 고침");
        let left = markdown::write(&old, flavour, Some(&edited)).unwrap();
        assert!(left.text.contains("내가 고침") && left.kept == 1);
        // A file of something else is not touched.
        assert_eq!(markdown::write(&old, flavour, Some("# 내 글\n")), None);
    }
}

#[test]
fn quotes_have_block_ids_that_markdown_readers_see() {
    use pulldown_cmark::{Event, Parser, Tag};
    let page = markdown::write(&two(), Flavour::Obsidian, None).unwrap();
    let body = page.text.split_once("\n---\n").unwrap().1;
    let quotes = Parser::new(body)
        .filter(|e| matches!(e, Event::Start(Tag::BlockQuote(_))))
        .count();
    assert_eq!(quotes, 1);
    assert!(body.contains(&format!("^jobo-{}", two().notes[1].note.id)));
    let name = markdown::file_name(&two());
    assert!(
        name.contains(".md") && !name.contains(['/', ':', '%', '"']),
        "{name}"
    );
    let hostile = Sheet {
        headline: Clean::new("../../.ssh\u{202e}/x"),
        ..two()
    };
    assert!(
        !markdown::file_name(&hostile).contains(['/', '\u{202e}'])
            && !markdown::file_name(&hostile).starts_with('.')
    );
}

#[test]
fn marked_texts_are_read() {
    let clipping = "---\ntitle: \"둑길\"\nsource: \"https://example.org/a\"\ntags:\n  - clippings\n---\n\
                    첫 문단의 ==밝힌 **말**==과 a == b.\n\n둘째 ==다른 [말](https://x.org)== 끝\n";
    let notes = read(clipping).unwrap();
    let quotes: Vec<&str> = notes.iter().map(|n| n.quote.as_str()).collect();
    assert_eq!(quotes, ["밝힌 말", "다른 말"]);
    assert_eq!(
        (notes[0].source.as_str(), notes[0].title.as_str()),
        ("https://example.org/a", "둑길")
    );
    assert_eq!(notes[1].before.trim_end().split('\n').next_back(), Some("둘째"));

    let json = r#"[{"url":"https://example.org/a","title":"둑길","highlights":[],"data":[
        {"id":"1","type":"text","content":"<p>34억 <b>원</b>을 &amp;</p>","notes":["하나","둘"],"textQuote":{"prefix":"에 ","suffix":" 쓴"}},
        {"id":"2","type":"element","content":""}]}]"#;
    let notes = read(json).unwrap();
    assert_eq!(notes.len(), 1);
    assert_eq!(
        (
            notes[0].quote.as_str(),
            notes[0].text.as_str(),
            notes[0].before.as_str()
        ),
        ("34억 원을 &", "하나\n\n둘", "에 ")
    );

    let omnivore = "글 전체에 대한 말\n\n> 첫 줄\n> 둘째 줄\n\n#공사 #둑\n\n내 말\n\n> 다른 것 \n";
    let notes = read(omnivore).unwrap();
    assert_eq!(notes.len(), 2);
    assert_eq!(
        (
            notes[0].quote.as_str(),
            notes[0].text.as_str(),
            notes[0].tags.len()
        ),
        ("첫 줄\n둘째 줄", "내 말", 2)
    );

    assert_eq!(read("아무 표시도 없는 글"), Err(Unreadable::Unknown));
    assert_eq!(read("{\"a\":1}"), Err(Unreadable::Unknown));
    assert!(matches!(read("{\"a\":"), Err(Unreadable::Broken(_))));
    assert_eq!(read("[]"), Ok(Vec::new()));
}

#[test]
fn hypothesis_rows_are_read() {
    let text = r#"{"total":1,"rows":[{"id":"h1","uri":"https://example.org/a","text":"말","tags":["둑"],
        "created":"2025-08-22T01:14:00.000+00:00","updated":"2025-08-22T01:14:00Z","document":{"title":["둑길"]},
        "target":[{"selector":[{"type":"RangeSelector"},{"type":"TextQuoteSelector","exact":"34억","prefix":"공사에 ","suffix":" 원을"}]}]}]}"#;
    let notes = read(text).unwrap();
    assert_eq!(
        (notes[0].quote.as_str(), notes[0].text.as_str(), notes[0].made),
        ("34억", "말", Some(1_755_825_240_000))
    );
}

/// A library with one story.
fn library(folder: &std::path::Path) -> (Library, StoryId) {
    use crate::article::Article;
    use crate::article::body::{Body, Zone};
    use crate::library::filing::{Filing, Leaf};
    let library = Library::open(folder.join("library.jobo")).unwrap();
    let mut writer = library.writer().unwrap();
    let body = Body::from_paragraphs(TEXT.lines().map(|line| [(Zone::Text, line)]));
    let story = StoryId::whole(ArticleId::of(body.text()));
    let article = Article {
        headline: Clean::new("해원시, 둑길 다시 연다"),
        url: Some(Clean::new("https://example.org/a")),
        body,
        ..Article::default()
    };
    let source = writer.add_source("/news").unwrap();
    let filing = Filing {
        source,
        path: "/news/a".into(),
        size: 1,
        mtime: 1,
        hash: [1; 16],
        recipe: 1,
        format: "text".into(),
        encoding: "UTF-8".into(),
        leaves: vec![Leaf {
            article,
            part: None,
            notices: Vec::new(),
            fault: None,
        }],
    };
    let row = writer.file(vec![filing]).unwrap().rows[0];
    writer
        .index(vec![(row, crate::entity::Found::default())])
        .unwrap();
    (library, story)
}

#[test]
fn foreign_notes_find_their_story_once() {
    let folder = tempfile::tempdir().unwrap();
    let (library, story) = library(folder.path());
    let (reader, mut writer) = (library.reader().unwrap(), library.writer().unwrap());
    let by_url = Foreign {
        id: "h1".into(),
        source: "https://example.org/a".into(),
        quote: "34억 원".into(),
        ..Foreign::default()
    };
    let by_words = Foreign {
        quote: "내년 봄에 다시".into(),
        text: "말".into(),
        ..Foreign::default()
    };
    let lost = Foreign {
        quote: "어디에도 없는 말이다".into(),
        ..Foreign::default()
    };
    let orphan = Foreign {
        id: "h2".into(),
        quote: "사라진 말이다".into(),
        ..by_url.clone()
    };
    let all = vec![by_url.clone(), by_words, lost, orphan, by_url];
    let plan = intake::plan(&reader, all.clone()).unwrap();
    assert_eq!((plan.added, plan.nowhere.len()), (3, 1));
    writer.edit(Cause::Deliberate, &plan.edits).unwrap();
    let again = intake::plan(&reader, all).unwrap();
    assert_eq!((again.added, again.unchanged, again.edits.len()), (0, 3, 0));
    let totals = reader.note_totals().unwrap();
    assert_eq!((totals.anchored, totals.orphans), (2, 1));
    assert_eq!(reader.notes_of(story).unwrap().len(), 3);
    // A later version of one changes it.
    let later = Foreign {
        id: "h1".into(),
        text: "고친 말".into(),
        changed: Some(i64::MAX >> 16),
        ..Foreign::default()
    };
    let plan = intake::plan(&reader, vec![later]).unwrap();
    writer.edit(Cause::Deliberate, &plan.edits).unwrap();
    assert_eq!(
        reader.note(NoteId::of("h1")).unwrap().unwrap().note.text,
        "고친 말"
    );
}

/// From where, how far, text, tags, colour, and whether on the whole story.
type Raw = (u32, u32, String, Vec<String>, usize, bool);

fn notes() -> impl Strategy<Value = Vec<Note>> {
    let words = "[가나 \n“=\\-*#>%a🙂.]{0,24}";
    let one = (
        0..40u32,
        0..40u32,
        words,
        prop::collection::vec("[가 a#]{1,4}", 0..3),
        0..5usize,
        any::<bool>(),
    );
    prop::collection::vec(one, 1..5).prop_map(|all| {
        let make = |(n, (from, to, text, tags, colour, whole)): (usize, Raw)| {
            let anchor = Anchor::new(TEXT, from..from + to).filter(|_| !whole);
            Note {
                id: NoteId::of(&n.to_string()),
                on: Hanging {
                    story: StoryId::default(),
                    anchor,
                },
                colour: Colour::ALL[colour],
                text: Clean::body(&text),
                tags: super::tags(tags.iter().map(String::as_str)),
                made: Some(1_755_825_240_000 + n as i64),
            }
        };
        all.into_iter().enumerate().map(make).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Out through W3C JSON-LD and into an empty library: nothing is lost, and nothing without jobo's own words for it.
    #[test]
    fn a_round_trip_loses_nothing(given in notes()) {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let ((from, story), (to, _)) = (library(one.path()), library(two.path()));
        let make = |mut note: Note| {
            note.on.story = story;
            Edit::Note { note: Box::new(note), on: true }
        };
        let edits: Vec<Edit> = given.into_iter().map(make).collect();
        from.writer().unwrap().edit(Cause::Deliberate, &edits).unwrap();
        let all = |library: &Library| -> Vec<Note> {
            let reader = library.reader().unwrap();
            let rows = reader.note_order(&NoteView::default()).unwrap();
            let mut notes: Vec<Note> = reader.notes(&rows).unwrap().into_iter().map(|n| n.note).collect();
            notes.sort_by_key(|note| note.id);
            notes
        };
        let sheet = Sheet::of(&from.reader().unwrap(), story).unwrap().unwrap();
        for text in [w3c::write(std::slice::from_ref(&sheet)), jsonl::write(std::slice::from_ref(&sheet))] {
            let plan = intake::plan(&to.reader().unwrap(), read(&text).unwrap()).unwrap();
            to.writer().unwrap().edit(Cause::Deliberate, &plan.edits).unwrap();
            prop_assert_eq!(all(&to), all(&from));
        }
        // What other programs understand of it is all there, too.
        let foreign = read(&w3c::write(std::slice::from_ref(&sheet))).unwrap();
        for (noted, foreign) in sheet.notes.iter().zip(foreign) {
            let anchor = noted.note.on.anchor.as_ref();
            prop_assert_eq!(&foreign.quote, anchor.map_or("", |a| a.quote.as_str()));
            prop_assert_eq!(&foreign.before, anchor.map_or("", |a| a.before.as_str()));
            prop_assert_eq!((&foreign.text, &foreign.tags), (&noted.note.text, &noted.note.tags));
            prop_assert_eq!((foreign.made, foreign.changed), (noted.note.made, Some(noted.changed)));
        }
        // Files for Obsidian and Logseq are the same when written again.
        for flavour in [Flavour::Obsidian, Flavour::Logseq] {
            let first = markdown::write(&sheet, flavour, None).unwrap();
            let again = markdown::write(&sheet, flavour, Some(&first.text)).unwrap();
            prop_assert_eq!((&again.text, again.kept), (&first.text, 0));
        }
        let mut rows = csv::Reader::from_reader(std::io::Cursor::new(readwise::write(std::slice::from_ref(&sheet))));
        prop_assert_eq!(rows.records().filter_map(Result::ok).count(), sheet.notes.len());
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "[=>#\\[\\]{}\":,a가 \n<&;]{0,80}|\\PC{0,80}") {
        let _ = read(&text);
        let _ = read(&format!("---\n{text}"));
    }
}

#[test]
fn a_view_that_holds_nothing_writes_empty_files() {
    let _ = NoteFilter::default();
    for text in [w3c::write(&[]), hypothesis::write(&[]), cite::csl(&[])] {
        assert_eq!(
            serde_json::from_str::<Json>(&text).unwrap(),
            serde_json::json!([])
        );
    }
    assert_eq!(
        (jsonl::write(&[]), cite::biblatex(&[])),
        (String::new(), String::new())
    );
}
