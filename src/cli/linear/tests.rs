use std::fmt::Write as _;
use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::article::language::Language;
use crate::cli::place::Place;
use crate::library::Library;
use crate::run::stock::Stock;
use crate::text::Clean;

/// The sample library, in a folder that goes with it.
fn sample() -> Place {
    let place = Place {
        library: Library::in_memory().expect("a library"),
        stock: Stock::Sample,
        name: Clean::new("sample"),
        encoding: None,
        told: Vec::new(),
    };
    place
        .bring_up_to_date(Bar::lines(&Words::of(Language::En)))
        .expect("it is taken in");
    place
}

/// What is typed, and what must be among what is said to it; behind `!`, what must not.
type Script = &'static [(&'static str, &'static [&'static str])];

/// Plays a script over the sample library.
fn play(language: Language, script: Script) {
    let place = sample();
    let mut talk = Talk::new(&place, &Words::of(language)).expect("a session");
    for (line, expected) in script {
        assert!(!talk.done, "{line:?} comes after the end");
        let said = talk.hear(line).join("\n");
        for part in *expected {
            match part.strip_prefix('!') {
                Some(part) => assert!(!said.contains(part), "{line:?} says {part:?}:\n{said}"),
                None => assert!(said.contains(part), "{line:?} does not say {part:?}:\n{said}"),
            }
        }
    }
    assert!(talk.done, "the script ends the session");
}

#[test]
fn a_note_may_have_several_lines() {
    play(
        Language::Ko,
        &[
            ("1", &[]),
            ("w 첫째 줄 \\", &["이어서"]),
            ("\\", &["이어서"]),
            ("둘째 줄", &["!이어서"]),
            ("v", &["첫째 줄", "둘째 줄", "!\\"]),
            ("q", &[]),
        ],
    );
    let place = sample();
    let mut talk = Talk::new(&place, &Words::of(Language::Ko)).expect("a session");
    talk.hear("1");
    talk.hear("w 끝나지 않은\\");
    assert!(
        !talk.end().is_empty(),
        "the end of the input keeps what was written"
    );
    assert!(talk.hear("v").join("\n").contains("끝나지 않은"));
    assert!(talk.end().is_empty());
}

#[test]
fn a_session_in_korean() {
    play(
        Language::Ko,
        &[
            ("도움말", &["l, 목록: 기사를 모두", "q, 끝: 끝냅니다"]),
            ("개체", &["개체, ", "1. ", "인물, 기사 "]),
            ("책갈피목록", &["맞는 기사가 없습니다"]),
            ("목록", &["전체, 24건", "1. ", "안읽음", "!책갈피"]),
            ("", &["24. "]),
            ("", &["끝입니다"]),
            ("책갈피", &["먼저 기사를 여세요"]),
            ("25", &["25번은 목록에 없습니다"]),
            ("찾기 갈매기 임신부", &["‘갈매기 임신부’, ", "1. 태풍 ‘느티’에"]),
            ("1번", &["태풍 ‘느티’에", "기사 끝. 개체 ", "메모 0개"]),
            ("책갈피", &["책갈피에 넣음 · u 되돌리기"]),
            ("메모쓰기 배가 다시 떴다", &["메모를 남겼습니다"]),
            ("쓰기", &["어느 글귀에"]),
            ("둑길에서 본 고래", &["글귀가 없습니다", "어느 글귀에"]),
            ("갈매기 7호", &["메모를 쓰세요"]),
            ("배 이름", &["메모를 남겼습니다"]),
            (
                "메모",
                &["메모, 2건", "‘갈매기 7호’, 배 이름", "배가 다시 떴다", "!태풍"],
            ),
            ("지우기 3", &["3번은 목록에 없습니다"]),
            ("지우기 1", &["메모를 지웠습니다"]),
            ("지우기 1", &["1번은 목록에 없습니다"]),
            ("되돌리기", &["1건 되돌림"]),
            ("메모 *", &["메모, 2건"]),
            ("메모 떴다", &["메모, 1건", "배가 다시 떴다"]),
            ("책갈피목록", &["책갈피, 1건", "책갈피", "메모 2개", "!안읽음"]),
            ("ㅣ", &["전체, 24건"]),
            ("에엥", &["모르는 말: 에엥"]),
            ("ㅂ", &[]),
        ],
    );
}

