//! Rows, columns and bytes.

use jobo::app::layout::Pane;
use jobo::app::reader::lines::{Lines, Measure, Source};
use jobo::app::words::Words;
use jobo::article::language::Language;
use jobo::ingest::{Input, read};
use jobo::text::Clean;
use jobo::text::width::Ruler;
use jobo::text::wrap::{Mode, Wrap, rows};

use crate::world::World;
use crate::{AGENCY, COLUMN, file, seed, seed_line};

fn ranges(text: &str, cols: u16) -> Vec<(u32, u32)> {
    let wrap = Wrap {
        cols,
        mode: Mode::Auto,
        ruler: Ruler::default(),
    };
    rows(text, &wrap).iter().map(|row| (row.start, row.end)).collect()
}

fn lines(text: &str, cols: u16) -> Vec<&str> {
    ranges(text, cols)
        .iter()
        .map(|(from, to)| jobo::text::slice(text, *from as usize..*to as usize))
        .collect()
}

/// The rows of a text, apart by ` / `.
fn check(text: &str, cols: u16, expected: &str) {
    assert_eq!(lines(text, cols).join(" / "), expected, "{cols} columns");
}

/// Cases 1 and 2.
#[test]
fn a_korean_sentence_ends_its_rows_at_eojeol() {
    if let Some(line) = seed_line(0, 4) {
        let at_40 = [(0, 42), (43, 91), (92, 147), (148, 188), (189, 208)];
        let at_24 = [
            (0, 29),
            (30, 58),
            (59, 91),
            (92, 117),
            (118, 147),
            (148, 181),
            (182, 208),
        ];
        assert_eq!(ranges(&line, 40), at_40);
        assert_eq!(ranges(&line, 24), at_24);
    }
    let line = COLUMN.lines().nth(2).unwrap();
    check(
        line,
        40,
        "그러나 27일(현지시간) 스타트업 / 다람쥐랩은 투자자에게, 슈퍼컴퓨터센터 / 계획(SCP) 지연 문제로 회사의 일부 / \
         직원들이 불만을 품고 있다는 말을 처음 / 전했습니다.",
    );
    check(
        line,
        24,
        "그러나 27일(현지시간) / 스타트업 다람쥐랩은 / 투자자에게, / 슈퍼컴퓨터센터 계획(SCP) / 지연 문제로 회사의 일부 / \
         직원들이 불만을 품고 / 있다는 말을 처음 / 전했습니다.",
    );
}

/// Case 4, the text: no row is wider than its pane, and but for blanks nothing is lost, at any width.
#[test]
fn stories_are_whole_at_every_width() {
    let mut files = vec![file("column.txt", COLUMN), file("agency.txt", AGENCY)];
    files.extend(
        [0, 1]
            .into_iter()
            .filter_map(|n| Some(file(&format!("seed-{n}.txt"), seed(n)?))),
    );
    let mut worlds = vec![World::new((80, 24)), World::filled((80, 24), Language::Ko, files)];
    let words = Words::of(Language::Ko);
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut stories = 0;
    for world in &mut worlds {
        world.keys("g l g g");
        for _ in 0..world.app.list.len() {
            world.rest();
            let story = world.app.reader.story().expect("a story").clone();
            for columns in 8..=120 {
                let measure = Measure {
                    columns,
                    mode: Mode::Auto,
                    ruler: Ruler::default(),
                    asides: true,
                };
                let lines = Lines::new(&story, measure, &words, usize::MAX);
                for line in &lines.lines {
                    let shown = lines.text(&story, line);
                    let cols = usize::from(line.indent) + measure.ruler.width(shown);
                    assert!(cols <= usize::from(columns), "{columns}: {shown}");
                }
                let mut body: Vec<_> = lines.lines.iter().filter(|l| l.source == Source::Body).collect();
                body.sort_by_key(|line| line.start);
                let shown: String = body
                    .iter()
                    .map(|line| visible(lines.text(&story, line)))
                    .collect();
                assert_eq!(shown, visible(story.article.body.text()), "{columns}");
            }
            stories += 1;
            world.keys("j");
        }
    }
    assert!(stories >= 20, "{stories}");
}

/// Case 4, the screen: every border is whole at every scroll place. Every fourth width; four tests do all.
fn borders_are_whole(from: u16) {
    let mut files = vec![file("column.txt", COLUMN), file("agency.txt", AGENCY)];
    files.extend(
        [0, 1]
            .into_iter()
            .filter_map(|n| Some(file(&format!("seed-{n}.txt"), seed(n)?))),
    );
    for columns in (from..=170).step_by(4) {
        let mut world = World::filled((columns, 16), Language::Ko, files.clone());
        for _ in 0..world.app.list.len() {
            world.keys("Enter");
            loop {
                whole_borders(&world);
                let top = world.app.reader.top();
                world.keys("j");
                if world.app.reader.top() == top {
                    break;
                }
            }
            world.keys("g l j");
        }
    }
}

#[test]
fn borders_are_whole_wherever_the_story_is_scrolled_a() {
    borders_are_whole(30);
}

