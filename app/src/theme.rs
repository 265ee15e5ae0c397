//! Light, dark or as the system says; remembered in a cookie, so that the server's first paint is right.

use crate::text;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The cookie's name. No script secret lives in it, so the browser's half may write it.
pub const COOKIE: &str = "patchbay_theme";

/// How the portal is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which the switch shows them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As written in the cookie and in `<html data-theme>`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// As the switch shows it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => text!(common.theme_system),
            Self::Light => text!(common.theme_light),
            Self::Dark => text!(common.theme_dark),
        }
    }

    /// Reads a name; anything else is the system's choice, because a broken cookie is no reason to fail a page.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// Reads the `Cookie` header of a request.
    #[must_use]
    pub fn from_cookies(header: &str) -> Self {
        let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs
            .filter(|(name, _)| *name == COOKIE)
            .map(|(_, value)| Self::from_name(value))
            .next_back()
            .unwrap_or_default()
    }

    /// The cookie that remembers it for a year.
    #[must_use]
    pub fn cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", self.name())
    }

    /// What is in force: the shell's context on the server, the document's attribute in the browser.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(|| {
            if cfg!(target_arch = "wasm32") {
                let name = document().document_element().and_then(|root| root.get_attribute("data-theme"));
                Self::from_name(&name.unwrap_or_default())
            } else {
                Self::default()
            }
        })
    }

    /// Colours the page and remembers it. In a browser only.
    pub fn apply(self) {
        if let Some(root) = document().document_element() {
            // Fails for an invalid attribute name only.
            let _ = root.set_attribute("data-theme", self.name());
        }
        // Refused where cookies are switched off; the page is coloured all the same.
        let _ = document().unchecked_into::<web_sys::HtmlDocument>().set_cookie(&self.cookie());
    }
}

/// What the switch posts before the WASM arrives.
#[cfg(feature = "ssr")]
#[derive(serde::Deserialize)]
pub struct ThemeChoice {
    theme: String,
    from: String,
}

/// Sets the cookie and goes back to the page that asked.
#[cfg(feature = "ssr")]
pub async fn save(axum::Form(choice): axum::Form<ThemeChoice>) -> impl axum::response::IntoResponse {
    let cookie = [(http::header::SET_COOKIE, Theme::from_name(&choice.theme).cookie())];
    (cookie, axum::response::Redirect::to(local_path(&choice.from)))
}

/// Only a path of this portal: `//host` and `/\host` would lead a browser elsewhere.
#[cfg(feature = "ssr")]
fn local_path(from: &str) -> &str {
    let local = from.starts_with('/') && !from[1..].starts_with(['/', '\\']) && !from.contains(char::is_control);
    if local { from } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_survives_its_cookie() {
        for theme in Theme::ALL {
            let header = format!("a=b; {}", theme.cookie().split(';').next().unwrap_or_default());
            assert_eq!(Theme::from_cookies(&header), theme);
        }
        assert_eq!(Theme::from_cookies("patchbay_theme=\"><script>"), Theme::System);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_way_back_never_leaves_the_portal() {
        assert_eq!(local_path("/users?sort=name"), "/users?sort=name");
        for foreign in ["//evil.test", "/\\evil.test", "https://evil.test", "", "/a\r\nx"] {
            assert_eq!(local_path(foreign), "/");
        }
    }
}
