use proptest::prelude::*;
use proptest::sample::select;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::run::ear::Ear;
use crate::run::emulated::{Emulated, MODERN, PROFILES, Profile, XTERM_WIDE};
use crate::run::events::Event;
use crate::run::probe::{self, Answers, Asking};
use crate::run::stage::Stage;
use crate::text::slice;
use crate::text::width::Ruler;
use crate::text::wrap::{self, Wrap};
use crate::ui::damage::Damage;
use crate::ui::paint::{self, Sheet};

fn screen(depth: Depth) -> ratatui::Terminal<Paint> {
    let out = Out::new().expect("standard output can be doubled");
    ratatui::Terminal::new(Paint::new(out, (20, 4), depth)).expect("a backend without faults")
}

/// Draws one line and takes what would be written, without the frame's marks.
fn frame(terminal: &mut ratatui::Terminal<Paint>, text: &str, style: ratatui::style::Style) -> String {
    terminal
        .draw(|f| {
            f.buffer_mut().set_string(0, 0, text, style);
        })
        .expect("a backend without faults");
    let bytes = terminal.backend_mut().finish();
    match bytes.strip_prefix(BEGIN).and_then(|b| b.strip_suffix(END)) {
        Some(inside) => inside.to_owned(),
        None => bytes,
    }
}

#[test]
fn a_frame_without_changes_is_silent() {
    let mut terminal = screen(Depth::True);
    let style = ratatui::style::Style::new().fg(Color::Rgb(1, 2, 3));
    assert!(!frame(&mut terminal, "메타 AI", style).is_empty());
    assert_eq!(frame(&mut terminal, "메타 AI", style), "");
}

#[test]
fn sure_characters_run_on_and_others_place_the_next_cell() {
    let plain = ratatui::style::Style::new();
    assert_eq!(
        frame(&mut screen(Depth::True), "메타ab", plain),
        "\x1b[1H메타ab\x1b[4H\x1b[?25l"
    );
    assert_eq!(
        frame(&mut screen(Depth::True), "…a", plain),
        "\x1b[1H…\x1b[2Ga\x1b[4H\x1b[?25l"
    );
}

#[test]
fn colours_keep_to_the_depth() {
    let style = ratatui::style::Style::new()
        .fg(Color::Rgb(255, 0, 0))
        .bg(Color::Blue)
        .add_modifier(Modifier::BOLD);
    for (depth, want) in [
        (Depth::Plain, "\x1b[1H\x1b[1mx\x1b[m\x1b[4H\x1b[?25l"),
        (Depth::Sixteen, "\x1b[1H\x1b[1;44mx\x1b[m\x1b[4H\x1b[?25l"),
        (
            Depth::Indexed,
            "\x1b[1H\x1b[1;38;5;196;44mx\x1b[m\x1b[4H\x1b[?25l",
        ),
        (
            Depth::True,
            "\x1b[1H\x1b[1;38;2;255;0;0;44mx\x1b[m\x1b[4H\x1b[?25l",
        ),
    ] {
        assert_eq!(frame(&mut screen(depth), "x", style), want, "{depth:?}");
    }
}

#[test]
fn the_cube_and_the_ramp_are_met_where_they_are_exact() {
    for (rgb, want) in [
        ((0, 0, 0), 16),
        ((255, 255, 255), 231),
        ((8, 8, 8), 232),
        ((238, 238, 238), 255),
        ((95, 135, 175), 67),
        ((255, 0, 255), 201),
    ] {
        assert_eq!(nearest(rgb.0, rgb.1, rgb.2), want, "{rgb:?}");
    }
}

/// A screen of ours on a terminal of some kind.
struct Theatre {
    stage: Stage,
    shown: Emulated,
    size: (u16, u16),
}

impl Theatre {
    fn new(profile: Profile, size: (u16, u16)) -> Self {
        let out = Out::new().expect("standard output can be doubled");
        Self {
            stage: Stage::new(Paint::new(out, size, Depth::Sixteen), size),
            shown: Emulated::new(profile, size),
            size,
        }
    }

