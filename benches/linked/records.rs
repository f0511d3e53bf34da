//! Papers written down: two to five captures of each, as portals and clerks make them.

use std::collections::BTreeMap;
use std::sync::Mutex;

use jiff::ToSpan;
use jiff::civil::Date;
use kehoach::authority::Authority;
use kehoach::extract::{
    Citation, Context, Deadline, Form, Identity, Kind, Record, Relation, SCHEMA_VERSION, Status,
    Task, TaskSource, TextQuality,
};
use kehoach::text::{Number, Span};

use super::faults::{self, Hand, Written};
use super::offices::Office;
use super::papers::{End, Paper};
use super::{Captures, Cited, Desk, Given, Target, World};
use crate::generated::draw::Draw;

/// What a capture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    SignedPdf,
    Page,
    Scan,
    Draft,
    Mirror,
    News,
}

pub fn write(
    at: usize,
    papers: &[Paper],
    offices: &[Office],
    captures: Captures,
    (draw, world): (&mut Draw, &mut World),
) {
    let paper = &papers[at];
    if !paper.is_present {
        return;
    }
    world.truth.present.insert(at);
    let desk = Desk {
        papers,
        offices,
        at,
    };
    let carriers = match captures {
        Captures::AsPublished => carriers(draw),
        Captures::One => vec![Carrier::SignedPdf],
    };
    for (copy, carrier) in carriers.into_iter().enumerate() {
        desk.capture(copy, carrier, draw, world);
    }
}

fn carriers(draw: &mut Draw) -> Vec<Carrier> {
    let mut carriers = vec![Carrier::SignedPdf];
    let shares = [
        (Carrier::Page, 70),
        (Carrier::Mirror, 45),
        (Carrier::News, 35),
        (Carrier::Scan, 30),
        (Carrier::Draft, 20),
    ];
    for (carrier, percent) in shares {
        if draw.below(100) < percent {
            carriers.push(carrier);
        }
    }
    carriers
}

