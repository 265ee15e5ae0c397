//! Which language a page is in: the cookie's, else the first that the browser asks for, else English.

pub use super::made::i18n::Locale as Language;
use leptos_i18n::Locale;
use std::str::FromStr;

/// The cookie's name.
pub const COOKIE: &str = "patchbay_language";

impl Language {
    /// What it is called by those who speak it: `English`, `Bahasa Indonesia`, `Tiếng Việt`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::en => "English",
            Self::id => "Bahasa Indonesia",
            Self::vi => "Tiếng Việt",
        }
    }

    /// As in `<html lang>` and in the cookie: `en`, `id`, `vi`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        Locale::as_str(self)
    }

    /// All of them, in the order in which the switch shows them.
    #[must_use]
    pub fn all() -> &'static [Self] {
        <Self as Locale>::get_all()
    }

    /// The cookie that remembers it for a year.
    #[must_use]
    pub fn cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", self.tag())
    }

    /// Reads a `Cookie` header; nothing where it names no language of ours.
    #[must_use]
    pub fn from_cookies(header: &str) -> Option<Self> {
        let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(name, _)| *name == COOKIE).filter_map(|(_, value)| Self::from_str(value).ok()).next_back()
    }
}

/// The language of this page. In a browser it stays what it is as long as the page lives.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub fn current() -> Language {
    use std::sync::OnceLock;
    static OF_DOCUMENT: OnceLock<Language> = OnceLock::new();
    // Outside of a browser there is no document: the crate alone, in a test.
    let tag = || {
        let root = cfg!(target_arch = "wasm32").then(|| leptos::prelude::document().document_element()).flatten();
        root.and_then(|root| root.get_attribute("lang")).unwrap_or_default()
    };
    *OF_DOCUMENT.get_or_init(|| Language::from_str(&tag()).unwrap_or_default())
}

/// The language of the page being rendered: the shell's context; of the request alone where there is no shell.
#[cfg(feature = "ssr")]
#[must_use]
pub fn current() -> Language {
    leptos::prelude::use_context::<Language>().unwrap_or_else(requested)
}

/// The language that the request being served asks for.
#[cfg(feature = "ssr")]
#[must_use]
fn requested() -> Language {
    let Some(parts) = leptos::prelude::use_context::<http::request::Parts>() else { return Language::default() };
    let header = |name| parts.headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let chosen = header(http::header::COOKIE).and_then(Language::from_cookies);
    chosen.unwrap_or_else(|| Language::find_locale(&by_preference(header(http::header::ACCEPT_LANGUAGE).unwrap_or(""))))
}

/// The tags of an `Accept-Language` header, the most wanted first (RFC 9110, 12.5.4).
#[cfg(feature = "ssr")]
fn by_preference(header: &str) -> Vec<&str> {
    let mut ranges: Vec<(f32, &str)> = header.split(',').filter_map(weighed).collect();
    ranges.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranges.into_iter().map(|(_, tag)| tag).collect()
}

#[cfg(feature = "ssr")]
fn weighed(range: &str) -> Option<(f32, &str)> {
    let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
    let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
    (weight > 0.0).then_some((weight, tag.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_survives_its_cookie() {
        for language in Language::all() {
            let header = format!("a=b; {}", language.cookie().split(';').next().unwrap_or_default());
            assert_eq!(Language::from_cookies(&header), Some(*language));
        }
        assert_eq!(Language::from_cookies("patchbay_language=\"><script>"), None);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_browser_s_first_choice_counts_that_there_is() {
        let found = |header| Language::find_locale(&by_preference(header));
        assert_eq!(found("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7"), Language::id);
        assert_eq!(found("en;q=0.5, vi-VN;q=0.8"), Language::vi);
        assert_eq!(found("fr-FR,fr;q=0.9,vi;q=0.1"), Language::vi);
        assert_eq!(found("vi;q=0,id"), Language::id);
        for header in ["", "*", "fr", "xx-;q=,;;,", "en;q=nonsense"] {
            assert_eq!(found(header), Language::en);
        }
    }
}
