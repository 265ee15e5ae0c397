//! The compiler: everything that can be wrong is found in one go, and what is left is a plan.

use super::configuration::Configuration;
use super::place::{DeclaredInput, Need, Place, Slot};
use super::surroundings::Surroundings;
use super::templates::{Base, Templates};
use super::uses::Uses;
use super::{Plan, Timing, TokenRules, Wait, effect_class, response, token_rules};
use patchbay_model::endpoint::{EndpointDraft, EndpointType};
use patchbay_model::limit::MAXIMUM_HEADERS;
use patchbay_model::sentence;
use patchbay_model::templating::{AccessToken, Context, Known, Path, Root, Scheme, Scope, Site, UrlTemplate};
use patchbay_model::valid::{Validate, Violations};
use patchbay_model::view::EndpointCheck;

/// Compiles an endpoint. What [`EndpointDraft`]'s own validation finds is not looked for again.
///
/// # Errors
/// Every disagreement of the endpoint with its template and of its parts with each other (spec/callbox.md, Endpoint;
/// spec/templating.md, rule 5), each with a pointer into the draft.
pub fn compile(surroundings: &Surroundings<'_>, draft: &EndpointDraft) -> Result<Plan, Violations> {
    Compiler::new(surroundings, draft).run().plan
}

/// What checking a draft finds, for the form that is about to save it.
#[must_use]
pub fn check(surroundings: &Surroundings<'_>, draft: &EndpointDraft) -> EndpointCheck {
    let mut violations = draft.validate().into_vec();
    let Compiled { plan, warnings } = Compiler::new(surroundings, draft).run();
    let compiled = plan.err().map(Violations::into_vec).unwrap_or_default();
    // A member that is wrong by itself is wrong once, whoever noticed.
    let news = compiled.into_iter().filter(|found| violations.iter().all(|known| known.pointer != found.pointer));
    let news: Vec<_> = news.collect();
    violations.extend(news);
    EndpointCheck { violations, warnings: warnings.into_vec() }
}

/// A plan, or why there is none; and what is only suspicious.
struct Compiled {
    plan: Result<Plan, Violations>,
    warnings: Violations,
}

