//! One mistake, one finding: which code silences which, and where.
//!
//! [`SILENCINGS`] is applied by [`settle`] when everything has been found. [`DECIDED_WHERE_FOUND`]
//! lists the findings that are not made at all because another code reports the same mistake. What
//! a silenced finding said shows once the other mistake is mended, if it is still so.

mod decided;

use std::collections::{BTreeSet, HashMap};

use crate::finding::{Code, Finding};
pub use decided::{DECIDED_WHERE_FOUND, NotMade};

/// A set of codes.
#[derive(Debug, Clone, Copy)]
pub enum Codes {
    /// These.
    Of(&'static [Code]),
    /// Every code but these.
    AllBut(&'static [Code]),
    /// A family such as `XLS`, by the letters before the hyphen.
    Family(&'static str),
}

impl Codes {
    fn contains(self, code: Code) -> bool {
        match self {
            Self::Of(codes) => codes.contains(&code),
            Self::AllBut(codes) => !codes.contains(&code),
            Self::Family(name) => code.as_str().split('-').next() == Some(name),
        }
    }
}

/// Where the silencing finding must be, seen from the silenced one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the same field of the application.
    SameField,
    /// At the same field, and found earlier.
    SameFieldEarlier,
    /// At a row or group of fields that the silenced finding lies in.
    Around,
    /// At the same entry of the package.
    SameEntry,
    /// At the same entry, which is the workbook that was compared with the application.
    ComparedWorkbook,
    /// Anywhere in the package.
    Package,
    /// In the package, at no entry: it is about the package as a whole.
    WholePackage,
}

/// One row of [`SILENCINGS`].
#[derive(Debug, Clone, Copy)]
pub struct Silencing {
    /// The findings that are dropped.
    pub silenced: Codes,
    /// The findings that report the same mistake better. A finding that is itself silenced still
    /// silences others.
    pub by: Codes,
    /// Where the better finding must be.
    pub place: Place,
    /// Why the better finding is enough.
    pub reason: &'static str,
}

/// Which code silences which.
pub const SILENCINGS: &[Silencing] = &[
    Silencing {
        silenced: Codes::AllBut(&[Code::Frm007]),
        by: Codes::Of(&[Code::Frm007]),
        place: Place::SameField,
        reason: "An example of the form was left in the field, so its text means nothing.",
    },
    Silencing {
        silenced: Codes::AllBut(&[Code::Frm002, Code::Frm007]),
        by: Codes::Of(&[Code::Frm002]),
        place: Place::SameField,
        reason: "A text over the limit is usually pasted from elsewhere and must be replaced.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Frm003]),
        by: Codes::AllBut(&[Code::Frm003]),
        place: Place::SameField,
        reason: "A rare character is the smallest fault of a field that is wrong anyway.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Frm005]),
        by: Codes::Of(&[Code::Pia004]),
        place: Place::SameField,
        reason: "A text such as 未公表 in place of a date says that nothing was published.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Law001]),
        by: Codes::Of(&[Code::Law001]),
        place: Place::SameFieldEarlier,
        reason: "After the first part of a citation that cannot be read, the rest makes no sense.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Org003]),
        by: Codes::Of(&[Code::Dlg006]),
        place: Place::Around,
        reason: "A delegation to oneself names the wrong organ; the name of the right one fits.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Pkg010]),
        by: Codes::Of(&[Code::Pkg009]),
        place: Place::SameField,
        reason: "An empty file is of no kind, whatever its name says.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Pkg004]),
        by: Codes::Of(&[Code::Zip015]),
        place: Place::SameEntry,
        reason: "No manifest lists what a system left there.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Pkg005]),
        by: Codes::Of(&[Code::Pkg007]),
        place: Place::ComparedWorkbook,
        reason: "PKG-007 names the cells that changed; PKG-005 could only say that some did.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Pkg005]),
        by: Codes::Family("XLS"),
        place: Place::ComparedWorkbook,
        reason: "The XLS code says what happened to the workbook; PKG-005 only that something did.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Pkg001]),
        by: Codes::Of(&[Code::Zip019, Code::Zip023]),
        place: Place::Package,
        reason: "The application is in an inner ZIP or in another part of a split archive.",
    },
    Silencing {
        silenced: Codes::Of(&[Code::Pkg001]),
        by: Codes::Of(&[Code::Zip010]),
        place: Place::WholePackage,
        reason: "There are too many entries to list, and the application may be one of the rest.",
    },
];

/// Drops the findings that another one silences, by [`SILENCINGS`]. `compared` is the entry of the
/// workbook that was compared with the application, if one was. To be called before findings about
/// fields get the entry of the workbook.
pub fn settle(findings: &mut Vec<Finding>, compared: Option<&str>) {
    let mut silenced = vec![false; findings.len()];
    let found = FoundCodes::new(findings, compared);
    for row in SILENCINGS {
        for ((i, finding), dropped) in findings.iter().enumerate().zip(&mut silenced) {
            *dropped |= row.silenced.contains(finding.code) && found.silences(row, finding, i);
        }
    }
    let mut silenced = silenced.into_iter();
    findings.retain(|_| silenced.next() != Some(true));
}

/// The codes that were found, by place.
struct FoundCodes<'f> {
    at_field: HashMap<&'f str, BTreeSet<Code>>,
    at_entry: HashMap<&'f str, BTreeSet<Code>>,
    at_no_entry: BTreeSet<Code>,
    all: BTreeSet<Code>,
    /// Indices of the findings that have an earlier one of their code at their field.
    repeated: BTreeSet<usize>,
    compared: Option<&'f str>,
}

impl<'f> FoundCodes<'f> {
    fn new(findings: &'f [Finding], compared: Option<&'f str>) -> Self {
        let mut found = Self {
            at_field: HashMap::new(),
            at_entry: HashMap::new(),
            at_no_entry: BTreeSet::new(),
            all: BTreeSet::new(),
            repeated: BTreeSet::new(),
            compared,
        };
        for (i, finding) in findings.iter().enumerate() {
            let code = finding.code;
            found.all.insert(code);
            if let Some(pointer) = &finding.location.pointer
                && !found.at_field.entry(pointer.as_str()).or_default().insert(code)
            {
                found.repeated.insert(i);
            }
            match &finding.location.entry {
                Some(entry) => drop(found.at_entry.entry(entry).or_default().insert(code)),
                None => drop(found.at_no_entry.insert(code)),
            }
        }
        found
    }

    /// Returns whether a row silences a finding of one of its codes, which has the index `i`.
    fn silences(&self, row: &Silencing, finding: &Finding, i: usize) -> bool {
        let has = |codes: Option<&BTreeSet<Code>>| {
            codes.is_some_and(|codes| codes.iter().any(|code| row.by.contains(*code)))
        };
        let field = finding.location.pointer.as_ref().map(|p| p.as_str());
        let entry = finding.location.entry.as_deref();
        let at_entry = || entry.is_some_and(|entry| has(self.at_entry.get(entry)));
        match row.place {
            Place::SameField => field.is_some_and(|field| has(self.at_field.get(field))),
            Place::SameFieldEarlier => self.repeated.contains(&i),
            Place::Around => {
                let mut inner = field.unwrap_or_default();
                while let Some((outer, _)) = inner.rsplit_once('/') {
                    if has(self.at_field.get(outer)) {
                        return true;
                    }
                    inner = outer;
                }
                false
            }
            Place::SameEntry => at_entry(),
            Place::ComparedWorkbook => entry == self.compared && at_entry(),
            Place::Package => has(Some(&self.all)),
            Place::WholePackage => has(Some(&self.at_no_entry)),
        }
    }
}

#[cfg(test)]
mod tests;