impl Desk<'_> {
    fn paper(&self) -> &Paper {
        &self.papers[self.at]
    }

    fn office(&self) -> &Office {
        &self.offices[self.paper().office]
    }

    fn capture(&self, copy: usize, carrier: Carrier, draw: &mut Draw, world: &mut World) {
        let name = format!("{:064x}", self.at * 16 + copy + 1);
        let has_place = !(carrier == Carrier::Page && draw.once_in(40));
        let (mut record, context) = self.record(&name, carrier, has_place, draw, world);
        let hand = Hand {
            office: self.office(),
            date: self.paper().date,
            has_place,
        };
        let own_day = record
            .identity
            .issued_on
            .clone()
            .or_else(|| record.posted_on.clone());
        for written in self.citations(carrier, &hand, draw) {
            let id = record.citations.len() as u32;
            self.note(&name, id, &written, own_day.as_deref(), has_place, world);
            record.citations.push(Citation {
                id,
                ..written.citation
            });
        }
        world.truth.carries.insert(name, self.at);
        world.given.push(Given { record, context });
    }

    fn note(
        &self,
        name: &str,
        id: u32,
        written: &Written,
        own_day: Option<&str>,
        has_place: bool,
        world: &mut World,
    ) {
        let cited = &written.citation;
        let local = match written.target {
            Target::Paper(at) => self.offices[self.papers[at].office].province.is_some(),
            Target::Law | Target::Own => false,
        };
        let nothing = cited.issuer.is_none() && cited.date.is_none() && cited.title.is_none();
        world.truth.cited.insert(
            (name.to_owned(), id),
            Cited {
                target: written.target,
                fault: written.fault,
                is_undetermined: local && (nothing && cited.form == Form::Full || !has_place),
            },
        );
        let mut expect = |code: &str, required: bool| {
            let doubt = (name.to_owned(), Some(id), code.to_owned());
            match required {
                true => world.truth.anomalies.insert(doubt),
                false => world.truth.optional.insert(doubt),
            };
        };
        // What a citation contradicts of its own document needs the document's day, and what it
        // contradicts of the one it means needs that one.
        let dated = own_day.is_some_and(|day| day.len() == 10);
        let present = match written.target {
            Target::Paper(at) => self.papers[at].is_present,
            Target::Law | Target::Own => false,
        };
        for code in &written.codes {
            let required = match *code {
                "date_after_document" => dated,
                "date_disagrees" => present && has_place,
                "symbol_issuer_mismatch" => has_place || !local,
                _ => true,
            };
            expect(code, required);
        }
        for code in &written.allowed {
            expect(code, false);
        }
        // A scan may misread its own day, and then what it cites is younger.
        if let (Target::Paper(at), Some(day)) = (written.target, own_day)
            && day < self.papers[at].date.to_string().as_str()
        {
            expect("date_after_document", false);
        }
        if let (Target::Paper(at), Some(day)) = (written.target, own_day.filter(|_| dated)) {
            self.note_end(at, cited.relation, day, written, &mut expect);
        }
    }

    /// A citation of what was over by then.
    fn note_end(
        &self,
        at: usize,
        relation: Relation,
        day: &str,
        written: &Written,
        expect: &mut impl FnMut(&str, bool),
    ) {
        let ending = self.papers[at].ended_by.filter(|by| *by != self.at);
        let Some(ending) = ending else {
            return;
        };
        let end = &self.papers[ending];
        let late = end.date.to_string().as_str() < day;
        let uses = matches!(relation, Relation::Implements | Relation::LegalBasis);
        let code = match end.ends {
            Some((_, End::Repealed)) => "cites_repealed",
            _ => "cites_replaced",
        };
        if late && uses {
            expect(code, end.is_present && written.fault.is_none());
        } else {
            // A scan may misread the day.
            expect(code, false);
        }
    }

    fn record(
        &self,
        name: &str,
        carrier: Carrier,
        has_place: bool,
        draw: &mut Draw,
        world: &mut World,
    ) -> (Record, Context) {
        let (paper, office) = (self.paper(), self.office());
        let blank = carrier == Carrier::SignedPdf && draw.once_in(100);
        let draft = carrier == Carrier::Draft || blank;
        let identity = Identity {
            doc_type: Some(paper.doc_type.to_owned()),
            number: self.number(carrier, draft, draw),
            issued_on: self.day(carrier, draft, draw),
            place: office.province.clone().filter(|_| has_place),
            issuer: self.issuer(carrier, has_place, draw),
            title: Some(self.title(carrier, draw)),
            recipients: self.recipients(carrier, draw, name, world),
            status: Some(if draft { Status::Draft } else { Status::Issued }),
            ..Identity::default()
        };
        let mut doubt = |code: &str| {
            let doubt = (name.to_owned(), None, code.to_owned());
            world.truth.anomalies.insert(doubt);
        };
        if blank {
            doubt("number_unfilled");
            doubt("date_unfilled");
        }
        let whole = identity
            .issued_on
            .as_deref()
            .is_some_and(|day| day.len() == 10);
        if office.until < paper.date && whole && has_place && identity.issuer.is_some() {
            doubt("issuer_abolished");
        }
        let tasks = self.tasks(carrier, draw, whole, &mut doubt);
        let page = matches!(carrier, Carrier::Page | Carrier::News);
        let posted = paper.date.checked_add(2.days()).unwrap_or(paper.date);
        let file = match carrier {
            Carrier::Draft => format!("du-thao-{name}.docx"),
            Carrier::SignedPdf | Carrier::Scan => format!("{name}.pdf"),
            Carrier::Page | Carrier::Mirror | Carrier::News => format!("{name}.html"),
        };
        let record = Record {
            schema_version: SCHEMA_VERSION,
            media_type: "text/plain".into(),
            sha256: name.to_owned(),
            bytes: 1,
            kind: if page { Kind::Page } else { Kind::Document },
            identity,
            posted_on: page.then(|| posted.to_string()),
            text_quality: TextQuality {
                source: "text_layer".into(),
                score: None,
                readings: Vec::new(),
            },
            sections: Vec::new(),
            citations: Vec::new(),
            tasks,
            attachments: Vec::new(),
            diagnostics: Vec::new(),
            file: file.clone(),
        };
        let context = Context {
            file,
            province: office
                .province
                .clone()
                .filter(|_| has_place && carrier == Carrier::Mirror),
            ..Context::default()
        };
        (record, context)
    }

    fn number(&self, carrier: Carrier, draft: bool, draw: &mut Draw) -> Option<String> {
        let hidden = draft || carrier == Carrier::News && draw.once_in(3);
        (!hidden).then(|| self.paper().number.clone())
    }

    fn day(&self, carrier: Carrier, draft: bool, draw: &mut Draw) -> Option<String> {
        let day = self.paper().date;
        match carrier {
            _ if draft && draw.once_in(2) => Some(day.to_string()[..7].to_owned()),
            _ if draft => Some(day.year().to_string()),
            Carrier::News => (!draw.once_in(3)).then(|| day.to_string()),
            // A misread digit.
            Carrier::Scan if draw.once_in(15) => {
                let wrong = if day.day() < 15 {
                    day.day() + 7
                } else {
                    day.day() - 7
                };
                Date::new(day.year(), day.month(), wrong)
                    .ok()
                    .map(|day| day.to_string())
            }
            _ => Some(day.to_string()),
        }
    }

    fn issuer(&self, carrier: Carrier, has_place: bool, draw: &mut Draw) -> Option<String> {
        let office = self.office();
        if !has_place {
            return Some(office.local.clone());
        }
        match carrier {
            Carrier::Page | Carrier::News if draw.once_in(25) => None,
            // The place line says the rest.
            Carrier::SignedPdf if office.rank == 5 => Some(office.local.clone()),
            _ => Some(office.name.clone()),
        }
    }

    fn title(&self, carrier: Carrier, draw: &mut Draw) -> String {
        let title = &self.paper().title;
        match carrier {
            Carrier::News if draw.once_in(2) => {
                let issuer = &self.office().local;
                format!("{issuer} ban hành văn bản {}", title.to_lowercase())
            }
            Carrier::Scan => noisy(title, draw),
            _ => title.clone(),
        }
    }

    fn recipients(
        &self,
        carrier: Carrier,
        draw: &mut Draw,
        name: &str,
        world: &mut World,
    ) -> Vec<String> {
        let two_tiers = kehoach::authority::TWO_TIERS_FROM;
        let mut recipients = vec!["Như Điều 3".to_owned(), "Lưu: VT".to_owned()];
        let local = self.office().province.is_some();
        recipients.extend(told(self.office()).iter().map(|it| (*it).to_owned()));
        if carrier == Carrier::SignedPdf
            && local
            && two_tiers <= self.paper().date
            && draw.once_in(20)
        {
            recipients.push("UBND các huyện, thị xã, thành phố".to_owned());
            // A blank document has no day to be too late.
            let doubt = (name.to_owned(), None, "addressee_abolished".to_owned());
            world.truth.optional.insert(doubt);
        }
        recipients
    }

    fn tasks(
        &self,
        carrier: Carrier,
        draw: &mut Draw,
        whole: bool,
        doubt: &mut impl FnMut(&str),
    ) -> Vec<Task> {
        if carrier == Carrier::News {
            return Vec::new();
        }
        let mut own = Draw::new(self.at as u64 ^ 0xabcd);
        let mut tasks: Vec<Task> = (0..7).map(|id| task(id, &mut own)).collect();
        for task in &mut tasks {
            match carrier {
                Carrier::Scan => task.text = noisy(&task.text, draw),
                Carrier::Draft if draw.once_in(8) => task.text = words(draw, 20),
                _ => {}
            }
        }
        charge(&mut tasks, self.office(), self.paper().date, self.at);
        ask_for_plans(&mut tasks, self.office());
        if own.once_in(80) && whole {
            let due = Date::new(self.paper().date.year() - 1, 12, 15).unwrap_or(self.paper().date);
            tasks[0].deadline = Some(Deadline {
                text: "trước ngày 15/12".into(),
                span: Span::new(0, 1),
                due: Some(due.to_string()),
                ..Deadline::default()
            });
            doubt("deadline_before_issue");
        }
        tasks
    }

    fn citations(&self, carrier: Carrier, hand: &Hand, draw: &mut Draw) -> Vec<Written> {
        let paper = self.paper();
        let mut all = Vec::new();
        for (rank, above) in paper.above.iter().enumerate() {
            if carrier == Carrier::News && 0 < rank {
                break;
            }
            let relation = if rank == 0 {
                Relation::Implements
            } else {
                Relation::LegalBasis
            };
            let target = &self.papers[*above];
            let office = &self.offices[target.office];
            let full = faults::full((*above, target), office, hand, relation, draw);
            let whole = full.fault.is_none() && full.citation.issuer.is_some();
            all.push(full);
            if whole && draw.once_in(4) {
                let short = Citation {
                    form: Form::Short,
                    number: Some(target.number.clone()),
                    ..faults::bare(Relation::Mention, target.doc_type)
                };
                all.push(plain(short, Target::Paper(*above)));
            }
        }
        if carrier != Carrier::News && draw.once_in(3) {
            all.extend(law(paper.date, draw));
        }
        if let Some((ended, how)) = paper.ends.filter(|_| carrier != Carrier::News) {
            let relation = match how {
                End::Replaced => Relation::Replaces,
                End::Repealed => Relation::Repeals,
            };
            let target = &self.papers[ended];
            let citation = Citation {
                number: Some(target.number.clone()),
                date: Some(target.date.to_string()),
                issuer: Some(self.office().local.clone()),
                ..faults::bare(relation, target.doc_type)
            };
            all.push(plain(citation, Target::Paper(ended)));
        }
        if draw.once_in(6) {
            let own = Citation {
                number: Some(paper.number.clone()),
                ..faults::bare(Relation::Itself, paper.doc_type)
            };
            all.push(plain(own, Target::Own));
        }
        all
    }
}

