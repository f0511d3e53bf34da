//! What extraction did, step by step, for whoever asked: each value with the rule that gave it, and
//! what was looked at and refused with the rule that refused it.
//!
//! The rules speak while they work: nothing is worked out again afterwards, so an explanation cannot
//! differ from what happened. When nobody listens a step is not even made: the closure that would
//! make it is not called. A trace never changes what is extracted.

mod rule;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use rule::Rule;

use crate::text::Span;

/// Steps of one document that are kept. A long annex gives a task a line and five steps a task.
const STEPS_MAX: usize = 400_000;

/// Collects steps if somebody listens.
#[derive(Debug, Default)]
pub(super) struct Trace {
    steps: Option<Vec<Step>>,
}

/// One thing a rule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub of: Of,
    /// Which section, citation or task of the record; `None` for what became none.
    pub item: Option<u32>,
    pub field: Field,
    pub verdict: Verdict,
    pub rule: Rule,
    /// Where it stands, where it stands in the text at all.
    pub span: Option<Span>,
    /// The value where it is not the text at the span.
    pub value: Option<String>,
}

/// What part of the record a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    Identity,
    Section,
    Citation,
    Task,
}

/// Which value of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The section, citation or task itself.
    Itself,
    DocType,
    Number,
    Symbol,
    IssuedOn,
    Place,
    Issuer,
    ParentAgency,
    Title,
    Signer,
    Carrier,
    Role,
    Date,
    Relation,
    Owners,
    Coordinators,
    Deadline,
    Product,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Taken,
    Refused,
}

impl Trace {
    pub fn listening() -> Trace {
        Trace {
            steps: Some(Vec::new()),
        }
    }

    /// True if nobody listens.
    pub fn is_silent(&self) -> bool {
        self.steps.is_none()
    }

    /// Keeps what `step` makes, if somebody listens.
    pub fn say(&mut self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut self.steps
            && steps.len() < STEPS_MAX
        {
            steps.push(step());
        }
    }

    /// Says that what stands at `span` is not this, and why.
    pub fn refuse(&mut self, of: Of, field: Field, span: Span, rule: Rule) {
        self.say(|| Step {
            of,
            item: None,
            field,
            verdict: Verdict::Refused,
            rule,
            span: Some(span),
            value: None,
        });
    }

    /// Says which rule gave a value of item `item`.
    pub fn take(&mut self, of: Of, item: u32, field: Field, span: Option<Span>, rule: Rule) {
        self.say(|| Step {
            of,
            item: Some(item),
            field,
            verdict: Verdict::Taken,
            rule,
            span,
            value: None,
        });
    }

    pub fn into_steps(self) -> Vec<Step> {
        self.steps.unwrap_or_default()
    }
}
