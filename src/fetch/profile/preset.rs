//! What portals of one platform have in common, so that a profile says only what is its own.
//!
//! Laying over is by key: tables merge, everything else the profile says replaces what the preset says.

use toml::{Table, Value};

use super::error::{Form, ProfileError};
use super::raw::RawProfile;

const PRESETS: &[(&str, &str)] = &[
    ("tandan-sp", include_str!("../presets/tandan-sp.toml")),
    (
        "webforms-grid",
        include_str!("../presets/webforms-grid.toml"),
    ),
    ("liferay6", include_str!("../presets/liferay6.toml")),
    ("nukeviet", include_str!("../presets/nukeviet.toml")),
    ("sp-vanban", include_str!("../presets/sp-vanban.toml")),
    (
        "generic-article",
        include_str!("../presets/generic-article.toml"),
    ),
];

/// The platforms a profile can extend.
pub fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The profile's form laid over its preset's.
pub(super) fn read(form: &Form) -> Result<RawProfile, ProfileError> {
    // On its own first: that is where mistakes still have a line.
    let own: RawProfile = toml::from_str(form.text).map_err(|error| form.syntax(&error))?;
    let Some(extends) = &own.extends else {
        return Ok(own);
    };
    let preset = find(extends).ok_or_else(|| {
        let known: Vec<&str> = preset_names().collect();
        let known = known.join(", ");
        form.wrong(
            extends,
            format!(
                "không có nền tảng «{extends}», hãy chọn \"platform:\" cùng một trong: {known}"
            ),
        )
    })?;
    let below: Table = toml::from_str(preset).map_err(|error| form.syntax(&error))?;
    let above: Table = toml::from_str(form.text).map_err(|error| form.syntax(&error))?;
    let merged = laid_over(below, above);
    merged
        .try_into()
        .map_err(|error: toml::de::Error| form.wrong("extends", error.message()))
}

fn find(extends: &str) -> Option<&'static str> {
    let wanted = extends.strip_prefix("platform:")?;
    PRESETS
        .iter()
        .find(|(name, _)| *name == wanted)
        .map(|(_, text)| *text)
}

fn laid_over(mut below: Table, above: Table) -> Table {
    for (key, value) in above {
        let merged = match (below.remove(&key), value) {
            // A rule or a way of paging is one thought: half of each would be a third one.
            (Some(Value::Table(under)), Value::Table(over)) if !is_one_thought(&over) => {
                Value::Table(laid_over(under, over))
            }
            (_, value) => value,
        };
        below.insert(key, merged);
    }
    below
}

fn is_one_thought(table: &Table) -> bool {
    ["css", "attr", "regex", "style"]
        .iter()
        .any(|key| table.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_reads_as_a_form() {
        for (name, text) in PRESETS {
            let form = Form { name, text };
            if let Err(error) = read(&form) {
                panic!("{error}");
            }
        }
    }
}