fn plain(citation: Citation, target: Target) -> Written {
    Written {
        citation,
        target,
        fault: None,
        codes: Vec::new(),
        allowed: Vec::new(),
    }
}

/// A law by its name, as laws are cited, or a decree by its number.
fn law(date: Date, draw: &mut Draw) -> Option<Written> {
    let known = Authority::bundled().all_known_documents();
    let law = &known[draw.below(known.len())];
    if date <= law.date || law.recurs {
        return None;
    }
    let mut citation = Citation {
        date: Some(law.date.to_string()),
        title: Some(law.title.clone()),
        ..faults::bare(Relation::LegalBasis, &law.doc_type)
    };
    match Number::parse(&law.number) {
        Some(_) if law.doc_type != "Luật" => citation.number = Some(law.number.clone()),
        _ => {
            citation.form = Form::Named;
            citation.name = Some(law.title.clone());
        }
    }
    let mut written = plain(citation, Target::Law);
    written.allowed.extend(["cites_replaced", "date_disagrees"]);
    Some(written)
}

fn task(id: u32, draw: &mut Draw) -> Task {
    Task {
        id,
        text: words(draw, 22),
        span: Span::new(0, 1),
        section: None,
        source: TaskSource::Prose,
        owners: Vec::new(),
        owner_ids: Vec::new(),
        coordinators: Vec::new(),
        coordinator_ids: Vec::new(),
        deadline: None,
        product: None,
        targets: Vec::new(),
    }
}

