//! The columns of a `RowsEditor`.

/// What a cell is made of.
#[derive(Clone)]
pub(super) enum Cell {
    /// One line.
    Text,
    /// A secret: its value at first is shown as a placeholder and never sent.
    Secret,
    /// One line; of a row that keeps something stored, its value at first is shown as a placeholder and never sent.
    Kept,
    /// One of several: values and words.
    Select(Vec<(String, String)>),
    /// Yes or no: `true` or nothing.
    Check,
    /// Sent as it is; a new row has this.
    Hidden(&'static str),
}

/// One column: a member of each row.
#[derive(Clone)]
pub struct RowColumn {
    pub(super) name: &'static str,
    pub(super) member: &'static str,
    pub(super) label: &'static str,
    pub(super) placeholder: &'static str,
    pub(super) cell: Cell,
    when: &'static str,
}

impl RowColumn {
    /// One line of text: its name in the form, and what it is.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str) -> Self {
        Self { name, member: name, label, placeholder: "", cell: Cell::Text, when: "" }
    }

    /// What the server's violations call it, where that is not its name in the form.
    #[must_use]
    pub fn member(self, member: &'static str) -> Self {
        Self { member, ..self }
    }

    /// An example.
    #[must_use]
    pub fn placeholder(self, placeholder: &'static str) -> Self {
        Self { placeholder, ..self }
    }

    /// A secret. A row's value for it is what is said about the stored one, as a placeholder.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { cell: Cell::Secret, ..self }
    }

    /// One line that may be a secret. Of a row whose hidden cell says `true`, its value is what is said about the stored
    /// one, as a placeholder.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { cell: Cell::Kept, ..self }
    }

    /// One of these; a new row has the first.
    #[must_use]
    pub fn select(self, options: Vec<(String, String)>) -> Self {
        Self { cell: Cell::Select(options), ..self }
    }

    /// Yes or no.
    #[must_use]
    pub fn check(self) -> Self {
        Self { cell: Cell::Check, ..self }
    }

    /// Sent without being shown; a new row has `first`.
    #[must_use]
    pub fn hidden(self, first: &'static str) -> Self {
        Self { cell: Cell::Hidden(first), ..self }
    }

    /// Shown only while the row has a choice that the style sheet knows by this class.
    #[must_use]
    pub fn when(self, class: &'static str) -> Self {
        Self { when: class, ..self }
    }

    pub(super) fn class(&self) -> String {
        let kind = match self.cell {
            Cell::Check => "cell check",
            Cell::Select(_) => "cell choice",
            Cell::Text | Cell::Secret | Cell::Kept | Cell::Hidden(_) => "cell",
        };
        if self.when.is_empty() { kind.to_owned() } else { format!("{kind} {}", self.when) }
    }

    /// Whether a row with this value here keeps something that is stored.
    pub(super) fn keeps(&self, value: &str) -> bool {
        matches!(self.cell, Cell::Hidden(_)) && value == "true"
    }

    /// The column in a row: what may be a secret is one where the row keeps it.
    pub(super) fn of_row(self, keeps: bool) -> Self {
        match self.cell {
            Cell::Kept if keeps => self.secret(),
            _ => self,
        }
    }

    /// What a new row has here.
    pub(super) fn first_value(&self) -> String {
        match &self.cell {
            Cell::Select(options) => options.first().map(|(value, _)| value.clone()).unwrap_or_default(),
            Cell::Hidden(first) => (*first).to_owned(),
            Cell::Text | Cell::Secret | Cell::Kept | Cell::Check => String::new(),
        }
    }
}
