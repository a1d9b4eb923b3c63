//! An application as large as they come, which several benchmarks measure with.

use forms_core::application::{Application, Delegation};

/// The number of its delegations.
pub(crate) const DELEGATIONS: usize = 3_000;

/// The clean application of the cases with its delegation 3,000 times, each of another procedure.
pub(crate) fn application() -> Application {
    let text = include_bytes!("../../../tests/cases/clean/application.json");
    let mut app = Application::from_json(text).expect("the clean application reads");
    let row = app.delegations.remove(0);
    app.delegations = (0..DELEGATIONS)
        .map(|i| Delegation {
            procedure: format!("JT{:014}", i + 1).as_str().into(),
            ..row.clone()
        })
        .collect();
    app
}
