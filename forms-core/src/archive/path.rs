//! Paths inside an archive, judged as text after decoding: what is unsafe to extract.

use crate::finding::word::Zip005;

/// Why a path could lead out of the folder it is extracted to, or hide where it leads.
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
}