/// Whom a directive of this office is sent to for carrying out.
fn told(office: &Office) -> &'static [&'static str] {
    match office.rank {
        ..=3 => &[
            "Các bộ, cơ quan ngang bộ",
            "UBND các tỉnh, thành phố trực thuộc Trung ương",
        ],
        4 => &["Các sở, ban, ngành"],
        _ => &[],
    }
}

/// Has those told carry the last task out, which is a plan of their own, as directives end.
fn ask_for_plans(tasks: &mut [Task], office: &Office) {
    let told = told(office);
    if let Some(last) = tasks.last_mut().filter(|_| !told.is_empty()) {
        last.text = "Xây dựng, ban hành kế hoạch thực hiện văn bản này".to_owned();
        last.owners = told.iter().map(|it| (*it).to_owned()).collect();
        last.owner_ids = vec![None; told.len()];
    }
}

/// Has the departments of the province, or the ministries, lead and help with the tasks, most of them by a day.
fn charge(tasks: &mut [Task], office: &Office, date: Date, at: usize) {
    let mut draw = Draw::new(at as u64 ^ 0x5eed);
    let agent = |draw: &mut Draw| {
        let name = match office.province {
            Some(_) => DEPARTMENTS[draw.below(DEPARTMENTS.len())],
            None => MINISTRIES[draw.below(MINISTRIES.len())],
        };
        let place = office.province.as_deref().unwrap_or_default();
        (name.to_owned(), known(format!("{name} {place}")))
    };
    for task in tasks {
        (task.owners, task.owner_ids) = [agent(&mut draw)].into_iter().unzip();
        let helpers: Vec<_> = (0..draw.below(3)).map(|_| agent(&mut draw)).collect();
        (task.coordinators, task.coordinator_ids) = helpers.into_iter().unzip();
        task.deadline = match draw.below(3) {
            0 => None,
            1 => Some(Deadline {
                text: "trước ngày 20/12 hằng năm".into(),
                due: Some(format!("{}-12-20", date.year())),
                recurrence: Some("yearly".into()),
                rrule: Some("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20".into()),
                ..Deadline::default()
            }),
            _ => {
                let due = date.checked_add((20 + draw.below(400) as i64).days());
                let due = due.unwrap_or(date);
                Some(Deadline {
                    text: format!("trước ngày {}/{}/{}", due.day(), due.month(), due.year()),
                    due: Some(due.to_string()),
                    ..Deadline::default()
                })
            }
        };
    }
}

