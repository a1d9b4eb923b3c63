//! The words of the letter that returns an application.

use serde::{Deserialize, Serialize};

/// The sender and the phrases of 差戻し通知. Official letters are Japanese, so these are in one language. Each may hold
/// `{name}` (the applicant), `{prefecture}`, `{deadline}`, `{file}` (the name that the next file should have).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LetterWords {
    /// The document number, or the blank where it is entered by hand.
    pub number: String,
    /// The addressee, by whether a prefecture, a municipality's head or another organ files.
    pub addressee_prefecture: String,
    /// The addressee where the head of a municipality files.
    pub addressee_head: String,
    /// The addressee where another organ files; `{organ}` is its name.
    pub addressee_organ: String,
    /// The sender.
    pub sender: String,
    /// The subject.
    pub subject: String,
    /// The first paragraph.
    pub opening: String,
    /// The first paragraph where no deadline is known.
    pub opening_without_deadline: String,
    /// How and under which name to send again.
    pub resubmission: String,
    /// How to send again where the file's name follows from what is to be corrected, or from an application that could
    /// not be read.
    #[serde(default = "resubmission_renamed")]
    pub resubmission_renamed: String,
    /// The sentence for an applicant who knows better.
    pub dispute: String,
    /// Whom to ask.
    pub contact: String,
}

fn resubmission_renamed() -> String {
    "補正後は、申請一式を作り直し、補正後の内容に合うファイル名で提出願います。".to_owned()
}

impl Default for LetterWords {
    fn default() -> Self {
        let words = |text: &str| text.to_owned();
        Self {
            number: words("　　第　　　　号"),
            addressee_prefecture: words("{name}知事"),
            addressee_head: words("{name}長"),
            addressee_organ: words("{name} {organ}"),
            sender: words("{prefecture} 一次審査担当"),
            subject: words("申請の補正について"),
            opening: words(
                "次の申請に補正を要する点がありました。{deadline}までに補正のうえ再提出願います。",
            ),
            opening_without_deadline: words(
                "次の申請に補正を要する点がありました。補正のうえ再提出願います。",
            ),
            resubmission: words("補正後は、申請一式を作り直し、「{file}」として提出願います。"),
            resubmission_renamed: resubmission_renamed(),
            dispute: words("記載の内容が事実と異なる場合は、その旨を連絡願います。"),
            contact: words("担当："),
        }
    }
}
