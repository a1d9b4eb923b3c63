//! Components of the form, drawn from the pack: sections, lists, fields and attachments; the build of
//! the package; the choice of the pack; and lists, notes and progress bars that other views share.

mod attachments;
mod build;
mod choice;
mod document;
mod drop;
mod field;
mod government;
mod input;
mod list;
mod mark;
mod pack_choice;
mod paging;
mod problems;
mod provision;
mod row;
mod status;

pub use attachments::AttachmentsForm;
pub use build::{BuildFlow, BuiltPackage};
pub use drop::FileDrop;
pub use field::{FieldHelp, FormField};
pub use list::ListForm;
pub use pack_choice::PackChoice;
pub use paging::{MoreButton, use_paging};
pub use problems::{ErrorSummary, PlaceLink, Problems, severity_word};
pub use status::{Notes, ProgressBar};

use forms_core::pack::Section;
use yew::prelude::*;

/// Properties of [`SectionForm`].
#[derive(Properties, PartialEq)]
pub struct SectionFormProps {
    /// The pack's definition of the section.
    pub section: &'static Section,
}

/// Shows the fields of a section.
#[component]
pub fn SectionForm(props: &SectionFormProps) -> Html {
    let one = |field| {
        let field: &'static forms_core::pack::Field = field;
        html! { <FormField {field} place={field.path.clone()} key={field.path.as_str()} /> }
    };
    html! { <div class="section">{ for props.section.fields.iter().map(one) }</div> }
}
