//! The same answers as JSON, in the shapes that `--json` prints.

use serde_json::json;

use crate::link::WorkId;
use crate::pipeline::{Sort, TaskFilter, Wanted};

use super::app::App;
use super::ask::Ask;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::tasks::{days, task_page};

/// Hits or rows of one answer unless asked otherwise, and at most.
const LIMIT: usize = 20;
const LIMIT_MAX: usize = 200;

/// `?q=…&limit=…&after=…&sort=relevance|newest|oldest|due`
pub(super) fn search(app: &App, ask: &Ask) -> Reply {
    let sort = match ask.text("sort") {
        "" | "relevance" => Sort::Relevance,
        "newest" => Sort::Newest,
        "oldest" => Sort::Oldest,
        "due" => Sort::Due,
        other => {
            let message = format!("Không có cách xếp «{other}»");
            return Err(Refusal::bad(message).with_hint("relevance, newest, oldest hoặc due"));
        }
    };
    let wanted = Wanted {
        limit: limit(ask)?,
        after: ask.get("after").map(str::to_owned),
        sort,
    };
    reply::json(&app.library.search(ask.text("q"), &wanted)?)
}

/// `?q=…`
pub(super) fn suggest(app: &App, ask: &Ask) -> Reply {
    let suggestions = app.library.suggest(ask.text("q"))?;
    reply::json(&json!({ "suggestions": suggestions }))
}

/// `?number=21/KH-UBND` or `?id=…`, `&limit=…`
pub(super) fn alike(app: &App, ask: &Ask) -> Reply {
    let name = ask.get("number").or(ask.get("id"));
    let name = name.ok_or_else(|| {
        Refusal::bad("Chưa cho biết văn bản").with_hint("ví dụ: /api/alike?number=21/KH-UBND")
    })?;
    let alike = app.library.alike(name, limit(ask)?)?;
    let alike = alike.ok_or_else(|| Refusal::not_found("Không có văn bản mang số hay mã này"))?;
    reply::json(&alike)
}

pub(super) fn work(app: &App, ask: &Ask) -> Reply {
    let work = app.library.work(&WorkId(ask.named.clone()))?;
    let work = work.ok_or_else(|| Refusal::not_found("Không có văn bản mang mã này"))?;
    reply::json(&work)
}

/// `?number=21/KH-UBND`, or an id, a file name or a hash.
pub(super) fn show(app: &App, ask: &Ask) -> Reply {
    let name = ask.get("number").or(ask.get("id"));
    let name = name.ok_or_else(|| {
        Refusal::bad("Chưa cho biết số, ký hiệu").with_hint("ví dụ: /api/show?number=21/KH-UBND")
    })?;
    reply::json(&app.library.show(name)?)
}

/// `?owner=…&from=…&to=…&plan=…&limit=…&after=…`
pub(super) fn tasks(app: &App, ask: &Ask) -> Reply {
    let (due_from, due_to) = days(ask.get("from"), ask.get("to"))?;
    let filter = TaskFilter {
        owner: ask.get("owner").map(str::to_owned),
        due_from,
        due_to,
        plan: ask.get("plan").map(str::to_owned),
    };
    let offset = ask.get("after").map_or(Ok(0), str::parse::<usize>);
    let offset = offset.map_err(|_| Refusal::bad("«after» phải là «next» của lần hỏi trước"))?;
    let page = task_page(app, &filter, offset, limit(ask)?)?;
    reply::json(&json!({ "total": page.total, "tasks": page.rows, "next": page.next }))
}

fn limit(ask: &Ask) -> Result<usize, Refusal> {
    let limit = ask.get("limit").map_or(Ok(LIMIT), str::parse::<usize>);
    match limit {
        Ok(limit) if limit <= LIMIT_MAX => Ok(limit),
        _ => Err(Refusal::bad(format!(
            "«limit» là một số từ 0 đến {LIMIT_MAX}"
        ))),
    }
}
