//! Dialogs on the native element. Which one is open stands in the address, so the server renders it open
//! before the WASM arrives, Back closes it, and the control that opens it is an ordinary link.

use super::button::{Emphasis, SubmitButton};
use super::icon::{Glyph, Icon};
use crate::query::{DIALOG, use_query_link};
use crate::settled::settled;
use crate::{text, text_view};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// How much room a dialog takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// A few fields.
    #[default]
    Normal,
    /// Editors and tables.
    Wide,
}

impl DialogSize {
    fn class(self) -> &'static str {
        match self {
            Self::Normal => "dialog",
            Self::Wide => "dialog wide",
        }
    }
}

/// A dialog that is open while the query string says `dialog=<name>`; link to it with `QueryLink::open_dialog`.
///
/// Its content is built when it opens and dropped when it closes, so a form starts fresh each time.
#[component]
pub fn Dialog(
    /// What opens it, in the query string.
    name: &'static str,
    /// What it does: "Add integrator".
    #[prop(into)]
    title: Signal<String>,
    /// How much room it takes.
    #[prop(optional)]
    size: DialogSize,
    /// Usually a form with fields and `DialogActions`.
    children: ChildrenFn,
) -> impl IntoView {
    let link = use_query_link();
    let navigate = use_navigate();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = settled(Memo::new(move |_| link.get(DIALOG).as_deref() == Some(name)));
    let heading = StoredValue::new(format!("dialog-{name}"));

    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.try_get().unwrap_or_default() {
            show(&dialog);
        } else if dialog.open() {
            dialog.close();
        }
    });
    // Escape closes the element by itself; the address follows.
    let on_close = move |_| {
        if open.get_untracked() {
            let options = NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
            navigate(&untrack(|| link.close_dialog()), options);
        }
    };
    view! {
        <dialog
            class=size.class()
            aria-labelledby=heading.get_value()
            // Once: afterwards the element opens and closes itself, and a bound attribute would work against it.
            open=open.get_untracked()
            node_ref=dialog
            on:close=on_close
        >
            <Show when=move || open.try_get().unwrap_or_default()>
                <h2 id=heading.get_value()>{move || title.try_get()}</h2>
                {children()}
                // Last in the document, first to the eye: the focus goes to the form's first field.
                <a class="button ghost icon dialog-close" href=move || link.close_dialog() aria-label=text!(common.close) data-noscroll="">
                    <Glyph icon=Icon::Close />
                </a>
            </Show>
        </dialog>
    }
    .into_any()
}

/// Turns the dialog that the server rendered open into a modal one. The attribute is removed instead of closing it:
/// closing would report `close`, and the address would follow.
fn show(dialog: &web_sys::HtmlDialogElement) {
    if !dialog.matches(":modal").unwrap_or(false) {
        let _ = dialog.remove_attribute("open");
        // Refused only for an element outside the document.
        let _ = dialog.show_modal();
    }
}

/// The last line of a dialog's form: Cancel and what the dialog does.
#[component]
pub fn DialogActions(
    /// What it does: "Add integrator".
    #[prop(into)]
    confirm: String,
    /// Whether the action runs.
    #[prop(into, optional)]
    pending: Signal<bool>,
    /// How loud it is.
    #[prop(default = Emphasis::Primary)]
    emphasis: Emphasis,
) -> impl IntoView {
    let link = use_query_link();
    view! {
        <div class="dialog-actions">
            <a class="button" href=move || link.close_dialog() data-noscroll="">{text!(common.cancel)}</a>
            <SubmitButton label=confirm pending emphasis />
        </div>
    }
    .into_any()
}

/// The inside of a form that deletes: names what goes and what breaks with it.
#[component]
pub fn ConfirmDelete(
    /// What is deleted: "HubSpot".
    #[prop(into)]
    subject: String,
    /// What stops working, a sentence each: "3 integrators of 2 call centers use this endpoint".
    #[prop(optional)]
    breaks: Vec<String>,
    /// What the button says: "Delete integration".
    #[prop(into)]
    confirm: String,
    /// Whether the action runs.
    #[prop(into, optional)]
    pending: Signal<bool>,
) -> impl IntoView {
    let consequences = (!breaks.is_empty()).then(|| {
        let lines = breaks.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="consequences">{lines}</ul> }
    });
    view! {
        <p>{text_view!(common.confirm_delete, subject = view! { <strong>{subject}</strong> })}</p>
        {consequences}
        <DialogActions confirm pending emphasis=Emphasis::Danger />
    }
    .into_any()
}
