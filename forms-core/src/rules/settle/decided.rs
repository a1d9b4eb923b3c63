//! The findings that are not made at all because another code reports the same mistake.

use crate::finding::Code;

/// One row of [`DECIDED_WHERE_FOUND`].
#[derive(Debug, Clone, Copy)]
pub struct NotMade {
    /// The codes that are not reported.
    pub codes: &'static [Code],
    /// The codes that report the mistake.
    pub by: &'static [Code],
    /// The source file that decides it, from `forms-core/src`.
    pub file: &'static str,
    /// Why it is decided there: which mistake it is, and what a finding does not carry.
    pub reason: &'static str,
}

/// Findings that are never made where another code reports the mistake, because [`settle`](super::settle) could not
/// tell from the findings alone.
pub const DECIDED_WHERE_FOUND: &[NotMade] = &[
    NotMade {
        codes: &[Code::Org002, Code::Org003, Code::Org006],
        by: &[Code::Org004],
        file: "rules/org.rs",
        reason: "A code outside its time has another name; code and name are two fields.",
    },
    NotMade {
        codes: &[Code::Org003],
        by: &[Code::Org006],
        file: "rules/org.rs",
        reason: "A name with another prefecture does not fit the code; one rule finds both.",
    },
    NotMade {
        codes: &[Code::Prc005],
        by: &[Code::Prc005],
        file: "rules/prc.rs",
        reason: "An applicant who acts for another is judged at the delegation, not at the use.",
    },
    NotMade {
        codes: &[Code::Dlg008],
        by: &[Code::Dlg007],
        file: "rules/dlg.rs",
        reason: "Rows that are the same to the letter overlap too; the places are two.",
    },
    NotMade {
        codes: &[Code::Dlg004],
        by: &[Code::Pkg003],
        file: "rules/dlg.rs",
        reason: "A document that is listed but not there is reported at the attachment.",
    },
    NotMade {
        codes: &[
            Code::Law002,
            Code::Law003,
            Code::Law005,
            Code::Law006,
            Code::Law011,
            Code::Law012,
            Code::Dlg009,
        ],
        by: &[Code::Law001],
        file: "rules/law.rs",
        reason: "What was read of a broken citation is not what was meant, so nothing is looked up.",
    },
    NotMade {
        codes: &[Code::Law012],
        by: &[Code::Law003, Code::Law006],
        file: "rules/law_shift.rs",
        reason: "A provision that is gone has no words to compare.",
    },
    NotMade {
        codes: &[Code::Pia002],
        by: &[Code::Org003],
        file: "rules/pia.rs",
        reason: "Where name and code of the applicant disagree, an assessment may fit either.",
    },
    NotMade {
        codes: &[Code::Pia004],
        by: &[Code::Frm001, Code::Frm005],
        file: "rules/pia.rs",
        reason: "There is no day to compare in an empty or unreadable field.",
    },
    NotMade {
        codes: &[Code::Pkg003, Code::Pkg013],
        by: &[Code::Frm001],
        file: "rules/pkg/files.rs",
        reason: "An attachment without a name is no file; the pack says whether that is a mistake.",
    },
    NotMade {
        codes: &[Code::Pkg003],
        by: &[Code::Pkg003],
        file: "rules/pkg/mod.rs",
        reason: "A file that manifest and application miss is one; only the pack tells its path.",
    },
    NotMade {
        codes: &[Code::Pkg003],
        by: &[Code::Pkg001],
        file: "rules/pkg/mod.rs",
        reason: "The manifest lists an application where there is none; only it knows which file.",
    },
    NotMade {
        codes: &[Code::Pkg001],
        by: &[Code::Zip001],
        file: "rules/pkg/mod.rs",
        reason: "The archive is a document of another kind; one rule tells the two apart.",
    },
    NotMade {
        codes: &[Code::Pkg002],
        by: &[Code::Zip003],
        file: "rules/pkg/mod.rs",
        reason: "Two applications of one name are a repeated name; PKG-002 has no entry to match.",
    },
    NotMade {
        codes: &[Code::Pkg004],
        by: &[Code::Pkg002],
        file: "rules/pkg/mod.rs",
        reason: "A second application is in no manifest; PKG-002 has no entry to match.",
    },
    NotMade {
        codes: &[Code::Pkg004],
        by: &[Code::Zip013],
        file: "rules/pkg/mod.rs",
        reason: "No manifest lists what no encoding reads; ZIP-013 is one finding for all such names.",
    },
    NotMade {
        codes: &[Code::Pkg003, Code::Pkg004],
        by: &[Code::Zip005, Code::Zip013, Code::Zip016],
        file: "submission/listing.rs",
        reason: "A name that a program wrote wrongly is matched with the manifest all the same.",
    },
    NotMade {
        codes: &[Code::Zip006],
        by: &[Code::Zip006],
        file: "archive/directory.rs",
        reason: "One password locks many entries; one finding names them all.",
    },
    NotMade {
        codes: &[Code::Zip003, Code::Zip017],
        by: &[Code::Zip016],
        file: "rules/zip.rs",
        reason: "Names that lost their characters may become one name, or longer than they were.",
    },
    NotMade {
        codes: &[Code::Zip016, Code::Zip020, Code::Zip025],
        by: &[Code::Zip005, Code::Zip013],
        file: "rules/zip/causes.rs",
        reason: "A folder that is written wrongly is told once, with the files that are written so.",
    },
    NotMade {
        codes: &[Code::Pkg005],
        by: &[Code::Pkg006, Code::Zip003],
        file: "rules/pkg/mod.rs",
        reason: "A hash says nothing more of a broken document or of one of two entries of a name.",
    },
    NotMade {
        codes: &[Code::Pkg007],
        by: &[Code::Pkg005],
        file: "check/package.rs",
        reason: "Where the application itself was changed, the workbook is not compared with it.",
    },
    NotMade {
        codes: &[Code::Zip012, Code::Zip013, Code::Zip014, Code::Zip024],
        by: &[Code::Zip015],
        file: "rules/zip.rs",
        reason: "Nobody reads what a system left there. `renkei inspect` shows these unsettled.",
    },
    NotMade {
        codes: &[Code::Zip005, Code::Zip012],
        by: &[Code::Zip013],
        file: "rules/zip/causes.rs",
        reason: "A name that no encoding reads has no certain characters.",
    },
    NotMade {
        codes: &[Code::Xap005, Code::Xap006, Code::Xap007],
        by: &[Code::Org002],
        file: "check/cross/mod.rs",
        reason: "An applicant with a code that nobody has cannot be compared with others.",
    },
    NotMade {
        codes: &[Code::Pck014],
        by: &[Code::Pck006],
        file: "pack/check/template.rs",
        reason: "A workbook whose name has a folder in it is not read at all.",
    },
];
