//! The texts of instruments: what a request says of one, and those that a worker has read and keeps.

use std::io::Read as _;
use std::rc::Rc;

use forms_core::application::InstrumentKind;
use forms_core::archive::SourceReader;
use forms_core::document::{DocumentError, LARGEST_DOCUMENT};
use forms_core::finding::Finding;
use forms_core::law::ordinance::{Ordinance, Provision};
use forms_core::law::{Effect, Index, InstrumentText, Kind, ProvisionPath, citation, limits};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Input;

/// Reads the first file as the text of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadInstrument;

/// What the first file, the text of an instrument, says under a citation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookUp {
    /// The citation as it was typed.
    pub citation: String,
}

/// An instrument, as far as its file can be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstrumentReading {
    /// Its title.
    pub title: Option<String>,
    /// Its number, such as 平成25年規則第24号.
    pub number: Option<String>,
    /// Its kind, where title or number tell.
    pub kind: Option<InstrumentKind>,
    /// Its provisions, gathered by article, 附則 and table, in the order of the text.
    pub groups: Vec<ProvisionGroup>,
}

/// An article, a 附則 or a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionGroup {
    /// What it is called: 第2条, 附則, 別表第1.
    pub name: String,
    /// Its heading, such as 教育委員会への委任.
    pub heading: Option<String>,
    /// Its provisions.
    pub lines: Vec<ProvisionLine>,
}

/// One provision as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionLine {
    /// Its citation in normal form.
    pub citation: String,
    /// Its own words.
    pub text: String,
    /// How many provisions of the group it lies in.
    pub depth: u8,
    /// Whether provisions stand below it: a citation goes down to those.
    pub open: bool,
    /// Whether only its number stands.
    pub deleted: bool,
    /// What it does.
    pub effect: Option<Effect>,
    /// To whom.
    pub counterpart: Option<String>,
    /// The words that limit what it delegates.
    pub limits: Vec<String>,
}

/// Why a file gives no provisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// A scan, or fonts that do not tell their characters.
    NoText,
    /// Text, but no provision in it.
    NoProvisions,
    /// Characters that cannot be decoded.
    Encoding,
    /// Not whole, or not what its name says.
    Damaged,
    /// Larger than any instrument.
    TooLarge,
    /// Locked with a password.
    Locked,
    /// A kind of file that is not read, such as the old .doc.
    Unsupported,
}

impl From<DocumentError> for Unreadable {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Encoding => Self::Encoding,
            DocumentError::Damaged => Self::Damaged,
            DocumentError::TooLarge => Self::TooLarge,
            DocumentError::Locked => Self::Locked,
            DocumentError::Unsupported => Self::Unsupported,
        }
    }
}

/// What stands under a citation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedUp {
    /// The provisions it points to, one for each citation in it that points somewhere.
    pub found: Vec<ProvisionLine>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// How many texts are remembered; an application rests on a handful.
const REMEMBERED: usize = 32;

#[derive(PartialEq, Eq)]
struct Key {
    name: String,
    hash: [u8; 32],
}

/// The texts that a worker has read, the one asked for last at the end.
#[derive(Default)]
pub(super) struct Texts(Vec<(Key, Text)>);

type Text = Result<Rc<InstrumentText>, Unreadable>;

impl Texts {
    /// The text of a file.
    ///
    /// # Errors
    /// Where the file cannot be read to its end.
    fn text(&mut self, file: &Input<'_>) -> std::io::Result<Text> {
        let most = LARGEST_DOCUMENT as u64;
        if file.content.len() > most {
            return Ok(Err(Unreadable::TooLarge));
        }
        let mut bytes = Vec::new();
        SourceReader::new(file.content).take(most).read_to_end(&mut bytes)?;
        let key = Key { name: file.name.to_owned(), hash: Sha256::digest(&bytes).into() };
        let entry = match self.0.iter().position(|(known, _)| *known == key) {
            Some(at) => self.0.remove(at),
            None => {
                let read = InstrumentText::try_read(file.name, &bytes);
                (key, read.map(Rc::new).map_err(Unreadable::from))
            }
        };
        // The one asked for longest ago is the one to forget.
        if self.0.len() == REMEMBERED {
            drop(self.0.remove(0));
        }
        let text = entry.1.clone();
        self.0.push(entry);
        Ok(text)
    }

    /// The text as the rules want it; `None` where the file itself cannot be read, which is said
    /// where it matters.
    pub(super) fn for_rules(&mut self, file: &Input<'_>) -> Option<Rc<InstrumentText>> {
        let text = self.text(file).ok()?;
        Some(text.unwrap_or_else(|_| Rc::new(InstrumentText::NoText)))
    }

    /// Answers [`ReadInstrument`].
    pub(super) fn reading(
        &mut self,
        file: &Input<'_>,
    ) -> std::io::Result<Result<InstrumentReading, Unreadable>> {
        Ok(self.text(file)?.and_then(|text| match &*text {
            InstrumentText::Parsed(ordinance) if ordinance.provisions.is_empty() => {
                Err(Unreadable::NoProvisions)
            }
            InstrumentText::Parsed(ordinance) => Ok(reading(ordinance)),
            InstrumentText::NoText | InstrumentText::Missing => Err(Unreadable::NoText),
        }))
    }

    /// Answers [`LookUp`]; nothing where the file has no text to look into.
    pub(super) fn look_up(&mut self, file: &Input<'_>, typed: &str) -> std::io::Result<LookedUp> {
        let text = self.text(file)?;
        let Ok(InstrumentText::Parsed(ordinance)) = text.as_deref() else {
            return Ok(LookedUp::default());
        };
        if ordinance.provisions.is_empty() {
            return Ok(LookedUp::default());
        }
        let (index, read) = (Index::new(ordinance), citation::read(typed));
        let mut answer = LookedUp::default();
        answer.findings.extend(read.problems.iter().map(|p| p.finding(typed)));
        for cited in read.citations.iter().filter(|_| read.problems.is_empty()) {
            let (provision, finding) = index.judge(cited);
            answer.found.extend(provision.map(|p| line(p, 0)));
            answer.findings.extend(finding);
        }
        Ok(answer)
    }
}

