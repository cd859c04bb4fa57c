//! Colours by what they say, for as many colours as the terminal has.
//!
//! An ANSI colour is never paired with an ANSI ground: between palettes that can be unreadable. Without colours every
//! state is told by bold, underline, reverse or a glyph.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

use crate::config::theme::{Paint, Palette, Token};
use crate::entity::Kind;
use crate::library::note::Colour;

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
    palette: Palette,
}

fn colour(paint: Paint) -> Option<Color> {
    Some(match paint {
        Paint::Default => return None,
        Paint::Ansi(n) => ANSI.get(usize::from(n)).copied().unwrap_or(Color::Reset),
        Paint::Indexed(n) => Color::Indexed(n),
        Paint::Rgb(r, g, b) => Color::Rgb(r, g, b),
    })
}

/// The sixteen in their order.
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

impl Theme {
    pub(crate) fn new(palette: Palette) -> Self {
        Self { palette }
    }

    fn fg(self, token: Token) -> Style {
        colour(self.palette.get(token)).map_or(Style::new(), |c| Style::new().fg(c))
    }

    /// A ground of its own, if the theme has one.
    fn ground(self, token: Token) -> Option<Style> {
        colour(self.palette.get(token)).map(|c| Style::new().bg(c))
    }

    /// Gives a cell the ink and ground of the theme where it has none of its own.
    pub(crate) fn base(self) -> Option<impl Fn(&mut Cell)> {
        let (ink, ground) = (
            colour(self.palette.get(Token::Ink)),
            colour(self.palette.get(Token::Ground)),
        );
        (ink.is_some() || ground.is_some()).then_some(move |cell: &mut Cell| {
            if cell.fg == Color::Reset {
                cell.fg = ink.unwrap_or(Color::Reset);
            }
            if cell.bg == Color::Reset {
                cell.bg = ground.unwrap_or(Color::Reset);
            }
        })
    }

    /// Text on the ground of the screen, said out loud: for a place that shows another theme. `None` where there are too
    /// few colours to have a ground there.
    pub(crate) fn page(self, dark: bool) -> Option<Style> {
        colour(self.palette.get(Token::Cursor))?;
        let plain = if dark {
            (Color::Indexed(253), Color::Indexed(234))
        } else {
            (Color::Indexed(235), Color::Indexed(255))
        };
        let ink = colour(self.palette.get(Token::Ink)).unwrap_or(plain.0);
        let ground = colour(self.palette.get(Token::Ground)).unwrap_or(plain.1);
        Some(
            Style::new()
                .fg(ink)
                .bg(ground)
                .remove_modifier(Modifier::REVERSED | Modifier::BOLD),
        )
    }

    pub(crate) fn dim(self) -> Style {
        // DIM itself is unreadable on some terminals; a shade is not.
        self.fg(Token::Dim)
    }

    pub(crate) fn accent(self) -> Style {
        self.fg(Token::Accent)
    }

    pub(crate) fn fault(self) -> Style {
        self.fg(Token::Fault)
    }

    pub(crate) fn subhead(self) -> Style {
        self.fg(Token::Heading).add_modifier(Modifier::BOLD)
    }

    /// Lines around a pane, and its title.
    pub(crate) fn border(self, focused: bool) -> Style {
        self.fg(if focused { Token::Focus } else { Token::Border })
    }

    /// The row under the cursor of the pane with the focus.
    pub(crate) fn cursor(self) -> Style {
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        self.ground(Token::Cursor).unwrap_or(reversed)
    }

    /// The row under the cursor of another pane.
    pub(crate) fn cursor_away(self) -> Style {
        // Reverse belongs to the focus alone.
        let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
        self.ground(Token::CursorAway).unwrap_or(underlined)
    }

    pub(crate) fn kind(self, kind: Kind) -> Style {
        self.fg(match kind {
            Kind::Per => Token::Person,
            Kind::Org => Token::Organisation,
            Kind::Prod => Token::Product,
            Kind::Loc => Token::Place,
            Kind::Event | Kind::Work => Token::Work,
        })
    }

    pub(crate) fn mention(self, kind: Kind) -> Style {
        self.kind(kind).add_modifier(Modifier::UNDERLINED)
    }

    pub(crate) fn hit(self, current: bool) -> Style {
        let token = if current { Token::HitNow } else { Token::Hit };
        let style = match self.ground(token) {
            Some(ground) => self
                .fg(Token::HitInk)
                .patch(ground)
                .remove_modifier(Modifier::UNDERLINED),
            None => Style::new().add_modifier(Modifier::REVERSED),
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
        let tokens = [
            Token::Highlight1,
            Token::Highlight2,
            Token::Highlight3,
            Token::Highlight4,
            Token::Highlight5,
        ];
        let letters = Style::new().add_modifier(PENS[place]);
        self.ground(tokens[place])
            .map_or(letters, |ground| self.fg(Token::HitInk).patch(ground))
    }

    /// Text that is chosen.
    pub(crate) fn chosen(self) -> Style {
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        self.ground(Token::Selection)
            .map_or(reversed, |ground| self.fg(Token::HitInk).patch(ground))
    }

    /// The letter under the caret.
    pub(crate) fn caret(self) -> Style {
        self.hit(true)
    }

    /// What is new in a text.
    pub(crate) fn fresh(self) -> Style {
        self.fg(Token::Organisation).add_modifier(Modifier::BOLD)
    }

    /// What is gone from a text.
    pub(crate) fn gone(self) -> Style {
        self.fault().add_modifier(Modifier::CROSSED_OUT)
    }

    /// The name of the mode, at the left of the status row.
    pub(crate) fn badge(self) -> Style {
        self.fg(Token::Badge)
            .add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Letters that lead somewhere.
    pub(crate) fn letters(self) -> Style {
        self.hit(true).remove_modifier(Modifier::UNDERLINED)
    }
}
