//! What the CRM keeps.

use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Records of one kind at most: it is left running, and people click.
const MOST: usize = 1000;

/// People it knows from the start. Numbers from ranges that are set aside for fiction.
const CONTACTS: [(&str, &str, &str, &str); 5] = [
    ("Ann Lee", "Lee & Sons", "+442079460101", "ann@lee.example"),
    ("Bao Nguyen", "Saigon Print", "+442079460102", "bao@print.example"),
    ("Carla Rossi", "Studio Rossi", "+442079460103", "carla@rossi.example"),
    ("Dieter Braun", "Braun Logistik", "+442079460104", "dieter@braun.example"),
    ("Emeka Obi", "Obi Farms", "+442079460105", "emeka@obi.example"),
];

/// What can be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Contact,
    Call,
    Ticket,
    Note,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Contact, Self::Call, Self::Ticket, Self::Note];

    const fn plural(self) -> &'static str {
        match self {
            Self::Contact => "contacts",
            Self::Call => "calls",
            Self::Ticket => "tickets",
            Self::Note => "notes",
        }
    }
}

/// All of it.
pub(super) struct Crm {
    records: HashMap<Kind, Vec<Value>>,
    tokens: HashMap<String, Instant>,
    last_id: u64,
}

impl Default for Crm {
    fn default() -> Self {
        let mut crm = Self { records: HashMap::new(), tokens: HashMap::new(), last_id: 1000 };
        for (name, company, phone, email) in CONTACTS {
            let contact = json!({"name": name, "company": company, "phone": phone, "email": email});
            crm.create(Kind::Contact, contact.as_object().cloned().unwrap_or_default());
        }
        crm
    }
}

impl Crm {
    /// Adds a record; the oldest of its kind goes when there are too many.
    pub(super) fn create(&mut self, kind: Kind, mut members: Map<String, Value>) -> Value {
        self.last_id += 1;
        members.insert("id".to_owned(), json!(self.last_id.to_string()));
        let record = Value::Object(members);
        let of_kind = self.records.entry(kind).or_default();
        if of_kind.len() == MOST {
            of_kind.remove(0);
        }
        of_kind.push(record.clone());
        record
    }

    pub(super) fn contact(&self, phone: &str) -> Option<&Value> {
        self.records.get(&Kind::Contact)?.iter().rev().find(|contact| contact["phone"] == phone)
    }

    /// Changes a call's members.
    pub(super) fn update_call(&mut self, id: &str, mut members: Map<String, Value>) -> Option<&Value> {
        let call = self.records.get_mut(&Kind::Call)?.iter_mut().find(|call| call["id"] == id)?;
        members.remove("id");
        call.as_object_mut()?.append(&mut members);
        Some(call)
    }

    pub(super) fn records(&self) -> Value {
        let empty = Vec::new();
        Kind::ALL
            .map(|kind| (kind.plural(), self.records.get(&kind).unwrap_or(&empty)))
            .into_iter()
            .map(|(name, all)| (name.to_owned(), json!(all)))
            .collect::<Map<_, _>>()
            .into()
    }

    pub(super) fn issue_token(&mut self, life: Duration) -> String {
        let now = Instant::now();
        self.tokens.retain(|_, ends| *ends > now);
        self.last_id += 1;
        // Nobody's secrets are behind it: a number is enough.
        let token = format!("demo-token-{}", self.last_id);
        self.tokens.insert(token.clone(), now + life);
        token
    }

    pub(super) fn knows_token(&self, token: &str) -> bool {
        self.tokens.get(token).is_some_and(|ends| *ends > Instant::now())
    }

    pub(super) fn forget_tokens(&mut self) {
        self.tokens.clear();
    }
}
