//! What Linux says of a process and of the processes it started.

use std::fs;
use std::ops::Sub;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// Sums over a process and its children.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Accounts {
    /// Time on a processor, of threads that still live.
    pub(crate) cpu: Duration,
    /// How often a thread went to sleep and was woken.
    pub(crate) wakes: u64,
    /// Kibibytes of memory, what is shared counted in part.
    pub(crate) pss: u64,
    /// Kibibytes of memory at most.
    pub(crate) peak: u64,
}

impl Accounts {
    /// The accounts of a process.
    pub(crate) fn of(pid: u32) -> Result<Self> {
        let mut sum = Self::default();
        let mut todo = vec![pid];
        while let Some(pid) = todo.pop() {
            let at = Path::new("/proc").join(pid.to_string());
            sum.pss += field(&at.join("smaps_rollup"), "Pss:");
            sum.peak += field(&at.join("status"), "VmHWM:");
            for task in fs::read_dir(at.join("task"))? {
                let task = task?.path();
                let times = fs::read_to_string(task.join("schedstat")).unwrap_or_default();
                let ran = times.split_whitespace().next().and_then(|ns| ns.parse().ok());
                sum.cpu += Duration::from_nanos(ran.unwrap_or(0));
                sum.wakes += field(&task.join("status"), "voluntary_ctxt_switches:");
                let children = fs::read_to_string(task.join("children")).unwrap_or_default();
                todo.extend(
                    children
                        .split_whitespace()
                        .filter_map(|pid| pid.parse::<u32>().ok()),
                );
            }
        }
        Ok(sum)
    }
}

impl Sub for Accounts {
    type Output = Self;

    /// What was spent between two looks; memory is that of the later one.
    fn sub(self, before: Self) -> Self {
        Self {
            cpu: self.cpu.saturating_sub(before.cpu),
            wakes: self.wakes.saturating_sub(before.wakes),
            ..self
        }
    }
}

/// The first number of a line of a file that begins with `name`; 0 if there is none.
fn field(path: &Path, name: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Processor time of this process, threads that have ended included.
pub(crate) fn spent() -> Result<Duration> {
    times(11)
}

/// Processor time of all processes that this one has waited for.
pub(crate) fn spent_by_children() -> Result<Duration> {
    times(13)
}

/// Two neighbouring fields of the system's line on this process, counted after its name; in hundredths of a second.
fn times(field: usize) -> Result<Duration> {
    let line = fs::read_to_string("/proc/self/stat")?;
    let (_, facts) = line.rsplit_once(')').context("a name stands in brackets")?;
    let ticks = facts
        .split_whitespace()
        .skip(field)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok());
    Ok(Duration::from_millis(ticks.sum::<u64>() * 10))
}
