//! The transport over real sockets: reqwest with rustls and ring.
//!
//! Nothing is automatic. Redirects come back as answers, because each hop has to be judged; bodies
//! are unpacked here, because a limit on packed bytes is no limit; names are resolved here, because the
//! address that is judged must be the address that is connected to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use url::Url;

use super::address::Reach;
use super::capture::Headers;
use super::error::{Error, Kind, Result};
use super::transport::{Limits, Request, Response, Transport};
use super::unpack::Unpacker;

/// Two clients, so that a connection to this machine is never reused for the outside.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    public: reqwest::Client,
    loopback: reqwest::Client,
    limits: Limits,
}

impl HttpTransport {
    /// `user_agent` names the program and a contact: a portal's owner must be able to reach somebody.
    pub fn new(user_agent: &str, limits: Limits) -> std::result::Result<HttpTransport, String> {
        // Fails where another part of the program installed one before; either is good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(HttpTransport {
            public: client(user_agent, limits, Reach::Public)?,
            loopback: client(user_agent, limits, Reach::Loopback)?,
            limits,
        })
    }

    async fn exchange(&self, request: &Request) -> Result<Response> {
        let url = &request.url;
        if let Some(ip) = request.reach.forbidden_literal(url) {
            return Err(Error::new(url, Kind::PrivateAddress { ip }));
        }
        let client = match request.reach {
            Reach::Public => &self.public,
            Reach::Loopback => &self.loopback,
        };
        let sending = client.get(url.clone()).headers(headers_of(request)).send();
        let response = match tokio::time::timeout(self.limits.first_byte, sending).await {
            Ok(sent) => sent.map_err(|error| translated(url, &error))?,
            Err(_) => {
                return Err(Error::new(
                    url,
                    Kind::Timeout {
                        stage: "chờ máy chủ trả lời",
                    },
                ));
            }
        };
        let headers = self.headers(url, response.headers())?;
        let status = response.status().as_u16();
        let body = self.body(request, response, &headers).await?;
        Ok(Response {
            status,
            headers,
            body,
        })
    }

    fn headers(&self, url: &Url, headers: &HeaderMap) -> Result<Headers> {
        let bytes: usize = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        if self.limits.header_bytes < bytes {
            let limit = self.limits.header_bytes as u64;
            return Err(Error::new(
                url,
                Kind::TooLarge {
                    what: "phần đầu trả lời",
                    limit,
                },
            ));
        }
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Ok(Headers(
            headers
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), text(value)))
                .collect(),
        ))
    }

    async fn body(
        &self,
        request: &Request,
        mut response: reqwest::Response,
        headers: &Headers,
    ) -> Result<Vec<u8>> {
        let url = &request.url;
        if response
            .content_length()
            .is_some_and(|announced| request.bytes_max < announced)
        {
            return Err(too_large(request));
        }
        let mut unpacker = Unpacker::new(
            headers.get("content-encoding"),
            request.bytes_max,
            self.limits.ratio,
        );
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|error| translated(url, &error))?
        {
            unpacker
                .take(&piece)
                .map_err(|kind| kind.unwrap_or_else(|| too_large(request).into_kind()))
                .map_err(|kind| Error::new(url, kind))?;
        }
        unpacker.finish().map_err(|kind| Error::new(url, kind))
    }
}

impl Transport for HttpTransport {
    async fn get(&self, request: Request) -> Result<Response> {
        match tokio::time::timeout(self.limits.total, self.exchange(&request)).await {
            Ok(response) => response,
            Err(_) => Err(Error::new(
                &request.url,
                Kind::Timeout {
                    stage: "nhận nội dung",
                },
            )),
        }
    }
}

