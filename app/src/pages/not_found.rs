//! An address that nobody answers to.

use crate::{
    components::{Glyph, Icon, PlainLayout},
    response, text,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so, with status 404 and a way on.
#[component]
pub fn NotFound() -> impl IntoView {
    response::respond_with(404);
    view! {
        <Title text=text!(common.not_found) />
        <PlainLayout>
            <h1>{text!(common.nothing_here)}</h1>
            <p>{text!(common.nothing_here_why)}</p>
            <a class="button primary" href="/">{text!(common.to_the_start)} <Glyph icon=Icon::ArrowRight /></a>
        </PlainLayout>
    }
    .into_any()
}
