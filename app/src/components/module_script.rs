//! A script of `public/` beside the browser's module.

use leptos::prelude::*;

/// Loads a JavaScript module, wherever the page is built. A script element that comes out of the browser's template
/// elements never runs (HTML, "already started"), so there another one is made; a module runs once per document however
/// often it is named.
#[component]
pub fn ModuleScript(
    /// Its path, of this origin.
    src: &'static str,
) -> impl IntoView {
    Effect::new(move |_| {
        let Ok(script) = document().create_element("script") else { return };
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", src);
        let _ = document().head().map(|head| head.append_child(&script));
    });
    view! { <script type="module" src=src></script> }.into_any()
}
