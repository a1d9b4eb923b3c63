//! Two views of one archive: wherever Python's `zipfile` or `unzip` read other names or other contents
//! than we do, or refuse what we show, there has to be an error here.
//!
//! `VIEWS` sets how many damaged archives are tried. Where a program is not installed its half is
//! skipped and says so; `cargo xtask test` installs both.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use forms_core::archive::content::{ReadBudget, read_entry};
use forms_core::archive::{Entry, Inventory, NameEncoding, Silent, Source};
use forms_core::pack::Pack;

use super::crafted::*;
use super::judged::findings;

/// The raw names and the contents that a program reads, in its order.
type View = Vec<(Vec<u8>, Vec<u8>)>;

/// The entries that we read of an archive without errors.
struct Ours {
    view: View,
    /// The names as text. `None` where the archive leaves open how one is encoded, which ZIP-012
    /// says, and where `unzip` converts it from the code page of DOS although it is flagged.
    names: Vec<Option<String>>,
}

/// Our own view; `None` if there is an error.
fn ours(bytes: &dyn Source) -> Option<Ours> {
    if findings(bytes).iter().any(|f| f.severity.stops()) {
        return None;
    }
    let limits = Pack::standard().limits.archive();
    let (inventory, _) = Inventory::read(bytes, &limits);
    let mut budget = ReadBudget::new(&limits);
    let read = |entry: &Entry| {
        let content = read_entry(bytes, entry, &mut budget, 1 << 20, &mut Silent).ok()?;
        Some((entry.raw_name.clone(), content))
    };
    let view = inventory.entries.iter().map(read).collect::<Option<View>>()?;
    let certain = |entry: &Entry| {
        let converted = entry.made_by >> 8 == 0 && entry.encoding == NameEncoding::Utf8;
        (!entry.name_is_guess() && !converted).then(|| entry.name.clone())
    };
    Some(Ours { view, names: inventory.entries.iter().map(certain).collect() })
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

/// A good archive, as different programs make it.
fn good(dice: &mut Dice) -> Crafted {
    let zip64 = dice.below(6) == 0;
    let text = b"content of the first file, which is long enough to be deflated deflated deflated";
    let items = [
        Item::deflated("application.json", text),
        Item::stored("b/c.txt", b"second"),
        Item::raw(b"\x95\x5c.txt", 0, b"third"),
        Item::stored("規則.txt", b"fourth"),
    ];
    let unix = dice.below(2) == 0;
    let items = items.map(|item| item.with(|i| i.made_by = if unix { 0x031e } else { 20 }));
    let items = items.into_iter().map(|item| match dice.below(4) {
        0 => item.streamed(true),
        1 => item.streamed(false),
        _ => item,
    });
    Crafted::new(items.collect::<Vec<_>>()).with(|z| z.zip64 = zip64)
}

/// One way of many to make an archive say two things.
fn damage(dice: &mut Dice) -> Vec<u8> {
    let mut zip = good(dice);
    let which = dice.below(zip.items.len());
    let other = dice.below(zip.items.len());
    let (byte, small) = (dice.byte(), u32::try_from(dice.below(200)).unwrap());
    let hidden = Crafted::new([Item::stored("application.json", b"another content")]);
    let donor = zip.items[other].clone();
    let item = &mut zip.items[which];
    match dice.below(24) {
        0 => item.central.name.clone_from(&donor.central.name),
        1 => item.local.name.clone_from(&donor.local.name),
        2 => item.local.size ^= small,
        3 => item.central.size ^= small,
        4 => item.local.compressed ^= small,
        5 => item.central.compressed ^= small,
        6 => item.local.method = if item.local.method == STORED { DEFLATED } else { STORED },
        7 => item.central.method = if item.central.method == STORED { DEFLATED } else { STORED },
        8 => item.local.flags ^= 1 << (byte % 16),
        9 => item.central.flags ^= 1 << (byte % 16),
        10 => item.offset = Some(small),
        11 => item.gap = hidden.bytes(),
        12 => zip.before = hidden.bytes(),
        13 => zip.after = hidden.bytes(),
        14 => zip.comment = hidden.bytes(),
        15 => zip.before_directory = hidden.bytes(),
        16 => zip.after_directory = vec![byte; usize::from(byte)],
        17 => zip.miscount = if byte & 1 == 0 { 1 } else { u16::MAX },
        18 => item.central.extra = unicode_path(&item.central.name, "別の名前.txt"),
        19 => item.local.extra = extra(1, &[byte; 16]),
        20 => item.central.extra = extra(1, &[byte; 16]),
        21 => item.descriptor = vec![byte; usize::from(byte % 30)],
        22 => {
            zip.before = vec![b'M'; usize::from(byte)];
            zip.absolute = small % 2 == 0;
        }
        _ => {}
    }
    let mut bytes = zip.bytes();
    damage_bytes(&mut bytes, dice);
    bytes
}

/// One way of many to change the bytes of an archive.
fn damage_bytes(bytes: &mut Vec<u8>, dice: &mut Dice) {
    match dice.below(8) {
        // Programs differ on the records after the content.
        0..=2 => {
            for _ in 0..=dice.below(3) {
                let at = bytes.len() - 1 - dice.below(bytes.len().min(400));
                bytes[at] = dice.byte();
            }
        }
        3 | 4 => {
            let at = dice.below(bytes.len());
            bytes[at] = dice.byte();
        }
        5 => {
            let at = dice.below(bytes.len());
            let piece: Vec<u8> = (0..dice.below(40)).map(|_| dice.byte()).collect();
            bytes.splice(at..at, piece);
        }
        6 => {
            let end = bytes.split_off(bytes.len() - 22);
            bytes.extend(&end);
            bytes.extend(&end);
        }
        _ => {}
    }
}

const REFUSED: &str = "refused";
/// The two headers of an entry have different names.
const REFUSED_NAME: &str = "refused because of a name";

/// Prints what `zipfile` reads of every archive of a folder: one line for each entry or refusal.
const PYTHON: &str = r#"
import os, sys, zipfile
folder = sys.argv[1]
for file in sorted(os.listdir(folder)):
    try:
        z = zipfile.ZipFile(os.path.join(folder, file))
        view = []
        for i in z.infolist():
            raw = i.orig_filename.encode('utf-8' if i.flag_bits & 0x800 else 'cp437')
            view.append(f"{file} {raw.hex()}: {z.read(i).hex()}")
        print(f"{file} read")
        if view: print("\n".join(view))
    except Exception as e:
        named = "File name in directory" in str(e)
        print(f"{file} refused" + (" because of a name" if named else ""))
"#;

fn python(folder: &Path) -> Option<HashMap<String, Result<View, &'static str>>> {
    let mut command = Command::new("python3");
    command.env("PYTHONUTF8", "1").args(["-W", "ignore", "-c", PYTHON]).arg(folder);
    let output = command.output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = |hex: &str| -> Vec<u8> {
        let digits: Vec<char> = hex.chars().collect();
        let pair = |p: &[char]| u8::from_str_radix(&p.iter().collect::<String>(), 16).unwrap();
        digits.chunks(2).map(pair).collect()
    };
    let mut views: HashMap<String, Result<View, &str>> = HashMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let (file, rest) = line.split_once(' ').unwrap();
        let view = views.entry(file.to_owned()).or_insert_with(|| Ok(View::new()));
        match rest.split_once(": ").or(rest.strip_suffix(':').map(|name| (name, ""))) {
            Some((name, content)) => view.as_mut().unwrap().push((bytes(name), bytes(content))),
            None if rest == REFUSED => *view = Err(REFUSED),
            None if rest == REFUSED_NAME => *view = Err(REFUSED_NAME),
            None => {}
        }
    }
    Some(views)
}

