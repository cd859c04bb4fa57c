//! Whole articles of raw news text, each written with the zones it must be taken apart into.
//!
//! A line is `zone: words`; two pieces of one paragraph stand on one line with ` ¦ ` between them. The words alone
//! are what is read. All people, ships and papers are invented.

use jobo::article::body::Zone;
use jobo::article::date::{Date, Precision};
use jobo::article::language::Language;
use jobo::ingest::{Draft, Input, read};

/// What is known of a story beside its zones.
#[derive(Debug, Default, PartialEq)]
struct Facts {
    derived: bool,
    bylines: &'static str,
    dateline: &'static str,
    outlet: &'static str,
    date: &'static str,
    updated: &'static str,
    items: usize,
    language: Language,
}

fn modified() -> Date {
    Date::civil(
        jiff::civil::date(2025, 8, 25).at(9, 0, 0, 0),
        540,
        Precision::Time,
    )
    .expect("a day of 2025")
}

fn zone_name(zone: Zone) -> String {
    serde_json::to_value(zone)
        .expect("a zone is a word")
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn draft(text: &str) -> Draft {
    let input = Input {
        name: "story.txt",
        bytes: text.as_bytes(),
        modified: Some(modified()),
    };
    let mut reading = read(&input);
    assert_eq!((reading.format, reading.drafts.len()), ("text", 1));
    reading.drafts.remove(0)
}

fn check(written: &str, expected: &Facts) {
    let strip = |piece: &str| {
        piece
            .split_once(": ")
            .map(|(_, words)| words.to_owned())
            .unwrap_or_default()
    };
    let plain = |line: &str| line.trim().split(" ¦ ").map(strip).collect::<Vec<_>>().join(" ");
    let text: String = written.trim().lines().map(|l| plain(l) + "\n").collect();
    let story = draft(&text).article;
    let mut got = String::new();
    let mut end = 0;
    for block in story.body.blocks() {
        let paragraph = story.body.slice(end..block.bytes().start).contains('\n');
        got += if got.is_empty() {
            ""
        } else if paragraph {
            "\n"
        } else {
            " ¦ "
        };
        got += &zone_name(block.zone);
        got += ": ";
        got += story.body.slice(block.bytes());
        end = block.bytes().end;
    }
    let lines = written.trim().lines().map(str::trim).filter(|l| !l.is_empty());
    let wanted: Vec<&str> = lines.collect();
    assert_eq!(got.lines().collect::<Vec<_>>(), wanted, "\n{got}\n");
    let or = |t: &Option<jobo::text::Clean>| t.as_deref().unwrap_or_default().to_owned();
    let bylines = story
        .bylines
        .iter()
        .map(|b| format!("{}/{}/{}", b.name, or(&b.role), or(&b.address)));
    assert_eq!(bylines.collect::<Vec<_>>().join(", "), expected.bylines);
    let dateline = story
        .dateline
        .as_ref()
        .map(|d| format!("{}/{}", d.place, or(&d.agency)));
    assert_eq!(dateline.unwrap_or_default(), expected.dateline);
    assert_eq!(or(&story.outlet), expected.outlet);
    let date = |d: Option<Date>| {
        d.map_or(String::new(), |d| {
            if d.inferred {
                format!("{d}?")
            } else {
                d.to_string()
            }
        })
    };
    let wanted = if expected.date.is_empty() {
        "2025-08-25T09:00:00+09:00?"
    } else {
        expected.date
    };
    assert_eq!(
        (date(story.date).as_str(), date(story.updated).as_str()),
        (wanted, expected.updated)
    );
    assert_eq!(
        (story.derived, story.items.len(), story.language),
        (expected.derived, expected.items, expected.language)
    );
}

#[test]
fn korean_agency_story() {
    check(
        "
        headline: 새벽해운, 새 여객선 '새벽호' 첫 출항
        
        deck: 부산서 제주까지 네 시간…요금은 그대로
        deck: 주민들 \"손꼽아 기다렸다\"
        
        label: 본문 이미지 - ¦ caption: 부산항에 정박한 새벽호. 2025.8.20/가람통신 ⓒ Garam 한가람 기자
        repeat: 부산항에 정박한 새벽호. 2025.8.20/가람통신 ⓒ Garam 한가람 기자
        
        dateline: (부산=가람통신) 나누리 기자 = ¦ text: 새벽해운의 새 여객선이 22일 부산항을 떠났다.
        
        text: 배에는 승객 마흔두 명이 탔다고 회사는 밝혔다.
        
        byline: nuri@garam.example
        
        furniture: 대표이사/발행인 : 가나다
        furniture: |
        furniture: 주소 : 서울시 가람구 나루로 1
        furniture: 아무 말이나 적힌 줄
        furniture: Copyright ⓒ 가람통신. All rights reserved. 무단 사용 및 재배포 금지.
        ",
        &Facts {
            bylines: "나누리/기자/nuri@garam.example",
            dateline: "부산/가람통신",
            outlet: "가람통신",
            language: Language::Ko,
            ..Facts::default()
        },
    );
}

#[test]
fn korean_column_with_a_digest() {
    check(
        "
        text: 여객선 새벽호가 다시 바다로 나갔다는 소식이 지난 며칠 동안 항구의 이야깃거리였습니다.
        text: 주민들은 반가워하면서도 요금이 오를까 걱정했습니다.
        digest: 이어 22일 주요 뉴스입니다.
        label: ■ ¦ item-head: 등대 불빛, 백 년 만에 바뀐다
        item-text: 항만청이 등대의 불을 새것으로 바꿉니다. 공사는 가을에 끝납니다.
        item-text: 옛 등은 박물관으로 갑니다.
        label: ■ ¦ item-head: 어시장, 새벽 경매 중단
        label: ■ ¦ item-head: 갈매기 수 늘었다
        item-text: 조사단이 세어 보니 작년보다 많았습니다.
        byline: 나누리 기자 nuri@aitimes.com
        ",
        &Facts {
            derived: true,
            bylines: "나누리/기자/nuri@aitimes.com",
            outlet: "AI Times",
            items: 3,
            language: Language::Ko,
            ..Facts::default()
        },
    );
}

#[test]
fn korean_web_page() {
    check(
        "
        furniture: 홈 > 경제 > 산업
        headline: 새벽해운 매출 두 배로
        byline: 나누리 기자 | 입력 2025.08.22 10:14
        furniture: 수정 2025.08.22 11:30
        furniture: 페이스북 트위터 카카오톡 URL복사
        text: 새벽해운은 올해 매출이 두 배로 늘었다고 22일 발표했다.
        subhead: 여객이 효자
        text: 회사는 여객 부문이 전체의 절반을 넘었다고 설명했다. 화물은 제자리걸음이었다.
        subhead: ◆ 내년 계획
        text: 새 배 두 척을 더 짓는다는 계획도 내놓았다.
        furniture: 나누리 기자 구독하기
        furniture: ⓒ 가람일보, 무단 전재 및 재배포 금지
        furniture: 관련기사
        furniture: 새벽호 첫 출항
        furniture: 등대 불빛 바뀐다
        ",
        &Facts {
            bylines: "나누리/기자/",
            outlet: "가람일보",
            date: "2025-08-22T10:14:00+09:00",
            updated: "2025-08-22T11:30:00+09:00",
            language: Language::Ko,
            ..Facts::default()
        },
    );
}

#[test]
fn korean_paper_in_brackets_and_a_signature() {
    check(
        "
        headline: 등대지기의 마지막 밤
        dateline: [가람일보 나누리 기자] ¦ text: 등대지기 한 씨는 지난밤 마지막 불을 켰다.
        text: 그는 \"섭섭하지만 후련하다\"고 말했다. ¦ byline: 한가람 기자 garam@hani.co.kr
        furniture: <저작권자 ⓒ 가람일보, 무단 전재 금지>
        ",
        &Facts {
            bylines: "나누리/기자/, 한가람/기자/garam@hani.co.kr",
            outlet: "가람일보",
            language: Language::Ko,
            ..Facts::default()
        },
    );
}

#[test]
fn korean_points_and_captions() {
    check(
        "
        headline: 새벽호 타는 법
        furniture: 2025년 8월 22일 오전 10시
        text: 새벽호를 타려면 다음을 알아 두면 좋다고 회사는 말한다.
        point: ▲표는 하루 전에 산다
        point: ▲짐은 둘까지 싣는다
        caption: ▲ 새벽호 갑판에 선 승객들 [사진=새벽해운]
        text: 자세한 것은 https://dawn.example/howto 에 있다.
        byline: 글·사진=나누리
        ",
        &Facts {
            bylines: "나누리/글·사진/",
            date: "2025-08-22T10:00:00+09:00",
            language: Language::Ko,
            ..Facts::default()
        },
    );
}

#[test]
fn english_agency_story() {
    check(
        "
        headline: Dawn Lines sends its new ferry to sea
        deck: Fares stay as they are, the company says.
        byline: By Jane Roe and John Doe
        furniture: Published Aug. 22, 2025
        dateline: BUSAN, South Korea (Dawn Press) — ¦ text: The ferry left the harbour on Friday with forty-two people on board.
        text: It is the first new ship in ten years, according to the company.
        caption: The Dawn leaves the harbour. (Photo by Jane Roe)
        text: \"We waited long for her,\" said a passenger.
        byline: Reporting by Jane Roe; Editing by Max Moe
        furniture: © 2025 The Dawn Press
        furniture: Related Articles
        furniture: Lighthouse gets a new lamp
        ",
        &Facts {
            bylines: "Jane Roe/Reporting/, John Doe//, Max Moe/Editing/",
            dateline: "BUSAN, South Korea/Dawn Press",
            outlet: "The Dawn Press",
            date: "2025-08-22",
            language: Language::En,
            ..Facts::default()
        },
    );
}

#[test]
fn english_newsletter() {
    check(
        "
        headline: The Harbour Letter
        text: Good morning. The ferry is back and the town talks of little else this week.
        digest: In brief:
        label: 1. ¦ item-head: Lighthouse gets a new lamp
        item-text: The old one goes to the museum in autumn.
        label: 2. ¦ item-head: Fish market drops its dawn auction
        item-text: Buyers say they will miss it.
        furniture: Subscribe to our newsletter
        ",
        &Facts {
            items: 2,
            language: Language::En,
            ..Facts::default()
        },
    );
}

#[test]
fn english_without_a_headline() {
    check(
        "
        text: The ferry left the harbour on Friday. Forty-two people were on board, the company said.
        text: It will be back on Sunday.
        byline: By Jane Roe | The Dawn Post
        ",
        &Facts {
            derived: true,
            bylines: "Jane Roe//",
            outlet: "The Dawn Post",
            language: Language::En,
            ..Facts::default()
        },
    );
}

#[test]
fn japanese_agency_story() {
    check(
        "
        headline: 新しい客船「夜明け号」が初出航
        deck: 運賃は据え置き、島の住民が歓迎
        furniture: 公開日：2025年8月22日 10:14
        label: 写真： ¦ caption: 港に停泊する夜明け号
        dateline: 【東京共同】 ¦ text: 夜明け汽船の新しい客船が二十二日、東京港を出航した。
        text: 会社によると、乗客は四十二人だった。 ¦ byline: （山田太郎）
        furniture: 本紙記事の無断転載を禁じます。
        ",
        &Facts {
            bylines: "山田太郎//",
            dateline: "東京/共同",
            outlet: "共同",
            date: "2025-08-22T10:14:00+09:00",
            language: Language::Ja,
            ..Facts::default()
        },
    );
}

#[test]
fn japanese_correspondent() {
    check(
        "
        headline: 灯台の明かり、百年ぶりに交換
        dateline: 【ソウル＝山田太郎】 ¦ text: 港の灯台で二十二日、明かりを取り換える工事が始まった。
        subhead: 博物館へ
        text: 古い明かりは秋に博物館へ移されるという。
        byline: 文・写真：山田 太郎
        ",
        &Facts {
            bylines: "山田太郎//, 山田 太郎/文・写真/",
            dateline: "ソウル/",
            language: Language::Ja,
            ..Facts::default()
        },
    );
}

#[test]
fn chinese_agency_story() {
    check(
        "
        headline: 新客轮黎明号首航
        furniture: 发布时间：2025年8月22日 10:14 | 来源：黎明网
        dateline: 新华社釜山8月22日电（记者张三、李四） ¦ text: 黎明航运公司的新客轮二十二日离开港口。
        text: 公司表示，船上共有四十二名乘客。
        label: 图： ¦ caption: 港口里的黎明号
        text: 票价保持不变，居民对此表示欢迎。
        byline: 责任编辑：王五
        furniture: 未经本网授权不得转载
        ",
        &Facts {
            bylines: "张三/记者/, 李四/记者/, 王五/责任编辑/",
            dateline: "釜山/新华社",
            outlet: "黎明网",
            date: "2025-08-22T10:14:00+08:00",
            language: Language::Zh,
            ..Facts::default()
        },
    );
}

#[test]
fn chinese_digest() {
    check(
        "
        headline: 今日要闻
        label: 1、 ¦ item-head: 灯塔换新灯
        item-text: 港务局说，工程秋天完成。
        label: 2、 ¦ item-head: 鱼市停止清晨拍卖
        item-text: 买家表示遗憾。
        byline: 本报记者 张三 李四
        ",
        &Facts {
            bylines: "张三/记者/, 李四/记者/",
            items: 2,
            language: Language::Zh,
            ..Facts::default()
        },
    );
}

#[test]
fn a_poem_has_no_decks() {
    check(
        "
        headline: 새벽
        text: 배가 떠난다
        text: 등대가 눈을 감는다
        text: 갈매기만 남았다
        ",
        &Facts {
            language: Language::Ko,
            ..Facts::default()
        },
    );
}

#[test]
fn lines_of_one_width_are_joined_to_paragraphs() {
    let text = "Dawn Lines sends its new ferry to sea\n\n\
        The ferry left the harbour on Friday with forty-two people on board and\n\
        a band on the quay, and half of the town had come to see her go, which\n\
        nobody had expected after ten years without a ship.\n\n\
        It will be back on Sunday, the company said, if the weather holds, and\n\
        then it will sail every second day until the end of the season, with a\n\
        break in October.\n";
    let story = draft(text).article;
    assert_eq!(story.body.in_zone(Zone::Text).count(), 2);
    assert!(story.body.text().contains("on board and a band"));
    let crlf = draft(&text.replace('\n', "\r\n")).article;
    let cr = draft(&text.replace('\n', "\r")).article;
    assert_eq!((&crlf.body, &cr.body), (&story.body, &story.body));
}

#[test]
fn a_log_is_cut_and_says_so() {
    let draft = draft(&"줄\n".repeat(100_010));
    let notice = &draft.notices[0];
    let kind = serde_json::to_value(notice.kind).unwrap();
    assert_eq!((kind.as_str(), &*notice.detail), (Some("cut"), "11"));
    assert_eq!(draft.article.body.blocks().len(), 100_000);
}

#[test]
fn a_file_that_holds_nothing_is_named_after_itself() {
    for (bytes, kind) in [
        (&b""[..], "empty"),
        (b" \n\r\n\t", "empty"),
        (b"%PDF-1.7", "binary"),
    ] {
        let reading = read(&Input {
            name: "새벽호.txt",
            bytes,
            modified: None,
        });
        let draft = &reading.drafts[0];
        let fault = serde_json::to_value(draft.fault.as_ref().unwrap().kind).unwrap();
        assert_eq!(
            (fault.as_str().unwrap(), &*draft.article.headline),
            (kind, "새벽호.txt")
        );
    }
    let large = vec![b'a'; jobo::ingest::MAX_BYTES + 1];
    let reading = read(&Input {
        name: "log.txt",
        bytes: &large,
        modified: None,
    });
    assert_eq!(&*reading.drafts[0].fault.as_ref().unwrap().detail, "16777217");
}

mod any {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that rules look for, so that random texts meet them.
    const PIECES: &[&str] = &[
        "\n",
        "\r\n",
        "(서울=뉴스1)",
        " 나누리 기자",
        " = ",
        "■ ",
        "▲",
        "본문 이미지 - ",
        "이어 1일 주요 뉴스입니다.\n",
        "Copyright ⓒ",
        "https://a.example",
        "a@news1.kr",
        "By Jane Roe",
        "2025.08.22 10:14",
        "13월 40일",
        "記者",
        "새벽호가 떠났다. ",
        "（山田太郎）",
        "관련기사\n",
        "1. ",
        "\u{202E}",
        "\u{200D}",
        "\0",
        "\u{FFFD}",
        "｜",
        "“",
        "。",
    ];

    fn sound(draft: &Draft) {
        let body = &draft.article.body;
        assert!(!draft.article.headline.is_empty());
        let mut end = 0;
        for block in body.blocks() {
            assert!(block.start >= end && block.start < block.end);
            assert!(body.text().get(block.bytes()).is_some_and(|s| !s.contains('\n')));
            end = block.end;
        }
        for item in &draft.article.items {
            for part in [&item.head, &item.text] {
                assert!(body.text().get(part.start as usize..part.end as usize).is_some());
            }
        }
    }

    #[test]
    fn a_dateline_before_a_byline_and_nothing_is_read() {
        for text in ["(서울=뉴스1) =  나누리 기자\n", "(서울=뉴스1) = 나누리 기자"] {
            let reading = read(&Input {
                name: "a.txt",
                bytes: text.as_bytes(),
                modified: Some(modified()),
            });
            reading.drafts.iter().for_each(sound);
        }
    }

    proptest! {
        #[test]
        fn bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400), html in any::<bool>()) {
            let name = if html { "a.html" } else { "a.txt" };
            let reading = read(&Input { name, bytes: &bytes, modified: None });
            prop_assert!(!reading.drafts.is_empty());
            reading.drafts.iter().for_each(sound);
        }

        #[test]
        fn news_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
            let text = pieces.concat();
            let reading = read(&Input { name: "a.txt", bytes: text.as_bytes(), modified: Some(modified()) });
            prop_assert!(!reading.drafts.is_empty());
            reading.drafts.iter().for_each(sound);
            let again = read(&Input { name: "a.txt", bytes: text.as_bytes(), modified: Some(modified()) });
            prop_assert_eq!(reading, again);
        }
    }
}
