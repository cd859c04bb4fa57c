//! What a theme can give a colour to.

/// How many there are.
pub const TOKENS: usize = TABLE.len();

/// One thing that has a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// The ground of the screen.
    Ground,
    /// Text.
    Ink,
    /// What is set back.
    Dim,
    /// What leads: the pane with the focus, keys.
    Accent,
    /// Lines around panes.
    Border,
    /// Lines around the pane with the focus.
    Focus,
    /// The name of the mode.
    Badge,
    /// Heads of sections.
    Heading,
    /// What went wrong.
    Fault,
    /// People.
    Person,
    /// Organisations.
    Organisation,
    /// Products.
    Product,
    /// Places.
    Place,
    /// Events and works.
    Work,
    /// The ground of the row under the cursor.
    Cursor,
    /// The ground of that row in a pane without the focus.
    CursorAway,
    /// The ground of what was found.
    Hit,
    /// The ground of the one that the cursor is on.
    HitNow,
    /// Text on found and highlighted ground.
    HitInk,
    /// The ground of chosen text.
    Selection,
    /// The first colour of highlights, as a ground.
    Highlight1,
    /// The second.
    Highlight2,
    /// The third.
    Highlight3,
    /// The fourth.
    Highlight4,
    /// The fifth.
    Highlight5,
}

/// A token's row.
#[derive(Debug)]
pub struct Row {
    /// Which one.
    pub token: Token,
    /// Its name in a file.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The token whose colour it takes where a theme gives it none.
    pub like: Option<Token>,
    /// Whether it lies under text.
    pub under: bool,
}

const fn ink(token: Token, name: &'static str, doc: &'static str, like: Option<Token>) -> Row {
    Row {
        token,
        name,
        doc,
        like,
        under: false,
    }
}

const fn ground(token: Token, name: &'static str, doc: &'static str, like: Option<Token>) -> Row {
    Row {
        token,
        name,
        doc,
        like,
        under: true,
    }
}

/// Every token, in the order of the variants.
const TABLE: &[Row] = &[
    ground(
        Token::Ground,
        "ground",
        "the ground of the screen; \"default\" keeps the terminal's",
        None,
    ),
    ink(Token::Ink, "ink", "text", None),
    ink(Token::Dim, "dim", "what is set back: dates, counts, hints", None),
    ink(Token::Accent, "accent", "what leads: keys, titles", None),
    ink(Token::Border, "border", "lines around panes", Some(Token::Dim)),
    ink(
        Token::Focus,
        "focus",
        "lines and title of the pane with the focus",
        Some(Token::Accent),
    ),
    ink(
        Token::Badge,
        "badge",
        "the name of the mode, shown reversed",
        Some(Token::Accent),
    ),
    ink(
        Token::Heading,
        "heading",
        "heads of sections",
        Some(Token::Accent),
    ),
    ink(Token::Fault, "fault", "what went wrong", None),
    ink(Token::Person, "person", "people", None),
    ink(Token::Organisation, "organisation", "organisations", None),
    ink(Token::Product, "product", "models and products", None),
    ink(Token::Place, "place", "places", None),
    ink(Token::Work, "work", "events and works", None),
    ground(
        Token::Cursor,
        "cursor",
        "the ground of the row under the cursor",
        None,
    ),
    ground(
        Token::CursorAway,
        "cursor-away",
        "the same in a pane without the focus",
        Some(Token::Cursor),
    ),
    ground(Token::Hit, "hit", "the ground of what was found", None),
    ground(
        Token::HitNow,
        "hit-now",
        "the ground of the one that is current",
        None,
    ),
    ink(
        Token::HitInk,
        "hit-ink",
        "text on hits, highlights and chosen text",
        None,
    ),
    ground(
        Token::Selection,
        "selection",
        "the ground of chosen text",
        Some(Token::Hit),
    ),
    ground(
        Token::Highlight1,
        "highlight1",
        "the ground of the first colour of highlights",
        Some(Token::Hit),
    ),
    ground(Token::Highlight2, "highlight2", "the second", Some(Token::Hit)),
    ground(Token::Highlight3, "highlight3", "the third", Some(Token::Hit)),
    ground(Token::Highlight4, "highlight4", "the fourth", Some(Token::Hit)),
    ground(Token::Highlight5, "highlight5", "the fifth", Some(Token::Hit)),
];

impl Token {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.token)
    }

    /// Its place in the table.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Its row.
    pub fn row(self) -> &'static Row {
        &TABLE[self.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_variants() {
        for (place, token) in Token::all().enumerate() {
            assert_eq!(token.index(), place, "{token:?}");
        }
    }
}
