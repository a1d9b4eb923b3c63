//! 差戻し通知: the letter that tells an applicant what to correct, as a page for A4 and as text to paste.
//!
//! Its sender and phrases are data of the form pack. A waived finding never appears in it.

mod html;
mod of_review;
mod text;

use jiff::civil::Date;

pub use of_review::{Notice, notices};

use super::PROGRAM;
use super::session::{ApplicantKey, Sha256Hex};
use crate::application::Organ;
use crate::code::{Government, GovernmentKind};
use crate::finding::{Finding, Lang};
use crate::pack::Pack;
use crate::text::era::format_date;

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The document number, or the blank for it.
    pub number: String,
    /// The day.
    pub date: Date,
    /// The addressee.
    pub addressee: String,
    /// The sender.
    pub sender: String,
    /// The subject.
    pub subject: String,
    /// The first paragraph.
    pub opening: String,
    /// The file that it is about.
    pub file: LetterFile,
    /// What is to be corrected.
    pub items: Vec<LetterItem>,
    /// How to send again, whom to tell that it is otherwise, whom to ask.
    pub closing: Vec<String>,
    /// The program and the form pack that checked.
    pub checked_with: String,
}

/// The file that a letter is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFile {
    /// Its name.
    pub name: String,
    /// When it was received, as it is to be shown; may be empty.
    pub received: String,
    /// Its SHA-256.
    pub sha256: Sha256Hex,
}

/// One thing to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterItem {
    /// 場所: the places, one a line; of a pair both sides.
    pub places: Vec<String>,
    /// 現状: what is wrong.
    pub present: String,
    /// 補正: what to do.
    pub correction: String,
    /// 根拠: the norm, and the code of the finding.
    pub basis: String,
}

/// The applicant that a letter goes to.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The applicant.
    pub key: ApplicantKey,
    /// Its name.
    pub name: &'a str,
}

/// A finding for a letter, with its places as they are to be shown.
#[derive(Debug, Clone)]
pub struct LetterFinding<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The places.
    pub places: Vec<String>,
}

impl Letter {
    /// Writes a letter about a file in the words of a pack. `deadline` is the day by which to send again, `next_file` the
    /// name that the corrected file should have.
    #[must_use]
    pub fn new(
        to: Recipient<'_>,
        file: LetterFile,
        findings: &[LetterFinding<'_>],
        date: Date,
        deadline: Option<Date>,
        next_file: &str,
        pack: &Pack,
    ) -> Self {
        let words = &pack.letter;
        let known = Government::find(to.key.code);
        let prefecture = known
            .map_or_else(|| prefecture_of_association(to.key), |government| government.prefecture);
        let organ = pack.choice_label("organ", to.key.organ.as_str(), Lang::Ja);
        let fill = |template: &str| {
            template
                .replace("{name}", to.name)
                .replace("{prefecture}", prefecture)
                .replace("{organ}", organ)
                .replace("{deadline}", &deadline.map(day).unwrap_or_default())
                .replace("{file}", next_file)
        };
        let addressee = match (to.key.organ, known.map(|g| g.kind)) {
            (Organ::Head, Some(GovernmentKind::Prefecture)) => &words.addressee_prefecture,
            (Organ::Head, _) => &words.addressee_head,
            _ => &words.addressee_organ,
        };
        let opening = match deadline {
            Some(_) => &words.opening,
            None => &words.opening_without_deadline,
        };
        Self {
            number: words.number.clone(),
            date,
            addressee: fill(addressee),
            sender: fill(&words.sender),
            subject: fill(&words.subject),
            opening: fill(opening),
            items: findings.iter().filter_map(item).collect(),
            closing: [&words.resubmission, &words.dispute, &words.contact]
                .iter()
                .map(|text| fill(text))
                .collect(),
            checked_with: format!("{PROGRAM}、様式パック {} {}", pack.id, pack.version),
            file,
        }
    }

    /// The letter as a page to print on A4, without scripts.
    #[must_use]
    pub fn html(&self) -> String {
        html::write(self)
    }

    /// The letter as text to paste.
    #[must_use]
    pub fn text(&self) -> String {
        text::write(self)
    }

    /// The file's name, when it was received, and the first twelve digits of its SHA-256.
    fn file_line(&self) -> String {
        let LetterFile { name, received, sha256 } = &self.file;
        let short: String = sha256.0.chars().take(12).collect();
        let received = match received.is_empty() {
            true => String::new(),
            false => format!("、受信 {received}"),
        };
        format!("{name}（SHA-256 {short}…{received}）")
    }
}

/// The prefecture in whose range an association's code lies.
fn prefecture_of_association(key: ApplicantKey) -> &'static str {
    let digits = key.code.as_str().get(..2).unwrap_or_default();
    let in_it = Government::all().iter().find(|g| g.code.as_str().starts_with(digits));
    in_it.map_or("", |government| government.prefecture)
}

/// What a finding asks to correct; `None` for a code that never stands in a letter.
fn item(found: &LetterFinding<'_>) -> Option<LetterItem> {
    let finding = found.finding;
    Some(LetterItem {
        places: found.places.clone(),
        present: finding.message(Lang::Ja),
        correction: finding.letter_text(Lang::Ja)?,
        basis: format!("{}（{}）", finding.code.source_words(), finding.code),
    })
}

/// A day as letters write it: 令和元年5月31日.
fn day(date: Date) -> String {
    format_date(date).unwrap_or_else(|| date.to_string())
}

#[cfg(test)]
mod tests;
