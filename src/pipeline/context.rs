//! Several contexts of the same bytes in, the one they agree on out.
//!
//! A document given twice, as two files or by two portals, is read once. What its contexts agree
//! on is known of it; where they contradict each other nothing is: a decision of the Government
//! that two provincial portals carry is of neither province. The result does not depend on the
//! order in which the contexts came.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Context;
use crate::text;

/// What all of `contexts` together say.
pub(super) fn agreed(contexts: &[Context]) -> Context {
    let mut sorted: Vec<&Context> = contexts.iter().collect();
    sorted.sort_by(|a, b| order(a).cmp(&order(b)));
    let said = |field: fn(&Context) -> Option<&str>| one(sorted.iter().filter_map(|c| field(c)));
    Context {
        file: sorted
            .first()
            .map(|context| context.file.clone())
            .unwrap_or_default(),
        url: sorted.iter().find_map(|context| context.url.clone()),
        portal: said(|context| context.portal.as_deref()),
        province: said(|context| context.province.as_deref()),
        agency: said(|context| context.agency.as_deref()),
        fields: agreed_fields(&sorted),
    }
}

fn order(context: &Context) -> (&str, Option<&str>) {
    (&context.file, context.url.as_ref().map(url::Url::as_str))
}

/// The value, if all that say one say the same, marks and case aside; in its first writing.
fn one<'a>(values: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut writings: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for value in values.filter(|value| !value.trim().is_empty()) {
        writings
            .entry(text::fold(value.trim()))
            .or_default()
            .insert(value);
    }
    let only = writings.len() == 1;
    let first = writings.into_values().next()?.into_iter().next()?;
    only.then(|| first.to_owned())
}

fn agreed_fields(contexts: &[&Context]) -> BTreeMap<String, String> {
    let names: BTreeSet<&String> = contexts.iter().flat_map(|c| c.fields.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let values = contexts
                .iter()
                .filter_map(|c| c.fields.get(name))
                .map(String::as_str);
            Some((name.clone(), one(values)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(file: &str, province: Option<&str>) -> Context {
        Context {
            file: file.to_owned(),
            province: province.map(str::to_owned),
            ..Context::default()
        }
    }

    #[test]
    fn a_province_told_once_is_known() {
        let one = agreed(&[given("b.txt", None), given("a.txt", Some("Hưng Yên"))]);
        assert_eq!(one.province.as_deref(), Some("Hưng Yên"));
        assert_eq!(one.file, "a.txt");
    }

    #[test]
    fn two_provinces_make_none() {
        let one = agreed(&[given("a", Some("Hưng Yên")), given("b", Some("Thái Bình"))]);
        assert_eq!(one.province, None);
    }

    #[test]
    fn the_order_of_coming_does_not_matter() {
        let all = [
            given("a", Some("Hưng Yên")),
            given("b", Some("hưng yên")),
            given("c", None),
        ];
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(agreed(&all), agreed(&turned));
        assert!(agreed(&all).province.is_some());
    }
}
