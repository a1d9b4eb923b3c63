//! The form's components, drawn from the pack: sections, lists, fields, attachments, and building
//! the package, and the choice of the pack.

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
mod problems;
mod provision;
mod row;

pub use attachments::AttachmentsForm;
pub use build::{BuildFlow, BuiltPackage};
pub use drop::FileDrop;
pub use field::{FieldHelp, FormField};
pub use list::ListForm;
pub use pack_choice::PackChoice;
pub use problems::{ErrorSummary, PlaceLink, Problems, severity_word};

use forms_core::pack::Section;
use yew::prelude::*;

/// Properties of [`SectionForm`].
#[derive(Properties, PartialEq)]
pub struct SectionFormProps {
    /// What the pack says of it.
    pub section: &'static Section,
}

/// A section of fields.
#[component]
pub fn SectionForm(props: &SectionFormProps) -> Html {
    let one = |field| {
        let field: &'static forms_core::pack::Field = field;
        html! { <FormField {field} place={field.path.clone()} key={field.path.as_str()} /> }
    };
    html! { <div class="section">{ for props.section.fields.iter().map(one) }</div> }
}
