//! Pictures of a story, drawn in cells.

#[cfg(feature = "pictures")]
use ratatui::style::Color;

use super::world::World;

/// A PNG of four quarters: red, green, blue, white.
fn quarters(side: u32) -> Vec<u8> {
    let half = side / 2;
    let colour = |x: u32, y: u32| match (x < half, y < half) {
        (true, true) => [255, 0, 0],
        (false, true) => [0, 255, 0],
        (true, false) => [0, 0, 255],
        (false, false) => [255, 255, 255],
    };
    let mut rows = Vec::new();
    for y in 0..side {
        rows.push(0);
        (0..side).for_each(|x| rows.extend(colour(x, y)));
    }
    png((side, side), &rows)
}

/// A PNG of red, green and blue with these rows, stored without packing.
fn png((width, height): (u32, u32), rows: &[u8]) -> Vec<u8> {
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 2, 0, 0, 0]);
    let mut packed = vec![0x78, 0x01];
    let mut parts = rows.chunks(65_535).peekable();
    while let Some(part) = parts.next() {
        packed.push(u8::from(parts.peek().is_none()));
        let length = part.len() as u16;
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(part);
    }
    let (a, b) = rows.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    packed.extend((b << 16 | a).to_be_bytes());
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", Vec::new())] {
        out.extend((data.len() as u32).to_be_bytes());
        let body = [name.as_slice(), &data].concat();
        out.extend(&body);
        out.extend(crc(&body).to_be_bytes());
    }
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}

const NOTE: &str = "# 나루의 아침\n\n첫 배가 떠났다.\n\n![첫 배가 나루를 떠난다.](boats.png)\n\n둘째 문단이다.\n\n\
                    ![](https://photos.example/late.jpg)\n\n![](deep.png)\n\n![밖의 것](../secret.txt)\n\n![](none.png)";

fn world(size: (u16, u16)) -> World {
    let mut world = World::of_files(size, &[("a.md".to_owned(), NOTE.to_owned())]);
    std::fs::write(world.news().join("boats.png"), quarters(64)).expect("a picture");
    std::fs::write(world.news().join("../secret.txt"), "비밀").expect("a file");
    // Says that it has four thousand million pixels.
    std::fs::write(world.news().join("deep.png"), png((65_000, 65_000), &[0])).expect("a bomb");
    world.keys("Enter t i");
    world
}

/// The colours of a picture's corners, from the upper half of a cell.
#[cfg(feature = "pictures")]
fn corners(world: &World) -> Vec<Color> {
    let frame = world.frame();
    let upper = |x: u16, y: u16| {
        let cell = &frame[(x, y)];
        if cell.symbol() == "▄" { cell.bg } else { cell.fg }
    };
    let coloured: Vec<(u16, u16)> = (0..frame.area.height)
        .flat_map(|y| (0..frame.area.width).map(move |x| (x, y)))
        .filter(|at| matches!(frame[*at].bg, Color::Rgb(..)) && " ▀▄".contains(frame[*at].symbol()))
        .collect();
    let (left, right) = (
        coloured.iter().map(|at| at.0).min().expect("a picture"),
        coloured.iter().map(|at| at.0).max().expect("a picture"),
    );
    let (top, bottom) = (coloured[0].1, coloured[coloured.len() - 1].1);
    // A cell of one colour shows its ground.
    let ground = |x, y| match frame[(x, y)].symbol() {
        " " => frame[(x, y)].bg,
        _ => upper(x, y),
    };
    vec![
        ground(left, top),
        ground(right, top),
        ground(left, bottom),
        ground(right, bottom),
    ]
}

#[cfg(feature = "pictures")]
#[test]
fn a_picture_is_drawn_in_half_blocks() {
    let close = |colour: &Color, wanted: (u8, u8, u8)| {
        let Color::Rgb(r, g, b) = *colour else {
            return false;
        };
        r.abs_diff(wanted.0) < 8 && g.abs_diff(wanted.1) < 8 && b.abs_diff(wanted.2) < 8
    };
    for size in [(40, 15), (80, 24), (120, 40), (200, 50)] {
        let world = world(size);
        let text = world.text();
        assert!(text.contains("1/5") && text.contains("boats.png"), "{text}");
        assert!(
            text.contains("첫 배가 나루를 떠난다.") && text.contains("64x64"),
            "{text}"
        );
        let wanted = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)];
        let corners = corners(&world);
        for (corner, wanted) in corners.iter().zip(wanted) {
            assert!(close(corner, wanted), "{size:?} {corners:?}");
        }
    }
}

#[cfg(feature = "pictures")]
#[test]
fn without_colours_a_picture_is_letters() {
    let mut world = world((60, 20));
    world.app.colours = jobo::app::Colours::None;
    // Any message has the screen look at what it shows.
    world.resize(60, 20);
    let text = world.text();
    assert!(
        text.contains("@@@@") && text.contains("****") || text.contains("####"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_shown_says_why() {
    let mut world = world((80, 24));
    world.keys("n");
    assert!(world.text().contains("photos.example"), "{}", world.text());
    world.keys("o");
    assert_eq!(world.browsed, ["https://photos.example/late.jpg"]);
    world.keys("n");
    #[cfg(feature = "pictures")]
    assert!(world.text().contains("65000x65000"), "{}", world.text());
    world.keys("n");
    let text = world.text();
    assert!(
        text.contains("4/5") && text.contains("읽지 않았습니다") && !text.contains("비밀"),
        "{text}"
    );
    world.keys("n n n");
    assert!(world.text().contains("디스크에 없습니다"), "{}", world.text());
    world.keys("Esc");
    assert!(!world.text().contains("none.png"));
}

#[test]
fn a_story_without_pictures_says_so() {
    let mut world = World::of_files((80, 24), &[("a.txt".to_owned(), "제목\n\n글이다.".to_owned())]);
    world.keys("Enter t i");
    assert!(world.text().contains("사진이 없습니다"), "{}", world.text());
}

#[cfg(feature = "pictures")]
#[test]
fn hostile_pictures_are_refused_and_nothing_breaks() {
    let whole = quarters(16);
    let mut kinds: Vec<Vec<u8>> = (0..whole.len())
        .step_by(37)
        .map(|end| whole[..end].to_vec())
        .collect();
    for at in (0..whole.len()).step_by(23) {
        let mut bent = whole.clone();
        bent[at] ^= 0xff;
        kinds.push(bent);
    }
    kinds.extend(
        [
            &b"GIF89a\xff\xff\xff\xff\x80\0\0"[..],
            b"RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"BM\xff\xff\xff\xff",
            b"<svg/>",
            b"",
        ]
        .map(<[u8]>::to_vec),
    );
    let mut world = world((60, 20));
    for bytes in kinds {
        std::fs::write(world.news().join("boats.png"), &bytes).expect("a picture");
        world.keys("Esc t i");
        assert!(world.text().contains("boats.png"), "{}", world.text());
    }
}
