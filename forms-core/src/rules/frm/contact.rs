//! FRM-004: telephone numbers and mail addresses.
//!
//! Liberal on purpose: full width, brackets, extensions and several numbers are how offices write
//! them. What fires is what nobody could dial or send to.

use super::Context;
use crate::finding::{Finding, Pointer, make, word};
use crate::text::{fold_ascii, is_blank};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let contact = &context.app.contact;
    let at = Pointer::new("/contact");
    if let Some(problem) = telephone(&contact.telephone) {
        out.push(make::frm_004(&contact.telephone, problem).at(at.key("telephone")));
    }
    if let Some(problem) = mail(&contact.mail) {
        out.push(make::frm_004(&contact.mail, problem).at(at.key("mail")));
    }
}

/// Japan's numbers have ten digits, eleven for mobile and IP telephones, with the leading 0; abroad
/// it is written as +81. What follows 内線 or a separator is an extension or a further number.
fn telephone(text: &str) -> Option<word::Frm004> {
    if is_blank(text) {
        return None;
    }
    let folded = fold_ascii(text).replace(['‐', '‑', '–', '—', '−', 'ー', 'ｰ', '―'], "-");
    let plain = ["(代表)", "(代)", "(直通)", "(直)", "代表", "直通", "TEL", "Tel", "tel", "電話"]
        .iter()
        .fold(folded, |text, word| text.replace(word, ""));
    let end = ["(内線", "内線", "ext", "(ext", "/", ",", "、", "・", ";", "\n"]
        .iter()
        .filter_map(|mark| plain.find(mark))
        .min();
    let first = plain.get(..end.unwrap_or(plain.len())).unwrap_or_default();
    let first = first.trim().trim_start_matches([':', '.']).trim();
    let writes = |c: char| c.is_ascii_digit() || " -().+".contains(c);
    if !first.chars().all(writes) || first.chars().skip(1).any(|c| c == '+') {
        return Some(word::Frm004::TelephoneCharacters);
    }
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    let national = match first.starts_with('+') {
        // +81 (0)3-… is how many write it, though the 0 is not dialled.
        true => format!("0{}", digits.strip_prefix("81").unwrap_or("").trim_start_matches('0')),
        false => digits,
    };
    if !national.starts_with('0') {
        Some(word::Frm004::TelephoneAreaCode)
    } else if !(10..=11).contains(&national.len()) {
        Some(word::Frm004::TelephoneDigits)
    } else {
        None
    }
}

/// One or more addresses; each has one `@` with a name before it and a domain with a dot in it.
fn mail(text: &str) -> Option<word::Frm004> {
    if is_blank(text) {
        return None;
    }
    text.split([',', ';', '、', '，', '；', '\n']).find_map(|part| address(part.trim()))
}

fn address(text: &str) -> Option<word::Frm004> {
    if !text.is_ascii() {
        return Some(word::Frm004::MailWide);
    }
    let Some((name, domain)) = text.split_once('@') else {
        return Some(word::Frm004::MailAt);
    };
    if domain.contains('@') {
        return Some(word::Frm004::MailAt);
    }
    let in_name = |c: char| c.is_ascii_graphic() && !"()<>[]:;,\\\"".contains(c);
    if name.is_empty() || !name.chars().all(in_name) {
        return Some(word::Frm004::MailName);
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let right = domain.contains('.') && domain.split('.').all(label);
    (!right).then_some(word::Frm004::MailDomain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::Code;
    use crate::rules::testing::{clean, found};
    use word::Frm004;

    #[test]
    fn telephone_numbers_as_offices_write_them() {
        for text in [
            "03-0000-0000",
            "０３（００００）００００",
            "03.0000.0000",
            "0300000000",
            "03-0000-0000（内線 1234）",
            "03-0000-0000 内線1234",
            "03-0000-0000（代表）",
            "電話：03-0000-0000",
            "03-0000-0000、03-0000-0001",
            "03-0000-0000/0001",
            "090-0000-0000",
            "+81-3-0000-0000",
            "+81 (0)3 0000 0000",
            "0ー3ー0000ー0000".replace("0ー3", "03").as_str(),
            "",
        ] {
            assert_eq!(telephone(text), None, "{text}");
        }
        for (text, problem) in [
            ("03-0000-000", Frm004::TelephoneDigits),
            ("03-0000-00000-0", Frm004::TelephoneDigits),
            ("0000-0000", Frm004::TelephoneDigits),
            ("5432-1111", Frm004::TelephoneAreaCode),
            ("+1-212-000-0000", Frm004::TelephoneDigits),
            ("不明", Frm004::TelephoneCharacters),
            ("03-OOOO-OOOO", Frm004::TelephoneCharacters),
        ] {
            assert_eq!(telephone(text), Some(problem), "{text}");
        }
    }

    #[test]
    fn mail_addresses_that_can_be_sent_to() {
        for text in
            ["joho@example.lg.jp", "a.b+c@x-y.example", "a@b.jp, c@d.jp", "a@b.jp；c@d.jp", " "]
        {
            assert_eq!(mail(text), None, "{text}");
        }
        for (text, problem) in [
            ("joho.example.lg.jp", Frm004::MailAt),
            ("a@b@c.jp", Frm004::MailAt),
            ("@example.jp", Frm004::MailName),
            ("jo ho@example.jp", Frm004::MailName),
            ("joho@example", Frm004::MailDomain),
            ("joho@example..jp", Frm004::MailDomain),
            ("joho@-example.jp", Frm004::MailDomain),
            ("ｊｏｈｏ＠example.jp", Frm004::MailWide),
            ("a@b.jp, c", Frm004::MailAt),
        ] {
            assert_eq!(mail(text), Some(problem), "{text}");
        }
    }

    #[test]
    fn frm_004_stands_at_the_field() {
        let mut app = clean();
        app.contact.telephone = "1234".into();
        app.contact.mail = "joho".into();
        let at = |field: &str| (Code::Frm004, format!("/contact/{field}"));
        assert_eq!(found(&app), [at("telephone"), at("mail")]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9０-９+() ー内線a@.、-]{0,24}") {
            let _ = (telephone(&text), mail(&text));
        }

        #[test]
        fn every_number_of_ten_digits_is_one(digits in "0[0-9]{9}", at in 1..9_usize) {
            let (a, b) = digits.split_at(at);
            prop_assert_eq!(telephone(&format!("{a}-{b}")), None);
        }
    }
}
