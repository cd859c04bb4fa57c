//! Every theme with every number of colours, over every pane and what lies over them: all text can be read, and no state
//! is told by colour alone.

use std::collections::BTreeSet;

use jobo::app::Colours;
use jobo::app::msg::Msg;
use jobo::config::theme::{Ground, Palette, Theme, contrast, of_index, shipped};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::world::World;

type Rgb = (u8, u8, u8);

/// A terminal as its user has it: whether it is dark, its ground, its ink, and its sixteen colours.
struct Terminal {
    dark: bool,
    ground: Rgb,
    ink: Rgb,
    sixteen: [Rgb; 16],
}

/// The colours of xterm.
const XTERM: [Rgb; 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];
/// Those of the first graphics cards, which a console still has.
const VGA: [Rgb; 16] = [
    (0, 0, 0),
    (170, 0, 0),
    (0, 170, 0),
    (170, 85, 0),
    (0, 0, 170),
    (170, 0, 170),
    (0, 170, 170),
    (170, 170, 170),
    (85, 85, 85),
    (255, 85, 85),
    (85, 255, 85),
    (255, 255, 85),
    (85, 85, 255),
    (255, 85, 255),
    (85, 255, 255),
    (255, 255, 255),
];

const TERMINALS: &[Terminal] = &[
    Terminal {
        dark: true,
        ground: (0, 0, 0),
        ink: (0xc0, 0xc0, 0xc0),
        sixteen: XTERM,
    },
    Terminal {
        dark: true,
        ground: (0x1e, 0x1e, 0x1e),
        ink: (0xd4, 0xd4, 0xd4),
        sixteen: VGA,
    },
    Terminal {
        dark: true,
        ground: (0x28, 0x2c, 0x34),
        ink: (0xbb, 0xc2, 0xcf),
        sixteen: VGA,
    },
    Terminal {
        dark: false,
        ground: (255, 255, 255),
        ink: (0x20, 0x20, 0x20),
        sixteen: XTERM,
    },
    Terminal {
        dark: false,
        ground: (0xfb, 0xf1, 0xc7),
        ink: (0x3c, 0x38, 0x36),
        sixteen: VGA,
    },
];

impl Terminal {
    fn shown(&self, colour: Color, own: Rgb) -> Rgb {
        let sixteen = |n: usize| self.sixteen[n];
        match colour {
            Color::Reset => own,
            Color::Rgb(r, g, b) => (r, g, b),
            Color::Indexed(n) => of_index(n),
            other => sixteen(ANSI.iter().position(|c| *c == other).expect("one of sixteen")),
        }
    }

    /// The contrast of a cell's glyph and its ground.
    fn contrast(&self, cell: &Cell) -> f64 {
        contrast(self.shown(cell.fg, self.ink), self.shown(cell.bg, self.ground))
    }
}

const ANSI: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

const DEPTHS: [Colours; 4] = [Colours::None, Colours::Sixteen, Colours::Indexed, Colours::True];

/// Keys that lead to a pane or something over the panes, each from the list.
const STATES: &[&str] = &[
    "j x b",
    "j Enter r",
    "Enter / \"라온\"",
    "Enter / \"라온\" Enter n",
    "e j",
    "e j Enter",
    "Enter f",
    "i",
    "?",
    "? \"ㅊㄱㅍ\"",
    ": \"toggle\"",
    ", f",
    "#",
    "e j g d",
    "e j g m",
    "e j c",
    "e j g w",
    "g p",
    "t c j",
    "g a",
    "Enter v w w",
    "s \"하늬\"",
    "g",
    "g / \"없는말이다\" Enter",
    "t s t l",
];

fn draw(world: &mut World, palette: Palette) -> Buffer {
    let old = std::mem::replace(&mut world.app.palette, palette);
    let frame = world.frame();
    world.app.palette = old;
    frame
}

/// Every theme on the terminals that it is made for.
fn themes() -> Vec<(Theme, bool)> {
    let grounds = |name: &'static str| {
        let theme = Theme::shipped(name);
        let fits = move |dark: &bool| theme.ground.dark(*dark) == *dark;
        [true, false]
            .into_iter()
            .filter(fits)
            .map(move |dark| (Theme::shipped(name), dark))
    };
    shipped().flat_map(grounds).collect()
}

