//! Planted defects: one mistake in a package, of which the truth is known.

use super::dice::Dice;
use super::{Member, SamplePrefecture};
use crate::application::{
    Application, AttachmentRole, Delegation, Direction, Entered, Organ, Scope,
};
use crate::archive::content::{ReadBudget, read_entry};
use crate::archive::write::PackageWriter;
use crate::archive::{Inventory, Silent};
use crate::code::{Government, MunicipalityCode};
use crate::finding::Code;
use crate::pack::Pack;
use crate::submission::{self, AttachmentFile, BuildError, Manifest, ManifestFile, hex};
use sha2::{Digest, Sha256};

/// One planted mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The finding it must give.
    pub code: Code,
    /// The field it stands at, where it has one.
    pub pointer: Option<String>,
    /// The packages it is about: one, or two for what shows only between packages.
    pub packages: Vec<String>,
}

/// A prefecture with mistakes.
#[derive(Debug, Clone)]
pub struct Planted {
    /// Every package: file name and content, in the order of the members.
    pub packages: Vec<(String, Vec<u8>)>,
    /// The mistakes.
    pub defects: Vec<Defect>,
    /// The members as their applications now are.
    pub members: Vec<Member>,
}

impl Planted {
    /// Every code that can be planted.
    pub fn codes() -> impl Iterator<Item = Code> {
        let single = IN_APPLICATION.iter().map(|(code, _)| *code);
        single.chain(IN_PACKAGE.iter().map(|(code, _)| *code)).chain(ACROSS)
    }
}

/// Changes an application for the worse; says at which field.
type Spoil = fn(&mut Application, &mut Dice) -> Option<String>;

/// Changes a finished package for the worse.
type Damage = fn(&mut Parts, &Pack);

const IN_APPLICATION: &[(Code, Spoil)] = &[
    (Code::Org001, |app, _| {
        let wrong = other_check_digit(&app.applicant.code.canonical())?;
        app.applicant.code = wrong.as_str().into();
        Some("/applicant/code".into())
    }),
    (Code::Org002, |app, _| {
        app.applicant.code = Entered::of(unused_code(*app.applicant.code.value()?)?);
        Some("/applicant/code".into())
    }),
    (Code::Org003, |app, dice| {
        let own = app.applicant.name.clone();
        let others: Vec<&str> = Government::all()
            .iter()
            .filter(|g| g.can_apply() && g.name != own)
            .map(|g| g.name)
            .collect();
        let place = usize::try_from(dice.below(others.len() as u64)).ok()?;
        app.applicant.name = (*others.get(place)?).to_owned();
        Some("/applicant/name".into())
    }),
    (Code::Frm001, |app, _| {
        app.contact.department.clear();
        Some("/contact/department".into())
    }),
    (Code::Frm005, |app, _| {
        app.target.release = "2019-06-31".into();
        Some("/target/release".into())
    }),
    (Code::Dlg001, |app, dice| {
        let row = Delegation {
            scope: Scope::Part,
            scope_note: "申請の受理に限る。".into(),
            ..whole_row(app, dice)?
        };
        app.delegations.push(row);
        Some(format!("/delegations/{}/scope", app.delegations.len() - 1))
    }),
    (Code::Dlg002, |app, dice| {
        let i = inside(app, dice)?;
        let row = app.delegations.get_mut(i)?;
        row.scope = Scope::Part;
        row.scope_note.clear();
        Some(format!("/delegations/{i}/scope_note"))
    }),
    (Code::Dlg003, |app, dice| {
        let i = inside(app, dice)?;
        app.delegations.get_mut(i)?.bases.clear();
        Some(format!("/delegations/{i}/bases"))
    }),
    (Code::Dlg004, |app, dice| {
        let i = inside(app, dice)?;
        let basis = app.delegations.get_mut(i)?.bases.first_mut()?;
        basis.document = format!("旧{}", basis.document);
        Some(format!("/delegations/{i}/bases/0/document"))
    }),
    (Code::Dlg006, |app, dice| {
        let i = inside(app, dice)?;
        let head = app.applicant.name.clone();
        let party = &mut app.delegations.get_mut(i)?.counterpart;
        party.organ = Organ::Head;
        party.name = head;
        Some(format!("/delegations/{i}/counterpart"))
    }),
    (Code::Dlg007, |app, dice| {
        let i = inside(app, dice)?;
        let row = app.delegations.get(i)?.clone();
        app.delegations.push(row);
        Some(format!("/delegations/{}", app.delegations.len() - 1))
    }),
    (Code::Law001, |app, dice| {
        let i = inside(app, dice)?;
        app.delegations.get_mut(i)?.bases.first_mut()?.citation = "第条".into();
        Some(format!("/delegations/{i}/bases/0/citation"))
    }),
    (Code::Pia001, |app, _| {
        app.assessments.clear();
        app.attachments.retain(|a| a.role != AttachmentRole::Assessment);
        Some("/assessments".into())
    }),
];

