//! robots.txt (RFC 9309): what a portal's owner asks of programs, with the rule that decided.
//!
//! The verdict is `texting_robots`'s, which passes Google's suite; our own reading finds the line to
//! show beside it. Where the two differ, the stricter one holds. What the status of robots.txt means
//! is decided here: a missing file allows, a broken server forbids, a refusal waits for a person.

use std::time::{Duration, SystemTime};

use texting_robots::Robot;
use url::Url;

use super::crawl::{AGENT, HOPS_MAX};
use super::frontier::PAUSE_MAX;
use super::transport::{Request, Transport};

/// Bytes of robots.txt that are read; RFC 9309 asks for at least 500 KiB.
pub const ROBOTS_BYTES_MAX: usize = 512 * 1024;

/// How long an answer is believed.
const TTL: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a host that could not answer is left before it is asked again.
const UNREACHABLE_REST: Duration = PAUSE_MAX;

/// The same, the first time: most failures are a hiccup, and a whole run should not be lost to it.
const HICCUP_REST: Duration = Duration::from_secs(20);

/// Longest Crawl-delay followed; a portal that wants more is better served by small runs.
const CRAWL_DELAY_MAX: Duration = Duration::from_secs(60);

/// What one authority allows.
pub struct Robots {
    rules: Rules,
    until: SystemTime,
    reachable: bool,
}

enum Rules {
    Read {
        robot: Box<Robot>,
        lines: Vec<Rule>,
    },
    /// Nothing is forbidden, and why.
    Open(&'static str),
    /// Nothing may be asked before `until`, and why.
    Held(String),
}

struct Rule {
    allow: bool,
    pattern: String,
}

/// The answer for one URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    Allowed { rule: String },
    Disallowed { rule: String },
    Held { reason: String, until: SystemTime },
}

impl Robots {
    /// Reads an answer to a request for `/robots.txt`, redirects already followed.
    pub fn read(agent: &str, status: u16, body: &[u8], now: SystemTime) -> Robots {
        let rules = match status {
            200..=299 if looks_like_html(body) => {
                Rules::Held("trả về một trang web thay vì quy tắc".to_owned())
            }
            200..=299 => parse(agent, body),
            401 | 403 | 429 => Rules::Held(format!("bị từ chối ({status})")),
            400..=499 => Rules::Open("không có robots.txt"),
            _ => return Robots::unreachable(&format!("mã {status}"), now),
        };
        Robots {
            rules,
            until: now + TTL,
            reachable: true,
        }
    }

    /// robots.txt could not be had: nothing may be asked for a while.
    pub fn unreachable(why: &str, now: SystemTime) -> Robots {
        Robots {
            rules: Rules::Held(format!("không tải được ({why})")),
            until: now + UNREACHABLE_REST,
            reachable: false,
        }
    }

    /// Of a host that could not answer: asked again soon, for this once.
    pub(super) fn forgiving(mut self, now: SystemTime) -> Robots {
        if !self.reachable {
            self.until = now + HICCUP_REST;
        }
        self
    }

    pub fn is_stale(&self, now: SystemTime) -> bool {
        self.until <= now
    }

    pub fn check(&self, url: &Url) -> Ruling {
        let path = normalized(path_of(url));
        match &self.rules {
            Rules::Open(why) => Ruling::Allowed {
                rule: (*why).to_owned(),
            },
            Rules::Held(reason) => Ruling::Held {
                reason: reason.clone(),
                until: self.until,
            },
            Rules::Read { .. } if path == "/robots.txt" => Ruling::Allowed {
                rule: "robots.txt luôn được đọc".to_owned(),
            },
            Rules::Read { robot, lines } => {
                let deciding = deciding_rule(lines, &path);
                let ours = deciding.is_none_or(|rule| rule.allow);
                let rule = deciding.map_or("không có quy tắc nào khớp".to_owned(), Rule::written);
                match ours && robot.allowed(&path) {
                    true => Ruling::Allowed { rule },
                    false => Ruling::Disallowed { rule },
                }
            }
        }
    }

    /// What was found, for the log.
    pub fn describe(&self) -> String {
        match (&self.rules, self.crawl_delay()) {
            (Rules::Open(why), _) => (*why).to_owned(),
            (Rules::Held(why), _) => format!("tạm dừng: robots.txt {why}"),
            (Rules::Read { lines, .. }, None) => format!("{} quy tắc", lines.len()),
            (Rules::Read { lines, .. }, Some(delay)) => {
                format!(
                    "{} quy tắc, cách nhau {} giây",
                    lines.len(),
                    delay.as_secs_f32()
                )
            }
        }
    }

