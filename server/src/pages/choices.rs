//! What a visitor chooses for their own browser, theme and language: form posts that set a cookie and come back.

use axum::Form;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use patchbay_app::languages::Language;
use patchbay_app::theme::Theme;
use serde::Deserialize;

/// What the theme switch posts before WASM arrives.
#[derive(Deserialize)]
pub struct ThemeChoice {
    theme: String,
    /// The page that the switch stands on.
    from: Option<String>,
}

/// What the language switch posts.
#[derive(Deserialize)]
pub struct LanguageChoice {
    language: String,
    /// The page that the switch stands on.
    from: Option<String>,
}

/// Remembers the theme and goes back to where the switch was used.
pub async fn choose_theme(headers: HeaderMap, Form(choice): Form<ThemeChoice>) -> Response {
    remember(Theme::from_name(&choice.theme).cookie(), choice.from.as_deref(), &headers)
}

/// Remembers the language and goes back to where the switch was used, which is another page then.
pub async fn choose_language(headers: HeaderMap, Form(choice): Form<LanguageChoice>) -> Response {
    let language: Language = choice.language.parse().unwrap_or_default();
    remember(language.cookie(), choice.from.as_deref(), &headers)
}

fn remember(cookie: String, from: Option<&str>, headers: &HeaderMap) -> Response {
    ([(header::SET_COOKIE, cookie)], Redirect::to(&way_back(from, headers))).into_response()
}

/// A path on this host, whatever the form or the header says.
fn way_back(from: Option<&str>, headers: &HeaderMap) -> String {
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let uri = from.or(referrer).and_then(|text| text.parse::<Uri>().ok());
    let path = uri.as_ref().and_then(Uri::path_and_query).map_or("/", |path| path.as_str());
    let own = path.starts_with('/') && !path.starts_with("//");
    if own { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_host() {
        let back = |from, referrer: &'static str| {
            way_back(from, &HeaderMap::from_iter([(header::REFERER, referrer.parse().unwrap())]))
        };
        assert_eq!(back(Some("/keys?cursor=a"), "http://127.0.0.1:3000/users"), "/keys?cursor=a");
        assert_eq!(back(None, "http://127.0.0.1:3000/users"), "/users");
        assert_eq!(back(Some("https://evil.example/x"), "http://a/"), "/x");
        assert_eq!(back(Some("//evil.example/"), "http://a/"), "/");
        assert_eq!(way_back(None, &HeaderMap::new()), "/");
    }
}
