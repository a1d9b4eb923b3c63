//! Requests of a review and their answers.

use forms_core::finding::Finding;
use forms_core::review::session::{Basis, Compared, KeptFinding, Sha256Hex, Submission};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::TableFacts;
use super::tables::TableSet;

/// Checks a file that was received for a review. The files of the tables go with the request, then the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReceived {
    /// What the check is made with; its day is taken as today.
    pub basis: Basis,
    /// The tables to check against, if any.
    pub tables: Option<TableSet>,
    /// The time of the check.
    pub at: Timestamp,
    /// The time at which the file was received.
    pub seen: Timestamp,
    /// The time of its last change.
    pub modified: Option<Timestamp>,
}

/// The result of checking a received file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Received {
    /// The record of the file with its check.
    Read(Submission),
    /// The file could not be read on this machine, for this reason.
    NotRead(KeptFinding),
}

/// Compares the applicants of a review with each other. The files of the tables go with the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareReceived {
    /// The submissions and who is expected.
    pub compared: Compared,
    /// The tables to compare with, if any.
    pub tables: Option<TableSet>,
    /// Today.
    pub today: Date,
}

/// Reads the first file as reference data of a review: a layout, a registry or an earlier ordinance. The file comes with
/// the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadReference;

/// The facts of a file of reference data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReferenceFacts {
    /// Its SHA-256.
    pub sha256: Sha256Hex,
    /// Its content.
    pub content: ReferenceContent,
}

/// The content of a file of reference data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ReferenceContent {
    /// A layout or a registry.
    Table(Box<TableFacts>),
    /// The text of an ordinance.
    Ordinance {
        /// The number of its provisions.
        provisions: usize,
        /// What could not be read in it, if anything.
        finding: Option<Finding>,
    },
    /// Neither.
    Unknown,
}

/// Reads the first file as the list of those who are expected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadExpected;

/// Gets a worker ready, so that the first file need not wait until it is: makes it, and reads pack and tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prepare;
