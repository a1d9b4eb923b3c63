//! Checks decoded paths of an archive: paths unsafe to extract, names that Windows cannot create,
//! and system by-products.

use std::borrow::Cow;

use crate::finding::word::{Zip005, Zip015, Zip016};
use crate::text::{is_direction_mark, is_unseen, without_unseen};

/// Returns a name with `/` between its folders, whatever separator a program wrote, and without what
/// leads nowhere: `/` and `./` at the start. A name that is nothing else gives an empty text.
///
/// `..`, drive letters and empty parts stay: they are no other way of writing a path.
#[must_use]
pub(crate) fn separated(name: &str) -> Cow<'_, str> {
    let slashes = match name.contains('\\') {
        true => Cow::Owned(name.replace('\\', "/")),
        false => Cow::Borrowed(name),
    };
    let mut rest: &str = &slashes;
    while let Some(inner) = rest.strip_prefix('/').or_else(|| rest.strip_prefix("./")) {
        rest = inner;
    }
    match rest {
        "." => Cow::Borrowed(""),
        rest if rest.len() == name.len() && matches!(slashes, Cow::Borrowed(_)) => {
            Cow::Borrowed(name)
        }
        rest => Cow::Owned(rest.to_owned()),
    }
}

/// The path by which a name is compared with the names that documents give: [`separated`], and
/// without characters that nobody sees.
pub(super) fn path_of(name: &str) -> String {
    without_unseen(&separated(name)).into_owned()
}

/// Returns why a path could lead out of the folder it is extracted to, or hide where it leads.
#[must_use]
pub fn unsafe_path(path: &str) -> Option<Zip005> {
    let starts_with_drive = |path: &str| {
        let mut chars = path.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':')
    };
    if path.contains('\0') {
        Some(Zip005::Nul)
    } else if !path.is_empty() && path.chars().all(|c| c == '/') {
        Some(Zip005::Root)
    } else if path == "\\" {
        Some(Zip005::Backslash)
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
    if path == "." || path.starts_with("./") {
        return Some((".", Zip016::Here));
    }
    let mut parts = path.split('/').filter(|part| *part != "..");
    let found = parts.find_map(|part| Some((part, part_problem(part)?)));
    let last = path.rsplit('/').next().filter(|part| has_version(part));
    found.or_else(|| Some((last?, Zip016::Version)))
}

/// Returns true for a name with a version of VMS at its end, `a.txt;1`: `unzip` leaves that out.
fn has_version(part: &str) -> bool {
    part.rsplit_once(';')
        .is_some_and(|(_, digits)| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn part_problem(part: &str) -> Option<Zip016> {
    if part.is_empty() {
        Some(Zip016::Empty)
    } else if part.contains(is_direction_mark) {
        Some(Zip016::Direction)
    } else if part.contains(|c: char| c.is_control() && c != '\0') {
        Some(Zip016::Control)
    } else if part.contains(|c: char| is_unseen(c) && c != '\0') {
        Some(Zip016::Unseen)
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
            ("/", Some(Zip005::Root)),
            ("//", Some(Zip005::Root)),
            ("\\", Some(Zip005::Backslash)),
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
            ("申請\u{200b}書.txt", Some(("申請\u{200b}書.txt", Zip016::Unseen))),
            ("\u{feff}a/b", Some(("\u{feff}a", Zip016::Unseen))),
            ("委\u{ad}任.txt", Some(("委\u{ad}任.txt", Zip016::Unseen))),
            ("a/b.txt;1", Some(("b.txt;1", Zip016::Version))),
            ("a;1/b.txt", None),
            ("a;1.txt", None),
            ("規則;改正", None),
            ("a;", None),
            ("./a", Some((".", Zip016::Here))),
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
    fn a_path_has_slashes_between_its_folders_and_none_before_them() {
        let cases = [
            ("条例\\規則\\a.txt", "条例/規則/a.txt"),
            ("提出/条例\\a.txt", "提出/条例/a.txt"),
            ("添付\\", "添付/"),
            ("/a.txt", "a.txt"),
            ("/", ""),
            ("\\", ""),
            ("./", ""),
            (".", ""),
            ("././a.txt", "a.txt"),
            ("評価\u{200b}書\\a.txt", "評価書/a.txt"),
            ("../a.txt", "../a.txt"),
            (".a/b", ".a/b"),
            ("a//b", "a//b"),
            ("葛\u{e0100}城市.pdf", "葛\u{e0100}城市.pdf"),
        ];
        for (name, path) in cases {
            assert_eq!(path_of(name), path, "{name:?}");
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
