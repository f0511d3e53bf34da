//! From one page of a list to the next.

use url::Url;

use super::page::Listing;
use super::profile::{Paging, Source};

/// The page after page `page` (from 0) of a list.
pub(super) fn next_page(list: &Source, page: u32, listing: &Listing) -> Option<Url> {
    let number = |start: u32, step: u32| start.saturating_add(step.saturating_mul(page + 1));
    match &list.paging {
        Paging::None => None,
        Paging::NextLink { .. } => listing.next.clone(),
        Paging::Path {
            template,
            start,
            step,
        } => list
            .url
            .join(&template.replace("{page}", &number(*start, *step).to_string()))
            .ok(),
        Paging::Query { param, start, step } => {
            let mut url = list.url.clone();
            let wanted = format!("{param}={}", number(*start, *step));
            let same = |pair: &&str| pair.split('=').next() != Some(param.as_str());
            let mut pairs: Vec<&str> = list
                .url
                .query()
                .map(|query| query.split('&').filter(same).collect())
                .unwrap_or_default();
            pairs.push(&wanted);
            url.set_query(Some(&pairs.join("&")));
            Some(url)
        }
    }
}