#[test]
fn everything_can_be_read_in_every_theme_with_any_colours() {
    let mut faults = BTreeSet::new();
    for size in [(120, 40), (80, 24), (40, 15)] {
        let mut world = World::new(size);
        world.configure("mesure = 72\n[keys.all]\ndwon = \"j\"\n");
        for keys in STATES {
            world.keys("Esc Esc Esc Esc g l g g").keys(keys);
            if *keys == "g" {
                world.rest();
            }
            for (theme, dark) in themes() {
                for colours in DEPTHS {
                    let frame = draw(&mut world, Palette::of(&theme, dark, colours));
                    for terminal in TERMINALS.iter().filter(|t| t.dark == dark) {
                        let least =
                            if theme.name == "contrast" && colours == Colours::True && *keys != "t c j" {
                                7.0
                            } else {
                                4.5
                            };
                        for cell in frame.content.iter().filter(|c| !c.symbol().trim().is_empty()) {
                            if terminal.contrast(cell) < least {
                                let at = format!("{:?} on {:?}", cell.fg, cell.bg);
                                let ratio = (terminal.contrast(cell) * 10.0).round() / 10.0;
                                let seen = faults
                                    .iter()
                                    .any(|f: &String| f.contains(&at) && f.starts_with(&theme.name));
                                if !seen {
                                    faults
                                        .insert(format!("{} {colours:?} {keys}: {at}: {ratio}", theme.name));
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    let all: Vec<_> = faults.into_iter().take(40).collect();
    assert_eq!(all, Vec::<String>::new());
}

#[test]
fn sixteen_colours_are_never_a_ground_and_no_colours_are_none() {
    let mut world = World::new((120, 40));
    world.app.colours = Colours::Sixteen;
    for keys in STATES {
        world.keys("Esc Esc Esc Esc g l g g").keys(keys);
        for (theme, dark) in themes() {
            let sixteen = draw(&mut world, Palette::of(&theme, dark, Colours::Sixteen));
            let odd = sixteen.content.iter().find(|c| c.bg != Color::Reset);
            assert!(odd.is_none(), "{} {keys} {odd:?}", theme.name);
            let none = draw(&mut world, Palette::of(&theme, dark, Colours::None));
            let odd = none
                .content
                .iter()
                .find(|c| c.bg != Color::Reset || c.fg != Color::Reset);
            assert!(odd.is_none(), "{} {keys} {odd:?}", theme.name);
        }
    }
}

#[test]
fn every_state_is_told_apart_without_colours() {
    let mut world = World::new((120, 40));
    let palettes: Vec<Palette> = [Colours::None, Colours::Sixteen]
        .into_iter()
        .flat_map(|colours| {
            themes()
                .into_iter()
                .map(move |(t, dark)| Palette::of(&t, dark, colours))
        })
        .collect();
    let mut seen: Vec<Vec<Vec<(String, Modifier)>>> = vec![Vec::new(); palettes.len()];
    for keys in ["j", "x", "b", "r", "Tab", "/ \"라온\" Enter", "n", "g l", "e j"] {
        world.keys(keys);
        world.app.status.toast = None;
        for (palette, seen) in palettes.iter().zip(&mut seen) {
            let frame = draw(&mut world, *palette);
            // The hints of the last row change by themselves.
            let rows = frame.content.len() - usize::from(frame.area.width);
            let cells = frame.content.iter().take(rows);
            let shown: Vec<_> = cells.map(|c| (c.symbol().to_owned(), c.modifier)).collect();
            assert!(!seen.contains(&shown), "nothing is seen of {keys}: {palette:?}");
            seen.push(shown);
        }
    }
}

#[test]
fn a_theme_with_a_ground_paints_every_cell() {
    let mut world = World::new((80, 24));
    world.configure("theme = \"nord\"\n");
    for keys in ["j", "?", "Esc", "t c", "Esc", "g p"] {
        world.keys(keys);
        let frame = world.frame();
        let bare = frame
            .content
            .iter()
            .filter(|c| c.bg == Color::Reset || c.fg == Color::Reset);
        assert_eq!(bare.count(), 0, "{keys}");
    }
    world.resize(20, 4);
    assert!(world.frame().content.iter().all(|c| c.bg != Color::Reset));
}

#[test]
fn a_theme_for_both_grounds_follows_the_terminal() {
    let mut world = World::new((80, 24));
    world.configure("theme = \"gruvbox\"\n");
    let dark = world.app.palette;
    world.send(Msg::Ground(false));
    assert!(!world.app.dark && world.app.palette != dark);
    world.keys("t t");
    assert_eq!(world.app.palette, dark, "the reader turns it");
    world.configure("theme = \"nord\"\n");
    world.send(Msg::Ground(false));
    assert!(world.app.dark, "nord has one ground");
    world.keys("t t");
    assert_eq!(
        (world.app.dark, world.app.theme().name.as_str()),
        (false, "light")
    );
    world.keys("t t");
    assert_eq!(world.app.theme().name, "nord");
}

#[test]
fn a_theme_is_picked_or_not() {
    let mut world = World::new((80, 24));
    let before = (world.app.palette, world.app.dark);
    for leave in ["Esc", "q"] {
        world.keys("t c j j j");
        assert_ne!(world.app.palette, before.0, "it is shown at once");
        world.keys(leave);
        assert_eq!((world.app.palette, world.app.dark), before);
    }
    world.keys("t c End Enter");
    assert_eq!(world.app.theme().name, "nord");
    assert!(world.app.overlays.is_empty());
    world.keys("t c");
    assert!(world.text().contains("nord"), "{}", world.text());
    world.keys("k Esc");
    assert_eq!(world.app.theme().name, "nord");
    let mut world = world.restart(crate::world::Answers::InOrder);
    assert_eq!(world.session.theme, None, "a world has no file to find it in");
    world.keys("t c End Tab");
    assert!(!world.app.dark, "the ground is turned");
    world.keys("Esc");
    assert_eq!((world.app.palette, world.app.dark), before);
}

#[test]
fn every_ground_is_shipped() {
    let grounds: Vec<Ground> = shipped().map(|name| Theme::shipped(name).ground).collect();
    assert!(grounds.len() >= 6);
    for ground in [Ground::Any, Ground::Dark, Ground::Light] {
        assert!(grounds.contains(&ground), "{ground:?}");
    }
}
