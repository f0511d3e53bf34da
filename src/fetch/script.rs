//! A site that is written down: for trying the crawl loop without a socket or a clock.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::capture::Headers;
use super::error::{Error, Kind, Result};
use super::transport::{Request, Response, Transport};

/// Answers by URL. Several answers to one URL are given in turn, the last one for ever.
#[derive(Debug, Default)]
pub struct ScriptedSite {
    answers: Mutex<BTreeMap<String, VecDeque<Response>>>,
    asked: Mutex<Vec<Request>>,
}

impl ScriptedSite {
    pub fn answer(
        self,
        url: &str,
        status: u16,
        headers: &[(&str, &str)],
        body: &str,
    ) -> ScriptedSite {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let response = Response {
            status,
            headers: Headers(headers.collect()),
            body: body.as_bytes().to_vec(),
        };
        lock(&self.answers)
            .entry(url.to_owned())
            .or_default()
            .push_back(response);
        self
    }

    /// Every request so far, in order.
    pub fn asked(&self) -> Vec<Request> {
        lock(&self.asked).clone()
    }
}

impl Transport for ScriptedSite {
    async fn get(&self, request: Request) -> Result<Response> {
        lock(&self.asked).push(request.clone());
        let mut answers = lock(&self.answers);
        let Some(queue) = answers.get_mut(request.url.as_str()) else {
            return Ok(Response {
                status: 404,
                headers: Headers::default(),
                body: Vec::new(),
            });
        };
        let next = if 1 < queue.len() {
            queue.pop_front()
        } else {
            queue.front().cloned()
        };
        next.ok_or_else(|| {
            Error::new(
                &request.url,
                Kind::Connect {
                    message: "không có kịch bản".to_owned(),
                },
            )
        })
    }
}

/// A panic elsewhere leaves these lists whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
