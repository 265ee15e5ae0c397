//! The code that a private template brings along (spec/callbox.md, Private integrations with their own code).

use crate::id::{PrivateCodeId, TemplateId, Version};
use crate::sentence;
use crate::time::Timestamp;
use crate::valid::{Validate, Violations};
use serde::{Deserialize, Serialize};

/// The most bytes of one module.
pub const MAXIMUM_MODULE_BYTES: usize = 64 * 1024;

/// The code of a template as read. Every private template has it, empty until it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PrivateCode {
    /// What its versions are listed under; null until it is written.
    pub id: Option<PrivateCodeId>,
    /// Whose it is.
    pub template_id: TemplateId,
    /// `function.js`: exports any of getDataIframe, savePreLogCRM, saveLogCRM, createSMSNote. Empty: there is none.
    pub function: String,
    /// `showInfo/index.js`: draws the iframe's inside, exports handleCreateTicket, handleCreateContact. Empty: there is
    /// none.
    pub show_info: String,
    /// Counts the saves, 0 until it is written.
    pub version: Version,
    /// When it was last saved.
    pub updated_at: Option<Timestamp>,
}

impl PrivateCode {
    /// What a template has before anybody wrote anything.
    #[must_use]
    pub const fn unwritten(template_id: TemplateId) -> Self {
        Self {
            id: None,
            template_id,
            function: String::new(),
            show_info: String::new(),
            version: Version(0),
            updated_at: None,
        }
    }
}

/// The code of a template as written. An empty module is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrivateCodeDraft {
    /// `function.js`, at most 64 KiB.
    #[serde(default)]
    pub function: String,
    /// `showInfo/index.js`, at most 64 KiB.
    #[serde(default)]
    pub show_info: String,
}

impl Validate for PrivateCodeDraft {
    fn validate(&self) -> Violations {
        let mut found = Violations::none();
        for (pointer, module) in [("/function", &self.function), ("/showInfo", &self.show_info)] {
            let fits = module.len() <= MAXIMUM_MODULE_BYTES;
            found.require(fits, pointer, sentence!("a module has at most 64 KiB: leave out what the hooks don't need"));
        }
        found
    }
}

impl From<&PrivateCode> for PrivateCodeDraft {
    fn from(read: &PrivateCode) -> Self {
        Self { function: read.function.clone(), show_info: read.show_info.clone() }
    }
}

/// How large a module is: what lists and the audit trail say instead of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModuleSize {
    /// Lines.
    pub lines: usize,
    /// Bytes of UTF-8.
    pub bytes: usize,
}

impl ModuleSize {
    /// The size of `module`.
    #[must_use]
    pub fn of(module: &str) -> Self {
        Self { lines: module.lines().count(), bytes: module.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_of_64_kib_is_the_largest() {
        let draft = |bytes| PrivateCodeDraft { function: String::new(), show_info: "x".repeat(bytes) };
        assert!(draft(MAXIMUM_MODULE_BYTES).validate().is_empty());
        let found = draft(MAXIMUM_MODULE_BYTES + 1).validate().into_vec();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pointer, "/showInfo");
    }

    #[test]
    fn a_last_line_counts_with_and_without_its_end() {
        assert_eq!(ModuleSize::of("a\nb"), ModuleSize { lines: 2, bytes: 3 });
        assert_eq!(ModuleSize::of("a\nb\n"), ModuleSize { lines: 2, bytes: 4 });
        assert_eq!(ModuleSize::of("").lines, 0);
    }
}
