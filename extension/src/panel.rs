//! The panel as a whole: what the site shows, the draft, and the actions between the two.

use forms_core::application::field_text;
use forms_core::finding::Lang;
use forms_core::pack::{Field, Pack, Screen};
use ui::words::panel as words;
use yew::prelude::*;

use crate::help::Help;
use crate::outcome::{Outcome, OutcomeView};
use crate::site::{Channel, FromSite, Seen, ToSite};
use crate::transfer;