const IN_PACKAGE: &[(Code, Damage)] = &[
    (Code::Zip001, |parts, _| parts.finished = Some(b"%PDF-1.7\n%renamed\n".to_vec())),
    (Code::Zip002, |parts, _| {
        let mut bytes = parts.write();
        bytes.truncate(bytes.len() / 2);
        parts.finished = Some(bytes);
    }),
    (Code::Zip003, |parts, pack| {
        // The writer refuses a name twice, so the second gets its name once it is written.
        let twin = format!("{}x", pack.package.application.trim_end_matches('n'));
        if let Some(content) = parts.content(&pack.package.application) {
            parts.files.insert(1, (twin.clone(), content));
        }
        parts.finished = Some(rename(&parts.write(), &twin, &pack.package.application));
    }),
    (Code::Zip005, |parts, pack| {
        let content = "架空の見本\n".as_bytes().to_vec();
        parts.list("../memo.txt", &content, pack);
        parts.files.push(("xx/memo.txt".into(), content));
        parts.finished = Some(rename(&parts.write(), "xx/memo.txt", "../memo.txt"));
    }),
    (Code::Zip009, |parts, _| {
        let stored = parts.assessment();
        let mut bytes = parts.write();
        // The name of the entry ends where its content begins.
        if let Some(name) = stored
            && let Some(at) = bytes.windows(name.len()).position(|w| w == name.as_bytes())
            && let Some(byte) = bytes.get_mut(at + name.len() + 24)
        {
            *byte ^= 0x10;
        }
        parts.finished = Some(bytes);
    }),
    (Code::Pkg001, |parts, pack| parts.files.retain(|(n, _)| *n != pack.package.application)),
    (Code::Pkg002, |parts, pack| {
        if let Some(content) = parts.content(&pack.package.application) {
            parts.files.push((format!("旧/{}", pack.package.application), content));
        }
    }),
    (Code::Pkg003, |parts, _| {
        let name = parts.assessment();
        parts.files.retain(|(n, _)| Some(n) != name.as_ref());
    }),
    (Code::Pkg005, |parts, _| {
        let name = parts.assessment();
        if let Some((_, content)) = parts.files.iter_mut().find(|(n, _)| Some(n) == name.as_ref()) {
            content.extend("\r\n追記".as_bytes());
        }
    }),
];

const ACROSS: [Code; 4] = [Code::Xap001, Code::Xap002, Code::Xap003, Code::Xap004];

