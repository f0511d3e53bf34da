//! The promises of the store, kept through its own door.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use kehoach::extract::{Context, Identity, Kind, Record, Relation, TextQuality};
use kehoach::fetch::{IfKnown, Outcome, Visit, Wanted};
use kehoach::link::{Key, Link, Member, Parent, Resolved, Role, Verdict, Work, WorkId};
use kehoach::store::{
    self, Access, Batch, CaptureId, ClearText, Intake, Lease, NewCorrection, Next, Op, Packing,
    Placed, Provenance, Reading, Removal, Settled, Standing, Store, Validators,
};
use tempfile::TempDir;
use url::Url;

const NOW: SystemTime = SystemTime::UNIX_EPOCH;

fn at(seconds: u64) -> SystemTime {
    NOW + Duration::from_secs(seconds)
}

fn opened() -> (TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path(), Access::Write).expect("opens");
    (dir, store)
}

fn context(file: &str) -> Context {
    Context {
        file: file.to_owned(),
        ..Context::default()
    }
}

fn record(id: CaptureId, file: &str, title: &str) -> Record {
    Record {
        schema_version: 1,
        file: file.to_owned(),
        media_type: "text/plain".to_owned(),
        sha256: id.to_string(),
        bytes: 1,
        kind: Kind::Document,
        identity: Identity {
            title: Some(title.to_owned()),
            ..Identity::default()
        },
        posted_on: None,
        text_quality: TextQuality {
            source: "text_layer".to_owned(),
            score: None,
            readings: Vec::new(),
        },
        sections: Vec::new(),
        citations: Vec::new(),
        tasks: Vec::new(),
        attachments: Vec::new(),
        diagnostics: Vec::new(),
    }
}

fn member(id: CaptureId, key: &str, role: Role) -> Member {
    Member {
        key: Some(Key(key.to_owned())),
        capture: id.to_string(),
        role,
        doc_type: None,
        number: None,
        date: None,
        issuer: None,
        issuer_id: None,
        placed_by: None,
        province: None,
        title: None,
        citing_date: None,
        file: String::new(),
        citing: None,
        citing_issuer: None,
        full_date: None,
        partial: false,
        sketch: Vec::new(),
        retold: false,
        by_hand: None,
        doubts: Vec::new(),
    }
}

/// A document numbered `key` that cites `cited`.
fn intake(store: &Store, text: &str, file: &str, key: &str, cited: &str) -> Intake {
    let capture = store
        .blobs()
        .put(text.as_bytes(), Packing::Zstd)
        .expect("puts");
    let document = Role::Document {
        draft: false,
        page: false,
    };
    let citation = Role::Citation {
        id: 0,
        relation: Relation::Implements,
    };
    Intake {
        capture,
        bytes: text.len() as u64,
        media_type: "text/plain".to_owned(),
        provenance: vec![Provenance {
            context: context(file),
            validators: Validators::default(),
            fetched_at: NOW,
        }],
        reading: Reading {
            record: record(capture, file, text),
            members: vec![
                member(capture, key, document),
                member(capture, cited, citation),
            ],
            text: ClearText {
                text: text.to_owned(),
                pages: Vec::new(),
            },
            extractor: "thử".to_owned(),
        },
    }
}

fn put(store: &mut Store, intakes: Vec<Intake>) {
    store
        .put(
            &Batch {
                intakes,
                ..Batch::default()
            },
            NOW,
        )
        .expect("puts");
}

/// What a linker would make: one work per group, a stub unless a document is there.
fn resolve(members: &[Member]) -> Resolved {
    let Some(first) = members.first() else {
        return Resolved::default();
    };
    let is_document = |member: &&Member| matches!(member.role, Role::Document { .. });
    let id = WorkId(format!("w-{}", first.key.as_ref().expect("a key").0));
    let documents = members.iter().filter(is_document);
    let manifestations = documents.map(|member| kehoach::link::Manifestation {
        capture: member.capture.clone(),
        file: member.file.clone(),
        kind: "document".to_owned(),
        role: "text".to_owned(),
        evidence: Vec::new(),
    });
    let manifestations: Vec<_> = manifestations.collect();
    let links = members.iter().filter_map(|member| match member.role {
        Role::Citation {
            id: citation,
            relation,
        } => Some(Link {
            capture: member.capture.clone(),
            citation,
            relation,
            verdict: if manifestations.is_empty() {
                Verdict::Unmatched { target: id.clone() }
            } else {
                Verdict::Linked { target: id.clone() }
            },
            evidence: Vec::new(),
            anomalies: Vec::new(),
        }),
        Role::Document { .. } | Role::Echo => None,
    });
    let links = links.collect();
    let work = Work {
        id,
        key: first.key.clone(),
        doc_type: None,
        number: None,
        issued_on: None,
        issuer: None,
        issuer_id: None,
        province: None,
        title: None,
        stub: manifestations.is_empty(),
        manifestations,
        anomalies: Vec::new(),
        statements: Vec::new(),
    };
    Resolved {
        works: vec![work],
        links,
        tallies: Vec::new(),
    }
}

