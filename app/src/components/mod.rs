//! What pages are made of. Nothing here calls the server or knows a noun of the product beyond
//! times, violations and problems.
//!
//! Each component works as plain HTML first (links, forms, `<details>`, popovers) and gets quicker when the
//! WASM arrives. None has a style attribute or an inline handler: the content policy forbids both.
//! Each returns an erased view (`into_any`): a page's type would otherwise hold the types of all its components, which
//! costs compile time, WASM, and in the end the compiler's recursion limit.

mod button;
mod choice_field;
mod code_block;
mod code_field;
mod copy_button;
mod dialog;
mod empty_state;
mod field;
mod filter_bar;
mod form;
mod gantt;
mod icon;
mod iframe_preview;
mod json_field;
mod language_switch;
mod layout;
mod loaded;
mod menu;
mod module_script;
mod notice;
mod page_head;
mod pager;
mod problem;
mod relative_time;
mod rows;
mod secret_field;
mod shortcuts;
mod steps;
mod submission;
mod table;
mod tabs;
mod tag;
mod text_field;
mod theme_switch;
mod toast;
mod tone;

pub use button::{ButtonLink, Emphasis, IconButton, IconLink, SubmitButton};
pub use choice_field::{CheckGroup, CheckboxField, SelectField};
pub use code_block::CodeBlock;
pub use code_field::CodeField;
pub use copy_button::CopyButton;
pub use dialog::{ConfirmDelete, Dialog, DialogActions, DialogSize};
pub use empty_state::EmptyState;
pub use filter_bar::{FilterBar, FilterInput, FilterSelect};
pub use form::{FormBody, claim};
pub use gantt::{Gantt, Phase};
pub use icon::{Glyph, Icon, Mark};
pub use iframe_preview::IframePreview;
pub(crate) use json_field::TYPING_PAUSE;
pub use json_field::{JsonField, Placeholder};
pub use layout::{Layout, PlainLayout, Viewer};
pub use loaded::{AfterDeeds, Loaded};
pub use menu::MenuEntry;
pub use module_script::ModuleScript;
pub use notice::Notice;
pub use page_head::{Breadcrumbs, Crumb, PageHead};
pub use pager::Pager;
pub use problem::{ProblemView, RequestId};
pub use relative_time::{OptionalTime, RelativeTime};
pub use rows::{RowColumn, RowsEditor};
pub use secret_field::SecretField;
pub use steps::{Step, StepState, Steps};
pub use submission::{Submission, SubmitForm, failure_of};
pub use table::{BlockSkeleton, Column, Table, TableSkeleton};
pub use tabs::{Selection, Tab, Tabs};
pub use tag::{Status, Tag};
pub use text_field::{NumberField, TextField, TextKind, TextareaField};
pub use theme_switch::ThemeSwitch;
pub use toast::{Done, ToastRegion, Toasts, provide_toasts, use_toasts};
pub use tone::Tone;
