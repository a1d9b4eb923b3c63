//! The words of one finding: templates of the catalogue with its arguments put in.

use super::{ArgValue, Code, Finding, Lang};

impl ArgValue {
    fn is_empty(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Text(t) => t.is_empty(),
            Self::List(items) => items.is_empty(),
        }
    }

    /// Writes the value in a form: `no` for numbers of rows (No.1とNo.4), `size` for bytes (32 MB), `dot` for cells
    /// (J3・J6), else as it is.
    fn write(&self, out: &mut String, form: &str, lang: Lang) {
        match (self, form) {
            (Self::Number(bytes), "size") => out.push_str(&size(*bytes)),
            (Self::Number(n), _) => out.push_str(&n.to_string()),
            (Self::Text(t), _) => out.push_str(t),
            (Self::List(rows), "no") => out.push_str(&row_numbers(rows, lang)),
            (Self::List(cells), "dot") if lang == Lang::Ja => out.push_str(&cells.join("・")),
            (Self::List(items), _) => out.push_str(&items.join(lang.comma())),
        }
    }
}

/// A number of bytes in the largest unit that leaves no more than one decimal: 32 MB, 1.5 GB.
fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    let Some((unit, one)) = UNITS.into_iter().find(|(_, one)| bytes >= *one) else {
        return format!("{bytes} B");
    };
    match bytes % one {
        0 => format!("{} {unit}", bytes / one),
        rest => format!("{}.{} {unit}", bytes / one, rest.saturating_mul(10) / one),
    }
}

/// Rows by their numbers: No.1とNo.4; No.1、No.2、No.5.
fn row_numbers(rows: &[String], lang: Lang) -> String {
    match (lang, rows) {
        (Lang::Ja, [a, b]) => format!("No.{a}とNo.{b}"),
        (Lang::En, [a, b]) => format!("No. {a} and No. {b}"),
        (Lang::Ja, _) => rows.iter().map(|n| format!("No.{n}")).collect::<Vec<_>>().join("、"),
        (Lang::En, _) => rows.iter().map(|n| format!("No. {n}")).collect::<Vec<_>>().join(", "),
    }
}

impl Finding {
    /// The message: one sentence that says what is wrong.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        self.worded(self.code.text(lang).message, lang)
    }

    /// The hint: what the applicant has to do.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> String {
        self.worded(self.code.text(lang).hint, lang)
    }

    /// The text for the reviewer: whom to ask what, where to look, what to decide.
    #[must_use]
    pub fn review_hint(&self, lang: Lang) -> String {
        self.worded(self.code.text(lang).review, lang)
    }

    /// The text for a letter to the applicant: what it is asked to correct. `None` for a code that never stands in one.
    #[must_use]
    pub fn letter_text(&self, lang: Lang) -> Option<String> {
        self.code.text(lang).letter.map(|text| self.worded(text, lang))
    }

    fn worded(&self, template: &str, lang: Lang) -> String {
        fill(template, &self.worded_args(lang), lang)
    }

    /// The arguments as they are said: wordings for the keys of words, titles with codes, labels in
    /// the language asked for.
    fn worded_args(&self, lang: Lang) -> Vec<(String, ArgValue)> {
        let facts = self.code.facts();
        let is_word = |name: &String| facts.word_args.contains(&name.as_str());
        let plain = |(name, value): &(String, ArgValue)| {
            let said = match value {
                ArgValue::Text(code) if facts.code_args.contains(&name.as_str()) => {
                    ArgValue::Text(titled(code, lang))
                }
                value => match self.arg(&format!("{name}_en")) {
                    Some(english) if lang == Lang::En => english.clone(),
                    _ => value.clone(),
                },
            };
            (name.clone(), said)
        };
        let mut args: Vec<_> = self.args.iter().filter(|(n, _)| !is_word(n)).map(plain).collect();
        // A wording may name the other arguments, but no word.
        let words = self.args.iter().filter(|(n, _)| is_word(n)).filter_map(|(name, value)| {
            let ArgValue::Text(key) = value else { return None };
            let said = match self.code.text(lang).word(key) {
                Some(wording) => fill(wording, &args, lang),
                None => key.clone(),
            };
            Some((name.clone(), ArgValue::Text(said)))
        });
        let words: Vec<_> = words.collect();
        args.extend(words);
        args
    }
}

/// A code with its title; the text itself where it is no code of this version.
fn titled(code: &str, lang: Lang) -> String {
    match (code.parse::<Code>(), lang) {
        (Ok(known), Lang::Ja) => format!("{code}「{}」", known.text(lang).title),
        (Ok(known), Lang::En) => format!("{code} ({})", known.text(lang).title),
        (Err(_), _) => code.to_owned(),
    }
}

/// Puts arguments into the `{name}` places of a template. A part in `<<…>>` is left out where one
/// of its arguments is empty. A value is never read as a template.
pub(crate) fn fill(template: &str, args: &[(String, ArgValue)], lang: Lang) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("<<") {
        fill_part(before, args, lang, &mut out);
        let (part, tail) = after.split_once(">>").unwrap_or((after, ""));
        let mut filled = String::new();
        if fill_part(part, args, lang, &mut filled) {
            out.push_str(&filled);
        }
        rest = tail;
    }
    fill_part(rest, args, lang, &mut out);
    out
}

/// Fills one part. Returns whether each of its arguments has a value that is not empty.
fn fill_part(part: &str, args: &[(String, ArgValue)], lang: Lang, out: &mut String) -> bool {
    let mut said = true;
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (place, tail) = after.split_once('}').unwrap_or((after, ""));
        let (name, form) = place.split_once(':').unwrap_or((place, ""));
        match args.iter().find(|(n, _)| n == name) {
            Some((_, value)) => {
                said &= !value.is_empty();
                value.write(out, form, lang);
            }
            None => said = false,
        }
        rest = tail;
    }
    out.push_str(rest);
    said
}
