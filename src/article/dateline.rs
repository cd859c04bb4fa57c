//! Where a story was filed.

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// `(서울=뉴스1)`, `TOKYO (Kyodo) —`: a place and an agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The place, or several joined as the file has them.
    pub place: Clean,
    /// The agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Clean>,
}
