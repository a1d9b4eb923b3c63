//! Any bytes as the documents of a package: what reads is written and read back the same, and no rule
//! panics on it.
#![no_main]

use forms_core::application::Application;
use forms_core::check::{Checker, NO_TEXTS};
use forms_core::finding::Lang;
use forms_core::pack::Pack;
use forms_core::submission::Manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::from_json(bytes) {
        assert_eq!(Manifest::from_json(&manifest.to_json()), Ok(manifest));
    }
    if let Ok(app) = Application::from_json(bytes) {
        assert_eq!(Application::from_json(&app.to_json()), Ok(app.clone()));
        let today = jiff::civil::date(2019, 5, 20);
        for finding in Checker::new(Pack::standard(), today).draft(&app, &[], &NO_TEXTS) {
            assert!(!finding.message(Lang::Ja).is_empty() && !finding.hint(Lang::En).is_empty());
        }
    }
});
