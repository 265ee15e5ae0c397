//! What goes over the wire: monospace, may be copied.

use super::copy_button::CopyButton;
use crate::text;
use leptos::prelude::*;

/// A block of text as it is sent or answered, under a strip with its name.
#[component]
pub fn CodeBlock(
    /// What it is: "Request".
    #[prop(into)]
    title: String,
    /// The text.
    #[prop(into)]
    text: String,
    /// What the button says.
    #[prop(into, default = text!(common.copy).to_owned())]
    copy_label: String,
    /// What is copied, if not the text itself: a curl command.
    #[prop(into, default = None)]
    copy_text: Option<String>,
) -> impl IntoView {
    let copied = copy_text.unwrap_or_else(|| text.clone());
    view! {
        <figure class="code-block">
            <figcaption>
                {title.clone()}
                <CopyButton text=copied label=copy_label />
            </figcaption>
            // Reachable by keyboard, because it may scroll.
            <pre tabindex="0" role="region" aria-label=title>{text}</pre>
        </figure>
    }
    .into_any()
}
