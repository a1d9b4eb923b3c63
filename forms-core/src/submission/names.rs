//! Names of packages and of the files in them.

use crate::application::{Application, Attachment, AttachmentRole};
use crate::finding::Lang;
use crate::pack::Pack;
use crate::text::nfc;

/// The package's file name by the pack's template, safe on every system.
#[must_use]
pub fn package_name(app: &Application, pack: &Pack) -> String {
    let filled = pack
        .package
        .name
        .replace("{code}", &app.applicant.code.canonical())
        .replace("{name}", app.applicant.name.trim())
        .replace("{kind}", pack.choice_label("kind", app.kind.as_str(), Lang::Ja))
        .replace("{release}", &app.target.release.canonical());
    safe_file_name(&filled)
}

/// Makes a file name from a text: in NFC, with `_` for every character that Windows forbids.
#[must_use]
pub fn safe_file_name(text: &str) -> String {
    let name: String = nfc(text)
        .chars()
        .map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c })
        .collect();
    name.trim_end_matches(['.', ' ']).to_owned()
}

/// The last part of a path, whichever separator it was written with.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The path of an attachment inside the package.
#[must_use]
pub fn attachment_path(attachment: &Attachment, pack: &Pack) -> String {
    let file = nfc(&attachment.file);
    match pack.package.folders.get(&attachment.role) {
        Some(folder) if !folder.is_empty() => format!("{folder}/{file}"),
        _ => file,
    }
}

/// Guesses the role of an attachment by its name; a person may change it.
#[must_use]
pub fn guess_role(file_name: &str) -> AttachmentRole {
    let name = nfc(file_name);
    let holds = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if holds(&["評価書", "ＰＩＡ", "PIA"]) {
        AttachmentRole::Assessment
    } else if holds(&["条例", "規則", "規程", "訓令", "要綱", "要領", "告示", "例規"])
    {
        AttachmentRole::Instrument
    } else {
        AttachmentRole::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Applicant, Target};

    #[test]
    fn the_package_is_named_after_the_applicant() {
        let app = Application {
            applicant: Applicant {
                code: "１３１１２１".into(),
                name: "世田谷区".into(),
                ..Default::default()
            },
            target: Target { release: "2019-06-17".into(), ..Default::default() },
            ..Default::default()
        };
        assert_eq!(
            package_name(&app, Pack::standard()),
            "131121_世田谷区_接続開始申請_2019-06-17.zip"
        );
    }

    #[test]
    fn names_are_safe_on_every_system() {
        assert_eq!(safe_file_name("a/b:c?か\u{3099}\u{1}. "), "a_b_c_が_");
        assert_eq!(["a/b\\c.zip", "c.zip", "a/"].map(file_name), ["c.zip", "c.zip", ""]);
    }

    #[test]
    fn roles_are_guessed_from_names() {
        assert_eq!(guess_role("児童手当 評価書.pdf"), AttachmentRole::Assessment);
        assert_eq!(guess_role("事務委任規則.docx"), AttachmentRole::Instrument);
        assert_eq!(guess_role("メモ.txt"), AttachmentRole::Other);
    }
}
