//! Who may come in: a token that works once, and the cookie for which it is swapped.
//!
//! In: tokens and cookies as a browser sends them. Out: yes or no. Only digests are remembered; all of it is gone when the
//! program ends.

use crate::serve::secret::{Digested, digested, random};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use std::io;
use std::sync::{Mutex, PoisonError};

/// Where a token is swapped.
pub(super) const SWAP: &str = "/open/";
/// Bytes of randomness in a token and in a cookie.
const BYTES: usize = 32;
/// Most tokens that wait, and most browsers that are in; of more the oldest goes.
const MOST: usize = 32;

/// Tokens that were given out, and browsers that came in.
pub(super) struct Doors {
    cookie: String,
    waiting: Mutex<Vec<Digested>>,
    inside: Mutex<Vec<Digested>>,
}

impl Doors {
    /// Nobody is in. Cookies belong to a computer, not to a port: each server has a name of its own.
    pub(super) fn new(port: u16) -> Self {
        Self { cookie: format!("mkba-{port}"), waiting: Mutex::default(), inside: Mutex::default() }
    }

    /// A token that lets one browser in, once.
    ///
    /// # Errors
    /// A system without a random source.
    pub(super) fn token(&self) -> io::Result<String> {
        added(&self.waiting)
    }

    /// Swaps a token for the value of a `Set-Cookie`; `None` where the token was used or is none.
    ///
    /// # Errors
    /// A system without a random source.
    pub(super) fn swap(&self, token: &str) -> io::Result<Option<HeaderValue>> {
        let asked = digested(token);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = waiting.iter().position(|known| *known == asked) else { return Ok(None) };
        waiting.remove(at);
        drop(waiting);
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, added(&self.inside)?);
        HeaderValue::try_from(cookie).map(Some).map_err(io::Error::other)
    }

    /// Whether these headers come from a browser that is in.
    pub(super) fn admits(&self, headers: &HeaderMap) -> bool {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut own = pairs.filter(|(name, _)| *name == self.cookie);
        own.any(|(_, value)| inside.contains(&digested(value)))
    }
}

/// A new secret, of which the digest is remembered.
fn added(known: &Mutex<Vec<Digested>>) -> io::Result<String> {
    let secret = random(BYTES)?;
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() == MOST {
        known.remove(0);
    }
    known.push(digested(&secret));
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookie).expect("a value"));
        headers
    }

    #[test]
    fn a_token_works_once_and_its_cookie_is_strict() {
        let doors = Doors::new(3000);
        let token = doors.token().expect("drawn");
        assert_eq!(doors.swap("").expect("looked at"), None);
        let cookie = doors.swap(&token).expect("drawn").expect("let in");
        let cookie = cookie.to_str().expect("a text");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        assert_eq!(doors.swap(&token).expect("looked at"), None);
        let pair = cookie.split(';').next().expect("a pair");
        assert!(doors.admits(&headers(pair)) && doors.admits(&headers(&format!("a=b; {pair}; c"))));
        for bad in ["", "mkba-3000=", "mkba-3000", &pair.replace("3000", "3001"), &format!("{pair}0")] {
            assert!(!doors.admits(&headers(bad)), "{bad}");
        }
        assert!(!Doors::new(3000).admits(&headers(pair)));
    }

    #[test]
    fn the_oldest_goes_where_there_are_too_many() {
        let doors = Doors::new(3000);
        let tokens: Vec<String> = (0..=MOST).map(|_| doors.token().expect("drawn")).collect();
        assert_eq!(doors.swap(&tokens[0]).expect("looked at"), None);
        assert!(doors.swap(&tokens[1]).expect("looked at").is_some());
    }
}
