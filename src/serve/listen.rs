//! The listener: a port of this computer alone, connections with limits, and an orderly end.
//!
//! In: [`ServeSettings`]. Out: nothing but pages, until Ctrl-C. Each request has a time for its head and for its body; more
//! connections than [`MOST_CONNECTIONS`] wait.

use crate::diagnostics::{Message, system_reason};
use crate::serve::application::Application;
use crate::serve::kept::{Kept, place};
use crate::serve::routes::router;
use crate::words::Language;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::Semaphore;

/// The port, where nothing else is asked.
pub const PORT: u16 = 3000;
/// Ports that are tried after it.
const NEXT_PORTS: u16 = 20;
/// Most connections at once.
const MOST_CONNECTIONS: usize = 64;
/// How long the head of a request may take; also how long a connection may wait for a next one.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a connection may last.
const CONNECTION_TIME: Duration = Duration::from_secs(900);
/// Most bytes of the head of a request.
const MOST_OF_HEAD: usize = 32 << 10;
/// Most headers of a request.
const MOST_HEADERS: usize = 64;
/// How long answers that are on their way get at the end.
const GRACE: Duration = Duration::from_secs(3);
/// Threads that answer; what reckons has its own.
const THREADS: usize = 2;
/// Most threads that wait for the database or reckon.
const MOST_BLOCKING: usize = 32;

/// What is asked of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeSettings {
    /// The port; [`PORT`] or one after it where `None`.
    pub port: Option<u16>,
    /// The folder of kept cases; that of the user where `None`.
    pub data: Option<PathBuf>,
    /// Language of what is asked for without one.
    pub language: Language,
}

/// Serves the page until Ctrl-C; `tell` gets what the user should know: where it is, and that it ended.
///
/// # Errors
/// A folder or port that cannot be used, in words.
pub fn serve(settings: &ServeSettings, tell: &dyn Fn(&Message)) -> Result<(), Message> {
    let folder = match &settings.data {
        Some(folder) => folder.clone(),
        None => place::usual(|name| std::env::var_os(name))?,
    };
    place::fit(&folder)?;
    let kept = Kept::open(&folder).map_err(|error| error.message().with("path", folder.display()))?;
    let failed = |error: io::Error| Message::new("serve_not_started").with("reason", system_reason(&error));
    let mut runtime = Builder::new_multi_thread();
    runtime.worker_threads(THREADS).max_blocking_threads(MOST_BLOCKING).enable_all();
    let runtime = runtime.build().map_err(failed)?;
    let done = runtime.block_on(async {
        let listener = bound(settings.port, tell).await?;
        let port = listener.local_addr().map_err(failed)?.port();
        let app = Arc::new(Application::new(kept, port, settings.language));
        let end = ended().map_err(failed)?;
        let address = app.address().map_err(failed)?;
        tell(&Message::new("serve_address").with("address", address));
        tell(&Message::new("serve_place").with("path", folder.display()));
        answer(&listener, &app, end).await;
        tell(&Message::new("serve_stopped"));
        Ok(())
    });
    // What still reckons looks before its next group of draws whether to stop.
    runtime.shutdown_timeout(GRACE);
    done
}

/// The port that was asked for, or the first that is free.
async fn bound(asked: Option<u16>, tell: &dyn Fn(&Message)) -> Result<TcpListener, Message> {
    let first = asked.unwrap_or(PORT);
    let last = if asked.is_some() { first } else { first + NEXT_PORTS };
    let mut reason = String::new();
    for port in first..=last {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => {
                if port != first {
                    tell(&Message::new("serve_port_taken").with("asked", first).with("port", port));
                }
                return Ok(listener);
            }
            Err(error) => reason = system_reason(&error),
        }
    }
    let key = if asked.is_some() { "serve_no_port" } else { "serve_no_ports" };
    Err(Message::new(key).with("port", first).with("last", last).with("reason", reason))
}

/// Ends when somebody asks for it: Ctrl-C, or the system.
fn ended() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut asked = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        let system = asked.recv();
        #[cfg(not(unix))]
        let system = std::future::pending::<Option<()>>();
        first(tokio::signal::ctrl_c(), system).await;
    })
}

/// Waits for the first of two; what it gave does not matter.
async fn first<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) {
    let (mut a, mut b) = (std::pin::pin!(a), std::pin::pin!(b));
    std::future::poll_fn(|context| {
        let ready = a.as_mut().poll(context).is_ready() || b.as_mut().poll(context).is_ready();
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

/// Answers until the end, then lets answers that are on their way get there.
async fn answer(listener: &TcpListener, app: &Arc<Application>, end: impl Future<Output = ()>) {
    let (places, graceful) = (Arc::new(Semaphore::new(MOST_CONNECTIONS)), GracefulShutdown::new());
    let service = router(app.clone());
    let accepting = async {
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { return };
            let Ok((stream, _)) = listener.accept().await else {
                // No handle is free just now: somebody will leave.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_headers(MOST_HEADERS);
            http.max_buf_size(MOST_OF_HEAD);
            let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service.clone()));
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                // A connection that breaks off is no fault of ours.
                let _ = tokio::time::timeout(CONNECTION_TIME, connection).await;
                drop(place);
            });
        }
    };
    first(accepting, end).await;
    app.end();
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}
