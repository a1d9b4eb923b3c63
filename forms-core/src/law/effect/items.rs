//! The takers that the 号 of a provision name, each its own: …を当該各号に定める者に委任する, then 生活保護の決定に関する事務　福祉事務所長.

use super::counterpart::Aliases;
use super::delegation::without_brackets;
use super::office::ends_in_office;
use crate::law::path::ProvisionPath;
use crate::law::provision::Provision;
use crate::text::fold_ascii;

/// The side of a 号 on which its taker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// 次の各号に掲げる者に当該各号に定める事務を委任する.
    First,
    /// 次の各号に掲げる事務を当該各号に定める者に委任する.
    Last,
}

impl Side {
    /// Returns the side that the words for a taker point to; `None` if they name one.
    pub(super) fn of(name: &str) -> Option<Self> {
        if ["当該各号", "各号に定め", "各号の末尾", "各号右"].iter().any(|w| name.contains(w))
        {
            return Some(Self::Last);
        }
        let points =
            ["次に", "次の", "左に", "左の", "下記の", "下記に", "左記の", "左記に", "上記の"];
        let several = ["者", "職員", "機関", "職にある者", "長", "行政機関", "委員会"];
        let rest = points.iter().find_map(|w| name.strip_prefix(w)).map(|rest| {
            ["掲げる", "掲ぐる", "定める", "各号に掲げる", "各号の"]
                .iter()
                .find_map(|w| rest.strip_prefix(w))
                .unwrap_or(rest)
        });
        let listed = name.contains("各号") || rest.is_some_and(|rest| several.contains(&rest));
        listed.then_some(Self::First)
    }
}

/// Reads the takers of 号 one after another; the levels below a 号 have its taker.
pub(super) struct ItemTakers {
    side: Side,
    last: Option<(ProvisionPath, Option<String>)>,
}

impl ItemTakers {
    pub(super) fn new(side: Side) -> Self {
        Self { side, last: None }
    }

    /// Returns the taker of a provision below the one that delegates, if its 号 names one.
    pub(super) fn taker(&mut self, provision: &Provision, aliases: &Aliases) -> Option<String> {
        let path = &provision.path;
        if path.table.is_some() {
            return None;
        }
        if let Some((item, taker)) = &self.last
            && path.lies_in(item)
        {
            return taker.clone();
        }
        let taker = taker_in(&provision.text, self.side).map(|name| aliases.full(&name));
        self.last = Some((path.clone(), taker.clone()));
        taker
    }
}

/// Returns the taker in the words of a 号, which stands beside its affairs or alone.
fn taker_in(text: &str, side: Side) -> Option<String> {
    const LONGEST_NAME: usize = 60;
    let words = without_brackets(text);
    let cells: Vec<String> = words
        .split(['\u{3000}', ' ', '\t', '：', ':', '…'])
        .map(|cell| fold_ascii(cell.trim().trim_end_matches('。').trim()))
        .filter(|cell| !cell.is_empty())
        .collect();
    let office = |cell: &&String| {
        let chars: Vec<char> = cell.chars().collect();
        chars.len() <= LONGEST_NAME && ends_in_office(&chars, chars.len())
    };
    let mut offices = cells.iter().filter(office);
    match (side, cells.len()) {
        (Side::Last, 0 | 1) => None,
        (Side::First, _) => offices.next().cloned(),
        (Side::Last, _) => offices.next_back().cloned(),
    }
}
