//! The story as the trade names its parts.
//!
//! Everything above this room speaks of stories in these values; no file format, no table row and no widget
//! appears here.

pub mod anchor;
pub mod body;
pub mod byline;
pub mod date;
pub mod dateline;
mod forms;
pub mod id;
pub mod label;
pub mod language;
pub mod notice;
pub mod outlet;
pub mod picture;

use serde::{Deserialize, Serialize};

use crate::text::Clean;
use body::{Body, Item, Link};
use byline::Byline;
use date::Date;
use dateline::Dateline;
use label::Label;
use language::Language;

/// One revision of one story, with everything that is known of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The headline, or the first sentence where the file has none.
    pub headline: Clean,
    /// Whether the headline was taken from the first sentence. Then no block of the body is a headline.
    pub derived: bool,
    /// The canonical body. Every offset in this value points into it.
    pub body: Body,
    /// Who wrote it, in the order given.
    pub bylines: Vec<Byline>,
    /// Where and by which agency it was filed.
    pub dateline: Option<Dateline>,
    /// The paper, site or agency.
    pub outlet: Option<Clean>,
    /// When it was published; inferred from the file where the text does not say.
    pub date: Option<Date>,
    /// When this revision was made, if the file says.
    pub updated: Option<Date>,
    /// The language of most of its letters.
    pub language: Language,
    /// The canonical address.
    pub url: Option<Clean>,
    /// The id that its feed gave it.
    pub guid: Option<Clean>,
    /// Tags that the file itself carries.
    pub tags: Vec<Clean>,
    /// Names that the file itself gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// The summary that the file itself carries.
    pub summary: Option<Clean>,
    /// Digest items, in the order of the body.
    pub items: Vec<Item>,
    /// Links, in the order of the body; the reader numbers them from one.
    pub links: Vec<Link>,
}
