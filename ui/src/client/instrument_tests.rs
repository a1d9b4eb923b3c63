use std::cell::Cell;

use forms_core::application::{Application, AttachmentRole};
use forms_core::archive::Source;

use super::super::FileHandle;
use super::*;
use crate::draft::{Draft, DraftState, Edit, Files};

const RULE: &str = "○みなと市事務委任規則\n平成25年3月29日\n規則第24号\n\
    （教育委員会への委任）\n第2条　市長は、次に掲げる事務を教育委員会に委任する。\n\
    (1)　就学援助に関すること。\n(2)　保育の実施（入所の調整に限る。）に関すること。\n\
    （補助執行）\n第3条　市長は、給食費に関する事務を教育委員会の職員に補助執行させる。\n\
    附　則\nこの規則は、平成25年4月1日から施行する。\n";

fn input<'a>(name: &'a str, bytes: &'a Vec<u8>) -> RequestFile<'a> {
    RequestFile { name, content: bytes, id: None }
}

#[test]
fn a_text_is_gathered_by_article_with_what_each_provision_does() {
    let (mut texts, bytes) = (InstrumentTexts::default(), RULE.as_bytes().to_vec());
    let reading = texts.reading(&input("規則.txt", &bytes)).unwrap().unwrap();
    assert_eq!(reading.title.as_deref(), Some("みなと市事務委任規則"));
    assert_eq!(reading.number.as_deref(), Some("平成25年規則第24号"));
    assert_eq!(reading.kind, Some(InstrumentKind::Rule));
    let names: Vec<&str> = reading.groups.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(names, ["第2条", "第3条", "附則"]);
    let article = &reading.groups[0];
    assert_eq!(article.heading.as_deref(), Some("教育委員会への委任"));
    let lines: Vec<(&str, u8, bool)> =
        article.lines.iter().map(|l| (l.citation.as_str(), l.depth, l.open)).collect();
    assert_eq!(
        lines,
        [("第2条第1項", 0, true), ("第2条第1項第1号", 1, false), ("第2条第1項第2号", 1, false)]
    );
    assert_eq!(article.lines[1].effect, Some(Effect::Entrust));
    assert_eq!(article.lines[1].limits, [""; 0]);
    assert_eq!(article.lines[2].limits, ["入所の調整に限る"]);
    assert_eq!(reading.groups[1].lines[0].effect, Some(Effect::Auxiliary));
}

#[test]
fn a_citation_is_looked_up_and_a_wrong_one_explained() {
    let (mut texts, bytes) = (InstrumentTexts::default(), RULE.as_bytes().to_vec());
    let file = input("規則.txt", &bytes);
    let found = texts.look_up(&file, "第２条第二号").unwrap();
    assert_eq!(found.found[0].citation, "第2条第1項第2号");
    assert_eq!(found.findings, []);
    let codes = |typed: &str, texts: &mut InstrumentTexts| -> Vec<String> {
        let found = texts.look_up(&file, typed).unwrap();
        found.findings.iter().map(|f| f.code.as_str().to_owned()).collect()
    };
    assert_eq!(codes("第2条", &mut texts), ["LAW-002"]);
    assert_eq!(codes("第9条", &mut texts), ["LAW-003"]);
    assert_eq!(codes("第x条", &mut texts), ["LAW-001"]);
}

#[test]
fn what_has_no_provisions_says_why() {
    let mut texts = InstrumentTexts::default();
    let mut why = |name: &str, bytes: &[u8]| {
        texts.reading(&input(name, &bytes.to_vec())).unwrap().map(|r| r.title)
    };
    assert_eq!(why("規則.txt", "お知らせ".as_bytes()), Err(Unreadable::NoProvisions));
    assert_eq!(why("規則.doc", b"\xd0\xcf\x11\xe0"), Err(Unreadable::Unsupported));
    assert_eq!(why("規則.docx", b"PK\x03\x04"), Err(Unreadable::Damaged));
}

/// Bytes that count how many of them were read, until they can no longer be read at all.
struct Counted {
    bytes: Vec<u8>,
    read: Cell<usize>,
    gone: Cell<bool>,
}