pub(super) struct Compiler<'a> {
    pub(super) draft: &'a EndpointDraft,
    pub(super) surroundings: &'a Surroundings<'a>,
    /// What exists for values; the URL alone also knows the names of path parameters.
    pub(super) value_context: Context,
    pub(super) auth_endpoint: Option<&'a str>,
    pub(super) slots: Vec<Slot>,
    pub(super) declared: Vec<DeclaredInput>,
    pub(super) violations: Violations,
    pub(super) warnings: Violations,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(surroundings: &'a Surroundings<'a>, draft: &'a EndpointDraft) -> Self {
        let mut compiler = Self {
            draft,
            surroundings,
            value_context: Context::default(),
            auth_endpoint: None,
            slots: Vec::new(),
            declared: Vec::new(),
            violations: Violations::none(),
            warnings: Violations::none(),
        };
        compiler.choose_auth_endpoint();
        compiler.value_context = Context {
            fields: Known::only(surroundings.parameters.iter().map(|parameter| parameter.name.as_str())),
            credentials: surroundings.credentials.clone(),
            access_token: match compiler.auth_endpoint {
                Some(_) => AccessToken::Available,
                None => AccessToken::Unavailable,
            },
            ..Context::default()
        };
        compiler
    }

    pub(super) fn is_auth(&self) -> bool {
        self.draft.endpoint_type == EndpointType::Auth
    }

    fn run(mut self) -> Compiled {
        let draft = self.draft;
        let fits = draft.fits(self.surroundings.template_type);
        self.violations.require(
            fits,
            "/type",
            sentence!("sendSms stands in templates of type sms, or has the trigger sms_send"),
        );
        self.check_triggers();
        self.read_sources();
        let url = self.read_url();
        let configuration = self.read_configuration();
        let token_rules =
            self.is_auth().then(|| token_rules::read(draft, self.surroundings, &mut self.violations)).flatten();
        let response = response::read(draft, &mut self.violations);
        // Putting together what is wrong in itself would only say so again in other words.
        let sound = url.zip(configuration).filter(|_| self.violations.is_empty());
        let built = sound.and_then(|(url, configuration)| {
            let Configuration { query, body, authentication, signature, timeout, delay, block, condition } =
                configuration;
            let base = Base { url, query, body };
            let templates = self.put_together(&base)?;
            self.check_declared(&templates);
            // Nobody waits for what is sent later.
            let blocks = delay.is_zero() && (block || draft.response.is_some());
            let wait = if blocks { Wait::Blocking } else { Wait::InBackground };
            Some((base, templates, timeout, (authentication, signature), Timing { delay, wait }, condition))
        });
        let Some((base, templates, timeout, (authentication, signature), timing, condition)) =
            built.filter(|_| self.violations.is_empty())
        else {
            return Compiled { plan: Err(self.violations), warnings: self.warnings };
        };
        let uses = Uses::of(&templates, &self.slots);
        if let Some(field) = token_rules.as_ref().and_then(TokenRules::refresh_field)
            && !uses.takes_field(field)
        {
            // Whoever answers could otherwise replace a secret that was never sent there.
            let message =
                sentence!("this endpoint doesn't send %{field}: add a parameter with source field", field = field);
            self.violations.add(token_rules::REFRESH_FIELD, message);
            return Compiled { plan: Err(self.violations), warnings: self.warnings };
        }
        let auth_endpoint = self.auth_endpoint.filter(|_| uses.token).map(str::to_owned);
        if draft.auth_endpoint.is_some() && !uses.token {
            self.warnings
                .add("/authEndpoint", sentence!("its token is not used: add a parameter with source accessToken"));
        }
        let declared = std::mem::take(&mut self.declared).into_iter();
        let required = declared.map(|input| input.value).filter(|value| value.need == Need::Required);
        let plan = Plan {
            endpoint_type: draft.endpoint_type,
            method: draft.method,
            effect_class: effect_class::of(draft),
            timeout,
            base,
            placeholder_count: templates.paths().len(),
            templates,
            fields: uses.fields(self.surroundings),
            credentials: uses.credentials,
            required_inputs: required.collect(),
            slots: self.slots,
            authentication,
            signature,
            auth_endpoint,
            token_rules,
            response,
            timing,
            condition,
        };
        Compiled { plan: Ok(plan), warnings: self.warnings }
    }

    fn choose_auth_endpoint(&mut self) {
        if self.is_auth() {
            return;
        }
        let Some(name) = &self.draft.auth_endpoint else {
            self.auth_endpoint = self.surroundings.default_auth_endpoint();
            return;
        };
        match self.surroundings.sibling(name) {
            None => {
                self.violations.add("/authEndpoint", sentence!("this template has no endpoint %{name}", name = name))
            }
            Some(sibling) if sibling.endpoint_type != EndpointType::Auth => {
                self.violations
                    .add("/authEndpoint", sentence!("%{name} is not of type auth: name one that is", name = name));
            }
            Some(sibling) => self.auth_endpoint = Some(sibling.name),
        }
    }

    fn read_url(&mut self) -> Option<UrlTemplate> {
        let names = self.slots.iter().filter_map(|slot| match &slot.place {
            Place::Path(name) => Some(name.clone()),
            _ => None,
        });
        let context = Context { path_parameters: names.collect(), ..self.value_context.clone() };
        let url = match UrlTemplate::parse(&self.draft.url, Scope::new(Site::EndpointUrl, &context)) {
            Ok(url) => url,
            Err(error) => {
                self.violations.push(error.into_violation("/url"));
                return None;
            }
        };
        let plain = sentence!(
            "write https://: a host that is called without TLS is named by the operator in PATCHBAY_ALLOW_HOSTS"
        );
        self.violations.require(url.scheme() == Scheme::Https, "/url", plain);
        let query =
            sentence!("query parameters belong in the lists or in request.params, where they are encoded and shown");
        self.warnings.require(!url.has_query(), "/url", query);
        for slot in &self.slots {
            let Place::Path(name) = &slot.place else { continue };
            let stands = |path: &&Path| matches!(&path.root, Root::PathParameter(known) if **known == *name);
            if !url.paths().iter().any(stands) {
                let message = sentence!("the URL has no {%{name}}: write it where the value goes", name = name);
                slot.candidates.iter().for_each(|candidate| self.violations.add(&*candidate.pointer, message.clone()));
            }
        }
        Some(url)
    }

    fn put_together(&mut self, base: &Base) -> Option<Templates> {
        match Templates::assemble(base, &self.slots, Slot::first) {
            Ok(templates) => {
                // The client adds content-type and authorization to what is listed.
                let count = templates.headers.len() + 2;
                let message = sentence!("use at most 64 headers, Content-Type and Authorization included");
                self.violations.require(count <= MAXIMUM_HEADERS, "/parameters", message);
                Some(templates)
            }
            Err((slot, message)) => {
                let candidates = self.slots.get(slot).map(|slot| &slot.candidates);
                for candidate in candidates.into_iter().flatten() {
                    self.violations.add(&*candidate.pointer, message.clone());
                }
                None
            }
        }
    }
}
