//! Checks decoded paths of an archive: paths unsafe to extract, names that Windows cannot create,
//! and system by-products.

use crate::finding::word::{Zip005, Zip015, Zip016};

/// Returns why a path could lead out of the folder it is extracted to, or hide where it leads.
#[must_use]
pub fn unsafe_path(path: &str) -> Option<Zip005> {
    let starts_with_drive = |path: &str| {
        let mut chars = path.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':')
    };
    if path.contains('\0') {
        Some(Zip005::Nul)
    } else if ["//", "\\\\", "/\\", "\\/"].iter().any(|start| path.starts_with(start)) {
        Some(Zip005::Network)
    } else if starts_with_drive(path) {
        Some(Zip005::Drive)
    } else if path.starts_with(['/', '\\']) {
        Some(Zip005::Absolute)
    } else if path.split(['/', '\\']).any(|part| part == "..") {
        Some(Zip005::Parent)
    } else if path.contains('\\') {
        Some(Zip005::Backslash)
    } else {
        None
    }
}

/// Returns the first path component that Windows cannot create or shows wrongly. Leaves out problems
/// that [`unsafe_path`] reports.
#[must_use]
pub fn windows_problem(path: &str) -> Option<(&str, Zip016)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let path = if unsafe_path(path) == Some(Zip005::Drive) { path.get(2..)? } else { path };
    let path = path.trim_start_matches(['/', '\\']);
    path.split('/').filter(|part| *part != "..").find_map(|part| Some((part, part_problem(part)?)))
}

fn part_problem(part: &str) -> Option<Zip016> {
    if part.is_empty() {
        Some(Zip016::Empty)
    } else if part.contains(is_direction_control) {
        Some(Zip016::Direction)
    } else if part.contains(|c: char| c.is_control() && c != '\0') {
        Some(Zip016::Control)
    } else if part.contains(['<', '>', ':', '"', '|', '?', '*']) {
        Some(Zip016::Forbidden)
    } else if part.ends_with(['.', ' ']) {
        Some(Zip016::Trailing)
    } else if is_device(part) {
        Some(Zip016::Device)
    } else {
        None
    }
}

/// Returns true for bidirectional controls: they can make `gpj.exe` look like `exe.jpg`.
fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns true for names that Windows reserves for devices, with any extension.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let digit = stem.strip_prefix(prefix).map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(digit.as_deref(), Some(['1'..='9' | '¹' | '²' | '³']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT")
}

/// The kind of a file that systems and programs create by themselves, such as `.DS_Store`.
#[must_use]
pub fn by_product(path: &str) -> Option<Zip015> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = file.to_ascii_lowercase();
    if file == "__MACOSX" || folders.split('/').any(|folder| folder == "__MACOSX") {
        Some(Zip015::ResourceFork)
    } else if lower == ".ds_store" {
        Some(Zip015::FolderView)
    } else if file.starts_with("._") {
        Some(Zip015::ResourceFork)
    } else if matches!(lower.as_str(), "thumbs.db" | "ehthumbs.db") {
        Some(Zip015::Thumbnails)
    } else if lower == "desktop.ini" {
        Some(Zip015::FolderSettings)
    } else if file.starts_with("~$") || file.starts_with(".~lock.") {
        Some(Zip015::LockFile)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_paths_and_their_near_misses() {
        let cases = [
            ("a\0.txt", Some(Zip005::Nul)),
            ("\\\\server\\a", Some(Zip005::Network)),
            ("C:/a", Some(Zip005::Drive)),
            ("c:a", Some(Zip005::Drive)),
            ("/etc/passwd", Some(Zip005::Absolute)),
            ("a/../../b", Some(Zip005::Parent)),
            ("..\\b", Some(Zip005::Parent)),
            ("a\\b", Some(Zip005::Backslash)),
            ("a/..b/c..", None),
            ("...", None),
            ("申請書/別表.pdf", None),
            ("／a", None),
            ("表：一覧", None),
            ("", None),
        ];
        for (path, problem) in cases {
            assert_eq!(unsafe_path(path), problem, "{path:?}");
        }
    }

    #[test]
    fn windows_names_and_their_near_misses() {
        let cases = [
            ("a/CON", Some(("CON", Zip016::Device))),
            ("aux.txt", Some(("aux.txt", Zip016::Device))),
            ("nul .tar.gz", Some(("nul .tar.gz", Zip016::Device))),
            ("LPT¹", Some(("LPT¹", Zip016::Device))),
            ("10:30.txt", Some(("10:30.txt", Zip016::Forbidden))),
            ("なに?.pdf", Some(("なに?.pdf", Zip016::Forbidden))),
            ("a\tb", Some(("a\tb", Zip016::Control))),
            ("評価書. /a", Some(("評価書. ", Zip016::Trailing))),
            ("a\u{202e}fdp.exe", Some(("a\u{202e}fdp.exe", Zip016::Direction))),
            ("a//b", Some(("", Zip016::Empty))),
            ("", Some(("", Zip016::Empty))),
            ("CON申請.txt", None),
            ("COM10", None),
            ("COM0", None),
            ("console", None),
            ("10：30？.txt", None),
            (".gitignore", None),
            ("葛\u{e0100}城市.pdf", None),
            ("条例・規則/", None),
            ("C:/a", None),
            ("/a", None),
            ("../a", None),
            ("a\0b", None),
        ];
        for (path, problem) in cases {
            assert_eq!(windows_problem(path), problem, "{path:?}");
        }
    }

    #[test]
    fn by_products_and_their_near_misses() {
        let cases = [
            ("Thumbs.db", Some(Zip015::Thumbnails)),
            ("条例・規則/thumbs.db", Some(Zip015::Thumbnails)),
            (".DS_Store", Some(Zip015::FolderView)),
            ("__MACOSX/", Some(Zip015::ResourceFork)),
            ("__MACOSX/条例/._a.pdf", Some(Zip015::ResourceFork)),
            ("._a.pdf", Some(Zip015::ResourceFork)),
            ("a/Desktop.ini", Some(Zip015::FolderSettings)),
            ("~$申請書.xlsx", Some(Zip015::LockFile)),
            (".~lock.申請書.ods#", Some(Zip015::LockFile)),
            ("Thumbs.db.pdf", None),
            ("MACOSX/a", None),
            ("~申請書.xlsx", None),
            ("a_.pdf", None),
        ];
        for (path, kind) in cases {
            assert_eq!(by_product(path), kind, "{path:?}");
        }
    }
}