#[test]
fn borders_are_whole_wherever_the_story_is_scrolled_b() {
    borders_are_whole(31);
}

#[test]
fn borders_are_whole_wherever_the_story_is_scrolled_c() {
    borders_are_whole(32);
}

#[test]
fn borders_are_whole_wherever_the_story_is_scrolled_d() {
    borders_are_whole(33);
}

fn whole_borders(world: &World) {
    let frame = world.frame();
    let layout = world.app.layout;
    for pane in [Pane::List, Pane::Reader, Pane::Sidebar] {
        let Some(pane) = layout.frame(pane).filter(|f| f.outer != f.inner) else {
            continue;
        };
        for y in pane.outer.top()..pane.outer.bottom() {
            for x in [pane.outer.left(), pane.outer.right() - 1] {
                let symbol = frame[(x, y)].symbol();
                assert!(
                    "│┃├┤╭╮╰╯┬┴┼─".contains(symbol),
                    "{x},{y}: {symbol:?}\n{}",
                    world.text()
                );
            }
        }
    }
}

/// Case 5: in a terminal of 40 columns no syllable is lost at the edge.
#[test]
fn no_syllable_is_lost_at_the_edge() {
    let check = |bytes: Vec<u8>, whole: &str, broken: &str| {
        let mut world = World::filled((40, 15), Language::Ko, vec![file("story.txt", bytes)]);
        world.keys("Enter");
        let mut seen = false;
        for _ in 0..40 {
            let screen = world.text();
            seen |= screen.contains(whole);
            assert!(!screen.replace(whole, "").contains(broken), "{screen}");
            world.keys("j");
        }
        assert!(seen, "{whole} is nowhere");
    };
    if let Some(bytes) = seed(0) {
        check(bytes, "따르면,", "에르면");
    }
    check(COLUMN.into(), "투자자에게,", "에게자");
}

/// Cases 6 to 9.
#[test]
fn korean_keeps_particles_with_what_they_follow() {
    check(
        "메타의 인공지능(AI)은 구글·오픈AI·앤트로픽을",
        20,
        "메타의 인공지능 / (AI)은 구글·오픈AI· / 앤트로픽을",
    );
    check(
        "앤트로픽(80%)·구글 딥마인드(78%)보다 크게 낮았다. 오픈AI의 2년 유지율은 67%로 메타보다 높았다.",
        30,
        "앤트로픽(80%)·구글 딥마인드 / (78%)보다 크게 낮았다. / 오픈AI의 2년 유지율은 67%로 / 메타보다 높았다.",
    );
    check(
        "잇단 조직개편·구조조정…AI 인재 2년 유지율 64%로 최하위",
        24,
        "잇단 조직개편·구조조정… / AI 인재 2년 유지율 64%로 / 최하위",
    );
    check(
        "마크 저커버그 메타 CEO·알렉산더 왕 메타 최고AI책임자(CAIO)·자오셩자 메타초지능연구소 수석과학자",
        34,
        "마크 저커버그 메타 CEO·알렉산더 왕 / 메타 최고AI책임자(CAIO)·자오셩자 / 메타초지능연구소 수석과학자",
    );
}

/// Cases 10 and 11.
#[test]
fn japanese_and_chinese_keep_kinsoku() {
    check(
        "メタの人工知能（AI）開発チームは、「ラマ」の性能に失望した。",
        20,
        "メタの人工知能（AI） / 開発チームは、「ラ / マ」の性能に失望し / た。",
    );
    check(
        "人工智能，“元宇宙”（Meta）公司宣布裁员：三成。",
        20,
        "人工智能，“元宇 / 宙”（Meta）公司宣布 / 裁员：三成。",
    );
}

/// Cases 12 and 13.
#[test]
fn long_words_and_addresses_are_broken_where_they_may_be() {
    check(
        "가나다라마바사아자차카타파하",
        11,
        "가나다라마 / 바사아자차 / 카타파하",
    );
    check(
        "가나다라마바사아자차카타파하",
        12,
        "가나다라마바 / 사아자차카타 / 파하",
    );
    check(
        "https://www.news1.kr/articles/?5432 참고",
        16,
        "https:// / www.news1.kr/ / articles/?5432 / 참고",
    );
}

/// Cases 14 and 15, as far as the text goes.
#[test]
fn invisible_letters_go_and_syllables_are_composed() {
    let ruler = Ruler::default();
    let clean = Clean::new("\u{feff}메타\u{200b}의 인\u{ad}공지능");
    assert_eq!((clean.as_str(), ruler.width(&clean)), ("메타의 인공지능", 15));
    let name = Clean::new("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} 문서(최종).txt");
    assert_eq!((name.as_str(), ruler.width(&name)), ("한글 문서(최종).txt", 19));
    let found = jobo::text::pattern::Pattern::new("한글").find_all(&name);
    assert_eq!(
        found.map(|(_, hits)| (hits.len(), hits[0].clone())),
        Some((1, 0..6))
    );
    let mut field = jobo::app::input::Input::holding(&name);
    field.key(crossterm::event::KeyCode::Home.into());
    field.key(crossterm::event::KeyCode::Right.into());
    field.key(crossterm::event::KeyCode::Backspace.into());
    assert_eq!(field.value().as_str(), "글 문서(최종).txt");
}

