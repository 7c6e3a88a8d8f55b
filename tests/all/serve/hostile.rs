//! Requests of who means harm: each is refused, and none of them changes or shows anything.

use super::site::{FORM, HOST, ORIGIN, Site, encoded};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use mkba::page::Draft;

/// Method, path, headers other than those of an honest browser (`-` takes one away), body.
type Sent<'s> = (&'s str, &'s str, &'s [(&'s str, &'s str)], &'s [u8]);

fn request(site: &Site, (method, path, changed, body): Sent) -> Option<Request<Body>> {
    let honest = [("host", HOST), ("origin", ORIGIN), ("cookie", site.cookie.as_str()), ("content-type", FORM)];
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in honest {
        if changed.iter().all(|(other, _)| *other != name) {
            request = request.header(name, value);
        }
    }
    for (name, value) in changed.iter().filter(|(_, value)| *value != "-") {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_vec())).ok()
}

#[test]
fn each_hostile_request_is_refused() {
    let site = Site::new();
    let case = encoded(&[("case", &Draft::of("gebit").text()), ("at", "check"), ("code", "own")]);
    let (case, large) = (case.as_bytes(), vec![b'a'; 2 << 20]);
    let [wrong, none] = [StatusCode::MISDIRECTED_REQUEST, StatusCode::NOT_FOUND];
    let [foreign, locked] = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED];
    let [not_so, too_large] = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::PAYLOAD_TOO_LARGE];
    let other_port = site.cookie.replace("mkba-3000", "mkba-3001");
    let cut = &site.cookie[..site.cookie.len() - 1];
    let all: &[(Sent, StatusCode)] = &[
        (("GET", "/cases", &[("host", "-")], b""), wrong),
        (("GET", "/cases", &[("host", "evil.example")], b""), wrong),
        (("GET", "/cases", &[("host", "evil.example:3000")], b""), wrong),
        (("GET", "/cases", &[("host", "127.0.0.1")], b""), wrong),
        (("GET", "/cases", &[("host", "127.0.0.1:3001")], b""), wrong),
        (("GET", "/cases", &[("host", "127.0.0.1:3000.evil.example")], b""), wrong),
        (("GET", "/cases", &[("host", "localhost.evil.example:3000")], b""), wrong),
        (("GET", "/cases", &[("host", "127.0.0.1:3000@evil.example")], b""), wrong),
        (("GET", "/cases", &[("host", "[::2]:3000")], b""), wrong),
        (("GET", "/cases", &[("host", HOST), ("host", "evil.example:3000")], b""), wrong),
        (("GET", "http://evil.example:3000/cases", &[], b""), wrong),
        (("GET", "/style.css", &[("host", "evil.example:3000")], b""), wrong),
        (("GET", "/open/0", &[("host", "evil.example:3000")], b""), wrong),
        (("POST", "/keep", &[("origin", "-")], case), foreign),
        (("POST", "/keep", &[("origin", "null")], case), foreign),
        (("POST", "/keep", &[("origin", "http://evil.example")], case), foreign),
        (("POST", "/keep", &[("origin", "https://127.0.0.1:3000")], case), foreign),
        (("POST", "/keep", &[("origin", "http://127.0.0.1:3001")], case), foreign),
        (("POST", "/keep", &[("origin", "http://localhost:3000")], case), foreign),
        (("POST", "/keep", &[("origin", ORIGIN), ("origin", "http://evil.example")], case), foreign),
        (("POST", "/keep", &[("sec-fetch-site", "cross-site")], case), foreign),
        (("POST", "/keep", &[("sec-fetch-site", "same-site")], case), foreign),
        (("GET", "/backup", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], b""), foreign),
        (
            (
                "GET",
                "/cases",
                &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")],
                b"",
            ),
            foreign,
        ),
        (("GET", "/cases", &[("cookie", "-")], b""), locked),
        (("GET", "/backup", &[("cookie", "mkba-3000=")], b""), locked),
        (("GET", "/cases", &[("cookie", &other_port)], b""), locked),
        (("GET", "/cases", &[("cookie", cut)], b""), locked),
        (("POST", "/keep", &[("cookie", "-")], case), locked),
        (("POST", "/restore", &[("cookie", "-")], b"SQLite format 3"), locked),
        (("GET", "/open/", &[], b""), none),
        (("GET", "/open/00000000000000000000000000000000", &[], b""), foreign),
        (("GET", "/open/..%2f..%2fcases", &[], b""), foreign),
        (("PUT", "/cases/1", &[], case), not_so),
        (("DELETE", "/cases/1", &[], b""), not_so),
        (("TRACE", "/", &[], b""), not_so),
        (("OPTIONS", "/keep", &[], b""), not_so),
        (("GET", "/../../etc/passwd", &[], b""), none),
        (("GET", "/cases/..%2f..%2f..%2fetc%2fpasswd", &[], b""), none),
        (("GET", "/style.css/../../Cargo.toml", &[], b""), none),
        (("GET", "/cases/-1", &[], b""), none),
        (("GET", "/cases/99999999999999999999", &[], b""), none),
        (("GET", "/cases/1;DROP%20TABLE%20cases", &[], b""), none),
        (("GET", "/cases/1%00", &[], b""), none),
        (("GET", "/keep", &[], b""), none),
        (("POST", "/keep", &[], &large), too_large),
        (("POST", "/part", &[], &large), too_large),
        (("GET", "/cases", &[], b"a body where none belongs"), too_large),
        (("POST", "/import", &[], case), StatusCode::BAD_REQUEST),
        (
            ("POST", "/import", &[("content-type", "multipart/form-data; boundary=x")], b"--x"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            ("POST", "/restore", &[("content-type", "multipart/form-data; boundary=x")], b"--x\r\n"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ];
    assert!(all.len() >= 40);
    for (sent, status) in all {
        let Some(request) = request(&site, *sent) else { panic!("{sent:?} cannot be made") };
        let answer = site.sent(request);
        assert_eq!(answer.status, *status, "{} {} {:?}", sent.0, sent.1, sent.2);
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{} {}", sent.0, sent.1);
        assert!(!answer.text().contains("root:") && answer.header("set-cookie").is_empty());
        assert!(answer.header("access-control-allow-origin").is_empty());
    }
    assert!(site.get("/cases").text().contains("Er zijn nog geen zaken bewaard."));
}

#[test]
fn a_token_is_used_once_and_is_not_in_what_is_shown() {
    let site = Site::new();
    let address = site.app.address().expect("an address");
    let (path, token) = (address.strip_prefix(ORIGIN).expect("ours"), address.rsplit('/').next().expect("a token"));
    let bare = |method: &str| Request::builder().method(method).uri(path).header("host", HOST).body(Body::empty());
    assert_eq!(site.sent(bare("HEAD").expect("a request")).status, StatusCode::FORBIDDEN);
    let first = site.sent(bare("GET").expect("a request"));
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let cookie = first.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains(token), "{cookie}");
    assert_eq!(site.sent(bare("GET").expect("a request")).status, StatusCode::FORBIDDEN);
    assert!(!first.text().contains(token) && first.header("location") == "/");
}

