//! Colours by what they say, for as many colours as the terminal has.
//!
//! The terminal's own ground is kept. An ANSI colour is never paired with an ANSI ground: between palettes that
//! can be unreadable. Without colours every state is told by bold, underline, reverse or a glyph.

use ratatui::style::{Color, Modifier, Style};

use crate::app::Colours;
use crate::entity::Kind;
use crate::library::note::Colour;

/// One colour in three forms: any, of 256, of 16.
type Shade = ((u8, u8, u8), u8, Color);

/// The shades of one ground.
struct Palette {
    accent: Shade,
    dim: Shade,
    fault: Shade,
    person: Shade,
    organisation: Shade,
    product: Shade,
    place: Shade,
    work: Shade,
    cursor: Shade,
    cursor_away: Shade,
    hit: Shade,
    hit_now: Shade,
    ink_on_hit: Shade,
    /// The grounds of highlights, in the order of their keys.
    pens: [Shade; 5],
    ink: Shade,
    chosen: Shade,
    ink_on_chosen: Shade,
}

const DARK: Palette = Palette {
    accent: ((240, 168, 112), 216, Color::Yellow),
    dim: ((164, 170, 178), 248, Color::Reset),
    fault: ((255, 138, 128), 210, Color::LightRed),
    person: ((138, 190, 255), 117, Color::Cyan),
    organisation: ((164, 214, 150), 150, Color::Green),
    product: ((214, 176, 246), 183, Color::Magenta),
    place: ((126, 210, 200), 116, Color::Cyan),
    work: ((232, 208, 130), 186, Color::Yellow),
    cursor: ((48, 55, 70), 237, Color::Reset),
    cursor_away: ((44, 48, 56), 236, Color::Reset),
    hit: ((236, 206, 120), 222, Color::Reset),
    hit_now: ((255, 158, 84), 215, Color::Reset),
    ink_on_hit: ((24, 20, 12), 232, Color::Reset),
    pens: [
        ((92, 76, 8), 58, Color::Reset),
        ((24, 80, 44), 22, Color::Reset),
        ((22, 62, 116), 17, Color::Reset),
        ((116, 34, 74), 53, Color::Reset),
        ((76, 42, 122), 54, Color::Reset),
    ],
    ink: ((246, 242, 234), 255, Color::Reset),
    chosen: ((62, 88, 138), 24, Color::Reset),
    ink_on_chosen: ((255, 255, 255), 231, Color::Reset),
};

const LIGHT: Palette = Palette {
    accent: ((150, 58, 24), 94, Color::Red),
    dim: ((88, 92, 98), 240, Color::Reset),
    fault: ((176, 24, 24), 124, Color::Red),
    person: ((20, 76, 158), 25, Color::Blue),
    organisation: ((24, 98, 40), 22, Color::Reset),
    product: ((112, 44, 150), 90, Color::Magenta),
    place: ((0, 94, 98), 23, Color::Blue),
    work: ((112, 78, 0), 58, Color::Reset),
    cursor: ((214, 224, 240), 254, Color::Reset),
    cursor_away: ((232, 234, 238), 255, Color::Reset),
    hit: ((255, 232, 150), 229, Color::Reset),
    hit_now: ((255, 188, 110), 215, Color::Reset),
    ink_on_hit: ((24, 20, 12), 232, Color::Reset),
    pens: [
        ((240, 226, 120), 228, Color::Reset),
        ((196, 236, 196), 157, Color::Reset),
        ((196, 220, 255), 153, Color::Reset),
        ((255, 208, 224), 218, Color::Reset),
        ((226, 210, 250), 183, Color::Reset),
    ],
    ink: ((24, 22, 18), 232, Color::Reset),
    chosen: ((60, 92, 156), 25, Color::Reset),
    ink_on_chosen: ((255, 255, 255), 231, Color::Reset),
};

/// Highlights without colours, in the order of their keys. Names are underlined, so no highlight is that alone.
const PENS: [Modifier; 5] = [
    Modifier::BOLD.union(Modifier::UNDERLINED),
    Modifier::ITALIC.union(Modifier::UNDERLINED),
    Modifier::BOLD,
    Modifier::ITALIC,
    Modifier::BOLD.union(Modifier::ITALIC),
];

/// Unread rows and headlines, whatever the colours.
pub(crate) const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);

/// The styles of the screen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Theme {
    colours: Colours,
    dark: bool,
}

impl Theme {
    pub(crate) fn new(colours: Colours, dark: bool) -> Self {
        Self { colours, dark }
    }

