//! PCK-006: names of files, folders and sheets.

use super::Check;
use crate::archive::{fold_path, windows_problem};
use crate::finding::{make, word::Pck006};

/// The placeholders that the template of the package's name may have.
const PLACES: [&str; 4] = ["code", "name", "kind", "release"];

/// The characters that Excel refuses in a sheet's name.
const NOT_IN_SHEETS: &str = "[]:*?/\\";
const SHEET_LENGTH: usize = 31;

impl Check<'_> {
    pub(super) fn names(&mut self) {
        let package = &self.pack.package;
        if let Some(problem) = template_problem(&package.name) {
            self.at("package.name", |l, c| make::pck_006(l, c, &package.name, problem));
        }
        let mut files = vec![
            ("package.manifest".to_owned(), &package.manifest),
            ("package.application".to_owned(), &package.application),
            ("package.workbook".to_owned(), &package.workbook),
        ];
        if let Some(template) = &self.pack.template
            && let Some(problem) = name_problem(&template.file)
        {
            let name = template.file.as_str();
            self.at("template.file", |l, c| make::pck_006(l, c, name, problem));
        }
        // Two roles may share a folder, but none may be called like a file.
        let folders = package
            .folders
            .iter()
            .map(|(role, folder)| (format!("package.folders.{}", role.as_str()), folder));
        let mut taken: Vec<String> = Vec::new();
        let count = files.len();
        files.extend(folders);
        for (i, (path, name)) in files.iter().enumerate() {
            let folded = fold_path(name);
            let problem = match name_problem(name) {
                None if taken.contains(&folded) => Some(Pck006::Twice),
                other => other,
            };
            if let Some(problem) = problem {
                self.at(path, |l, c| make::pck_006(l, c, name.as_str(), problem));
            }
            if i < count {
                taken.push(folded);
            }
        }
        self.sheets();
    }

    fn sheets(&mut self) {
        let cover = ("package.cover_sheet".to_owned(), &self.pack.package.cover_sheet);
        let lists = self.pack.lists.iter().enumerate();
        let sheets: Vec<_> = std::iter::once(cover)
            .chain(lists.map(|(i, list)| (format!("lists.{i}.sheet"), &list.sheet)))
            .collect();
        for (path, name) in sheets {
            let problem = if name.trim().is_empty() {
                Pck006::Empty
            } else if name.contains(|c| NOT_IN_SHEETS.contains(c))
                || name.chars().count() > SHEET_LENGTH
            {
                Pck006::Forbidden
            } else {
                continue;
            };
            self.at(&path, |l, c| make::pck_006(l, c, name.as_str(), problem));
        }
    }
}

pub(super) fn name_problem(name: &str) -> Option<Pck006> {
    if name.trim().is_empty() {
        Some(Pck006::Empty)
    } else if name.contains(['/', '\\']) {
        Some(Pck006::Separator)
    } else if windows_problem(name).is_some() {
        Some(Pck006::Forbidden)
    } else {
        None
    }
}

fn template_problem(name: &str) -> Option<Pck006> {
    let mut parts = name.split('{');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((place, rest)) = part.split_once('}') else { return Some(Pck006::UnknownPlace) };
        if !PLACES.contains(&place) {
            return Some(Pck006::UnknownPlace);
        }
        plain.push('x');
        plain.push_str(rest);
    }
    let problem = name_problem(&plain);
    let no_zip = !plain.to_ascii_lowercase().ends_with(".zip");
    problem
        .or(no_zip.then_some(Pck006::NoZip))
        .or((!name.contains("{code}")).then_some(Pck006::SameForAll))
}