#[test]
fn poisoned_cases_are_shown_as_text_or_refused() {
    let site = Site::new();
    let poison = "case = 1\nscenario = \"gebit\"\ncode = \"<img src=x onerror=alert(1)>\\r\\nSet-Cookie: a=b\"\n[form]\n\
                  background = \"</textarea><script>alert(1)</script>\"\n";
    let kept = site.send_file("/import", poison.as_bytes());
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    for path in ["/cases", "/cases/1", "/cases/1?at=form", "/cases/1/versions", "/cases/1/delete", "/team"] {
        let text = site.get(path).text();
        assert!(!text.contains("<img") && !text.contains("<script>") && !text.contains("</textarea><script"), "{path}");
    }
    let file = site.get("/cases/1/file");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"imgsrcxonerroralert1Set-Cookieab.toml\"");
    assert!(file.header("set-cookie").is_empty());
    let long = "x".repeat(300_000);
    for text in [
        "",
        "[[[",
        "case = 2",
        "case = 1\nscenario = '/etc/passwd'",
        "case = 1\nscenario = '../../etc/passwd'",
        "case = 1\nscenario = 'cases.sqlite'",
        "\u{0}\u{202e}",
        &long,
    ] {
        let refused = site.send_file("/import", text.as_bytes());
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", &text[..text.len().min(40)]);
    }
    let read = "case = 1\nscenario = 'gebit'\n[set]\n'lists.prices' = '/etc/passwd'\n";
    let result = site.post("/part", &[("case", read), ("at", "result"), ("stage", "full")]);
    assert!(!result.text().contains("root:") && !result.text().contains("data-final"), "{}", result.text());
    assert_eq!(site.get("/cases").text().matches("/copy?").count(), 1);
}
