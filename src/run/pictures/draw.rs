//! From the bytes of a picture to what the screen shows: decoded within limits, made small, told in cells or in the
//! terminal's own way.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba, imageops};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use super::Means;
use crate::app::overlay::pictures::{Dot, Graphic, Ink, Rgb, Room, Shown};
use crate::app::words::Said;
use crate::config::settings::Way;

/// Most pixels of a picture: those of the largest cameras that people carry.
const PIXELS: u64 = 64_000_000;
/// Longest side of a picture.
const SIDE: u32 = 32_000;
/// Most bytes that decoding may take.
const BYTES: u64 = 288 << 20;
/// A cell in pixels where it is not known: the shape matters and not the size.
const CELL: (u16, u16) = (10, 20);
/// Most rows and columns that a terminal is told to fill with a picture; kitty counts no further.
const MOST: u16 = 290;
/// Letters from thin to thick.
const LETTERS: &[u8] = b" .:-=+*#%@";

/// A picture for a room.
pub(super) fn picture(bytes: &[u8], room: Room, means: Means) -> Result<Shown, Said> {
    let whole = decode(bytes)?;
    let pixels = whole.dimensions();
    let way = means.way(room.way);
    let cell = means.cell.filter(|_| way != Way::Blocks).unwrap_or(CELL);
    let room_size = (room.size.0.min(MOST), room.size.1.min(MOST));
    let grow = way == Way::Blocks;
    let size = fitting(pixels, room_size, cell, grow);
    let fine = match way {
        Way::Blocks => (u32::from(size.0) * 2, u32::from(size.1) * 4),
        _ => fit(
            pixels,
            (
                u32::from(size.0) * u32::from(cell.0),
                u32::from(size.1) * u32::from(cell.1),
            ),
        ),
    };
    let small = grounded(smaller(whole, fine));
    let (dots, graphic) = match way {
        Way::Blocks | Way::Auto => (dots(small, size, room.ink), None),
        way => (Vec::new(), Some(graphic(small, size, way)?)),
    };
    Ok(Shown {
        size,
        dots,
        graphic: graphic.map(Arc::new),
        pixels,
    })
}

/// Decodes a picture whose size was looked at first.
fn decode(bytes: &[u8]) -> Result<DynamicImage, Said> {
    let broken = || Said::new("pictures.broken", []);
    let mut reader = ImageReader::new(Cursor::new(bytes));
    let known = super::kind(bytes).is_some();
    reader = reader.with_guessed_format().map_err(|_| broken())?;
    let format = reader.format().filter(|_| known);
    if !matches!(
        format,
        Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)
    ) {
        return Err(Said::new("pictures.unknown", []));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| broken())?;
    let (width, height) = decoder.dimensions();
    let huge = || {
        let (width, height) = (width.to_string(), height.to_string());
        Said::new("pictures.huge", [("w", &width), ("h", &height)])
    };
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS || width.max(height) > SIDE || decoder.total_bytes() > BYTES {
        return Err(huge());
    }
    if pixels == 0 {
        return Err(broken());
    }
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| match e {
        image::ImageError::Limits(_) => huge(),
        _ => broken(),
    })?;
    image.apply_orientation(turn);
    Ok(image)
}

/// The largest size of the same shape within another; never larger than it is.
fn fit((width, height): (u32, u32), (most_wide, most_high): (u32, u32)) -> (u32, u32) {
    if width <= most_wide && height <= most_high {
        return (width.max(1), height.max(1));
    }
    scaled((width, height), (most_wide, most_high))
}

/// The largest size of the same shape within another.
fn scaled((width, height): (u32, u32), (wide, high): (u32, u32)) -> (u32, u32) {
    let (w, h) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (wide, high) = (u64::from(wide.max(1)), u64::from(high.max(1)));
    let (x, y) = if w * high > wide * h {
        (wide, h * wide / w)
    } else {
        (w * high / h, high)
    };
    (x.max(1) as u32, y.max(1) as u32)
}

/// The cells that a picture takes in a room. Where its pixels are not the terminal's it fills the room.
fn fitting(pixels: (u32, u32), room: (u16, u16), cell: (u16, u16), grow: bool) -> (u16, u16) {
    let cell = (u32::from(cell.0.max(1)), u32::from(cell.1.max(1)));
    let most = (u32::from(room.0) * cell.0, u32::from(room.1) * cell.1);
    let (width, height) = if grow {
        scaled(pixels, most)
    } else {
        fit(pixels, most)
    };
    let columns = width.div_ceil(cell.0).clamp(1, room.0.into());
    let rows = height.div_ceil(cell.1).clamp(1, room.1.into());
    (columns as u16, rows as u16)
}

