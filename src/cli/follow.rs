//! `follow`: questions that are asked of every work that comes, and what came.

use kehoach::config::Config;
use kehoach::pipeline::{Followed, Following, Library, NewsItem};
use kehoach::report::Brief;
use schemars::JsonSchema;
use serde::Serialize;

use super::arguments::Follow;
use super::messages as say;
use super::screen::{Ink, Screen, date};
use super::upkeep::{iso, local};
use super::{Outcome, existing, read, write};

/// What `follow QUERY --json` and `follow --stop NAME --json` print.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FollowView {
    pub name: String,
    pub line: Option<String>,
    /// False if this was so before.
    pub changed: bool,
}

/// What `follow --list --json` prints, one per line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FollowedView {
    pub name: String,
    pub line: String,
    pub made_at: String,
    /// Works that came since and answer it.
    pub works: u64,
    /// Those of them that were not shown with `--seen`.
    pub unseen: u64,
}

/// What `follow --json` prints, one per line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NewsView {
    pub question: String,
    pub work: Brief,
    pub came_at: String,
}

pub fn run(follow: &Follow, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if follow.list {
        return list(&read(config)?, screen);
    }
    if let Some(name) = &follow.stop {
        let changed = existing(config)?.unfollow(name)?;
        return told_stopped(name, changed, screen);
    }
    if follow.query.is_empty() {
        return match follow.seen {
            true => news(&existing(config)?, true, screen),
            false => news(&read(config)?, false, screen),
        };
    }
    let line = follow.query.join(" ");
    let name = follow.name.clone().unwrap_or_else(|| line.clone());
    let changed = match write(config)?.follow(&name, &line)? {
        Following::Begun => true,
        Following::Already => false,
        Following::NameTaken => {
            screen.note(&say::FOLLOW_NAME_TAKEN, &[("name", &name)]);
            return Ok(Outcome::Trouble);
        }
    };
    if screen.json {
        let line = Some(line);
        screen.json(&FollowView {
            name,
            line,
            changed,
        })?;
    } else {
        let said = match changed {
            true => &say::FOLLOWING,
            false => &say::ALREADY_FOLLOWED,
        };
        screen.tell(said, &[("name", &name)])?;
    }
    Ok(Outcome::Done)
}

fn told_stopped(name: &str, changed: bool, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if !changed {
        screen.note(&say::NOT_FOLLOWED, &[("name", &name)]);
        return Ok(Outcome::NothingFound);
    }
    if screen.json {
        let name = name.to_owned();
        screen.json(&FollowView {
            name,
            line: None,
            changed,
        })?;
    } else {
        screen.tell(&say::FOLLOWED_NO_MORE, &[("name", &name)])?;
    }
    Ok(Outcome::Done)
}

fn list(library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let followed = library.followed()?;
    for one in &followed {
        if screen.json {
            screen.json(&view(one))?;
            continue;
        }
        screen.heading(&one.name)?;
        if one.line != one.name {
            screen.hang("  ", &one.line, None)?;
        }
        let (works, unseen) = (screen.count(one.works), screen.count(one.unseen));
        let since = local(one.made_at);
        let said = screen.said(
            &say::FOLLOWED_SINCE,
            &[("since", &since), ("works", &works), ("unseen", &unseen)],
        );
        screen.hang("  ", &said, Some(Ink::Faint))?;
    }
    if followed.is_empty() && !screen.json {
        screen.tell(&say::NOTHING_FOLLOWED, &[])?;
    }
    Ok(Outcome::found(!followed.is_empty()))
}

fn view(one: &Followed) -> FollowedView {
    FollowedView {
        name: one.name.clone(),
        line: one.line.clone(),
        made_at: iso(one.made_at),
        works: one.works,
        unseen: one.unseen,
    }
}

/// What came and was not seen, question by question; `see` notes that it was.
fn news(library: &Library, see: bool, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let mut news = library.news()?;
    news.retain(|item| !item.seen);
    let last = news.last().map_or(0, |item| item.seq);
    let mut before: Option<&str> = None;
    // By question, in each the latest first.
    let mut ordered: Vec<&NewsItem> = news.iter().collect();
    ordered.sort_by(|a, b| a.question.cmp(&b.question).then(b.seq.cmp(&a.seq)));
    for item in ordered {
        if screen.json {
            screen.json(&NewsView {
                question: item.question.clone(),
                work: item.work.clone(),
                came_at: iso(item.came_at),
            })?;
            continue;
        }
        if before != Some(item.question.as_str()) {
            screen.heading(&item.question)?;
            before = Some(&item.question);
        }
        screen.hang("  ", &said(&item.work), None)?;
    }
    if news.is_empty() && !screen.json {
        let said = match library.followed()?.is_empty() {
            true => &say::NOTHING_FOLLOWED,
            false => &say::NO_NEWS,
        };
        screen.tell(said, &[])?;
    }
    if see {
        screen.flush()?;
        library.see_news(last)?;
    }
    Ok(Outcome::found(!news.is_empty()))
}

/// `21/KH-UBND, 02/02/2021, UBND tỉnh Hưng Yên: Cải cách hành chính năm 2021`
fn said(work: &Brief) -> String {
    let day = work.issued_on.as_deref().map(date);
    let named = [work.number.clone(), day, work.issuer.clone()];
    let named: Vec<String> = named.into_iter().flatten().collect();
    let title = work.title.clone().or_else(|| work.file.clone());
    match title {
        Some(title) if named.is_empty() => title,
        Some(title) => format!("{}: {title}", named.join(", ")),
        None => named.join(", "),
    }
}
