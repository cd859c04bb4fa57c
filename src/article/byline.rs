//! Who wrote a story.

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// One writer as the byline names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The name alone: `김민석`.
    pub name: Clean,
    /// The role after it: `기자`, `특파원`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Clean>,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Clean>,
    /// The outlet, where the byline or the address names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Clean>,
}