/// Case 16: the date ends in the last column of every row.
#[test]
fn dates_stand_in_one_column() {
    let ruler = Ruler::default();
    for (title, date, expected) in [
        (
            "메타 오픈소스 '라마' 핵심개발진 대부분 이탈",
            "8/13",
            "메타 오픈소스 '라마' 핵심개…    8/13│",
        ),
        (
            "GPT-5 출시…프론티어 모델 경쟁 격화",
            "8/22",
            "GPT-5 출시…프론티어 모델 경…    8/22│",
        ),
        (
            "ﾊﾟﾅｿﾆｯｸ、AI半導体を発表",
            "8/22",
            "ﾊﾟﾅｿﾆｯｸ、AI半導体を発表         8/22│",
        ),
        (
            "人工智能，“元宇宙”公司裁员",
            "8/22",
            "人工智能，“元宇宙”公司裁员      8/22│",
        ),
        (
            "\u{1112}\u{1161}\u{11ab}글 NFD 파일이름.txt",
            "8/22",
            "한글 NFD 파일이름.txt           8/22│",
        ),
    ] {
        let row = ruler.pad(&Clean::new(title), 28) + &format!("{date:>8}│");
        assert_eq!(row, expected);
        assert_eq!(ruler.width(&row), 37);
    }
}

/// Case 17.
#[test]
fn a_headline_is_cut_between_syllables() {
    let title = "메타 오픈소스 '라마' 핵심개발진 대부분 이탈";
    for (cols, expected) in [
        (21, "메타 오픈소스 '라마'…"),
        (20, "메타 오픈소스 '라마…"),
        (19, "메타 오픈소스 '라… "),
    ] {
        assert_eq!(Ruler::default().pad(title, cols), expected);
    }
}

/// Case 22: a resize keeps the place, to the byte.
#[test]
fn a_resize_keeps_the_place() {
    let check = |bytes: Vec<u8>, paragraph: usize| {
        let mut world = World::filled((120, 12), Language::Ko, vec![file("story.txt", bytes)]);
        world.keys("Enter");
        for _ in 0..paragraph {
            world.keys("}");
        }
        world.keys("j");
        let body = world
            .app
            .reader
            .story()
            .expect("a story")
            .article
            .body
            .text()
            .clone();
        let of = |byte: u32| jobo::text::slice(&body, 0..byte as usize).matches('\n').count();
        let byte = world.app.reader.top_byte();
        assert!(byte > 0);
        world.resize(50, 12);
        assert_eq!(of(world.app.reader.top_byte()), of(byte));
        world.resize(120, 12);
        assert_eq!(world.app.reader.top_byte(), byte);
    };
    if let Some(bytes) = seed(0) {
        check(bytes, 11);
    }
    let mut long = String::new();
    for (n, line) in COLUMN.repeat(4).lines().enumerate() {
        long.extend([&n.to_string(), ". ", line, "\n"]);
    }
    check(long.into(), 11);
}

/// The bytes of a text in some encodings that Korean files have, each with its name.
fn encoded(text: &str) -> [(&'static str, Vec<u8>); 3] {
    let korean = encoding_rs::EUC_KR.encode(text);
    assert!(!korean.2, "the text fits the encoding");
    let little = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes);
    let big = text.encode_utf16().flat_map(u16::to_be_bytes);
    [
        ("EUC-KR", korean.0.into_owned()),
        ("UTF-16LE", little.collect()),
        ("UTF-16BE", big.collect()),
    ]
}

/// Case 30: a file looks the same in every encoding, and the status row says which it was.
#[test]
fn every_encoding_shows_the_same_story() {
    let check = |story: &str| {
        let screen = |bytes: Vec<u8>| {
            let mut world = World::filled((100, 30), Language::Ko, vec![file("story.txt", bytes)]);
            world.keys("Enter");
            let screen = world.text();
            let (panes, status) = screen.trim_end().rsplit_once('\n').expect("rows");
            (panes.to_owned(), status.to_owned())
        };
        let (expected, status) = screen(story.into());
        assert!(!status.contains("UTF"), "{status}");
        for (name, bytes) in encoded(story) {
            let (panes, status) = screen(bytes);
            assert_eq!(panes, expected, "{name}");
            assert!(status.contains(name), "{name}: {status}");
        }
    };
    if let Some(bytes) = seed(0) {
        check(&String::from_utf8(bytes).expect("UTF-8"));
    }
    check(COLUMN);
    let gbk = encoding_rs::GBK
        .encode("公司宣布新的人工智能模型明天上线测试吧")
        .0
        .into_owned();
    assert!(gbk.len() <= 40);
    let input = Input {
        name: "a.txt",
        bytes: &gbk,
        modified: None,
    };
    assert_ne!(read(&input).encoding, "EUC-KR");
}
