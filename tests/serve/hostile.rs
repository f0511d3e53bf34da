//! Requests no browser sends.

use std::io::Write;
use std::net::TcpStream;

use super::client::{get, get_with, send};
use super::{checked, guarded, server};

#[test]
fn only_names_of_this_machine_are_answered() {
    for host in ["kehoach.vn", "127.0.0.1.kehoach.vn", "10.0.0.1", ""] {
        let answer = get_with(server(), "/", &[("Host", host)]);
        assert_eq!(answer.status, 421, "{host}");
        checked(host, &answer);
    }
    for host in ["localhost", "localhost:1", "127.0.0.1", "[::1]:80"] {
        assert_eq!(
            get_with(server(), "/", &[("Host", host)]).status,
            200,
            "{host}"
        );
    }
    let none = send(server(), b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert!(none.is_none_or(|answer| [400, 421].contains(&answer.status)));
    let other = b"GET http://kehoach.vn/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    assert!(send(server(), other).is_none_or(|answer| answer.status == 421));
}

#[test]
fn what_is_not_there_is_told_as_a_page() {
    let hash = "0".repeat(64);
    for path in [
        "/khong-co",
        "/van-ban/khong-co",
        "/van-ban/%FF",
        "/van-ban/..%2F..%2Fetc%2Fpasswd",
        "/van-ban/%00",
        "/tep/khong-co",
        &format!("/tep/{hash}"),
        &format!("/tep/{hash}/chu"),
        "/tep/..%2f..%2fkho.sqlite",
        "/../../etc/passwd",
    ] {
        let answer = get(server(), path);
        assert_eq!(answer.status, 404, "{path}");
        let page = checked(path, &answer);
        assert!(page.words.contains("Không có"), "{path}");
    }
}

#[test]
fn nothing_can_be_sent() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let request = format!(
            "{method} /tim HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        let answer = send(server(), request.as_bytes()).expect("an answer");
        assert_eq!(answer.status, 405, "{method}");
        guarded(method, &answer);
    }
    let big = b"POST /tim HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n";
    assert!(send(server(), big).is_none_or(|answer| answer.status == 413));
}

#[test]
fn there_is_an_end_to_everything() {
    let long = "a".repeat(5_000);
    let longer = "a".repeat(20_000);
    for (path, status) in [
        (format!("/tim?q={long}"), 400),
        (format!("/tim?q={longer}"), 414),
        ("/tim?q=&trang=501".to_owned(), 400),
        ("/tim?q=&trang=99999999999999999999".to_owned(), 200),
        ("/tim?q=&trang=-1".to_owned(), 200),
        ("/tim?q=&trang=500".to_owned(), 200),
        ("/nhiem-vu?trang=201".to_owned(), 400),
        ("/api/search?q=&limit=1000".to_owned(), 400),
        ("/api/search?q=&after=x".to_owned(), 400),
        ("/api/search?q=&sort=x".to_owned(), 400),
        ("/api/tasks?after=-1".to_owned(), 400),
        ("/api/show".to_owned(), 400),
        (format!("/tim?{}", "q=a&".repeat(1_000)), 200),
    ] {
        let answer = get(server(), &path);
        let shown: String = path.chars().take(60).collect();
        assert_eq!(answer.status, status, "{shown}");
        guarded(&shown, &answer);
    }
}

#[test]
fn odd_bytes_get_an_answer_or_a_closed_door() {
    for request in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n\r\n",
        b"GET /tim?q=%E1%BA HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /tim?q=%00%01%FF HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /tim?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ] {
        let answer = send(server(), request);
        assert!(
            answer.is_none_or(|answer| answer.status < 500),
            "{request:?}"
        );
    }
    let mut head = b"GET / HTTP/1.1\r\nHost: localhost\r\n".to_vec();
    (0..5_000).for_each(|at| head.extend(format!("X-{at}: x\r\n").bytes()));
    head.extend(b"\r\n");
    assert!(send(server(), &head).is_none_or(|answer| answer.status == 431));
    assert_eq!(get(server(), "/").status, 200, "it is still there");
}

#[test]
fn silent_connections_do_not_keep_others_out() {
    let silent: Vec<TcpStream> = (0..40)
        .filter_map(|_| {
            let mut stream = TcpStream::connect(server()).ok()?;
            stream.write_all(b"GET / HT").ok()?;
            Some(stream)
        })
        .collect();
    assert_eq!(silent.len(), 40);
    assert_eq!(get(server(), "/tinh-trang").status, 200);
}

#[test]
fn many_may_ask_at_once() {
    let threads: Vec<_> = (0..30)
        .map(|at| std::thread::spawn(move || get(server(), &format!("/tim?q=papi+{at}")).status))
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("answered"), 200);
    }
}