/// Which agency has this name; asked once of each, since every task names some.
fn known(name: String) -> Option<String> {
    static KNOWN: Mutex<BTreeMap<String, Option<String>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().expect("nobody panics with it");
    if let Some(id) = known.get(&name) {
        return id.clone();
    }
    let id = Authority::bundled().agency(&name, None, None);
    let id = id.map(|found| found.id.0);
    known.insert(name, id.clone());
    id
}

const DEPARTMENTS: [&str; 7] = [
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Tư pháp",
    "Sở Y tế",
    "Sở Xây dựng",
    "Sở Giáo dục và Đào tạo",
    "Văn phòng UBND tỉnh",
];

const MINISTRIES: [&str; 4] = [
    "Bộ Nội vụ",
    "Bộ Y tế",
    "Bộ Tài chính",
    "Bộ Giáo dục và Đào tạo",
];

const WORDS: [&str; 48] = [
    "rà", "soát", "thủ", "tục", "hành", "chính", "công", "khai", "kết", "quả", "báo", "cáo",
    "định", "kỳ", "tập", "huấn", "cán", "bộ", "phối", "hợp", "kiểm", "tra", "đơn", "vị", "tuyên",
    "truyền", "xây", "dựng", "dữ", "liệu", "dùng", "chung", "giải", "quyết", "hồ", "sơ", "đúng",
    "hạn", "người", "dân", "doanh", "nghiệp", "hài", "lòng", "nguồn", "lực", "bố", "trí",
];

fn words(draw: &mut Draw, count: usize) -> String {
    let words: Vec<&str> = (0..count).map(|_| WORDS[draw.below(WORDS.len())]).collect();
    words.join(" ")
}

/// One word in thirty misread.
fn noisy(text: &str, draw: &mut Draw) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let read = words.into_iter().map(|word| match draw.once_in(30) {
        true => "rn",
        false => word,
    });
    read.collect::<Vec<_>>().join(" ")
}
