//! Putting things right from the page, and who may not.

use super::client::{Answer, get, send};
use super::*;
use kehoach::serve::Corrections;

/// A server of its own that takes corrections, or does not.
fn serving(corrections: Corrections) -> (SocketAddr, String) {
    let dir = tempfile::tempdir().expect("a folder").keep();
    drop(library(&dir));
    let library = Library::open(Config::in_folder(dir.join("kho")), Access::Read).expect("opens");
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::bind(Arc::new(library), loopback).expect("a free port");
    let address = server.address();
    std::thread::spawn(move || server.with(corrections).run(&GO_ON));
    let found = get(address, "/api/show?number=21/KH-UBND").json();
    let id = found["works"][0]["id"].as_str().expect("a work").to_owned();
    (address, id)
}

fn post(address: SocketAddr, path: &str, body: &str, headers: &str) -> Answer {
    let host = format!("127.0.0.1:{}", address.port());
    let request = format!(
        "POST {path} HTTP/1.1\r\nConnection: close\r\nHost: {host}\r\n{headers}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    send(address, request.as_bytes()).expect("an answer")
}

const OWN: &str = "Sec-Fetch-Site: same-origin\r\n";

#[test]
fn a_value_is_put_right_from_the_page_and_back_again() {
    let (address, id) = serving(Corrections::Taken);
    let form = format!("/van-ban/{id}/sua");
    assert!(
        get(address, &format!("/van-ban/{id}"))
            .text()
            .contains(&form)
    );
    let shown = get(address, &form);
    assert_eq!(shown.status, 200);
    assert_eq!(shown.header("referrer-policy"), "same-origin");
    html::read(&shown.text()).expect("a well-formed page");
    let text = shown.text();
    let capture = text
        .split("name=\"ban-thu\" value=\"")
        .nth(1)
        .expect("a form");
    let capture = &capture[..64];
    let body = format!(
        "ban-thu={capture}&muc=identity.title&gia-tri=T%C3%AAn+%C4%91%C3%BAng&nguoi-sua=Nguy%E1%BB%85n+V%C4%83n+A&ly-do=theo+b%E1%BA%A3n+k%C3%BD"
    );
    let ended = post(address, &form, &body, OWN);
    assert_eq!(ended.status, 303, "{}", ended.text());
    let right = get(address, &format!("/api/works/{id}")).json();
    assert_eq!(right["title"], "Tên đúng", "{right:#}");
    let shown = get(address, &form).text();
    assert!(shown.contains("Nguyễn Văn A") && shown.contains("theo bản ký"));
    let undone = post(address, &form, "rut=1&nguoi-sua=B&ly-do=nh%E1%BA%A7m", OWN);
    assert_eq!(undone.status, 303, "{}", undone.text());
    let back = get(address, &format!("/api/works/{id}")).json();
    assert_ne!(back["title"], "Tên đúng");
}

#[test]
fn a_form_from_elsewhere_or_without_a_name_is_refused() {
    let (address, id) = serving(Corrections::Taken);
    let form = format!("/van-ban/{id}/sua");
    let whole = "rut=1&nguoi-sua=B&ly-do=x";
    for headers in [
        "",
        "Origin: http://kehoach.vn\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        assert_eq!(
            post(address, &form, whole, headers).status,
            403,
            "{headers}"
        );
    }
    assert_eq!(post(address, &form, "rut=1&ly-do=x", OWN).status, 400);
    assert_eq!(
        post(address, &form, whole, OWN).status,
        404,
        "there is none"
    );
    let long = format!("ly-do={}", "x".repeat(20 << 10));
    assert_eq!(post(address, &form, &long, OWN).status, 413);
}

#[test]
fn a_server_that_was_not_told_to_takes_nothing() {
    let (address, id) = serving(Corrections::Refused);
    let form = format!("/van-ban/{id}/sua");
    assert_eq!(get(address, &form).status, 404);
    assert_eq!(
        post(address, &form, "rut=1&nguoi-sua=B&ly-do=x", OWN).status,
        405
    );
    assert!(
        !get(address, &format!("/van-ban/{id}"))
            .text()
            .contains(&form)
    );
}