impl Source for Counted {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> std::io::Result<usize> {
        if self.gone.get() {
            return Err(std::io::Error::other("it was changed on the disk"));
        }
        let count = self.bytes.as_slice().read_at(offset, buf)?;
        self.read.set(self.read.get() + count);
        Ok(count)
    }
}

fn number(texts: &mut InstrumentTexts, file: &RequestFile<'_>) -> String {
    texts.reading(file).unwrap().unwrap().number.unwrap()
}

#[test]
fn a_text_is_kept_under_the_id_of_its_file_and_the_oldest_forgotten() {
    let mut texts = InstrumentTexts::default();
    let old = RULE.as_bytes().to_vec();
    let new = RULE.replace("第24号", "第25号").into_bytes();
    let mut number = |bytes: &Vec<u8>, id: usize| {
        let id = Some(FileId::of_number(id as f64));
        let number = number(&mut texts, &RequestFile { id, ..input("規則.txt", bytes) });
        (number, texts.0.len())
    };
    assert_eq!(number(&old, 1), ("平成25年規則第24号".to_owned(), 1));
    assert_eq!(number(&new, 2), ("平成25年規則第25号".to_owned(), 2));
    assert_eq!(number(&old, 1), ("平成25年規則第24号".to_owned(), 2));
    for at in 0..REMEMBERED {
        let other = format!("{RULE}\n{at}").into_bytes();
        number(&other, 10 + at);
    }
    assert_eq!(number(&old, 1).1, REMEMBERED);
}

#[test]
fn a_text_is_not_read_again_while_its_file_can_be_read() {
    let mut texts = InstrumentTexts::default();
    let (read, gone) = (Cell::new(0), Cell::new(false));
    let source = Counted { bytes: RULE.as_bytes().to_vec(), read, gone };
    let id = Some(FileId::of_number(7.0));
    let file = RequestFile { name: "規則.txt", content: &source, id };
    assert_eq!(number(&mut texts, &file), "平成25年規則第24号");
    assert_eq!(source.read.take(), RULE.len());
    assert_eq!(number(&mut texts, &file), "平成25年規則第24号");
    assert!(source.read.get() <= 1, "only to see that it can be read");
    // Another name may mean another kind of file.
    assert!(texts.reading(&RequestFile { name: "規則.docx", ..file }).unwrap().is_err());
    source.gone.set(true);
    let file = RequestFile { name: "規則.txt", content: &source, id };
    assert!(texts.reading(&file).is_err() && texts.for_rules(&file).is_none());
}

#[test]
fn a_file_without_an_id_is_read_each_time() {
    let mut texts = InstrumentTexts::default();
    let (old, new) = (RULE.as_bytes().to_vec(), RULE.replace("第24号", "第25号").into_bytes());
    assert_eq!(number(&mut texts, &input("規則.txt", &old)), "平成25年規則第24号");
    assert_eq!(number(&mut texts, &input("規則.txt", &new)), "平成25年規則第25号");
    assert_eq!(texts.0.len(), 0);
}

#[test]
fn the_text_of_a_file_that_was_replaced_under_its_name_is_the_new_one() {
    let attach = |text: &str| {
        let file = FileHandle::from_bytes(text.as_bytes().to_vec());
        Edit::Attach { files: vec![("規則.txt".into(), file, AttachmentRole::Instrument)] }
    };
    let mut texts = InstrumentTexts::default();
    let mut number = |draft: &Draft| {
        let attached = draft.attached();
        number(&mut texts, &super::super::direct::input(&attached[0]).unwrap())
    };
    let draft = Draft::open(DraftState::new(Application::default(), Files::new()));
    let first = draft.after(attach(RULE));
    let second = first.after(attach(&RULE.replace("第24号", "第25号")));
    assert_eq!(number(&first), "平成25年規則第24号");
    assert_eq!(number(&second), "平成25年規則第25号");
    assert_eq!(number(&second.after(Edit::Undo)), "平成25年規則第24号");
}
