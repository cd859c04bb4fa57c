//! The way back and forward through lists and stories.

use crate::app::layout::Pane;
use crate::app::list::Crumb;
use crate::app::overlay::sheet::Sheet;
use crate::library::value::{NameId, RowId};

/// Steps kept; the oldest are let go.
const KEPT: usize = 200;

/// Where a reader was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// How the list was reached.
    pub crumbs: Vec<Crumb>,
    /// The story under the list's cursor.
    pub cursor: Option<RowId>,
    /// How many rows below the window's top that is.
    pub offset: usize,
    /// The story in the reader and the byte at its top.
    pub open: Option<(RowId, u32)>,
    /// Whether that story was only looked at.
    pub preview: bool,
    /// The pane with the focus.
    pub focus: Pane,
    /// The name that was followed.
    pub following: Option<NameId>,
    /// The name under the sidebar's cursor.
    pub name: Option<NameId>,
    /// The pages about names that lay over it.
    pub sheets: Vec<Sheet>,
}

/// The stops behind and ahead.
#[derive(Debug, Default)]
pub struct Trail {
    behind: Vec<Stop>,
    ahead: Vec<Stop>,
}

impl Trail {
    /// Leaves a stop to go on to a new one.
    pub fn leave(&mut self, stop: Stop) {
        self.ahead.clear();
        if self.behind.last() != Some(&stop) {
            self.behind.push(stop);
        }
        if self.behind.len() > KEPT {
            self.behind.remove(0);
        }
    }

    /// Goes back from a stop.
    pub fn back(&mut self, from: Stop) -> Option<Stop> {
        let to = self.behind.pop()?;
        self.ahead.push(from);
        Some(to)
    }

    /// Goes forward again from a stop.
    pub fn forward(&mut self, from: Stop) -> Option<Stop> {
        let to = self.ahead.pop()?;
        self.behind.push(from);
        Some(to)
    }

    /// The last stop behind that shows another opened story than this one.
    pub fn last_story(&self, than: Option<RowId>) -> Option<&Stop> {
        self.behind
            .iter()
            .rev()
            .find(|s| s.open.is_some() && !s.preview && s.open.map(|o| o.0) != than)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(n: u32) -> Stop {
        let focus = Pane::List;
        Stop {
            crumbs: vec![],
            cursor: Some(RowId(n)),
            offset: 0,
            open: None,
            preview: false,
            focus,
            following: None,
            name: None,
            sheets: Vec::new(),
        }
    }

    #[test]
    fn back_and_forward_meet_the_same_stops() {
        let mut trail = Trail::default();
        trail.leave(stop(1));
        trail.leave(stop(2));
        assert_eq!(trail.back(stop(3)), Some(stop(2)));
        assert_eq!(trail.back(stop(2)), Some(stop(1)));
        assert_eq!(trail.back(stop(1)), None);
        assert_eq!(trail.forward(stop(1)), Some(stop(2)));
        trail.leave(stop(2));
        assert_eq!(trail.forward(stop(9)), None);
    }
}
