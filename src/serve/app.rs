//! Which address is which view, and how a question gets its thread.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware;
use axum::routing::{MethodRouter, get};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::pipeline::Library;

use super::ask::Ask;
use super::refusal::Refusal;
use super::reply::Reply;
use super::{api, correct, file, guard, home, report, search, status, style, tasks, wanted, work};

/// Questions answered at one time. Each may hold a core for as long as it lasts, and a text or two
/// in memory; the others wait.
pub(super) const QUESTIONS_MAX: usize = 16;
/// How long a question waits for its turn.
const TURN_WAIT_MAX: Duration = Duration::from_secs(10);
/// How long a person waits for an answer. The slowest page, a law that thousands of plans cite, takes
/// some seconds.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// Originals on their way at one time: each is in memory whole.
const DOWNLOADS_MAX: usize = 8;

/// What every view may use.
pub(super) struct App {
    pub library: Arc<Library>,
    /// Only requests that name this machine are answered.
    pub is_loopback: bool,
    /// Whether people may put things right from the pages.
    pub takes_corrections: bool,
    pub downloads: Arc<Semaphore>,
    questions: Arc<Semaphore>,
}

type View = fn(&App, &Ask) -> Reply;

pub(super) fn router(
    library: Arc<Library>,
    address: SocketAddr,
    takes_corrections: bool,
) -> Router {
    let app = Arc::new(App {
        library,
        is_loopback: address.ip().is_loopback(),
        takes_corrections,
        downloads: Arc::new(Semaphore::new(DOWNLOADS_MAX)),
        questions: Arc::new(Semaphore::new(QUESTIONS_MAX)),
    });
    Router::new()
        .route("/", view(home::page))
        .route("/tim", view(search::page))
        .route("/van-ban/{id}", view(work::page))
        .route("/van-ban/{id}/sua", view(correct::page).post(form))
        .route("/nhiem-vu", view(tasks::page))
        .route("/nhiem-vu.csv", view(tasks::csv))
        .route("/nhiem-vu.xlsx", view(tasks::xlsx))
        .route("/tep/{sha256}", view(file::original))
        .route("/tep/{sha256}/chu", view(file::text))
        .route("/thieu", view(wanted::page))
        .route("/thieu.csv", view(wanted::csv))
        .route("/bao-cao", view(report::page))
        .route("/bao-cao/{name}", view(report::page))
        .route("/bao-cao/{name}/csv", view(report::csv))
        .route("/bao-cao/{name}/xlsx", view(report::xlsx))
        .route("/bao-cao/{name}/ics", view(report::ics))
        .route("/tinh-trang", view(status::page))
        .route("/api/search", view(api::search))
        .route("/api/suggest", view(api::suggest))
        .route("/api/alike", view(api::alike))
        .route("/api/works/{id}", view(api::work))
        .route("/api/show", view(api::show))
        .route("/api/tasks", view(api::tasks))
        .route("/api/reports/{name}", view(report::api))
        .route("/kieu.css", get(style::css))
        .route("/bieu-tuong.svg", get(style::icon))
        .fallback(async || Refusal::no_page())
        .method_not_allowed_fallback(async || Refusal::method())
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

fn view(view: View) -> MethodRouter<Arc<App>> {
    get(
        async move |State(app): State<Arc<App>>,
                    path: Result<RawPathParams, RawPathParamsRejection>,
                    RawQuery(query): RawQuery,
                    headers: HeaderMap|
                    -> Reply {
            // A path that is no text names nothing.
            let path = path.map_err(|_| Refusal::no_page())?;
            let ask = Ask::new(&path, query.as_deref(), &headers);
            answer(app, view, ask).await
        },
    )
}

/// Takes a form that puts something right: where that is allowed, and from our own pages alone.
async fn form(
    State(app): State<Arc<App>>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    headers: HeaderMap,
    body: Body,
) -> Reply {
    if !app.takes_corrections {
        return Err(Refusal::method());
    }
    if !correct::is_from_here(&headers) {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "Chỉ nhận sửa đổi gửi từ chính trang này",
        ));
    }
    let path = path.map_err(|_| Refusal::no_page())?;
    let body = to_bytes(body, correct::FORM_BYTES_MAX).await;
    let body = body.map_err(|_| Refusal::bad("Nội dung gửi lên quá dài hoặc dở dang"))?;
    let sent = String::from_utf8_lossy(&body).into_owned();
    let ask = Ask::new(&path, Some(&sent), &headers);
    answer(app, correct::take, ask).await
}

/// Runs a view on a thread of its own. One that takes too long keeps its turn until it ends, so
/// that slow questions cannot pile up.
async fn answer(app: Arc<App>, view: View, ask: Ask) -> Reply {
    let turn = timeout(TURN_WAIT_MAX, app.questions.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        return Err(Refusal::busy());
    };
    let asked = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        view(&app, &ask)
    });
    match timeout(ANSWER_TIME_MAX, asked).await {
        Ok(Ok(reply)) => reply,
        // The view panicked: a mistake of ours, and this page's alone.
        Ok(Err(_)) => Err(Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Chương trình gặp lỗi khi lập trang này; dữ liệu không bị ảnh hưởng",
        )
        .with_hint("hãy gửi địa chỉ trang này cho nhóm phát triển kehoach")),
        Err(_) => Err(Refusal::slow()),
    }
}