fn client(
    user_agent: &str,
    limits: Limits,
    reach: Reach,
) -> std::result::Result<reqwest::Client, String> {
    let builder = reqwest::Client::builder()
        .user_agent(user_agent)
        .redirect(Policy::none())
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .referer(false)
        .retry(reqwest::retry::never())
        .dns_resolver(Arc::new(Judged { reach }))
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(Duration::from_secs(60))
        .http2_max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX));
    // Pages served from this machine are plain HTTP, and a machine without root certificates must
    // still be able to show them.
    let builder = match reach {
        Reach::Public => builder,
        Reach::Loopback => builder.tls_certs_only([]),
    };
    builder.build().map_err(|error| chain_of(&error))
}

fn headers_of(request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::ACCEPT,
        HeaderValue::from_static("text/html,application/pdf,*/*;q=0.8"),
    );
    // Some portals answer in the language of the visitor, labels included.
    headers.insert(
        header::ACCEPT_LANGUAGE,
        HeaderValue::from_static("vi,en;q=0.3"),
    );
    headers.insert(
        header::ACCEPT_ENCODING,
        HeaderValue::from_static("gzip, deflate"),
    );
    let optional = [
        (header::IF_NONE_MATCH, request.if_none_match.as_deref()),
        (
            header::IF_MODIFIED_SINCE,
            request.if_modified_since.as_deref(),
        ),
        (header::REFERER, request.referer.as_ref().map(Url::as_str)),
    ];
    for (name, value) in optional {
        let value = value.and_then(|value| HeaderValue::from_str(value).ok());
        headers.extend(value.map(|value| (name, value)));
    }
    headers
}

/// Resolves names and gives out only addresses that may be asked. The client connects to what it is
/// given and asks no second time, so a name cannot change its mind in between.
#[derive(Debug)]
struct Judged {
    reach: Reach,
}

/// The error that comes back through the client's own errors.
#[derive(Debug, thiserror::Error)]
enum Resolution {
    #[error("{0}")]
    Private(std::net::IpAddr),
    #[error("{0}")]
    Failed(String),
}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|error| Resolution::Failed(error.to_string()))?;
            let found: Vec<SocketAddr> = found.collect();
            // One inside address among outside ones is how a name is rebound: all or nothing.
            if let Some(inside) = found.iter().find(|address| !reach.allows(address.ip())) {
                return Err(Resolution::Private(inside.ip()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn too_large(request: &Request) -> Error {
    Error::new(
        &request.url,
        Kind::TooLarge {
            what: "nội dung",
            limit: request.bytes_max,
        },
    )
}

/// Our kinds from the client's error chain.
fn translated(url: &Url, error: &reqwest::Error) -> Error {
    let message = chain_of(error);
    let kind = if let Some(resolution) = find_in_chain::<Resolution>(error) {
        match resolution {
            Resolution::Private(ip) => Kind::PrivateAddress { ip: *ip },
            Resolution::Failed(message) => Kind::Unresolved {
                message: message.clone(),
            },
        }
    } else if find_in_chain::<rustls::Error>(error).is_some() {
        Kind::Tls { message }
    } else if error.is_timeout() && error.is_connect() {
        Kind::Timeout {
            stage: "kết nối"
        }
    } else if error.is_timeout() {
        Kind::Timeout {
            stage: "nhận nội dung",
        }
    } else if error.is_connect() {
        Kind::Connect { message }
    } else if error.is_body() || error.is_decode() {
        Kind::Truncated { message }
    } else {
        Kind::Protocol { message }
    };
    Error::new(url, kind)
}

fn sources<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}

fn find_in_chain<'e, T: std::error::Error + 'static>(
    error: &'e (dyn std::error::Error + 'static),
) -> Option<&'e T> {
    // TLS errors travel inside an io::Error, which does not show them as its source.
    sources(error).find_map(|error| {
        let inside = error
            .downcast_ref::<std::io::Error>()
            .and_then(|io| io.get_ref());
        error
            .downcast_ref::<T>()
            .or_else(|| inside.and_then(|inside| inside.downcast_ref::<T>()))
    })
}

/// The innermost words: the outer ones only repeat the URL.
fn chain_of(error: &(dyn std::error::Error + 'static)) -> String {
    sources(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}