/// A picture of about this size: averaged, which is fast also for the largest.
fn smaller(image: DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    if image.width() <= width && image.height() <= height {
        image
    } else {
        image.thumbnail_exact(width.max(1), height.max(1))
    }
}

/// The picture without holes: what is dark stands on white and what is light on black, or a drawing with a clear
/// ground would not be seen on one of them.
fn grounded(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image;
    }
    let image = image.into_rgba8();
    let (mut light, mut count) = (0_u64, 0_u64);
    for Rgba([r, g, b, a]) in image.pixels() {
        light += u64::from(luminance((*r, *g, *b))) * u64::from(*a);
        count += u64::from(*a);
    }
    let ground = if light / count.max(1) < 128 { 255 } else { 0 };
    let mut page =
        image::RgbaImage::from_pixel(image.width(), image.height(), Rgba([ground, ground, ground, 255]));
    imageops::overlay(&mut page, &image, 0, 0);
    DynamicImage::ImageRgba8(page)
}

/// How bright an eye sees a colour, by the weights of Rec. 709.
fn luminance((r, g, b): Rgb) -> u8 {
    ((u32::from(r) * 2126 + u32::from(g) * 7152 + u32::from(b) * 722) / 10_000) as u8
}

/// A picture told in cells.
fn dots(image: DynamicImage, (columns, rows): (u16, u16), ink: Ink) -> Vec<Dot> {
    let cells = u32::from(columns) * u32::from(rows);
    if ink == Ink::Halves {
        let size = Size::new(columns, rows);
        let Ok(halves) = Halfblocks::new(image, size) else {
            return vec![(' ', None, None); cells as usize];
        };
        return rendered(&Protocol::Halfblocks(halves), (columns, rows))
            .content
            .iter()
            .map(dot)
            .collect();
    }
    let small = image.thumbnail_exact(columns.into(), rows.into()).into_rgb8();
    let told = |pixel: &image::Rgb<u8>| {
        let colour = (pixel.0[0], pixel.0[1], pixel.0[2]);
        match ink {
            Ink::Letters { dark } => {
                let bright = usize::from(luminance(colour));
                let thick = if dark { bright } else { 255 - bright };
                let letter = LETTERS.get(thick * LETTERS.len() / 256).copied();
                (letter.map_or(' ', char::from), None, None)
            }
            Ink::Halves | Ink::Grounds => (' ', None, Some(colour)),
        }
    };
    small.pixels().map(told).collect()
}

fn dot(cell: &ratatui::buffer::Cell) -> Dot {
    let colour = |colour| match colour {
        Color::Rgb(r, g, b) => Some((r, g, b)),
        _ => None,
    };
    let letter = cell.symbol().chars().next().unwrap_or(' ');
    (letter, colour(cell.fg), colour(cell.bg))
}

fn rendered(protocol: &Protocol, (columns, rows): (u16, u16)) -> Buffer {
    let area = Rect::new(0, 0, columns, rows);
    let mut buf = Buffer::empty(area);
    Image::new(protocol).render(area, &mut buf);
    buf
}

/// What has the terminal draw a picture itself.
fn graphic(image: DynamicImage, size: (u16, u16), way: Way) -> Result<Graphic, Said> {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    // Numbers of pictures are those of this program only as long as no other has the same: the number of the process
    // keeps two of ours apart.
    let number = (std::process::id() & 0xffff) << 8 | NUMBER.fetch_add(1, Ordering::Relaxed) & 0xff;
    let cells = Size::new(size.0, size.1);
    let protocol = match way {
        Way::Kitty => Kitty::new(image, cells, number, false, true).map(Protocol::Kitty),
        Way::Sixel => Sixel::new(image, cells, false).map(Protocol::Sixel),
        _ => Iterm2::new(image, cells, false).map(Protocol::ITerm2),
    };
    let protocol = protocol.map_err(|_| Said::new("pictures.broken", []))?;
    let kitty = way == Way::Kitty;
    let buf = rendered(&protocol, size);
    let rows = buf.content.chunks(usize::from(size.0.max(1)));
    // The others draw all of it from their first cell on.
    let rows = rows.take(if kitty { usize::MAX } else { 1 });
    Ok(Graphic {
        number: number.into(),
        rows: rows.map(|row| written(row, kitty)).collect(),
        forget: if kitty {
            format!("\x1b_Ga=d,d=I,i={number},q=2\x1b\\")
        } else {
            String::new()
        },
    })
}

