//! `/integrations/gallery`

use crate::api::templates::{InstallTemplate, get_gallery};
use crate::components::{
    BlockSkeleton, ButtonLink, Crumb, Emphasis, EmptyState, FilterBar, FormBody, Icon, Loaded, MenuEntry, PageHead,
    Submission, SubmitButton, SubmitForm, Tag, Tone, failure_of,
};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{escape, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::view::GalleryEntry;
use serde_json::Value;

/// The templates shipped with Patchbay, as cards.
#[component]
pub fn IntegrationGalleryPage() -> impl IntoView {
    let entries = load(|| (), |()| get_gallery());
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Integration.section()), Crumb::link(MenuEntry::Integration.label(), paths::INTEGRATIONS)]
            title=text!(integrations.gallery)
            lead=text!(integrations.gallery_lead)
        />
        <FilterBar search=text!(integrations.gallery_search) />
        <Loaded resource=entries skeleton=|| view! { <BlockSkeleton lines=8 /> } let:entries>
            <Cards entries />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Cards(entries: Vec<GalleryEntry>) -> impl IntoView {
    let link = use_query_link();
    let install = Submission::<InstallTemplate>::new();
    let entries = StoredValue::new(entries);
    let found = move || {
        let search = link.get("search").unwrap_or_default().to_lowercase();
        entries
            .with_value(|entries| entries.iter().filter(|entry| mentions(entry, &search)).cloned().collect::<Vec<_>>())
    };
    let cards = move || {
        let found = found();
        if found.is_empty() {
            return view! { <EmptyState title=text!(integrations.gallery_none) explanation=text!(integrations.gallery_none_help) /> }.into_any();
        }
        let cards = found.into_iter().map(|entry| view! { <li><Card entry install /></li> }).collect_view();
        view! { <ul class="cards">{cards}</ul> }.into_any()
    };
    // One message for all cards: only one is installed at a time.
    view! {
        <FormBody error=failure_of(install)>
            {cards}
        </FormBody>
    }
    .into_any()
}

#[component]
fn Card(entry: GalleryEntry, install: Submission<InstallTemplate>) -> impl IntoView {
    let me = use_me();
    let me_writes = me.holds(Permission::WriteIntegrators);
    let needs = needs(&entry.document);
    let needs = (!needs.is_empty())
        .then(|| view! { <div><dt>{text!(integrations.needs)}</dt><dd>{needs.join(", ")}</dd></div> });
    let documentation = entry.document["documentation"].as_str().filter(|address| address.starts_with("https://"));
    let documentation = documentation.map(|address| {
        view! { <a href=address.to_owned() target="_blank" rel="noopener noreferrer">{text!(integrations.documentation_of, name = entry.label)}</a> }
    });
    let action = if entry.installed {
        let href = format!("{}?search={}", paths::INTEGRATIONS, escape(&entry.name));
        view! { <Tag label=text!(integrations.installed) tone=Tone::Ok /><ButtonLink href label=text!(integrations.open) icon=Icon::Eye /> }.into_any()
    } else if me.holds(Permission::WriteTemplates) {
        let own = me.call_center_id.map(|own| own.to_string()).unwrap_or_default();
        let (name, label) = (entry.name.clone(), text!(integrations.install_named, name = entry.label));
        view! {
            <SubmitForm action=install>
                <input type="hidden" name="name" value=name />
                <input type="hidden" name="call_center_id" value=own />
                <SubmitButton label emphasis=Emphasis::Normal pending=install.pending() />
            </SubmitForm>
        }
        .into_any()
    } else {
        ().into_any()
    };
    let plug_in = me_writes.then(|| {
        view! { <ButtonLink href=paths::plug_in(&entry.name) label=text!(integrations.plug_in_named, name = entry.label) emphasis=Emphasis::Primary /> }
    });
    view! {
        <article class="card pad stack">
            <h2>{entry.label.clone()} " " <Tag label=super::type_words(entry.template_type) /></h2>
            <p>{entry.description}</p>
            <dl class="facts">
                {needs}
                <div><dt>{text!(integrations.endpoints)}</dt><dd>{entry.endpoints.join(", ")}</dd></div>
            </dl>
            <div class="actions">{plug_in}{action}{documentation}</div>
        </article>
    }
    .into_any()
}

fn mentions(entry: &GalleryEntry, search: &str) -> bool {
    let texts = [&entry.name, &entry.label, &entry.description];
    texts.into_iter().chain(&entry.endpoints).any(|text| text.to_lowercase().contains(search))
}

/// What a call center has to enter: the names of the required parameters.
fn needs(document: &Value) -> Vec<String> {
    let parameters = document["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    let required = parameters.iter().filter(|parameter| parameter["required"] == true);
    required.filter_map(|parameter| parameter["name"].as_str()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_card_names_what_is_required() {
        let document = json!({"parameters": [{"name": "AccountSid", "required": true}, {"name": "From"}]});
        assert_eq!(needs(&document), ["AccountSid"]);
        assert!(needs(&json!({})).is_empty());
    }
}