    pub fn crawl_delay(&self) -> Option<Duration> {
        let Rules::Read { robot, .. } = &self.rules else {
            return None;
        };
        let seconds = robot
            .delay
            .filter(|delay| delay.is_finite() && 0.0 < *delay)?;
        Some(Duration::from_secs_f32(
            seconds.min(CRAWL_DELAY_MAX.as_secs_f32()),
        ))
    }
}

impl Rule {
    fn written(&self) -> String {
        let verb = if self.allow { "Allow" } else { "Disallow" };
        format!("{verb}: {}", self.pattern)
    }
}

fn parse(agent: &str, body: &[u8]) -> Rules {
    let text = String::from_utf8_lossy(&body[..body.len().min(ROBOTS_BYTES_MAX)]);
    let text = normalized(text.trim_start_matches('\u{feff}'));
    match Robot::new(agent, text.as_bytes()) {
        Ok(robot) => Rules::Read {
            robot: Box::new(robot),
            lines: rules_for(agent, &text),
        },
        Err(_) => Rules::Held("không đọc được quy tắc".to_owned()),
    }
}

/// A login page, a captcha or an error page sent in place of rules.
fn looks_like_html(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    start.trim_ascii_start().starts_with(b"<")
}

fn path_of(url: &Url) -> &str {
    &url[url::Position::BeforePath..url::Position::AfterQuery]
}

/// `%e3` and `%E3` are one character to RFC 9309 and two to the crate.
fn normalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escape = 0;
    for letter in text.chars() {
        escape = match letter {
            '%' => 2,
            _ if 0 < escape && letter.is_ascii_hexdigit() => escape - 1,
            _ => {
                out.push(letter);
                escape = 0;
                continue;
            }
        };
        out.push(letter.to_ascii_uppercase());
    }
    out
}

/// The rules of every group that names the agent, or of every `*` group where none does.
fn rules_for(agent: &str, text: &str) -> Vec<Rule> {
    let agent = agent.to_ascii_lowercase();
    let (mut ours, mut everybody, mut named) = (Vec::new(), Vec::new(), false);
    let (mut in_ours, mut in_everybody, mut in_heads) = (false, false, false);
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match key.as_str() {
            "user-agent" => {
                if !in_heads {
                    (in_ours, in_everybody) = (false, false);
                }
                in_heads = true;
                in_everybody |= value == "*";
                in_ours |= value.to_ascii_lowercase() == agent;
                named |= in_ours;
            }
            "allow" | "disallow" => {
                in_heads = false;
                let rule = || Rule {
                    allow: key == "allow",
                    pattern: value.to_owned(),
                };
                ours.extend((in_ours && !value.is_empty()).then(rule));
                everybody.extend((in_everybody && !value.is_empty()).then(rule));
            }
            _ => {}
        }
    }
    if named { ours } else { everybody }
}

/// The longest pattern that matches; Allow wins a tie.
fn deciding_rule<'r>(rules: &'r [Rule], path: &str) -> Option<&'r Rule> {
    rules
        .iter()
        .filter(|rule| matches(rule.pattern.as_bytes(), path.as_bytes()))
        .max_by_key(|rule| (rule.pattern.len(), rule.allow))
}

/// `*` stands for anything, a final `$` for the end; else a prefix is enough. Linear but for the
/// stars: the last star is the only one worth returning to.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let (mut p, mut s, mut star) = (0, 0, None);
    loop {
        if p == pattern.len() && (!anchored || s == path.len()) {
            return true;
        }
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, s));
                p += 1;
            }
            Some(letter) if path.get(s) == Some(letter) => (p, s) = (p + 1, s + 1),
            _ => match star {
                Some((after, from)) if from < path.len() => {
                    star = Some((after, from + 1));
                    (p, s) = (after, from + 1);
                }
                _ => return false,
            },
        }
    }
}