#[test]
fn a_session_in_english() {
    play(
        Language::En,
        &[
            ("?", &["s /, search: searches for"]),
            ("all", &["Open a story first"]),
            ("/passengers", &["“passengers”", "1. "]),
            ("list", &["All: 24"]),
            ("n", &["End of the story. Names "]),
            ("n", &["End of the story. Names "]),
            ("p", &["End of the story. Names "]),
            ("p", &["first"]),
            ("info", &["Headline: ", "Id: ", "Language: Korean"]),
            ("f seo harin", &["Person, stories ", "Also written: ", "1. "]),
            ("2", &["End of the story"]),
            ("tag #later one", &["Tags changed · u undoes"]),
            ("i", &["Tags: ", "later", "one"]),
            ("tag later", &["Tags changed"]),
            ("i", &["!later"]),
            ("u", &["Undone: 1"]),
            ("i", &["later"]),
            ("e", &["Names: "]),
            ("1", &["stories "]),
            ("z", &["End of the story"]),
            ("related", &["Related: ", "1. "]),
            ("m 1", &["u undoes"]),
            ("b 1", &["Bookmarked · u undoes"]),
            ("k", &["1. ", "Bookmarked"]),
            ("redo", &["Nothing to redo"]),
            ("f nobody of this name", &["No name nobody of this name."]),
            ("s zzzzqqqqxxxx", &["No stories match."]),
            ("x", &["Nothing has changed."]),
            ("frobnicate", &["Not understood: frobnicate."]),
            ("quit", &[]),
        ],
    );
}

#[test]
fn a_session_in_japanese() {
    play(
        Language::Ja,
        &[
            ("ヘルプ", &["l, 一覧: すべて", "q, 終了: 終わります"]),
            ("未読", &["未読、24件"]),
            ("検索\u{3000}引退した船", &["「引退した船」", "1. 引退した船"]),
            ("１", &["記事の終わり。名前 "]),
            ("名前", &["名前、", "1. "]),
            ("たどる １", &["記事 ", "1. "]),
            ("戻る", &["記事の終わり"]),
            ("しおり", &["しおりを付けました · u 元に戻す"]),
            ("書く 良い記事", &["メモしました"]),
            ("メモ", &["メモ、1件", "1. 良い記事"]),
            ("削除 1", &["メモを消しました"]),
            ("元に戻す", &["1件を元に戻しました"]),
            ("未読", &["未読、23件"]),
            ("ｑ", &[]),
        ],
    );
}

#[test]
fn a_session_in_chinese() {
    play(
        Language::Zh,
        &[
            ("帮助", &["列出全部文章"]),
            ("搜索 印章", &["“印章”", "1. "]),
            ("1", &["文章结束。名称 "]),
            ("名称", &["名称，", "1. "]),
            ("跟随 1", &["文章 ", "1. "]),
            ("返回", &["文章结束"]),
            ("书签", &["已加书签 · u 撤销"]),
            ("书签", &["已取下书签"]),
            ("写 好文章", &["已记下"]),
            ("笔记", &["笔记，1 项", "1. 好文章"]),
            ("撤销", &["已撤销 1 项"]),
            ("笔记", &["没有符合的笔记"]),
            ("重做", &["已重做 1 项"]),
            ("笔记", &["1. 好文章"]),
            ("退出", &[]),
        ],
    );
}

/// What no screen reader can say: controls, drawings, braille, and letters that no standard knows.
fn unspeakable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}' | '\u{e000}'..='\u{f8ff}' | '\u{202a}'..='\u{202e}')
}

#[test]
fn nothing_is_said_that_cannot_be_spoken() {
    let place = sample();
    for language in crate::app::words::LANGUAGES {
        let mut talk = Talk::new(&place, &Words::of(language)).expect("a session");
        let mut said = talk.greeting().expect("a greeting");
        for line in [
            "l", "h", "e", "1", "1", "a", "i", "e", "v", "r", "k", "o", "z", "d", "t", "s", "f", "w", "", "",
        ] {
            said.extend(talk.hear(line));
        }
        for line in said {
            assert!(!line.contains(unspeakable), "{language:?} {line:?}");
        }
    }
}