/// Plants one mistake in each of as many packages as there are, all different as far as they go.
///
/// # Errors
/// Where a package cannot be built.
pub fn plant(sample: &SamplePrefecture, seed: u64, pack: &Pack) -> Result<Planted, BuildError> {
    let mut dice = Dice::new(seed, "defects");
    let mut members = sample.members.clone();
    let mut defects = Vec::new();
    let mut free: Vec<usize> = (1..members.len()).collect();
    dice.shuffle(&mut free);

    let mut pairs = Vec::new();
    for code in ACROSS {
        let takes = |i: &usize| {
            members.get(*i).is_some_and(|m| accepted_row(&m.application, code).is_some())
        };
        let Some(place) = free.iter().position(takes) else { continue };
        let index = free.remove(place);
        if spoil_pair(&mut members, index, code).is_some() {
            pairs.push((code, index));
        }
    }
    let mut spoils: Vec<&(Code, Spoil)> = IN_APPLICATION.iter().collect();
    let mut damages: Vec<&(Code, Damage)> = IN_PACKAGE.iter().collect();
    dice.shuffle(&mut spoils);
    dice.shuffle(&mut damages);
    let mut planned: Vec<(usize, &(Code, Damage))> = Vec::new();
    let mut singles = Vec::new();
    while !(free.is_empty() || spoils.is_empty() && damages.is_empty()) {
        if let (Some((code, spoil)), Some(index)) = (spoils.pop(), free.pop())
            && let Some(member) = members.get_mut(index)
            && let Some(pointer) = spoil(&mut member.application, &mut dice)
        {
            member.drop_unlisted_files();
            singles.push((*code, Some(pointer), index));
        }
        if let Some(index) = free.pop_if(|_| !damages.is_empty())
            && let Some(damage) = damages.pop()
        {
            singles.push((damage.0, None, index));
            planned.push((index, damage));
        }
    }

    let mut packages = Vec::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        let (name, mut bytes) = member.build(pack)?;
        if let Some((_, (_, damage))) = planned.iter().find(|(i, _)| *i == index) {
            let mut parts = Parts::read(&bytes, pack);
            damage(&mut parts, pack);
            bytes = parts.finished.take().unwrap_or_else(|| parts.write());
        }
        packages.push((name, bytes));
    }
    let name = |index: usize| packages.get(index).map(|(n, _)| n.clone()).unwrap_or_default();
    for (code, pointer, index) in singles {
        let pointer = pointer.or((code == Code::Pkg006).then(String::new));
        defects.push(Defect { code, pointer, packages: vec![name(index)] });
    }
    for (code, index) in pairs {
        // The side that filed comes first: for a missing delegation that is the one that accepts.
        let packages = if code == Code::Xap002 {
            vec![name(index), name(0)]
        } else {
            vec![name(0), name(index)]
        };
        defects.push(Defect { code, pointer: None, packages });
    }
    Ok(Planted { packages, defects, members })
}

impl Member {
    /// The folder it is written to: code and name.
    #[must_use]
    pub fn folder_name(&self) -> String {
        format!("{}-{}", self.government.code, self.government.name)
    }

    /// Builds its package: file name and content.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub fn build(&self, pack: &Pack) -> Result<(String, Vec<u8>), BuildError> {
        let files: Vec<AttachmentFile<'_>> =
            self.files.iter().map(|(name, content)| AttachmentFile { name, content }).collect();
        let built = submission::build(&self.application, &files, &[], pack, &mut Silent)?;
        Ok((built.name, built.bytes))
    }

    fn drop_unlisted_files(&mut self) {
        let listed = &self.application.attachments;
        self.files.retain(|(name, _)| listed.iter().any(|a| a.file == *name));
    }
}

/// A row that stays inside the organisation, so that spoiling it touches no other package.
fn inside(app: &Application, dice: &mut Dice) -> Option<usize> {
    let rows: Vec<usize> = app
        .delegations
        .iter()
        .enumerate()
        .filter(|(_, d)| d.counterpart.organ != Organ::Head)
        .map(|(i, _)| i)
        .collect();
    rows.get(usize::try_from(dice.below(rows.len() as u64)).ok()?).copied()
}

fn whole_row(app: &Application, dice: &mut Dice) -> Option<Delegation> {
    let i = inside(app, dice)?;
    let row = app.delegations.get(i).filter(|d| d.scope == Scope::Whole);
    let first = || {
        app.delegations
            .iter()
            .find(|d| d.scope == Scope::Whole && d.counterpart.organ != Organ::Head)
    };
    row.or_else(first).cloned()
}

/// The row to spoil on the side that accepts. For another extent it is a whole one: the attached rule
/// itself would contradict a part that is made whole, and that is a mistake of its own.
fn accepted_row(app: &Application, code: Code) -> Option<usize> {
    let fits = |d: &Delegation| code != Code::Xap003 || d.scope == Scope::Whole;
    app.delegations.iter().position(|d| d.direction == Direction::Accept && fits(d))
}

