//! A server within the test, and what it answers.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use mkba::Language;
use mkba::serve::kept::Kept;
use mkba::serve::{Application, router};
use std::sync::{Arc, OnceLock};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The port that the server believes to have.
pub const PORT: u16 = 3000;
pub const HOST: &str = "127.0.0.1:3000";
pub const ORIGIN: &str = "http://127.0.0.1:3000";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A server with its own cases, and the cookie of a browser that is in.
pub struct Site {
    pub app: Arc<Application>,
    pub cookie: String,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> String {
        let text = self.text();
        let mark = format!("name=\"{name}\"");
        let after = text.split_once(&mark).and_then(|(_, after)| after.split_once("value=\""));
        let value = after.and_then(|(_, after)| after.split_once('"')).map_or("", |(value, _)| value);
        value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }
}

pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("threads"))
}

/// Fields as a browser sends them.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    let code = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    pairs.iter().map(|(name, value)| format!("{}={}", code(name), code(value))).collect::<Vec<_>>().join("&")
}

impl Site {
    pub fn new() -> Self {
        let app = Arc::new(Application::new(Kept::in_memory().expect("a database"), PORT, Language::Nl));
        let address = app.address().expect("an address");
        let path = address.strip_prefix(ORIGIN).expect("our own address").to_owned();
        let site = Self { app, cookie: String::new() };
        let came_in = site.sent(Request::get(path).header("host", HOST).body(Body::empty()).expect("a request"));
        assert_eq!((came_in.status, came_in.header("location")), (StatusCode::SEE_OTHER, "/"));
        let cookie = came_in.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        Self { cookie, ..site }
    }

    pub fn sent(&self, request: Request<Body>) -> Answer {
        runtime().block_on(async {
            let answer = router(self.app.clone()).oneshot(request).await.expect("an answer");
            let (head, body) = answer.into_parts();
            let bytes = to_bytes(body, 1 << 27).await.expect("a body").to_vec();
            Answer { status: head.status, headers: head.headers, bytes }
        })
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("host", HOST).header("cookie", &self.cookie);
        self.sent(request.body(Body::empty()).expect("a request"))
    }

    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.post_as(path, FORM, encoded(pairs).into_bytes())
    }

    pub fn post_as(&self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(path).header("host", HOST).header("origin", ORIGIN).header("cookie", &self.cookie);
        self.sent(request.header("content-type", kind).body(Body::from(body)).expect("a request"))
    }

    /// Sends a file by a form.
    pub fn send_file(&self, path: &str, bytes: &[u8]) -> Answer {
        let head = b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
        let body = [&head[..], bytes, b"\r\n--x--\r\n"].concat();
        self.post_as(path, "multipart/form-data; boundary=x", body)
    }
}
