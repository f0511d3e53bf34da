//! Raw, then resolved: after this a profile cannot be half right.

use std::collections::BTreeMap;
use std::time::Duration;

use regex::{Regex, RegexBuilder};
use scraper::Selector;
use sha2::{Digest, Sha256};
use url::Url;

use super::error::{Form, ProfileError};
use super::raw::{
    RawAttachments, RawDetail, RawListing, RawPaging, RawProfile, RawRule, RawRules, RawSource,
};
use super::{
    Attachments, Detail, Identity, Paging, Politeness, Profile, Revisit, Rule, Scope, Source, lint,
};
use crate::fetch::address::Reach;
use crate::fetch::frontier::authority;
use crate::fetch::labels::Lexicon;

type Result<T> = std::result::Result<T, ProfileError>;

/// The only schema there is.
const SCHEMA: u32 = 1;

/// Least time between two requests to a server that is not ours. Half of what most robots.txt of
/// these portals ask for when they ask; a portal of saved pages on this machine needs none.
const DELAY_FLOOR: Duration = Duration::from_millis(1000);

/// Largest attachment fetched where the profile says nothing: scans of 300 pages are about 60 MB.
const MEGABYTES_MAX: u64 = 80;

/// Compiled size of one pattern. Longer ones are a list that belongs elsewhere.
const REGEX_BYTES_MAX: usize = 1 << 20;

const REQUESTS_PER_RUN_MAX: u32 = 20_000;
const PAGES_MAX: u32 = 400;
const STALE_PAGES_MAX: u32 = 2;
const FIRST_PAGE_HOURS: u32 = 20;
const REST_DAYS: u32 = 30;

pub(super) fn resolve(raw: RawProfile, form: &Form, base: Option<&Url>) -> Result<Profile> {
    if raw.schema != Some(SCHEMA) {
        return Err(form.wrong(
            "schema",
            format!("hồ sơ phải bắt đầu bằng schema = {SCHEMA}"),
        ));
    }
    let id = required(raw.id.as_ref(), "id", "mã ngắn không dấu của cổng", form)?;
    if !id
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err(form.wrong(
            &id,
            "id chỉ được gồm chữ thường không dấu, chữ số và dấu gạch nối",
        ));
    }
    let base = resolve_base(&raw, form, base)?;
    let reach = match raw.allow_loopback {
        Some(true) => Reach::Loopback,
        _ => Reach::Public,
    };
    if let Some(ip) = reach.forbidden_literal(&base) {
        return Err(form.wrong("base", format!("base trỏ tới địa chỉ nội bộ {ip}, hãy dùng tên miền của cổng (hoặc allow_loopback = true cho cổng thử trên máy này)")));
    }
    Ok(Profile {
        name: raw.name.clone().unwrap_or_else(|| id.clone()),
        id,
        province: raw.province.clone(),
        agency: raw.agency.clone(),
        hash: hash(form.text),
        reach,
        scope: scope(&raw, form, &base)?,
        identity: Identity {
            drop_query: raw.identity.drop_query.clone(),
            key_query: raw.identity.key_query.clone(),
        },
        politeness: politeness(&raw, reach),
        revisit: revisit(&raw),
        sources: sources(&raw, form, &base)?,
        detail: detail(&raw.detail, form)?,
        attachments: attachments(&raw.attachments, form)?,
        missing: raw.missing.clone(),
        base,
    })
}

fn required(value: Option<&String>, key: &str, what: &str, form: &Form) -> Result<String> {
    match value {
        Some(value) if !value.trim().is_empty() => Ok(value.clone()),
        _ => Err(form.wrong(key, format!("thiếu «{key}», hãy thêm {what}"))),
    }
}

