//! A server that is killed while cases are saved: what it said to be saved is there when it is started again.

use crate::program::program;
use crate::thorough::cases;
use mkba::page::Draft;
use mkba::serve::kept::Kept;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A program that serves.
struct Serving {
    child: Child,
    host: String,
    cookie: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn asked(host: &str, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

impl Serving {
    fn start(folder: &Path) -> Self {
        let mut command = program(folder);
        command.args(["serve", "--data", "cases"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("http://").map(|(_, rest)| rest.trim().to_owned()));
        let address = address.expect("an address");
        let (host, token) = address.split_once('/').expect("a path");
        let (host, token) = (host.to_owned(), token.to_owned());
        let mut serving = Self { child, host, cookie: String::new() };
        let came_in = serving.ask(&format!("GET /{token} HTTP/1.1"), "").expect("an answer");
        let cookie = came_in.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        serving.cookie = cookie.and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
        serving
    }

    fn ask(&self, line: &str, body: &str) -> Option<String> {
        let Self { host, cookie, .. } = self;
        let head = format!(
            "{line}\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        asked(host, &head)
    }
}

#[test]
fn what_was_saved_is_there_after_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = super::site::encoded(&[("case", &Draft::of("gebit").text()), ("at", "check")]);
    let mut saved: Vec<String> = Vec::new();
    for round in 0..cases(4, 40) {
        let serving = Serving::start(folder.path());
        let (host, cookie, body) = (serving.host.clone(), serving.cookie.clone(), case.clone());
        let (told, hears) = mpsc::channel();
        let asks = std::thread::spawn(move || {
            let mut own = Vec::new();
            for number in 0.. {
                let code = format!("k{round}-{number}");
                let body = format!("{body}&code={code}");
                let request = format!(
                    "POST /keep HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
                     Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                match asked(&host, &request) {
                    Some(answer) if answer.starts_with("HTTP/1.1 303") => own.push(code),
                    _ => return own,
                }
                let _ = told.send(());
            }
            own
        });
        // At any moment after the first one.
        hears.recv_timeout(Duration::from_secs(60)).expect("a case is saved");
        std::thread::sleep(Duration::from_millis(7 * (round as u64 % 9)));
        // Its drop kills it, with the signal that no program hears.
        drop(serving);
        saved.extend(asks.join().expect("no fall"));
        let kept = Kept::open(&folder.path().join("cases")).expect("sound");
        let there: Vec<String> = kept.list().expect("a list").into_iter().map(|one| one.code).collect();
        let lost: Vec<&String> = saved.iter().filter(|code| !there.contains(code)).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_program_ends_in_order_and_tells_what_it_cannot_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut serving = Serving::start(folder.path());
    let port = serving.host.rsplit(':').next().expect("a port").to_owned();
    let taken = crate::program::said(program(folder.path()).args(["serve", "--data", "cases", "--port", &port]));
    assert_eq!(taken.code, Some(2), "{taken:?}");
    assert!(taken.err.contains(&port), "{}", taken.err);
    let synced = crate::program::said(program(folder.path()).args(["serve", "--data", "OneDrive/zaken"]));
    assert!(synced.code == Some(2) && synced.err.contains("OneDrive"), "{synced:?}");
    let process = rustix::process::Pid::from_child(&serving.child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).expect("a signal");
    let ended = serving.child.wait().expect("an end");
    assert_eq!(ended.code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path().join("cases")).expect("a folder").count(), 1);
}
