//! Serves the built page on this machine only, with the headers that a production server should send.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::wasm::Profile;
use crate::{dist, setup};

/// The content security policy of the page: its own files and WASM, nothing else.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; \
                      object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Most bytes of request line and headers that are read.
const MAX_REQUEST: u64 = 16 * 1024;

/// Builds everything and serves `dist/page` until the program is stopped.
pub(crate) fn serve(root: &Path, profile: Profile, port: u16) -> Result<bool> {
    setup::wasm_target()?;
    dist::build(root, profile)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} is taken; try another with --port"))?;
    let address = listener.local_addr()?;
    println!("\nRenkei Forms: http://{address}/  (Ctrl-C stops it)");
    answer_all(&listener, &dist::folder(root).join("page"));
    Ok(true)
}

/// Serves `dist/page` on a free port as long as this program runs, for the browser tests.
pub(crate) fn in_background(root: &Path) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    let address = listener.local_addr()?;
    let folder = dist::folder(root).join("page");
    std::thread::spawn(move || answer_all(&listener, &folder));
    Ok(address)
}

fn answer_all(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming() {
        let folder = folder.to_path_buf();
        std::thread::spawn(move || {
            // A browser may close the connection early; that is not the server's error.
            let _ = stream.and_then(|s| answer(s, &folder));
        });
    }
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(std::io::Read::take(stream.try_clone()?, MAX_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !matches!(method, "GET" | "HEAD") {
        return respond(&mut stream, "405 Method Not Allowed", "text/plain", b"", true);
    }
    let file = file_for(target).map(|name| folder.join(name));
    match file.and_then(|file| std::fs::read(&file).ok().map(|bytes| (file, bytes))) {
        Some((file, bytes)) => {
            respond(&mut stream, "200 OK", media_type(&file), &bytes, method == "GET")
        }
        None => {
            respond(&mut stream, "404 Not Found", "text/plain", b"not found\n", method == "GET")
        }
    }
}

/// Returns the file that a request names, or `None` for hidden files and paths out of the folder.
fn file_for(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = if path.is_empty() { "index.html" } else { path };
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    path.split('/').all(plain).then(|| path.split('/').collect())
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}

fn respond(
    stream: &mut TcpStream,
    status: &str,
    media_type: &str,
    body: &[u8],
    with_body: bool,
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\
         Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(body)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn only_plain_names_below_the_folder_are_served() {
        assert_eq!(file_for("/"), Some("index.html".into()));
        assert_eq!(file_for("/renkei_bg.wasm?v=1"), Some("renkei_bg.wasm".into()));
        assert_eq!(file_for("/samples/a.json"), Some(["samples", "a.json"].iter().collect()));
        for bad in
            ["/../Cargo.toml", "/a/../b", "//etc/passwd", "/.git/config", "/a%2f..", "x", "/a\\b"]
        {
            assert_eq!(file_for(bad), None, "{bad}");
        }
    }

    #[test]
    fn answers_with_type_and_policy() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("index.html"), "<p>ok").expect("a file");
        let ask = |request: &'static str| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
            let address = listener.local_addr().expect("an address");
            let client = std::thread::spawn(move || {
                let mut stream = TcpStream::connect(address).expect("connects");
                stream.write_all(request.as_bytes()).expect("writes");
                let mut text = String::new();
                stream.read_to_string(&mut text).expect("reads");
                text
            });
            answer(listener.accept().expect("a client").0, folder.path()).expect("answers");
            client.join().expect("the client ends")
        };
        let page = ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 OK") && page.ends_with("<p>ok"), "{page}");
        assert!(page.contains("text/html") && page.contains("frame-ancestors 'none'"));
        assert!(ask("HEAD / HTTP/1.1\r\n\r\n").ends_with("\r\n\r\n"));
        assert!(ask("GET /none.js HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
        assert!(ask("POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
    }
}