    /// Draws a frame; gives its bytes.
    fn draw(&mut self, draw: impl FnOnce(&mut Sheet)) -> String {
        let bytes = self.stage.bytes(|buf, damage| {
            draw(&mut Sheet::new(buf, damage));
            None
        });
        self.shown.write(&bytes);
        bytes
    }

    /// Asserts that the terminal shows what was drawn, each glyph in its column.
    fn assert_shows(&self, ruler: Ruler, draw: impl FnOnce(&mut Sheet)) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let (mut buf, damage) = (Buffer::empty(area), Damage::all(area));
        draw(&mut Sheet::new(&mut buf, &damage));
        for y in 0..self.size.1 {
            let mut x = 0;
            while x < self.size.0 {
                let symbol = buf[(x, y)].symbol();
                assert_eq!(self.shown.cell(x, y), symbol, "{x},{y}: {}", self.shown.row(y));
                x += ruler.cluster(symbol).max(1);
            }
        }
    }
}

/// What a terminal answers when it is asked as at the start.
fn asked(profile: Profile) -> Answers {
    let size = (80, 24);
    let mut shown = Emulated::new(profile, size);
    shown.write(&probe::questions(size, true).expect("room to ask"));
    let now = std::time::Instant::now();
    let patience = std::time::Duration::from_millis(200);
    let mut ear = Ear::new(Some(Asking::new(now, patience)));
    let replies = std::mem::take(&mut shown.replies);
    let mut events = ear.hear(replies.as_bytes());
    events.extend(ear.quiet(now + patience));
    let found: Vec<Answers> = events
        .into_iter()
        .map(|event| match event {
            Event::Found(answers) => answers,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found.len(), 1);
    found[0]
}

#[test]
fn every_terminal_is_known_by_its_answers() {
    for profile in PROFILES {
        let found = asked(*profile);
        if !profile.answers {
            assert_eq!(found, Answers::default());
            continue;
        }
        let ruler = found.ruler();
        let whole = profile.clusters.is_some();
        let expected = Ruler {
            ambiguous: profile.ambiguous as u8,
            selectors: profile.selectors || whole,
            joiners: profile.joiners || whole,
            skin_tones: profile.skin_tones || whole,
        };
        assert_eq!(ruler, expected, "{profile:?}");
        assert_eq!(
            (found.clusters, found.frames, found.dark),
            (profile.clusters, Some(2), profile.ground.map(|_| false))
        );
    }
}

#[test]
fn nothing_is_seen_of_the_questions() {
    for profile in PROFILES {
        let size = (60, 8);
        let (mut asked, mut plain) = (Theatre::new(*profile, size), Theatre::new(*profile, size));
        asked
            .stage
            .paint()
            .before(&probe::questions(size, true).expect("room to ask"));
        let draw = |sheet: &mut Sheet| {
            paint::put(
                sheet,
                (1, 1),
                60,
                "해원항",
                ratatui::style::Style::new(),
                Ruler::CAUTIOUS,
            );
        };
        let bytes = asked.draw(draw);
        plain.draw(draw);
        assert!(bytes.starts_with(BEGIN) && bytes.ends_with(END));
        assert_eq!(bytes.matches(BEGIN).count(), 1, "one frame");
        for y in 0..size.1 {
            assert_eq!(asked.shown.row(y), plain.shown.row(y));
        }
        assert_eq!(asked.shown.cursor(), plain.shown.cursor());
        assert!(!asked.shown.cursor_shown);
        // Nothing is asked again.
        assert_eq!(asked.draw(draw), "");
    }
}

/// Text that terminals measure differently, between text that none does.
const PIECES: &[&str] = &[
    "메타",
    "의 ",
    "라마 4",
    "AI",
    "人工知能",
    "ラマ",
    "。",
    "“",
    "…",
    "·",
    "→",
    "※",
    "°",
    "─",
    "★",
    "ㄱ",
    "ﾊﾟ",
    "\u{2764}\u{fe0f}",
    "\u{260e}\u{fe0f}",
    "1\u{fe0f}\u{20e3}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{2764}\u{fe0f}\u{200d}\u{1f525}",
    "\u{1f44d}\u{1f3fd}",
    "\u{1f1f0}\u{1f1f7}",
    "e\u{301}",
    " ",
    "-",
];

fn text() -> impl Strategy<Value = Vec<String>> {
    let row = proptest::collection::vec(select(PIECES), 0..14).prop_map(|pieces| pieces.concat());
    proptest::collection::vec(row, 4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// On every terminal, as its own answers describe it, each glyph stands where it was put, in the first frame and
    /// in one that changes it; and on one that answered nothing, too.
    #[test]
    fn drawn_is_as_wide_as_measured(
        profile in select(PROFILES),
        first in text(),
        second in text(),
        at in 0u16..6,
    ) {
        let ruler = asked(profile).ruler();
        let mut stage = Theatre::new(profile, (24, 4));
        stage.stage.paint().know(asked(profile));
        stage.shown.write(probe::CLUSTERS_ON);
        for rows in [&first, &second, &first] {
            let draw = |sheet: &mut Sheet| {
                for (row, y) in rows.iter().zip(0..) {
                    paint::put(sheet, (at, y), 23, row, ratatui::style::Style::new(), ruler);
                }
            };
            stage.draw(draw);
            stage.assert_shows(ruler, draw);
        }
    }
}

/// Rows of wide text, with marks that some terminals draw wide.
const WIDE: [&str; 4] = [
    "등대지기는 지난 두어 달 동안 홀로 불을",
    "밝혔습니다. “여기…” ※ 가·나 끝",
    "海の朝、ラオンは「ネモ」と話した。",
    "a가b나c다d라e마f바g사h아i자",
];

fn page(sheet: &mut Sheet, ruler: Ruler) {
    for y in 0..sheet.area().height {
        let style = ratatui::style::Style::new();
        let row = WIDE[usize::from(y) % WIDE.len()];
        paint::put(sheet, (0, y), sheet.area().width, row, style, ruler);
    }
}

#[test]
fn a_popup_cuts_no_glyph_and_leaves_none_behind() {
    let size = (40, 5);
    for profile in [MODERN, XTERM_WIDE] {
        let ruler = asked(profile).ruler();
        let lines = if ruler.ambiguous == 2 {
            paint::Lines::ASCII
        } else {
            paint::Lines::PLAIN
        };
        let mut stage = Theatre::new(profile, size);
        stage.draw(|sheet| page(sheet, ruler));
        let before: Vec<String> = (0..size.1).map(|y| stage.shown.row(y)).collect();
        for width in 2..=20 {
            for x in 0..=size.0 - width {
                let area = Rect::new(x, 0, width, 5);
                let over = |sheet: &mut Sheet| {
                    page(sheet, ruler);
                    let style = ratatui::style::Style::new();
                    paint::clear(sheet, area, ruler);
                    paint::border(sheet, area, lines, style);
                    paint::put(sheet, (x + 1, 0), x + width - 1, "찾기", style, ruler);
                };
                stage.draw(over);
                stage.assert_shows(ruler, over);
                for y in 1..4 {
                    let edges = [x, x + width - 1].map(|x| stage.shown.cell(x, y).to_owned());
                    assert_eq!(edges, [lines.vertical(), lines.vertical()], "{x}+{width}");
                }
                stage.draw(|sheet| page(sheet, ruler));
                let after: Vec<String> = (0..size.1).map(|y| stage.shown.row(y)).collect();
                assert_eq!(after, before, "{x}+{width}");
            }
        }
    }
}

/// Two panes of 42 and 28 columns, text of 40 columns in the first, and a popup of 20x6 over it from row 3 on.
fn with_popup(sheet: &mut Sheet, rows: &[String], popup: Option<u16>) {
    let (style, ruler, lines) = (
        ratatui::style::Style::new(),
        Ruler::default(),
        paint::Lines::PLAIN,
    );
    paint::border(sheet, Rect::new(0, 0, 42, 12), lines, style);
    paint::border(sheet, Rect::new(42, 0, 28, 12), lines, style);
    for (row, y) in rows.iter().zip(1..11) {
        paint::put(sheet, (1, y), 41, row, style, ruler);
    }
    if let Some(x) = popup {
        let area = Rect::new(x, 3, 20, 6);
        paint::clear(sheet, area, ruler);
        paint::border(sheet, area, lines, style);
        paint::put(sheet, (x + 1, 3), x + 19, "찾기", style, ruler);
    }
}

/// What a terminal shows of rows 3, 4 and 5 up to the second pane, under a popup at some column; checks that they are
/// as before once it closes.
fn under_popup(rows: &[String], x: u16) -> Vec<String> {
    let mut stage = Theatre::new(MODERN, (70, 12));
    let shown = |stage: &Theatre| (0..12).map(|y| stage.shown.row(y)).collect::<Vec<_>>();
    stage.draw(|sheet| with_popup(sheet, rows, None));
    let before = shown(&stage);
    stage.draw(|sheet| with_popup(sheet, rows, Some(x)));
    let under = shown(&stage);
    stage.draw(|sheet| with_popup(sheet, rows, None));
    assert_eq!(shown(&stage), before);
    let pane = |row: &String| {
        let second = row.char_indices().filter(|(_, c)| "│".contains(*c)).nth_back(1);
        let end = second.map_or(row.len(), |(at, c)| at + c.len_utf8());
        slice(row, 0..end).to_owned()
    };
    under[3..6].iter().map(pane).collect()
}

fn rows_of(text: &str) -> Vec<String> {
    let wrap = Wrap {
        cols: 40,
        mode: wrap::Mode::Auto,
        ruler: Ruler::default(),
    };
    text.lines()
        .flat_map(|line| {
            let rows = wrap::rows(line, &wrap);
            rows.into_iter()
                .map(|r| slice(line, r.start as usize..r.end as usize).to_owned())
        })
        .collect()
}

#[test]
fn a_popup_over_a_story_shows_both_its_borders() {
    let rows = [
        "해원항의 등대지기가 여러 해째 불빛을",
        "지키며 뱃사람 명부를 모은다는",
        "소식은 지난 두어달 동안 최고의",
        "자랑이었습니다.",
        "라온호와 새벽, 갈매기 등은 걱정 반, 기대",
    ]
    .map(str::to_owned);
    assert_eq!(
        under_popup(&rows, 12),
        [
            "│소식은 지난┌찾기──────────────┐         ││",
            "│자랑이었습 │                  │         ││",
            "│라온호와 새│                  │ 반, 기대││",
        ]
    );
    assert_eq!(
        under_popup(&rows, 11),
        [
            "│소식은 지 ┌찾기──────────────┐          ││",
            "│자랑이었습│                  │          ││",
            "│라온호와  │                  │  반, 기대││",
        ]
    );
}

/// The same over the first seed: of each row, what fits before the popup and what begins after it.
#[test]
fn a_popup_over_a_seed_shows_both_its_borders() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(seed) = std::fs::read_to_string(seeds.join("000_feccae7da4a38588.txt")) else {
        return;
    };
    let rows = rows_of(&seed);
    let ruler = Ruler::default();
    for x in [11u16, 12] {
        let under = under_popup(&rows, x);
        for (y, shown) in under.iter().enumerate() {
            let row = &rows[y + 2];
            let left = ruler.pad(ruler.clip(row, usize::from(x) - 1).0, usize::from(x) - 1);
            let popup = if y == 0 {
                "┌찾기──────────────┐".to_owned()
            } else {
                format!("│{}│", " ".repeat(18))
            };
            let from = usize::from(x) + 19;
            let (kept, cols) = ruler.clip(row, from);
            let mut rest = slice(row, kept.len()..row.len()).to_owned();
            if cols < from && !rest.is_empty() {
                // A glyph that reaches into the first column after the popup leaves it blank.
                let hidden = rest.remove(0);
                assert!(crate::text::letter::is_hangul(hidden));
                rest.insert(0, ' ');
            }
            let right = ruler.pad(&rest, 40 - from);
            assert_eq!(*shown, format!("│{left}{popup}{right}││"), "row {y} at {x}");
        }
    }
}

#[test]
fn a_risky_cluster_is_followed_by_an_absolute_move() {
    let plain = ratatui::style::Style::new();
    for (risky, width) in [
        ("…", 1),
        ("“", 1),
        ("\u{2764}\u{fe0f}", 2),
        ("\u{1f468}\u{200d}\u{1f469}", 2),
        ("\u{1f44d}\u{1f3fd}", 2),
        ("\u{1fae9}", 2),
        ("ﾊﾟ", 2),
        ("e\u{301}", 1),
    ] {
        let mut screen = screen(Depth::True);
        let next = width + 1;
        let go = if risky.chars().count() == 1 {
            format!("\x1b[{next}G")
        } else {
            format!("\x1b[1;{next}H")
        };
        let expected = format!("\x1b[1H{risky}{go}가나\x1b[4H\x1b[?25l");
        assert_eq!(frame(&mut screen, &format!("{risky}가나"), plain), expected);
    }
}

/// A page full of Korean in a frame of its own. The screen library's own backend takes 16.9 KB for such a page.
#[test]
fn a_page_of_korean_costs_few_bytes() {
    let story = "물이 빠진 갯벌 위로 아침 안개가 걷히자 사람들은 다시 둑길로 모여들었다. 이들은 지난해 가을 태풍 ‘느티’가 \
                 지나간 뒤로 하루도 쉬지 않고 돌을 날랐고, 군은 7월까지 공사를 마치겠다고 밝혔다. “서두를 일은 아니다”라고 \
                 이장은 말했다. 마을에는 42가구가 산다. "
        .repeat(12);
    let mut stage = Theatre::new(MODERN, (100, 40));
    let wrap = Wrap {
        cols: 98,
        mode: wrap::Mode::Auto,
        ruler: Ruler::default(),
    };
    let style = ratatui::style::Style::new();
    stage.stage.paint().know(asked(MODERN));
    let mut hangul = 0;
    let bytes = stage.draw(|sheet| {
        let area = sheet.area();
        paint::border(sheet, area, paint::Lines::ROUNDED, style);
        for (row, y) in wrap::rows(&story, &wrap).iter().cycle().zip(1..39) {
            let row = slice(&story, row.start as usize..row.end as usize);
            hangul += row.chars().filter(|c| crate::text::letter::is_hangul(*c)).count();
            paint::put(sheet, (1, y), 99, row, style, Ruler::default());
        }
    });
    println!("{hangul} syllables in {} bytes", bytes.len());
    assert!(hangul > 1_300, "{hangul} syllables are no full page");
    assert!(bytes.len() <= 6_500, "{} bytes", bytes.len());
}

#[test]
fn the_hidden_cursor_waits_where_it_is_told() {
    let plain = ratatui::style::Style::new();
    let mut screen = screen(Depth::True);
    screen.backend_mut().rest_at(Some(Position::new(7, 3)));
    let first = frame(&mut screen, "가", plain);
    assert!(first.ends_with("\x1b[4;8H\x1b[?25l"), "{first:?}");
    // Off the screen, it waits in its corner.
    screen.backend_mut().rest_at(Some(Position::new(20, 3)));
    assert_eq!(frame(&mut screen, "가", plain), "\r");
}