fn resolve_base(raw: &RawProfile, form: &Form, given: Option<&Url>) -> Result<Url> {
    let written = required(
        raw.base.as_ref(),
        "base",
        "địa chỉ gốc như \"https://hungyen.gov.vn\"",
        form,
    )?;
    let filled = match (written.contains("{replica}"), given) {
        (false, _) => written.clone(),
        (true, Some(given)) => written.replace("{replica}", given.as_str().trim_end_matches('/')),
        (true, None) => return Err(form.wrong("{replica}", "base là cổng dựng lại trên máy này, hãy chạy «kehoach demo» hoặc cho địa chỉ bằng --base")),
    };
    let url = Url::parse(&filled)
        .map_err(|error| form.wrong(&written, format!("base không phải địa chỉ web ({error})")))?;
    match url.scheme() {
        "http" | "https" if url.username().is_empty() && url.password().is_none() => Ok(url),
        _ => Err(form.wrong(
            &written,
            "base phải bắt đầu bằng http:// hoặc https:// và không kèm mật khẩu",
        )),
    }
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn scope(raw: &RawProfile, form: &Form, base: &Url) -> Result<Scope> {
    let mut hosts = vec![authority(base)];
    hosts.extend(raw.scope.hosts.iter().cloned());
    Ok(Scope {
        hosts,
        attachment_hosts: raw.scope.attachment_hosts.clone(),
        allow: patterns(&raw.scope.allow, form)?,
        deny: patterns(&raw.scope.deny, form)?,
    })
}

fn politeness(raw: &RawProfile, reach: Reach) -> Politeness {
    let floor = match reach {
        Reach::Public => DELAY_FLOOR,
        Reach::Loopback => Duration::ZERO,
    };
    let wished = raw
        .politeness
        .delay_ms_min
        .map_or(floor, Duration::from_millis);
    Politeness {
        delay_min: wished.max(floor),
        requests_per_run_max: raw
            .politeness
            .requests_per_run_max
            .unwrap_or(REQUESTS_PER_RUN_MAX),
    }
}

fn revisit(raw: &RawProfile) -> Revisit {
    let hours = |hours: u32| Duration::from_secs(60 * 60) * hours;
    Revisit {
        first_page: hours(raw.revisit.first_page_hours.unwrap_or(FIRST_PAGE_HOURS)),
        rest: hours(24) * raw.revisit.rest_days.unwrap_or(REST_DAYS),
    }
}

fn sources(raw: &RawProfile, form: &Form, base: &Url) -> Result<Vec<Source>> {
    if raw.source.is_empty() {
        return Err(form.wrong(
            "",
            "chưa có [[source]] nào, hãy thêm url của trang danh sách",
        ));
    }
    raw.source
        .iter()
        .map(|source| one_source(source, &raw.listing, form, base))
        .collect()
}

fn one_source(source: &RawSource, listing: &RawListing, form: &Form, base: &Url) -> Result<Source> {
    let url = base.join(&source.url).map_err(|error| {
        form.wrong(
            &source.url,
            format!("url của [[source]] không hợp lệ ({error})"),
        )
    })?;
    let item = source.item.as_ref().or(listing.item.as_ref());
    let item = required(
        item,
        "item",
        "bộ chọn CSS của một dòng trong danh sách",
        form,
    )?;
    let link = source.link.as_ref().or(listing.link.as_ref());
    let link = match link {
        Some(link) => rule(link, form)?,
        None => Rule {
            css: Some(selector("a[href]", form)?),
            attr: Some("href".to_owned()),
            regex: None,
        },
    };
    let mut fields = listing.fields.clone();
    fields.extend(source.fields.clone());
    let raw_paging = source.paging.as_ref().or(listing.paging.as_ref());
    let stale = source.stale_pages_max.or(listing.stale_pages_max);
    Ok(Source {
        item: selector(&item, form)?,
        link: with_href(link),
        fields: field_rules(&fields, form)?,
        paging: raw_paging.map_or(Ok(Paging::None), |raw| paging(raw, form))?,
        pages_max: raw_paging
            .and_then(|raw| raw.pages_max)
            .unwrap_or(PAGES_MAX),
        stale_pages_max: stale.unwrap_or(STALE_PAGES_MAX).max(1),
        url,
    })
}

fn paging(raw: &RawPaging, form: &Form) -> Result<Paging> {
    let (start, step) = (raw.start.unwrap_or(1), raw.step.unwrap_or(1).max(1));
    match raw.style.as_str() {
        "none" => Ok(Paging::None),
        "query" => {
            let param = required(
                raw.param.as_ref(),
                "param",
                "tên tham số trang, như param = \"page\"",
                form,
            )?;
            Ok(Paging::Query { param, start, step })
        }
        "path" => {
            let template = required(
                raw.path.as_ref(),
                "path",
                "đường dẫn có {page}, như path = \"/trang-{page}.htm\"",
                form,
            )?;
            if !template.contains("{page}") {
                return Err(form.wrong(&template, "path của paging phải có {page}"));
            }
            Ok(Paging::Path {
                template,
                start,
                step,
            })
        }
        "next-link" => {
            let link = raw.link.as_ref().ok_or_else(|| {
                form.wrong(
                    "next-link",
                    "paging kiểu next-link cần link = { css = … } của nút «Trang sau»",
                )
            })?;
            Ok(Paging::NextLink {
                link: with_href(rule(link, form)?),
            })
        }
        other => Err(form.wrong(
            other,
            format!(
                "không có kiểu phân trang «{other}», hãy chọn query, path, next-link hoặc none"
            ),
        )),
    }
}

fn detail(raw: &RawDetail, form: &Form) -> Result<Detail> {
    let labels = match raw.labels.unwrap_or(true) {
        true => {
            let lexicon = Lexicon::with_aliases(&raw.label_aliases).map_err(|field| {
                form.wrong(&field, format!("label_aliases: không có trường «{field}»"))
            })?;
            Some(lexicon)
        }
        false => None,
    };
    Ok(Detail {
        root: raw
            .root
            .as_deref()
            .map(|css| selector(css, form))
            .transpose()?,
        drop: raw
            .drop
            .iter()
            .map(|css| selector(css, form))
            .collect::<Result<_>>()?,
        fields: field_rules(&raw.fields, form)?,
        labels,
    })
}

fn attachments(raw: &RawAttachments, form: &Form) -> Result<Attachments> {
    let links = raw.links.iter().map(|raw| rule(raw, form).map(with_href));
    Ok(Attachments {
        links: links.collect::<Result<_>>()?,
        extensions: raw
            .extensions
            .iter()
            .map(|extension| extension.to_ascii_lowercase())
            .collect(),
        unwrap: raw.unwrap.clone(),
        bytes_max: raw.megabytes_max.unwrap_or(MEGABYTES_MAX) << 20,
    })
}

fn field_rules(raw: &BTreeMap<String, RawRules>, form: &Form) -> Result<Vec<(String, Vec<Rule>)>> {
    let one = |(field, rules): (&String, &RawRules)| {
        if !Lexicon::knows(field) {
            let known = Lexicon::field_names().collect::<Vec<_>>().join(", ");
            return Err(form.wrong(
                field,
                format!("không có trường «{field}», hãy chọn trong: {known}"),
            ));
        }
        let rules = match rules {
            RawRules::One(one) => vec![rule(one, form)?],
            RawRules::Many(many) => many
                .iter()
                .map(|raw| rule(raw, form))
                .collect::<Result<_>>()?,
        };
        Ok((field.clone(), rules))
    };
    raw.iter().map(one).collect()
}

fn rule(raw: &RawRule, form: &Form) -> Result<Rule> {
    Ok(Rule {
        css: raw
            .css
            .as_deref()
            .map(|css| selector(css, form))
            .transpose()?,
        attr: raw.attr.clone(),
        regex: raw
            .regex
            .as_deref()
            .map(|text| pattern(text, form))
            .transpose()?,
    })
}

/// A link without a named attribute is its `href`.
fn with_href(mut rule: Rule) -> Rule {
    rule.attr.get_or_insert_with(|| "href".to_owned());
    rule
}

fn selector(css: &str, form: &Form) -> Result<Selector> {
    if let Some(why) = lint::fragile(css) {
        return Err(form.wrong(css, why));
    }
    Selector::parse(css)
        .map_err(|error| form.wrong(css, format!("bộ chọn CSS «{css}» viết sai ({error})")))
}

fn patterns(texts: &[String], form: &Form) -> Result<Vec<Regex>> {
    texts.iter().map(|text| pattern(text, form)).collect()
}

fn pattern(text: &str, form: &Form) -> Result<Regex> {
    RegexBuilder::new(text)
        .size_limit(REGEX_BYTES_MAX)
        .build()
        .map_err(|error| {
            form.wrong(
                text,
                format!(
                    "biểu thức «{text}» viết sai ({})",
                    error.to_string().replace('\n', " ")
                ),
            )
        })
}
