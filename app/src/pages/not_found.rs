//! An address that nobody answers to.

use crate::{
    components::{Glyph, Icon, PlainLayout},
    response,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so, with status 404 and a way on.
#[component]
pub fn NotFound() -> impl IntoView {
    response::respond_with(404);
    view! {
        <Title text="Not found" />
        <PlainLayout>
            <h1>"There is nothing here"</h1>
            <p>"The address may be mistyped, or what it named was deleted or belongs to another call center."</p>
            <a class="button primary" href="/">"To the start" <Glyph icon=Icon::ArrowRight /></a>
        </PlainLayout>
    }
    .into_any()
}
