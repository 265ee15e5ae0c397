//! The placeholder language (spec/templating.md): parsed once into a typed tree, when a configuration is saved, and
//! rendered fast. It has no logic.
//!
//! # Layout
//! `syntax` says which braces are placeholders; `resolve` holds them against `catalogue`, the table of roots, and the
//! [`Context`]. One template type per position: [`TextTemplate`], [`UrlTemplate`], [`FormTemplate`], [`JsonTemplate`],
//! [`RawBodyTemplate`], [`TwoWayTemplate`]. They take their values from [`Values`] and give a [`Rendered`].
//!
//! # Invariants
//! No template is read from a value: what was rendered is never scanned again. A value never leaves its position: no
//! path segment, host, header line, form pair, XML element or JSON member comes from one. A secret is written by
//! `Rendered` alone, which knows where it stands, and neither shows nor serializes it.

mod browse;
mod catalogue;
mod encode;
mod error;
mod form;
mod json_render;
mod json_template;
mod path;
mod raw_body;
mod rendered;
mod resolve;
mod shape;
mod site;
mod suggest;
mod syntax;
mod text;
mod twoway;
mod url_parse;
mod url_render;
mod url_template;
mod url_text;
mod value_path;
mod values;

#[cfg(test)]
mod tests;

pub use browse::{Completion, Insertable, placeholders};
pub use error::{RenderError, TemplateError, TemplateErrorKind};
pub use form::FormTemplate;
pub use json_template::JsonTemplate;
pub use path::{Path, Root, Variable};
pub use raw_body::{RawBodyTemplate, RawFormat};
pub use rendered::{DOTS, Rendered};
pub use site::{AccessToken, Context, Known, Scope, Site};
pub use text::TextTemplate;
pub use twoway::TwoWayTemplate;
pub use url_render::RenderedUrl;
pub use url_template::{Host, Scheme, UrlTemplate};
pub use value_path::{MAXIMUM_STEPS, SetError, Step, ValuePath, ValuePathError, parse_value_path};
pub use values::{Lookup, Presence, Values};