fn settle(store: &mut Store) {
    let groups = store.pending_groups(1_000).expect("pending");
    let settled: Vec<Settled> = groups
        .into_iter()
        .map(|group| {
            let members = store.members(&group).expect("members");
            Settled::of(group, resolve(&members), members.len()).expect("rows")
        })
        .collect();
    store.settle(&settled, NOW).expect("settles");
}

fn work(store: &Store, id: &str) -> Option<Work> {
    store.work(&WorkId(id.to_owned())).expect("reads")
}

#[test]
fn what_was_put_is_read_back_by_a_reader_that_opened_before() {
    let (dir, mut store) = opened();
    let reader = Store::open(dir.path(), Access::Read).expect("opens");
    let one = intake(
        &store,
        "Kế hoạch năm 2021",
        "a.txt",
        "21/kh-ubnd",
        "2/qd-ubnd",
    );
    let id = one.capture;
    assert_eq!(
        store.standing(id, &context("a.txt")).expect("asks"),
        Standing::New
    );
    put(&mut store, vec![one.clone()]);
    assert_eq!(
        reader.standing(id, &context("a.txt")).expect("asks"),
        Standing::Unchanged
    );
    assert_eq!(
        reader.standing(id, &context("b.txt")).expect("asks"),
        Standing::NewContext
    );
    assert_eq!(reader.record(id).expect("reads"), Some(one.reading.record));
    assert_eq!(reader.text(id).expect("reads"), Some(one.reading.text));
    assert_eq!(
        reader.original(id).expect("reads"),
        "Kế hoạch năm 2021".as_bytes()
    );
    assert_eq!(reader.provenance(id).expect("reads").len(), 1);
    assert_eq!(reader.captures_named("a.txt").expect("reads"), [id]);
}

#[test]
fn a_batch_that_fails_leaves_nothing() {
    let (_dir, mut store) = opened();
    let good = intake(&store, "một", "a.txt", "1/kh", "2/kh");
    let url: Url = "http://127.0.0.1/a".parse().expect("a url");
    let lease = Lease {
        host: "127.0.0.1".to_owned(),
        token: 7,
    };
    let batch = Batch {
        intakes: vec![good],
        visits: vec![visit(&url, 0, Outcome::Refused)],
        lease: Some(lease),
    };
    let error = store.put(&batch, NOW).expect_err("the lease is unknown");
    assert!(matches!(error.kind(), store::Kind::LeaseLost), "{error}");
    assert_eq!(store.counts().expect("counts").captures, 0);
    assert!(store.pending_groups(9).expect("reads").is_empty());
}

#[test]
fn groups_wait_until_they_are_settled_and_changes_are_announced_once() {
    let (_dir, mut store) = opened();
    let one = intake(&store, "một", "a.txt", "21/kh-ubnd", "2/qd-ubnd");
    put(&mut store, vec![one.clone()]);
    assert_eq!(store.pending_groups(9).expect("reads").len(), 2);
    settle(&mut store);
    assert!(store.pending_groups(9).expect("reads").is_empty());
    let announced = store.announcements(0, 9).expect("reads");
    assert_eq!(announced.len(), 2);
    assert!(announced.iter().all(|one| one.op == Op::Put));
    assert!(work(&store, "w-2/qd-ubnd").expect("a stub").stub);

    // The same reading again, and settling what did not change: nothing happens.
    put(&mut store, vec![one]);
    assert!(store.pending_groups(9).expect("reads").is_empty());
    store.unsettle_all().expect("writes");
    settle(&mut store);
    assert_eq!(store.announcements(0, 9).expect("reads"), announced);

    // The document a stub stood for arrives: the stub becomes the work and the link stays.
    let two = intake(&store, "hai", "b.txt", "2/qd-ubnd", "3/nd-cp");
    put(&mut store, vec![two]);
    settle(&mut store);
    let arrived = work(&store, "w-2/qd-ubnd").expect("a work");
    assert!(!arrived.stub);
    let links = store.links_to(&arrived.id).expect("reads");
    assert!(matches!(links[0].verdict, Verdict::Linked { .. }));
    assert_eq!(store.counts().expect("counts").linked, 1);

    // Whoever cites it shows another verdict now, and is announced with it.
    let last = announced.last().expect("one").seq;
    let told = store.announcements(last, 9).expect("reads");
    let told: Vec<&str> = told.iter().map(|one| one.work.0.as_str()).collect();
    assert_eq!(told, ["w-2/qd-ubnd", "w-21/kh-ubnd", "w-3/nd-cp"]);
}

