//! Keeps secrets out of what is recorded (spec/templating.md, rule 7; lessons: the URL itself is the secret).
//!
//! # Layout
//! `encodings` lists the forms that a secret can take, `record` writes requests and answers with dots in place, `effects`
//! what an answer changes.
//!
//! # Invariants
//! Two nets, each enough by itself: by value, every known secret in every form that our own encoders and common echoes
//! give it; by position, headers and parameters that a secret was put into. Cutting to the recorded size comes after
//! scrubbing, so that half a secret is never left at the edge.

mod effects;
mod encodings;
mod record;

use aho_corasick::{AhoCorasick, MatchKind};
use patchbay_model::secret::Secret;
use std::borrow::Cow;
use std::fmt;

pub use patchbay_model::templating::DOTS;
pub use record::Recorded;

pub(crate) use encodings::md5_hexadecimal;
pub(crate) use record::blurred;

/// Finds the secrets of one execution. Built once per integrator and token, since that costs more than using it.
pub struct Redactor {
    matcher: Option<AhoCorasick>,
    longest: usize,
}

impl Redactor {
    /// A redactor that knows `secrets`: field values, credentials, the access token, sign-in pairs.
    #[must_use]
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut forms: Vec<String> = secrets.into_iter().flat_map(|secret| encodings::forms(secret.expose())).collect();
        forms.sort_unstable();
        forms.dedup();
        let longest = forms.iter().map(String::len).max().unwrap_or(0);
        // Of several forms at one place the longest counts: the encoded one, not the part that needed no encoding.
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms);
        // Building fails past four billion states only. Nothing may be recorded then; see `scrub`.
        Self { matcher: built.ok(), longest }
    }

    /// `text` with every known secret as dots.
    #[must_use]
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.scrub_beginning(text, text.len())
    }

    /// The beginning of a body as text that a database takes, at most `limit` bytes, with every known secret as dots.
    #[must_use]
    pub fn excerpt(&self, bytes: &[u8], limit: usize) -> String {
        // A secret that begins before the limit is seen whole.
        let window = &bytes[..bytes.len().min(limit.saturating_add(self.longest))];
        let text = String::from_utf8_lossy(window);
        let scrubbed = self.scrub_beginning(&text, limit);
        // Dots may be longer than what they stand for. Postgres has no text with NUL.
        cut(&scrubbed, limit).replace('\0', "\u{fffd}")
    }

    /// What of `text` begins within its first `limit` bytes. What follows them is looked at and never shown: it may be
    /// the half of a secret whose other half the caller did not hand over.
    fn scrub_beginning<'t>(&self, text: &'t str, limit: usize) -> Cow<'t, str> {
        let Some(matcher) = &self.matcher else { return Cow::Borrowed(DOTS) };
        let beginning = cut(text, limit);
        if self.longest == 0 {
            return Cow::Borrowed(beginning);
        }
        let mut scrubbed = String::new();
        let mut end = 0;
        for found in matcher.find_iter(text).take_while(|found| found.start() < beginning.len()) {
            scrubbed.push_str(&text[end..found.start()]);
            scrubbed.push_str(DOTS);
            end = found.end();
        }
        if end == 0 {
            return Cow::Borrowed(beginning);
        }
        // None: the last secret reaches beyond the limit.
        scrubbed.push_str(beginning.get(end..).unwrap_or_default());
        Cow::Owned(scrubbed)
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor")
    }
}

/// The longest beginning of `text` that has at most `limit` bytes.
fn cut(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        let secrets: Vec<Secret> = secrets.iter().map(|text| Secret::new(*text)).collect();
        Redactor::new(&secrets)
    }

    #[test]
    fn a_secret_is_found_in_every_form() {
        let redactor = redactor(&["s3/cr \"é<&"]);
        for form in [
            "s3/cr \"é<&",
            "s3%2Fcr%20%22%C3%A9%3C%26",
            "s3%2fcr%20%22%c3%a9%3c%26",
            "s3%2Fcr+%22%C3%A9%3C%26",
            r#"s3/cr \"é<&"#,
            r#"s3\/cr \"\u00e9<&"#,
            "s3/cr &quot;é&lt;&amp;",
        ] {
            assert_eq!(redactor.scrub(&format!("a {form} b")), format!("a {DOTS} b"), "{form}");
        }
    }

    #[test]
    fn text_without_a_secret_is_not_copied() {
        assert!(matches!(redactor(&["s3cret"]).scrub("nothing here"), Cow::Borrowed(_)));
        assert!(matches!(redactor(&[]).scrub("nothing here"), Cow::Borrowed("nothing here")));
        assert!(matches!(redactor(&[""]).scrub("nothing here"), Cow::Borrowed("nothing here")));
    }

    #[test]
    fn of_two_secrets_at_one_place_the_longer_one_goes_whole() {
        assert_eq!(redactor(&["key", "key-2"]).scrub("key-2 key"), format!("{DOTS} {DOTS}"));
    }

    #[test]
    fn half_a_secret_is_not_left_at_the_edge() {
        let body = format!("{}s3cret tail", "x".repeat(10));
        assert_eq!(redactor(&["s3cret"]).excerpt(body.as_bytes(), 13), "xxxxxxxxxx•");
    }

    #[test]
    fn what_a_shorter_stand_in_makes_room_for_is_not_shown() {
        let long = "l0ng".repeat(10);
        let body = format!("{long}{long} s3cret tail");
        let redactor = redactor(&[&long, "s3cret"]);
        let whole = format!("{DOTS}{DOTS} {DOTS} tail");
        // The window ends within the second secret where the limit is near the middle.
        for limit in 0..body.len() {
            let shown = redactor.excerpt(body.as_bytes(), limit);
            assert!(whole.starts_with(&shown), "{limit}: {shown}");
        }
    }

    const SHORT: &str = "s3cret-s3cret-s3cret";
    const LONG: &str = "l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng-l0ng";

    proptest! {
        /// Wherever it is cut, an excerpt shows nothing that the scrubbed whole would not.
        #[test]
        fn an_excerpt_is_a_beginning_of_the_scrubbed_whole(
            pieces in vec(
                prop_oneof![Just(SHORT.to_owned()), Just(LONG.to_owned()), Just("é".to_owned()), "[a-z ]{0,4}"],
                0..24,
            ),
            limit in 0_usize..400,
        ) {
            let redactor = redactor(&[SHORT, LONG]);
            let body = pieces.concat();
            let shown = redactor.excerpt(body.as_bytes(), limit);
            prop_assert!(shown.len() <= limit);
            prop_assert!(redactor.scrub(&body).starts_with(&shown), "{} of {}", shown, body);
        }
    }

    #[test]
    fn an_excerpt_is_text_that_a_database_takes() {
        assert_eq!(redactor(&[]).excerpt(b"a\0b\xff", 100), "a\u{fffd}b\u{fffd}");
        assert_eq!(redactor(&[]).excerpt("éé".as_bytes(), 3), "é");
    }
}