fn reading(ordinance: &Ordinance) -> InstrumentReading {
    let own = ordinance.instrument();
    let mut groups: Vec<ProvisionGroup> = Vec::new();
    let mut above: Vec<&ProvisionPath> = Vec::new();
    let mut last = None;
    for provision in &ordinance.provisions {
        let top = group_path(&provision.path);
        if last.as_ref() != Some(&top) {
            above.clear();
            groups.push(ProvisionGroup {
                name: ordinance.cite(&top, citation::Style::HalfWidth),
                heading: provision.heading.clone(),
                lines: Vec::new(),
            });
            last = Some(top);
        }
        while above.last().is_some_and(|path| !provision.path.lies_in(path)) {
            above.pop();
        }
        let depth = u8::try_from(above.len()).unwrap_or(u8::MAX);
        above.push(&provision.path);
        if let Some(group) = groups.last_mut() {
            group.lines.push(line(provision, depth));
        }
    }
    InstrumentReading {
        title: ordinance.title.clone(),
        number: ordinance.number.as_ref().map(ToString::to_string),
        kind: (own.kind != Kind::Other).then(|| own.kind.into()),
        groups,
    }
}

/// The article, 附則 or table that a provision belongs to.
fn group_path(path: &ProvisionPath) -> ProvisionPath {
    let mut top = ProvisionPath {
        division: path.division.clone(),
        article: path.article.clone(),
        ..ProvisionPath::default()
    };
    if let Some(table) = path.table.as_ref().filter(|_| path.article.is_none()) {
        let mut table = table.clone();
        (table.row, table.column) = (None, None);
        top.table = Some(table);
    }
    top
}

fn line(provision: &Provision, depth: u8) -> ProvisionLine {
    let delegates = provision.effect == Some(Effect::Entrust);
    ProvisionLine {
        citation: provision.citation.clone(),
        text: provision.text.clone(),
        depth,
        open: !provision.leaf,
        deleted: provision.deleted,
        effect: provision.effect,
        counterpart: provision.counterpart.clone(),
        limits: if delegates { limits(&provision.text) } else { Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "○みなと市事務委任規則\n平成25年3月29日\n規則第24号\n\
        （教育委員会への委任）\n第2条　市長は、次に掲げる事務を教育委員会に委任する。\n\
        (1)　就学援助に関すること。\n(2)　保育の実施（入所の調整に限る。）に関すること。\n\
        （補助執行）\n第3条　市長は、給食費に関する事務を教育委員会の職員に補助執行させる。\n\
        附　則\nこの規則は、平成25年4月1日から施行する。\n";

    fn input<'a>(name: &'a str, bytes: &'a Vec<u8>) -> Input<'a> {
        Input { name, content: bytes }
    }

    #[test]
    fn a_text_is_gathered_by_article_with_what_each_provision_does() {
        let (mut texts, bytes) = (Texts::default(), RULE.as_bytes().to_vec());
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
        let (mut texts, bytes) = (Texts::default(), RULE.as_bytes().to_vec());
        let file = input("規則.txt", &bytes);
        let found = texts.look_up(&file, "第２条第二号").unwrap();
        assert_eq!(found.found[0].citation, "第2条第1項第2号");
        assert_eq!(found.findings, []);
        let codes = |typed: &str, texts: &mut Texts| -> Vec<String> {
            let found = texts.look_up(&file, typed).unwrap();
            found.findings.iter().map(|f| f.code.as_str().to_owned()).collect()
        };
        assert_eq!(codes("第2条", &mut texts), ["LAW-002"]);
        assert_eq!(codes("第9条", &mut texts), ["LAW-003"]);
        assert_eq!(codes("第x条", &mut texts), ["LAW-001"]);
    }

    #[test]
    fn what_has_no_provisions_says_why() {
        let mut texts = Texts::default();
        let mut why = |name: &str, bytes: &[u8]| {
            texts.reading(&input(name, &bytes.to_vec())).unwrap().map(|r| r.title)
        };
        assert_eq!(why("規則.txt", "お知らせ".as_bytes()), Err(Unreadable::NoProvisions));
        assert_eq!(why("規則.doc", b"\xd0\xcf\x11\xe0"), Err(Unreadable::Unsupported));
        assert_eq!(why("規則.docx", b"PK\x03\x04"), Err(Unreadable::Damaged));
    }

    #[test]
    fn a_text_that_changed_under_its_name_is_read_anew_and_the_oldest_forgotten() {
        let mut texts = Texts::default();
        let old = RULE.as_bytes().to_vec();
        let new = RULE.replace("第24号", "第25号").into_bytes();
        let number = |texts: &mut Texts, bytes: &Vec<u8>| {
            texts.reading(&input("規則.txt", bytes)).unwrap().unwrap().number.unwrap()
        };
        assert_eq!(number(&mut texts, &old), "平成25年規則第24号");
        assert_eq!(number(&mut texts, &new), "平成25年規則第25号");
        assert_eq!(number(&mut texts, &old), "平成25年規則第24号");
        assert_eq!(texts.0.len(), 2);
        for at in 0..REMEMBERED {
            let other = format!("{RULE}\n{at}").into_bytes();
            number(&mut texts, &other);
        }
        assert_eq!(texts.0.len(), REMEMBERED);
    }
}