/// A row of cells as bytes; kitty tells its pictures apart by the colour of their cells.
fn written(row: &[ratatui::buffer::Cell], kitty: bool) -> String {
    let cells = row.iter().take(if kitty { usize::MAX } else { 1 });
    let colour = match row.first().map(|cell| cell.fg) {
        Some(Color::Rgb(r, g, b)) if kitty => format!("\x1b[38;2;{r};{g};{b}m"),
        _ => String::new(),
    };
    std::iter::once(colour.as_str())
        .chain(cells.map(ratatui::buffer::Cell::symbol))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(size: (u32, u32), ground: Rgba<u8>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(size.0, size.1, ground));
        image
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .expect("a picture");
        bytes
    }

    fn shown(way: Way, ink: Ink, size: (u32, u32)) -> Shown {
        let room = Room {
            size: (40, 10),
            ink,
            way: Way::Auto,
        };
        let means = Means {
            way: Some(way),
            cell: Some((8, 16)),
        };
        picture(&png(size, Rgba([200, 30, 30, 255])), room, means).expect("a picture")
    }

    #[test]
    fn each_way_has_its_own_bytes() {
        for (way, begins, rows) in [
            (Way::Kitty, "\x1b_Gq=2,i=", 8),
            (Way::Sixel, "\x1bP", 1),
            (Way::Iterm2, "\x1b]1337;File=inline=1;", 1),
        ] {
            let shown = shown(way, Ink::Halves, (256, 128));
            assert_eq!(
                (shown.size, shown.pixels, shown.dots.len()),
                ((32, 8), (256, 128), 0)
            );
            let graphic = shown.graphic.expect("bytes");
            assert_eq!(graphic.rows.len(), rows, "{way:?}");
            assert!(graphic.rows[0].contains(begins), "{way:?}: {:?}", graphic.rows[0]);
            assert_eq!(graphic.forget.is_empty(), way != Way::Kitty);
        }
    }

    #[test]
    fn cells_tell_a_picture_by_what_there_is() {
        let size = (64, 64);
        let dots = |ink| shown(Way::Blocks, ink, size).dots;
        let red = Some((200, 30, 30));
        assert!(dots(Ink::Halves).iter().all(|d| d.2 == red));
        assert!(dots(Ink::Grounds).iter().all(|d| *d == (' ', None, red)));
        let dark = dots(Ink::Letters { dark: true });
        assert!(dark.iter().all(|d| *d == (dark[0].0, None, None)));
        assert_ne!(dark[0].0, dots(Ink::Letters { dark: false })[0].0);
    }

    #[test]
    fn a_picture_keeps_its_shape_and_its_room() {
        for (pixels, room, grow, expected) in [
            ((900, 600), (78, 20), true, (60, 20)),
            ((600, 900), (78, 20), true, (27, 20)),
            ((30_000, 1), (78, 20), true, (78, 1)),
            ((1, 30_000), (78, 20), true, (1, 20)),
            ((20, 20), (78, 20), false, (2, 1)),
            ((9_000, 9_000), (78, 20), false, (40, 20)),
            ((1, 1), (1, 1), true, (1, 1)),
        ] {
            assert_eq!(fitting(pixels, room, (10, 20), grow), expected, "{pixels:?}");
        }
    }

    #[test]
    fn what_is_clear_stands_on_a_ground_that_shows_it() {
        let ground = |ink: u8| {
            let mut image = image::RgbaImage::from_pixel(2, 1, Rgba([0, 0, 0, 0]));
            image.put_pixel(0, 0, Rgba([ink, ink, ink, 255]));
            grounded(DynamicImage::ImageRgba8(image)).get_pixel(1, 0)
        };
        assert_eq!(ground(10), Rgba([255, 255, 255, 255]));
        assert_eq!(ground(240), Rgba([0, 0, 0, 255]));
    }

    #[test]
    fn other_files_are_no_pictures() {
        for bytes in [
            &b"%PDF-1.4"[..],
            b"",
            b"BM\0\0",
            b"<svg xmlns='x'/>",
            b"\0\0\0\x20ftypavif",
        ] {
            assert_eq!(decode(bytes).err(), Some(Said::new("pictures.unknown", [])));
        }
        assert_eq!(
            decode(b"\x89PNG\r\n\x1a\n").err(),
            Some(Said::new("pictures.broken", []))
        );
    }
}