#[test]
fn announcements_are_forgotten_only_up_to_what_the_index_holds() {
    let (_dir, mut store) = opened();
    let one = intake(&store, "một", "a.txt", "1/kh", "2/kh");
    put(&mut store, vec![one]);
    settle(&mut store);
    let last = store.last_announced().expect("reads");
    store.forget_announcements(last - 1).expect("writes");
    assert_eq!(store.announcements(0, 9).expect("reads").len(), 1);
    assert_eq!(store.forgotten_up_to().expect("reads"), last - 1);
    store.forget_announcements(last).expect("writes");
    assert_eq!(
        store.last_announced().expect("reads"),
        last,
        "the count goes on"
    );
}

#[test]
fn a_removed_capture_takes_part_in_nothing_until_it_is_restored() {
    let (_dir, mut store) = opened();
    let one = intake(&store, "một", "a.txt", "1/kh", "2/kh");
    let id = one.capture;
    put(&mut store, vec![one]);
    settle(&mut store);
    let before = work(&store, "w-1/kh");
    let removal = Removal {
        capture: id,
        author: "Nguyễn Văn A".to_owned(),
        reason: "đăng nhầm".to_owned(),
        removed_at: NOW,
    };
    assert!(store.remove(&removal).expect("writes"));
    assert!(
        !store.remove(&removal).expect("writes"),
        "it is out already"
    );
    settle(&mut store);
    assert_eq!(work(&store, "w-1/kh"), None);
    assert!(store.links_of(id).expect("reads").is_empty());
    assert_eq!(store.removals().expect("reads"), [removal]);
    assert!(store.check_tables().expect("checks").is_empty());
    assert!(store.restore(id, "Nguyễn Văn A", NOW).expect("writes"));
    settle(&mut store);
    assert_eq!(work(&store, "w-1/kh"), before);
    assert_eq!(store.links_of(id).expect("reads").len(), 1);
}

#[test]
fn a_correction_outlives_another_reading_and_can_be_undone() {
    let (_dir, mut store) = opened();
    let mut one = intake(&store, "một", "a.txt", "1/kh", "2/kh");
    put(&mut store, vec![one.clone()]);
    let correction = NewCorrection {
        subject: one.capture.to_string(),
        field: "issued_on".to_owned(),
        value: "2021-02-02".into(),
        seen: serde_json::json!({"value": "2021-02-01", "items": []}),
        author: "Nguyễn Văn A".to_owned(),
        reason: "xem dấu bưu điện".to_owned(),
    };
    let seq = store.correct(&correction, NOW).expect("writes");
    one.reading.record.identity.title = Some("khác".to_owned());
    store
        .reread(&[(one.capture, one.reading.clone())], NOW)
        .expect("writes");
    let kept = store.corrections(&correction.subject).expect("reads");
    assert_eq!(kept[0].made, correction);
    assert!(store.undo_correction(seq, NOW).expect("writes"));
    assert!(
        store
            .corrections(&correction.subject)
            .expect("reads")
            .is_empty()
    );
}

#[test]
fn one_process_writes_and_others_still_read() {
    let (dir, _store) = opened();
    let error = Store::open(dir.path(), Access::Write).expect_err("locked");
    let pid = std::process::id();
    assert!(
        matches!(error.kind(), store::Kind::Locked { pid: Some(by) } if *by == pid),
        "{error}"
    );
    assert_eq!(error.retry(), store::Retry::Later);
    let mut reader = Store::open(dir.path(), Access::Read).expect("opens");
    let error = reader.unsettle_all().expect_err("a reader writes nothing");
    assert!(matches!(error.kind(), store::Kind::ReadOnly), "{error}");
}

#[test]
fn a_folder_without_a_store_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    let error = Store::open(&dir.path().join("kho"), Access::Read).expect_err("missing");
    assert!(error.to_string().contains("kehoach ingest"), "{error}");
    assert!(!dir.path().join("kho").exists(), "a reader makes nothing");
}

