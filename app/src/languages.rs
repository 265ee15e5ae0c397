//! The portal's languages: which there are, which one this page is in, and how its texts are written.
//!
//! `leptos_i18n` makes a function of each text in `locales/`. It knows all languages, and one that lacks a text does not
//! compile. What the library does beyond that is not used: texts that follow a signal would be a closure each, and values
//! in a text a type each. Another language is another page, so a text is read where it stands, by [`text!`].

mod current;
mod filled;
mod sentences;

#[allow(
    missing_docs,
    dead_code,
    unused_imports,
    clippy::all,
    clippy::expect_used,
    reason = "written by a build script"
)]
mod made {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

pub use current::{COOKIE, Language, current};
pub use filled::{filled, filled_view};
pub use sentences::said_of;
#[cfg(feature = "ssr")]
pub use sentences::{all_said, problem_said, said};

/// A text in the language of the page: `text!(keys.title)` is a `&'static str`; with values for its placeholders
/// (`%{name}`) it is a `String`: `text!(keys.revoke, name = key.name)`.
///
/// The folder of pages is the namespace, `common` holds what all say. The test `texts` compares names and placeholders.
#[macro_export]
macro_rules! text {
    ($namespace:ident.$key:ident) => {
        ::leptos_i18n::td_string!($crate::languages::current(), $namespace.$key)
    };
    ($namespace:ident.$key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::languages::filled($crate::text!($namespace.$key), &[$((stringify!($name), &$value)),+])
    };
}

/// A text with views in the places of its placeholders: `text_view!(keys.copy_now, name = view! { <strong>{name}</strong> })`.
#[macro_export]
macro_rules! text_view {
    ($namespace:ident.$key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::languages::filled_view(
            $crate::text!($namespace.$key),
            vec![$((stringify!($name), ::leptos::prelude::IntoAny::into_any($value))),+],
        )
    };
}