    fn palette(self) -> &'static Palette {
        if self.dark { &DARK } else { &LIGHT }
    }

    fn colour(self, (rgb, indexed, ansi): Shade) -> Option<Color> {
        match self.colours {
            Colours::None => None,
            Colours::Sixteen => Some(ansi).filter(|c| *c != Color::Reset),
            Colours::Indexed => Some(Color::Indexed(indexed)),
            Colours::True => Some(Color::Rgb(rgb.0, rgb.1, rgb.2)),
        }
    }

    fn fg(self, shade: Shade) -> Style {
        self.colour(shade).map_or(Style::new(), |c| Style::new().fg(c))
    }

    /// A ground of its own; reversed where there are too few colours for one.
    fn ground(self, shade: Shade) -> Style {
        match self.colours {
            Colours::None | Colours::Sixteen => Style::new().add_modifier(Modifier::REVERSED),
            _ => self.colour(shade).map_or(Style::new(), |c| Style::new().bg(c)),
        }
    }

    pub(crate) fn dim(self) -> Style {
        // DIM itself is unreadable on some terminals; a shade is not.
        self.fg(self.palette().dim)
    }

    pub(crate) fn accent(self) -> Style {
        self.fg(self.palette().accent)
    }

    pub(crate) fn fault(self) -> Style {
        self.fg(self.palette().fault)
    }

    pub(crate) fn subhead(self) -> Style {
        self.accent().add_modifier(Modifier::BOLD)
    }

    pub(crate) fn border(self, focused: bool) -> Style {
        if focused { self.accent() } else { self.dim() }
    }

    /// The row under the cursor of the pane with the focus.
    pub(crate) fn cursor(self) -> Style {
        self.ground(self.palette().cursor)
    }

    /// The row under the cursor of another pane.
    pub(crate) fn cursor_away(self) -> Style {
        match self.colours {
            // Reverse belongs to the focus alone.
            Colours::None | Colours::Sixteen => Style::new().add_modifier(Modifier::UNDERLINED),
            _ => self.ground(self.palette().cursor_away),
        }
    }

    pub(crate) fn kind(self, kind: Kind) -> Style {
        let palette = self.palette();
        self.fg(match kind {
            Kind::Per => palette.person,
            Kind::Org => palette.organisation,
            Kind::Prod => palette.product,
            Kind::Loc => palette.place,
            Kind::Event | Kind::Work => palette.work,
        })
    }

    pub(crate) fn mention(self, kind: Kind) -> Style {
        self.kind(kind).add_modifier(Modifier::UNDERLINED)
    }

    pub(crate) fn hit(self, current: bool) -> Style {
        let palette = self.palette();
        let ground = self.ground(if current { palette.hit_now } else { palette.hit });
        let style = match self.colours {
            Colours::None | Colours::Sixteen => ground,
            _ => ground
                .patch(self.fg(palette.ink_on_hit))
                .remove_modifier(Modifier::UNDERLINED),
        };
        if current {
            style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
        } else {
            style
        }
    }

    /// A highlight. Where there are no grounds each colour has letters of its own kind.
    pub(crate) fn pen(self, colour: Colour) -> Style {
        let place = Colour::ALL.iter().position(|c| *c == colour).unwrap_or_default();
        match self.colours {
            Colours::None | Colours::Sixteen => Style::new().add_modifier(PENS[place]),
            _ => {
                let palette = self.palette();
                self.ground(palette.pens[place]).patch(self.fg(palette.ink))
            }
        }
    }

    /// Text that is chosen.
    pub(crate) fn chosen(self) -> Style {
        let palette = self.palette();
        match self.colours {
            Colours::None | Colours::Sixteen => Style::new().add_modifier(Modifier::REVERSED),
            _ => self.ground(palette.chosen).patch(self.fg(palette.ink_on_chosen)),
        }
    }

    /// The letter under the caret.
    pub(crate) fn caret(self) -> Style {
        self.hit(true)
    }

    /// What is new in a text.
    pub(crate) fn fresh(self) -> Style {
        self.fg(self.palette().organisation).add_modifier(Modifier::BOLD)
    }

    /// What is gone from a text.
    pub(crate) fn gone(self) -> Style {
        self.fault().add_modifier(Modifier::CROSSED_OUT)
    }

    /// The name of the mode, at the left of the status row.
    pub(crate) fn badge(self) -> Style {
        self.accent().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Letters that lead somewhere.
    pub(crate) fn letters(self) -> Style {
        self.hit(true).remove_modifier(Modifier::UNDERLINED)
    }
}