/// The output of `unzip` under some options; `Err` if it refuses something.
fn unzip(options: &[&str], file: &Path) -> Option<Result<Vec<u8>, String>> {
    let mut command = Command::new("unzip");
    let output = command.env("LC_ALL", "C.UTF-8").args(options).arg(file).output().ok()?;
    // 1 is a warning, 2 says that it had to find its way: everything was read all the same.
    Some(match output.status.code() {
        Some(0..=2) => Ok(output.stdout),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    })
}

/// The difference between the views of `unzip` and ours. `None` if it is not installed.
fn unzip_differs(file: &Path, ours: &Ours) -> Option<Option<String>> {
    let expected: Vec<u8> = ours.view.iter().flat_map(|(_, c)| c.clone()).collect();
    let content = match unzip(&["-qq", "-p"], file)? {
        Err(refused) => return Some(Some(format!("unzip refuses it: {refused}"))),
        Ok(content) => content,
    };
    if content != expected {
        return Some(Some(format!("unzip reads {content:?}")));
    }
    let listed = unzip(&["-Z1"], file)?.unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let listed: Vec<&str> = listed.lines().collect();
    let same = listed.len() == ours.names.len()
        && listed.iter().zip(&ours.names).all(|(l, n)| n.as_deref().is_none_or(|n| n == *l));
    Some((!same).then(|| format!("unzip lists {listed:?}")))
}

#[test]
fn no_other_program_sees_something_else_without_an_error_here() {
    let count = std::env::var("VIEWS").map_or(1500, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut judged = Vec::new();
    for n in 0..count {
        let bytes = damage(&mut dice);
        // What stops here is said; nobody needs to compare it.
        if let Some(ours) = ours(&bytes) {
            let name = format!("{n:06}.zip");
            std::fs::write(folder.path().join(&name), &bytes).unwrap();
            judged.push((name, ours));
        }
    }
    assert!(judged.len() > count / 20, "{} of {count} without an error", judged.len());
    let mut wrong = Vec::new();
    match python(folder.path()) {
        None => eprintln!("skipped: python3 is not installed"),
        Some(views) => {
            for (name, ours) in &judged {
                let theirs = &views[name];
                // Names that differ only in how they are flagged are in doubt, as ZIP-012 says.
                let in_doubt = *theirs == Err(REFUSED_NAME) && ours.names.contains(&None);
                if !in_doubt && theirs.as_ref() != Ok(&ours.view) {
                    wrong.push(format!("{name}: zipfile reads {theirs:?}, we {:?}", ours.view));
                }
            }
        }
    }
    for (name, ours) in &judged {
        match unzip_differs(&folder.path().join(name), ours) {
            None => {
                eprintln!("skipped: unzip is not installed");
                break;
            }
            Some(Some(how)) => {
                wrong.push(format!("{name}: {how}, we {:?} {:?}", ours.names, ours.view));
            }
            Some(None) => {}
        }
    }
    println!(
        "{count} archives, {} without an error here, {} seen differently",
        judged.len(),
        wrong.len()
    );
    if !wrong.is_empty() {
        let kept = folder.keep();
        panic!("{}\n{} in {}", wrong.join("\n"), wrong.len(), kept.display());
    }
}