/// Makes the two sides of one delegation between the prefecture and a municipality disagree.
fn spoil_pair(members: &mut [Member], index: usize, code: Code) -> Option<()> {
    let own = members.get(index)?.government.code;
    let row = accepted_row(&members.get(index)?.application, code)?;
    let subject = members.get(index)?.application.delegations.get(row)?.subject();
    if code == Code::Xap002 {
        let rows = &mut members.first_mut()?.application.delegations;
        let given = rows
            .iter()
            .position(|d| d.counterpart.code.value() == Some(&own) && d.subject() == subject)?;
        rows.remove(given);
        return Some(());
    }
    let rows = &mut members.get_mut(index)?.application.delegations;
    match code {
        Code::Xap001 => {
            rows.remove(row);
        }
        Code::Xap003 => {
            let row = rows.get_mut(row)?;
            row.scope = Scope::Part;
            row.scope_note = "申請の受理に限る。".into();
        }
        _ => rows.get_mut(row)?.start = "2019-10-15".into(),
    }
    Some(())
}

/// The code with another last digit.
fn other_check_digit(code: &str) -> Option<String> {
    let (leading, check) = (code.get(..5)?, code.get(5..)?.parse::<u32>().ok()?);
    Some(format!("{leading}{}", (check + 1) % 10))
}

/// A code of the same prefecture with a right check digit that nobody has.
fn unused_code(code: MunicipalityCode) -> Option<MunicipalityCode> {
    let prefecture = code.as_str().get(..2)?.to_owned();
    (700..800)
        .flat_map(|n| (0..10).map(move |check| (n, check)))
        .filter_map(|(n, check)| format!("{prefecture}{n}{check}").parse().ok())
        .find(|c| !Government::may_exist(*c))
}

/// A finished package taken apart: names and contents in its order.
struct Parts {
    files: Vec<(String, Vec<u8>)>,
    finished: Option<Vec<u8>>,
}

impl Parts {
    fn read(bytes: &[u8], pack: &Pack) -> Self {
        let (inventory, _) = Inventory::read(&bytes, &pack.limits.archive());
        let mut budget = ReadBudget::new(&pack.limits.archive());
        let files = inventory.entries.iter().filter_map(|entry| {
            let content = read_entry(&bytes, entry, &mut budget, u64::MAX, &mut Silent).ok()?;
            Some((entry.name.clone(), content))
        });
        Self { files: files.collect(), finished: None }
    }

    fn content(&self, name: &str) -> Option<Vec<u8>> {
        self.files.iter().find(|(n, _)| n == name).map(|(_, c)| c.clone())
    }

    /// The first assessment: an attachment that no other part rests on.
    fn assessment(&self) -> Option<String> {
        self.files.iter().map(|(n, _)| n).find(|n| n.contains("評価書") && n.contains('/')).cloned()
    }

    /// Adds a file to the manifest.
    fn list(&mut self, path: &str, content: &[u8], pack: &Pack) {
        let Some((_, text)) = self.files.iter_mut().find(|(n, _)| *n == pack.package.manifest)
        else {
            return;
        };
        let Ok(mut manifest) = Manifest::from_json(text) else { return };
        manifest.files.push(ManifestFile {
            path: path.to_owned(),
            kind: submission::FileKind::Attachment,
            bytes: content.len() as u64,
            sha256: hex(&Sha256::digest(content)),
        });
        *text = manifest.to_json();
    }

    /// The package as a ZIP again; what the writer refuses is left out.
    fn write(&self) -> Vec<u8> {
        let mut writer = PackageWriter::new();
        for (name, content) in &self.files {
            let _ = writer.add(name, content, false, &mut Silent);
        }
        writer.finish().unwrap_or_default()
    }
}

/// Gives an entry another name of the same length, in both of its headers.
fn rename(zip: &[u8], from: &str, to: &str) -> Vec<u8> {
    debug_assert_eq!(from.len(), to.len());
    let mut out = zip.to_vec();
    let places: Vec<usize> = zip
        .windows(from.len())
        .enumerate()
        .filter(|(_, w)| *w == from.as_bytes())
        .map(|(i, _)| i)
        .collect();
    for place in places {
        for (slot, byte) in out.iter_mut().skip(place).zip(to.bytes()) {
            *slot = byte;
        }
    }
    out
}
