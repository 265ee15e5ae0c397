//! Places and values put together: one template per part of the request.

use super::place::{Candidate, Covers, Place, Slot, Transform};
use http::HeaderName;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::templating::{
    FormTemplate, JsonTemplate, Path, Presence, RawBodyTemplate, RawFormat, TextTemplate, UrlTemplate,
};

/// What the slots are put into: the URL with its path parameters unbound, and what the configuration says.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    pub(crate) url: UrlTemplate,
    pub(crate) query: FormTemplate,
    pub(crate) body: BodyTemplate,
}

/// The body by its format.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BodyTemplate {
    None,
    Json(JsonTemplate),
    Form(FormTemplate),
    Multipart(FormTemplate),
    Raw(RawBodyTemplate, RawFormat),
}

/// One header.
#[derive(Debug, Clone)]
pub(crate) struct HeaderTemplate {
    pub(crate) name: HeaderName,
    pub(crate) template: TextTemplate,
    pub(crate) transform: Transform,
    pub(crate) presence: Presence,
}

/// A whole request.
#[derive(Debug, Clone)]
pub(crate) struct Templates {
    pub(crate) url: UrlTemplate,
    pub(crate) headers: Vec<HeaderTemplate>,
    pub(crate) query: FormTemplate,
    pub(crate) body: BodyTemplate,
}

/// A slot that can't be put in: something else stands in its way. The slot's number and what to say about it.
pub(super) type Obstacle = (usize, Sentence);

impl Templates {
    /// Fills every slot with the candidate that `choose` takes; with none, what lies under the slot shows.
    pub(crate) fn assemble<'s>(
        base: &Base,
        slots: &'s [Slot],
        choose: impl Fn(&'s Slot) -> Option<&'s Candidate>,
    ) -> Result<Self, Obstacle> {
        let Base { url, query, body } = base.clone();
        let mut templates = Self { url, headers: Vec::new(), query, body };
        for (index, slot) in slots.iter().enumerate() {
            if let Some(candidate) = choose(slot) {
                templates.fill(&slot.place, candidate).map_err(|message| (index, message))?;
            }
        }
        Ok(templates)
    }

    /// Every path that rendering looks up.
    pub(crate) fn paths(&self) -> Vec<&Path> {
        let mut paths = self.url.paths();
        self.headers.iter().for_each(|header| paths.extend(header.template.paths()));
        paths.extend(self.query.paths());
        paths.extend(self.body.paths());
        paths
    }

    fn fill(&mut self, place: &Place, candidate: &Candidate) -> Result<(), Sentence> {
        let template = candidate.template.clone();
        let presence = candidate.presence();
        match place {
            Place::Header(name) => {
                self.headers.push(HeaderTemplate {
                    name: name.clone(),
                    template,
                    transform: candidate.transform,
                    presence,
                });
            }
            Place::Query(name) => self.query.set(name, template, presence),
            Place::Path(name) => {
                let url = self.url.clone().with_path_parameter(name, &template);
                self.url = url.map_err(Sentence::from)?;
            }
            Place::Body(name, path) => match &mut self.body {
                BodyTemplate::Json(body) => body.insert(path, template, presence).map_err(Sentence::from)?,
                BodyTemplate::Form(body) | BodyTemplate::Multipart(body) => body.set(name, template, presence),
                BodyTemplate::Raw(..) => return Err(RAW_BODY),
                BodyTemplate::None => return Err(NO_BODY),
            },
        }
        Ok(())
    }
}

pub(super) const RAW_BODY: Sentence =
    sentence!("a text or XML body takes its values by placeholders: write them into the request configuration's body");
pub(super) const NO_BODY: Sentence = sentence!("only POST, PUT and PATCH carry a body: put the value into the query");

impl BodyTemplate {
    /// Every path that rendering looks up.
    pub(crate) fn paths(&self) -> Vec<&Path> {
        match self {
            Self::None => Vec::new(),
            Self::Json(body) => body.paths(),
            Self::Form(body) | Self::Multipart(body) => body.paths(),
            Self::Raw(body, _) => body.paths(),
        }
    }
}

impl Slot {
    /// The candidate that wins when all have values.
    pub(crate) fn first(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// Notes that the configuration fills this place too.
    pub(super) fn cover(&mut self) {
        self.covers = Covers::Configuration;
    }
}