fn blob_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![dir.join("blobs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files
}

#[test]
fn a_damaged_or_missing_blob_is_an_error_and_putting_it_again_heals_it() {
    let (dir, store) = opened();
    for packing in [Packing::Raw, Packing::Zstd] {
        let id = store.blobs().put(b"noi dung", packing).expect("puts");
        let files = blob_files(dir.path());
        assert_eq!(files.len(), 1, "{files:?}");
        fs::write(&files[0], b"khac").expect("damages");
        let error = store.original(id).expect_err("damaged");
        assert!(
            matches!(error.kind(), store::Kind::Damaged { .. }),
            "{error}"
        );
        store.blobs().put(b"noi dung", packing).expect("puts");
        assert_eq!(store.original(id).expect("reads"), b"noi dung");
        fs::remove_file(&files[0]).expect("removes");
        let error = store.original(id).expect_err("missing");
        assert!(error.to_string().contains("thiếu tệp"), "{error}");
    }
}

#[test]
fn what_a_killed_writer_left_half_written_is_swept() {
    let (dir, store) = opened();
    drop(store);
    let half = dir.path().join("blobs/tmp/1-1");
    fs::write(&half, "nửa").expect("writes");
    Store::open(dir.path(), Access::Write).expect("opens");
    assert!(!half.exists());
}

fn wanted(url: &str, priority: i64) -> Wanted {
    Wanted {
        url: url.parse().expect("a url"),
        source: "cong".to_owned(),
        priority,
        due: NOW,
        note: "{}".to_owned(),
        known: IfKnown::Leave,
    }
}

fn visit(url: &Url, now: u64, outcome: Outcome) -> Visit {
    Visit {
        url: url.clone(),
        source: "cong".to_owned(),
        at: at(now),
        status: Some(200),
        outcome,
        detail: None,
    }
}

fn leased(store: &mut Store, now: u64) -> store::HostLease {
    match store
        .lease("cong", 10, at(now), at(now + 60))
        .expect("leases")
    {
        Next::Fetch(lease) => lease,
        next => panic!("nothing to fetch: {next:?}"),
    }
}

fn of(lease: &store::HostLease) -> Lease {
    Lease {
        host: lease.host.clone(),
        token: lease.token,
    }
}

#[test]
fn a_host_is_leased_to_one_at_a_time_and_a_late_one_is_refused() {
    let (_dir, mut store) = opened();
    let both = [wanted("http://a.vn/2", 2), wanted("http://a.vn/1", 1)];
    assert_eq!(store.want(&both).expect("writes").len(), 2);
    assert_eq!(store.want(&both).expect("writes").len(), 0);
    let first = leased(&mut store, 0);
    let url = first.urls[0].url.clone();
    assert_eq!(url.as_str(), "http://a.vn/1");
    assert_eq!(
        store.lease("cong", 1, at(1), at(9)).expect("asks"),
        Next::WaitUntil(at(60))
    );

    // The first one sleeps through its lease; the second takes over.
    let second = leased(&mut store, 61);
    let fetched = Outcome::Fetched {
        capture: None,
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
        again: Some(at(1_000)),
    };
    let done = visit(&url, 62, fetched);
    let late = store.visited(&done, Some(&of(&first))).expect_err("late");
    assert!(matches!(late.kind(), store::Kind::LeaseLost), "{late}");
    store.visited(&done, Some(&of(&second))).expect("writes");
    store
        .release(&second.host, second.token, at(70))
        .expect("writes");
    assert_eq!(
        store.lease("cong", 1, at(63), at(99)).expect("asks"),
        Next::WaitUntil(at(70))
    );

    // What is left is the other URL; the first waits for its next time with its validators.
    let third = leased(&mut store, 71);
    assert_eq!(third.urls.len(), 1);
    assert_eq!(third.urls[0].url.as_str(), "http://a.vn/2");
    let failed = visit(&third.urls[0].url, 71, Outcome::Failed { retry: None });
    store.visited(&failed, Some(&of(&third))).expect("writes");
    store
        .release(&third.host, third.token, at(72))
        .expect("writes");
    let again = leased(&mut store, 1_001);
    assert_eq!(again.urls[0].etag.as_deref(), Some("\"1\""));
    let counts = store.frontier_counts("cong").expect("counts");
    assert_eq!((counts.waiting, counts.done, counts.dead), (1, 0, 1));
}

#[test]
fn a_failed_url_is_tried_again_at_its_time_and_then_given_up() {
    let (_dir, mut store) = opened();
    let queued = store.want(&[wanted("http://a.vn:81/", 0)]).expect("writes");
    let url = queued[0].url.clone();
    for (now, retry) in [(0, Some(at(100))), (100, None)] {
        assert_eq!(store.due("cong", at(now)).expect("asks").len(), 1);
        let failed = visit(&url, now, Outcome::Failed { retry });
        store.visited(&failed, None).expect("writes");
        assert!(store.due("cong", at(now)).expect("asks").is_empty());
    }
    assert_eq!(
        store.lease("cong", 1, at(999), at(999)).expect("asks"),
        Next::Done
    );
    assert_eq!(
        store.waiting(&url).expect("reads").expect("known").attempts,
        2
    );

    // Given up is given up, unless somebody wants it again.
    assert_eq!(store.reopen("cong", at(999)).expect("writes"), 0);
    let again = Wanted {
        known: IfKnown::Again,
        ..wanted("http://a.vn:81/", 0)
    };
    assert_eq!(store.want(&[again]).expect("writes")[0].attempts, 0);
    assert_eq!(store.due("cong", at(999)).expect("asks").len(), 1);
}

#[test]
fn a_copy_without_a_number_looks_again_when_what_it_may_be_a_copy_of_comes_and_goes() {
    let (_dir, mut store) = opened();
    let title = Some("Tập huấn văn thư lưu trữ cho cán bộ cấp xã".to_owned());
    let mut copy = intake(&store, "bản sao", "a.txt", "x", "2/qd-ubnd");
    let alone = format!("capture:{}", copy.capture);
    copy.reading.members.truncate(1);
    copy.reading.members[0].key = Some(Key(alone.clone()));
    copy.reading.members[0].title.clone_from(&title);
    put(&mut store, vec![copy]);
    settle(&mut store);
    let mut host = intake(&store, "bản chính", "b.txt", "44/kh-snv", "2/qd-ubnd");
    let host_id = host.capture;
    let document = &mut host.reading.members[0];
    document.number = Some("44/KH-SNV".to_owned());
    document.issuer_id = Some("hung-yen/so-noi-vu".to_owned());
    document.date = Some("2021-09-01".to_owned());
    document.title = title;
    put(&mut store, vec![host]);
    let looks_again = |store: &Store| {
        let pending = store.pending_groups(9).expect("reads");
        let alone = pending.into_iter().find(|group| group.as_str() == alone);
        let members = alone.map(|group| store.members(&group).expect("reads"));
        members.map(|members| members.len())
    };
    assert_eq!(looks_again(&store), Some(2), "itself, and whom it may copy");
    settle(&mut store);
    assert_eq!(looks_again(&store), None);
    let removal = Removal {
        capture: host_id,
        author: "Nguyễn Văn A".to_owned(),
        reason: "đăng nhầm".to_owned(),
        removed_at: NOW,
    };
    assert!(store.remove(&removal).expect("writes"));
    assert_eq!(looks_again(&store), Some(1), "nobody to be a copy of");
}

#[test]
fn a_changed_parent_is_told_to_everything_below() {
    let (_dir, mut store) = opened();
    let id = |name: &str| WorkId(name.to_owned());
    let under = |name: &str, why: &str| {
        Some(Parent {
            work: id(name),
            evidence: vec![why.to_owned()],
            further: Vec::new(),
        })
    };
    let placed = |name: &str, parent: Option<Parent>| Placed {
        work: id(name),
        parent,
        voice: None,
    };
    let chain = [placed("c", under("b", "vì")), placed("b", under("a", "vì"))];
    store.place(&chain, 0).expect("writes");
    let told = |store: &Store, after: u64| -> Vec<String> {
        let announced = store.announcements(after, 9).expect("reads");
        announced.into_iter().map(|one| one.work.0).collect()
    };
    assert_eq!(told(&store, 0), ["c"], "b moved, so c stands elsewhere");
    let last = store.last_announced().expect("reads");
    store.place(&chain, last).expect("writes");
    assert!(told(&store, last).is_empty(), "nothing moved");
    assert_eq!(store.children_of(&id("a")).expect("reads"), [id("b")]);
    assert_eq!(store.parent_of(&id("c")).expect("reads"), Some(id("b")));
    // Another reason is kept, and moves nobody.
    store
        .place(&[placed("c", under("b", "bởi"))], last)
        .expect("writes");
    assert_eq!(
        store.why_parent(&id("c")).expect("reads"),
        under("b", "bởi")
    );
    assert!(told(&store, last).is_empty());
    // A circle ends.
    store
        .place(&[placed("a", under("c", "vì"))], last)
        .expect("writes");
    assert_eq!(told(&store, last), ["a", "b", "c"]);
}