/// robots.txt through at most [`HOPS_MAX`] redirects, which RFC 9309 lets cross to other hosts.
pub(super) async fn fetch(
    transport: &impl Transport,
    mut request: Request,
    now: SystemTime,
) -> Robots {
    for _ in 0..=HOPS_MAX {
        let url = request.url.clone();
        let response = match transport.get(request.clone()).await {
            Ok(response) => response,
            Err(error) => return Robots::unreachable(&error.kind().to_string(), now),
        };
        let location = response
            .headers
            .get("location")
            .filter(|_| (300..400).contains(&response.status));
        match location.and_then(|location| url.join(location).ok()) {
            Some(target) if matches!(target.scheme(), "http" | "https") => request.url = target,
            _ => return Robots::read(AGENT, response.status, &response.body, now),
        }
    }
    Robots::unreachable("chuyển hướng quá nhiều lần", now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    #[track_caller]
    fn check(robots: &str, path: &str, expected: &str) {
        let robots = Robots::read("kehoach", 200, robots.as_bytes(), NOW);
        let url = Url::parse("http://x.gov.vn")
            .and_then(|base| base.join(path))
            .expect("a URL");
        let ruling = match robots.check(&url) {
            Ruling::Allowed { rule } => format!("yes, {rule}"),
            Ruling::Disallowed { rule } => format!("no, {rule}"),
            Ruling::Held { reason, .. } => format!("held, {reason}"),
        };
        assert_eq!(ruling, expected, "{path}");
    }

    #[test]
    fn the_longest_rule_decides_and_is_named() {
        let robots = "User-agent: *\nDisallow: /noi-bo/\nAllow: /noi-bo/cong-khai\nDisallow: /*?in=\nDisallow: /*.doc$";
        check(robots, "/noi-bo/ke-hoach", "no, Disallow: /noi-bo/");
        check(
            robots,
            "/noi-bo/cong-khai/1",
            "yes, Allow: /noi-bo/cong-khai",
        );
        check(robots, "/van-ban/1", "yes, không có quy tắc nào khớp");
        check(robots, "/van-ban/1?in=1", "no, Disallow: /*?in=");
        check(
            robots,
            "/van-ban/1?x=2&in=1",
            "yes, không có quy tắc nào khớp",
        );
        check(robots, "/a.doc", "no, Disallow: /*.doc$");
        check(robots, "/a.docx", "yes, không có quy tắc nào khớp");
    }

    #[test]
    fn allow_wins_a_tie_and_groups_are_merged() {
        check(
            "User-agent: *\nDisallow: /a\nAllow: /a",
            "/a",
            "yes, Allow: /a",
        );
        let split = "User-agent: kehoach\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: KeHoach\nDisallow: /b";
        check(split, "/a", "no, Disallow: /a");
        check(split, "/b", "no, Disallow: /b");
        check(split, "/c", "yes, không có quy tắc nào khớp");
    }

    #[test]
    fn escapes_compare_whatever_their_case() {
        check(
            "User-agent: *\nDisallow: /%e1%ba%bf",
            "/%E1%BA%BF",
            "no, Disallow: /%E1%BA%BF",
        );
        check(
            "User-agent: *\nDisallow: /%E1%BA%BF",
            "/\u{1ebf}/1",
            "no, Disallow: /%E1%BA%BF",
        );
    }

    #[test]
    fn a_byte_order_mark_does_not_hide_the_first_group() {
        check(
            "\u{feff}User-agent: *\nDisallow: /",
            "/a",
            "no, Disallow: /",
        );
    }

    #[test]
    fn a_web_page_in_place_of_rules_waits_for_a_person() {
        check(
            "<html><body>captcha</body>",
            "/a",
            "held, trả về một trang web thay vì quy tắc",
        );
    }

    #[test]
    fn statuses_mean_what_the_rfc_says() {
        let url = Url::parse("http://x.gov.vn/a").expect("a URL");
        let ruling = |status| Robots::read("kehoach", status, b"", NOW).check(&url);
        assert!(matches!(ruling(200), Ruling::Allowed { .. }));
        assert!(matches!(ruling(404), Ruling::Allowed { .. }));
        assert!(matches!(ruling(400), Ruling::Allowed { .. }));
        for status in [401, 403, 429, 500, 503] {
            assert!(matches!(ruling(status), Ruling::Held { .. }), "{status}");
        }
    }

    #[test]
    fn crawl_delay_is_honoured_up_to_a_minute() {
        let delay = |text: &str| Robots::read("kehoach", 200, text.as_bytes(), NOW).crawl_delay();
        assert_eq!(
            delay("User-agent: *\nCrawl-delay: 1.5"),
            Some(Duration::from_millis(1500))
        );
        assert_eq!(
            delay("User-agent: *\nCrawl-delay: 86400"),
            Some(Duration::from_secs(60))
        );
        assert_eq!(delay("User-agent: *\nDisallow:"), None);
    }
}
