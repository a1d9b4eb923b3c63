// Serves dist/page on this machine under the policy that `cargo xtask serve` uses, and opens it.

import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

import { DIST, launch } from "./browser.mjs";

const FOLDER = path.join(DIST, "page");

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; object-src 'none'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm" };

async function startPage() {
  const server = http.createServer(async (request, response) => {
    const name = new URL(request.url, "http://page").pathname.slice(1) || "index.html";
    const headers = { "Content-Security-Policy": POLICY, "Content-Type": TYPES[path.extname(name)] };
    const body = await readFile(path.join(FOLDER, path.basename(name))).catch(() => null);
    response.writeHead(body ? 200 : 404, headers);
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}

/** The page in a fresh browser, ready to begin. `go` opens a view by its address after `#`. */
export async function openPage(t, options = {}) {
  const served = await startPage();
  const browser = await launch({ ...options, allowed: [served.origin] });
  t.after(async () => {
    await served.stop();
    await browser.close();
  });
  const page = await browser.page(`${served.origin}/`);
  await page.waitForSelector("#open-draft");
  const go = async (view) => {
    await page.evaluate((hash) => { location.hash = hash; }, `#/${view}`);
    await page.waitForFunction((hash) => location.hash === hash, `#/${view}`);
  };
  return { browser, page, go, origin: served.origin };
}

/** Begins with the sample application. */
export async function openSample(page) {
  await page.getByRole("button", { name: "見本を開く" }).click();
  await page.getByRole("heading", { name: "倉吉市の変更申請" }).waitFor();
}

/** Drops files or folders on an element, as a person would. */
export async function drop(page, selector, files) {
  const element = page.locator(selector).first();
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
  await session.detach();
}