#[test]
fn whatever_is_typed_is_answered() {
    let place = sample();
    let mut talk = Talk::new(&place, &Words::of(Language::En)).expect("a session");
    let long = "가".repeat(100_000);
    for line in [
        "\u{1b}]0;title\u{7}",
        "s \u{202e}evil\u{1b}[31m",
        "w \u{1b}[2Jnote\u{0}",
        "1",
        "w \u{1b}[2Jnote\u{0}\u{202e}",
        "v",
        "t \u{200b}",
        "f \u{fffd}\u{fffd}",
        "0",
        "-1",
        "1e9",
        "99999999999999999999999999",
        "b 99999999999999999999999999",
        "d 99999999999999999999999999",
        "s \" OR * ( NOT",
        "s ㅁㅌ",
        "w",
        "\u{0}\u{1}\u{2}",
        "w",
        "",
        "",
        &long,
        &format!("s {long}"),
        &format!("w {long}"),
        "u",
        "u",
        "u",
        "u",
    ] {
        for said in talk.hear(line) {
            assert!(!said.contains(unspeakable), "{said:?}");
        }
    }
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(60));
    let talk = std::cell::RefCell::new(talk);
    runner
        .run(&"([a-z?/] ?)?\\PC{0,8}", |line| {
            let mut talk = talk.borrow_mut();
            let said = talk.hear(&line);
            // What was typed may be said back: nothing of it is a control here.
            let strange = |c: char| unspeakable(c) && !line.contains(c);
            prop_assert!(said.iter().all(|said| !said.contains(strange)));
            Ok(())
        })
        .expect("every line is answered");
}

#[test]
fn lines_are_taken_as_they_come() {
    let long = [vec![b'a'; (LONGEST as usize) * 2 + 5], b"\nq\n".to_vec()].concat();
    for (bytes, expected) in [
        (&b""[..], vec![]),
        (b"l\nq\n", vec![2, 2]),
        (b"l\r\nq", vec![3, 1]),
        (b"\n\n", vec![1, 1]),
        (b"\xff\xfe\n", vec![3]),
        (&long, vec![LONGEST as usize, 2]),
    ] {
        let mut input = Cursor::new(bytes);
        let mut line = Vec::new();
        let mut lengths = Vec::new();
        while listen(&mut input, &mut line) {
            lengths.push(line.len());
        }
        assert_eq!(lengths, expected);
    }
}

#[test]
fn rows_fit_any_terminal_and_lose_nothing() {
    let text = "태풍 ‘느티’에 하늬대교 전면 통제. The ferry 7 left — 갈매기였다.";
    let ruler = Ruler::default();
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for columns in [0, 1, 2, 3, 5, 10, 40, 80, 1000] {
        let rows = broken(text, columns);
        for row in &rows {
            assert!(
                ruler.width(row) <= usize::from(columns.clamp(2, MEASURE)),
                "{columns} {row:?}"
            );
        }
        assert_eq!(letters(&rows.concat()), letters(text));
    }
}

/// The table of orders as it stands in the documentation.
fn order_table() -> String {
    let catalogues = crate::app::words::LANGUAGES.map(Words::of);
    let mut table = "\n| letter | words | what it does |\n|---|---|---|\n".to_owned();
    for (_, letters, name) in order::ORDERS {
        let letters: Vec<String> = letters.split(' ').map(|letter| format!("`{letter}`")).collect();
        let mut words = vec![(*name).to_owned()];
        for catalogue in &catalogues {
            let own = catalogue.get(&format!("linear-word.{name}")).to_owned();
            words.extend(own.split(' ').map(str::to_owned));
        }
        let mut met = std::collections::HashSet::new();
        words.retain(|word| met.insert(word.clone()));
        let does = catalogues[1].get(&format!("linear-help.{name}")).to_owned();
        let _ = writeln!(table, "| {} | {} | {does} |", letters.join(" "), words.join(" "));
    }
    table.push('\n');
    table
}

#[test]
fn the_documentation_has_every_order() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/plain.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once("<!-- orders -->\n").expect("the opening marker");
    let (_, after) = rest.split_once("<!-- /orders -->").expect("the closing marker");
    let expected = format!(
        "{before}<!-- orders -->\n{}<!-- /orders -->{after}",
        order_table()
    );
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("it is written");
    }
    assert!(
        page == expected || std::env::var_os("UPDATE").is_some(),
        "docs/plain.md: run UPDATE=1 cargo test"
    );
}
