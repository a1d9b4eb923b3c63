//! The page as one HTML file that opens from `file://` with the network off.
//!
//! A page from `file://` may not load other files, so style, scripts, the worker's source and the WASM
//! are inlined. Its policy allows only these scripts, by their hashes, and no network.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use crate::wasm::{Built, STEM};

/// Builds the file from the served page's folder.
pub(crate) fn build(page: &Path, built: &Built) -> Result<String> {
    let read = |name: &str| {
        std::fs::read_to_string(page.join(name))
            .with_context(|| page.join(name).display().to_string())
    };
    let parts = Parts {
        html: read("index.html")?,
        style: read("style.css")?,
        boot: read("boot.js")?,
        worker: read("worker.js")?,
        glue: built.glue.clone(),
        wasm: BASE64.encode(gzip(&built.wasm)?),
    };
    parts.assemble()
}

/// Compresses bytes as gzip without a date, so that the result is reproducible.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

struct Parts {
    html: String,
    style: String,
    boot: String,
    worker: String,
    glue: String,
    /// Compresses bytes as gzip in base64: well under half of plain base64, unpacked in milliseconds.
    wasm: String,
}

impl Parts {
    fn assemble(&self) -> Result<String> {
        for (name, text) in
            [("glue", &self.glue), ("boot.js", &self.boot), ("worker.js", &self.worker)]
        {
            ensure!(!closes_a_script(text), "{name} holds text that would end its script element");
        }
        ensure!(!self.style.contains("</style"), "style.css holds the end of its own element");
        ensure!(
            !self.style.contains("@import") && !self.style.contains("url("),
            "style.css loads files"
        );

        let mut html = self.html.clone();
        let style = format!("<style>{}</style>", self.style);
        replace_tag(&mut html, "<link", "href=\"style.css\"", &style)?;
        let glue = format!("<script id=\"renkei-glue\">{}</script>", self.glue);
        let rest = self.inner_of_boot(&html)?;
        let boot_tag = format!(
            "<script type=\"text/plain\" id=\"renkei-worker\">{}</script>\n\
             <script type=\"text/plain\" id=\"renkei-wasm\">{}</script>\n\
             <script{rest}>{}</script>",
            self.worker, self.wasm, self.boot
        );
        // Inline scripts run at their position in the document: the two go to the end of the body.
        replace_tag(&mut html, "<script", &format!("src=\"{STEM}.js\""), "")?;
        replace_tag(&mut html, "<script", "src=\"boot.js\"", "")?;
        let end = html.rfind("</body>").context("index.html has no </body>")?;
        html.insert_str(end, &format!("{glue}\n{boot_tag}\n"));

        let policy =
            format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", self.policy());
        let head = html.find("<head>").context("index.html has no <head>")? + "<head>".len();
        // The charset must be in the first 1024 bytes; the policy before it is shorter than that.
        html.insert_str(head, &format!("\n{policy}"));
        Ok(html)
    }

    /// Returns the boot script's attributes (its entry point) without `src` and `defer`.
    fn inner_of_boot(&self, html: &str) -> Result<String> {
        let (from, to) = tag(html, "<script", "src=\"boot.js\"")?;
        let tag = html.get(from..to).unwrap_or_default();
        let opening = tag.split('>').next().unwrap_or_default();
        let kept =
            opening.split_whitespace().skip(1).filter(|a| !a.starts_with("src=") && *a != "defer");
        Ok(kept.map(|a| format!(" {a}")).collect())
    }

    fn policy(&self) -> String {
        let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)));
        format!(
            "default-src 'none'; script-src {} {} 'wasm-unsafe-eval'; style-src {}; \
             worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'",
            hash(&self.glue),
            hash(&self.boot),
            hash(&self.style)
        )
    }
}

fn closes_a_script(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("</script") || text.contains("<!--")
}

/// Returns the byte range of a tag (with its end tag, if it is a script).
fn tag(html: &str, opening: &str, attribute: &str) -> Result<(usize, usize)> {
    let mut found = html.match_indices(opening).filter_map(|(from, _)| {
        let tag = html.get(from..)?;
        let end = tag.find('>')? + 1;
        tag.get(..end)?.contains(attribute).then_some((from, from + end))
    });
    let (Some((from, mut to)), None) = (found.next(), found.next()) else {
        bail!("index.html must hold {opening} … {attribute} exactly once");
    };
    if opening == "<script" {
        let rest = html.get(to..).unwrap_or_default();
        ensure!(rest.starts_with("</script>"), "index.html: {attribute} must be an empty element");
        to += "</script>".len();
    }
    Ok((from, to))
}

fn replace_tag(html: &mut String, opening: &str, attribute: &str, with: &str) -> Result<()> {
    let (from, to) = tag(html, opening, attribute)?;
    html.replace_range(from..to, with);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(html: &str) -> Parts {
        Parts {
            html: html.into(),
            style: "p{color:red}".into(),
            boot: "boot()".into(),
            worker: "work()".into(),
            glue: "glue()".into(),
            wasm: "AAAA".into(),
        }
    }

    const PAGE: &str = "<html><head><meta charset=\"utf-8\">\
        <link rel=\"stylesheet\" href=\"style.css\">\
        <script src=\"renkei.js\" defer></script>\
        <script src=\"boot.js\" data-start=\"start_page\" defer></script></head>\
        <body><p>text</p></body></html>";

    #[test]
    fn everything_is_inside_and_nothing_is_loaded() {
        let html = parts(PAGE).assemble().expect("assembles");
        assert!(!html.contains("src=\"") && !html.contains("href=\""), "{html}");
        let boot = html.find("<script data-start=\"start_page\">boot()").expect("boot");
        assert!(html.find("glue()").expect("glue") < boot);
        assert!(html.find("<p>text").expect("body") < boot);
        assert!(html.contains("<script type=\"text/plain\" id=\"renkei-wasm\">AAAA</script>"));
    }

    #[test]
    fn the_policy_names_each_script_by_its_hash() {
        let html = parts(PAGE).assemble().expect("assembles");
        let boot = BASE64.encode(Sha256::digest("boot()"));
        assert!(html.contains(&format!("'sha256-{boot}'")));
        assert!(!html.contains("unsafe-inline") && !html.contains("'unsafe-eval'"));
        assert!(html.find("charset").expect("charset") < 1024);
    }

    #[test]
    fn what_would_break_the_file_is_refused() {
        let mut broken = parts(PAGE);
        broken.glue = "'</SCRIPT>'".into();
        assert!(broken.assemble().is_err());
        let mut loading = parts(PAGE);
        loading.style = "@font-face{src:url(x)}".into();
        assert!(loading.assemble().is_err());
        assert!(parts("<html><head></head><body></body></html>").assemble().is_err());
        let twice = PAGE.replace("<body>", "<body><script src=\"boot.js\"></script>");
        assert!(parts(&twice).assemble().is_err());
    }

    #[test]
    fn gzip_is_the_same_every_time() {
        let once = gzip(b"renkei").expect("gzip");
        assert_eq!(once, gzip(b"renkei").expect("gzip"));
        // Bytes 4 to 7 are the date.
        assert_eq!(once.get(4..8), Some(&[0, 0, 0, 0][..]));
    }
}
