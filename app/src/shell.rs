//! The document around the application, and the policy that guards it.

use crate::{App, languages, theme::Theme};
use http::{HeaderValue, header, request::Parts};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

/// The whole document. The server calls this for each page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = requested_theme();
    provide_context(theme);
    let language = languages::current();
    provide_context(language);
    set_policy();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-theme=theme.name()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <HashedStylesheet options=options.clone() id="style" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

fn requested_theme() -> Theme {
    let parts = use_context::<Parts>();
    let cookies =
        parts.as_ref().and_then(|parts| parts.headers.get(header::COOKIE)).and_then(|value| value.to_str().ok());
    cookies.map(Theme::from_cookies).unwrap_or_default()
}

/// Set here and not in a layer, because the nonce is born with the rendering. Without `unsafe-inline` anywhere:
/// no component writes a style attribute or an event handler attribute. WASM needs its own word to be compiled.
fn set_policy() {
    let (Some(options), Some(nonce)) = (use_context::<leptos_axum::ResponseOptions>(), use_nonce()) else {
        return;
    };
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; connect-src 'self'{reload}; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
