//! The parser of key identifiers, against the grammar written by splitting.

use strongroom_core::{AliasName, Error, ErrorKind, KeyArn, KeyRef, KeyRefForm};

use crate::Target;

const DIGITS: &str = "0123456789";
const HEX: &str = "0123456789abcdef";
const WORD: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
const ALIAS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:/_-";

/// Any text as an identifier.
pub const TARGET: Target =
    Target { name: "key_identifier", run: |bytes| check(&String::from_utf8_lossy(bytes)), seeds };

/// What the grammar says of a text.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'a> {
    form: KeyRefForm,
    key_id: Option<&'a str>,
    alias: Option<&'a str>,
    scope: Option<String>,
}

/// Text is an identifier exactly if the grammar says so, is taken apart as the grammar takes it
/// apart, and shows as it was written.
fn check(text: &str) {
    let expected = parts(text);
    let parsed = KeyRef::parse(text);
    let actual = parsed.as_ref().ok().map(|key| Parts {
        form: key.form(),
        key_id: key.key_id(),
        alias: key.alias(),
        scope: key.scope().map(str::to_owned),
    });
    assert_eq!(actual, expected, "{text:?}");
    match &parsed {
        Ok(key) => assert_eq!((key.as_str(), key.to_string()), (text, text.to_owned())),
        Err(error) => check_refusal(error),
    }
    check_arn(text, expected.as_ref());
    check_alias(text, expected.as_ref());
}

fn check_arn(text: &str, expected: Option<&Parts<'_>>) {
    let expected = expected.filter(|parts| parts.form == KeyRefForm::Arn);
    match KeyArn::parse(text) {
        Ok(arn) => {
            let Some(parts) = expected else {
                panic!("{text:?} is taken for the ARN of a key");
            };
            let fields: Vec<_> = text.split(':').collect();
            assert_eq!((arn.as_str(), arn.to_string()), (text, text.to_owned()));
            assert_eq!((arn.region(), arn.account()), (fields[3], fields[4]));
            assert_eq!(Some(arn.key_id()), parts.key_id);
            assert_eq!(Some(arn.scope()), parts.scope.as_deref());
        }
        Err(error) => {
            assert_eq!(expected, None, "{text:?}");
            check_refusal(&error);
        }
    }
}

fn check_alias(text: &str, expected: Option<&Parts<'_>>) {
    let expected = expected.is_some_and(|parts| parts.form == KeyRefForm::Alias);
    let parsed = AliasName::parse(text);
    assert_eq!(parsed.is_ok(), expected, "{text:?}");
    match parsed {
        Ok(alias) => {
            let segments: Vec<_> = text.split('/').collect();
            let reserved = matches!(segments[..], ["alias", "aws", _, ..]);
            assert_eq!((alias.as_str(), alias.is_reserved()), (text, reserved));
        }
        Err(error) => check_refusal(&error),
    }
}

/// A refusal is short, however long the text was.
fn check_refusal(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().len() < 1000, "{error}");
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let fields: Vec<_> = text.splitn(6, ':').collect();
    let (scope, resource) = match fields[..] {
        _ if text.len() > 2048 => return None,
        ["arn", partition, "kms", region, account, resource] => {
            let valid = consists_of(WORD, partition)
                && consists_of(WORD, region)
                && consists_of(DIGITS, account)
                && account.len() == 12;
            valid.then_some(())?;
            (Some(fields[1..5].join(":")), resource)
        }
        _ => (None, text),
    };
    let is_arn = scope.is_some();
    let name: Vec<_> = resource.splitn(2, '/').collect();
    let (form, key_id, alias) = match name[..] {
        ["alias", alias] if consists_of(ALIAS, alias) && resource.len() <= 256 => {
            let form = if is_arn { KeyRefForm::AliasArn } else { KeyRefForm::Alias };
            (form, None, Some(resource))
        }
        ["key", id] if is_arn && is_key_id(id) => (KeyRefForm::Arn, Some(id), None),
        [id] if !is_arn && is_key_id(id) => (KeyRefForm::Id, Some(id), None),
        _ => return None,
    };
    Some(Parts { form, key_id, alias, scope })
}

fn is_key_id(text: &str) -> bool {
    let (lengths, digits) = match text.strip_prefix("mrk-") {
        Some(digits) => (vec![32], digits),
        None => (vec![8, 4, 4, 4, 12], text),
    };
    let groups: Vec<_> = digits.split('-').collect();
    groups.iter().all(|group| consists_of(HEX, group))
        && groups.iter().map(|group| group.len()).collect::<Vec<_>>() == lengths
}

fn consists_of(alphabet: &str, text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| alphabet.contains(character))
}

fn seeds() -> Vec<Vec<u8>> {
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    let mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
    let scope = "arn:aws:kms:eu-west-1:111122223333";
    [
        id.to_owned(),
        mrk.to_owned(),
        format!("{scope}:key/{id}"),
        format!("{scope}:key/{mrk}"),
        "alias/app".to_owned(),
        "alias/a:b/c_d-e".to_owned(),
        "alias/aws/s3".to_owned(),
        "alias/".to_owned(),
        format!("alias/{}", "a".repeat(250)),
        format!("alias/{}", "a".repeat(251)),
        format!("{scope}:alias/app"),
        format!("{scope}:alias/key/{id}"),
        format!("{scope}:key/"),
        format!("arn:{}:kms:r:111122223333:key/{id}", "p".repeat(1984)),
        format!("arn:{}:kms:r:111122223333:key/{id}", "p".repeat(1985)),
        "arn:aws:kms::111122223333:key/".to_owned(),
        id.to_uppercase(),
        "\u{fc}".repeat(80),
    ]
    .map(String::into_bytes)
    .into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_holds(text in ".{0,100}") {
            check(&text);
        }

        #[test]
        fn near_misses_hold(
            text in "(arn:[a-z-]{0,6}:(kms|s3)?:[a-z0-9-]{0,4}:[0-9]{11,12}:)?(key/|alias/)?\
                ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-fA]{12}|mrk-[0-9a-f]{32}\
                |[a-z:/_-]{0,9})",
        ) {
            check(&text);
        }
    }

    #[test]
    fn every_character_in_place_of_another_holds() {
        for seed in seeds().iter().filter(|seed| seed.len() < 100) {
            for at in 0..seed.len() {
                for character in 0..128 {
                    let mut text = seed.clone();
                    text[at] = character;
                    TARGET.run(&text);
                }
            }
        }
    }

    #[test]
    fn the_grammar_knows_the_four_forms() {
        let forms: Vec<_> = seeds()
            .iter()
            .filter_map(|seed| parts(str::from_utf8(seed).unwrap()).map(|parts| parts.form))
            .collect();
        for form in [KeyRefForm::Id, KeyRefForm::Arn, KeyRefForm::Alias, KeyRefForm::AliasArn] {
            assert!(forms.contains(&form), "{form:?}");
        }
    }
}
