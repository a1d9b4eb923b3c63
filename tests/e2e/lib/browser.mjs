// Starts Debian's Chromium with a fresh profile, with or without the extension, and fails if a request
// goes anywhere else than to the tests' own servers and files.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";

import { chromium } from "playwright-core";

export const ROOT = path.resolve(import.meta.dirname, "../../..");
export const DIST = path.join(ROOT, "dist");

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Frame} Frame */
/** @typedef {Awaited<ReturnType<typeof launch>>} Browser */

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => path.join(folder, name)))
  .find((file) => existsSync(file));

// What Chromium itself asks for in spite of the switches (its updates, its own sign-in); requests of
// pages, workers and extensions to these hosts are seen by Playwright and fail all the same.
const BROWSERS_OWN = /(^|\.)(google|googleapis|gstatic|gvt1)\.com$/;

/** A proxy that refuses every request and records it. Loopback does not go through it. */
async function startWatch() {
  /** @type {string[]} */
  const asked = [];
  const server = http.createServer((request, response) => {
    const { hostname } = new URL(request.url ?? "", "http://proxy");
    if (!BROWSERS_OWN.test(hostname)) asked.push(`${request.method} ${request.url}`);
    response.writeHead(403);
    response.end();
  });
  server.on("connect", (request, socket) => {
    if (!BROWSERS_OWN.test((request.url ?? "").split(":")[0])) asked.push(`CONNECT ${request.url}`);
    // A browser that is refused, or is closing, may drop the line before the answer is written.
    socket.on("error", () => {});
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  const port = await listenHere(server);
  const stop = (/** @type {() => void} */ done) => { server.closeAllConnections(); server.close(done); };
  return { asked, port, stop };
}

/**
 * Lets a server listen on a free port of this machine, and returns the port.
 * @param {http.Server} server
 */
export async function listenHere(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/** Longest wait for an element to appear, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Starts a browser for one test. Frames inside other sites may keep data, as Chromium has it by default,
 * unless `blocksThirdParties` is set, as careful administrators have it.
 *
 * `allowed`: the origins that may be asked, such as a server of the test. Whatever else is asked
 * for, by page, worker, extension or browser, fails `close`. `extension`: the folder of an unpacked one.
 *
 * @typedef {{ extension?: string | null, allowed?: string[], viewport?: { width: number, height: number } | null, blocksThirdParties?: boolean }} LaunchOptions
 * @param {LaunchOptions} options
 */
export async function launch({ extension = null, allowed = [], viewport = { width: 1280, height: 900 }, blocksThirdParties = false } = {}) {
  assert.ok(CHROMIUM, "Chromium is not in PATH");
  const profile = await mkdtemp(path.join(os.tmpdir(), "renkei-profile-"));
  const preferences = { profile: { cookie_controls_mode: blocksThirdParties ? 1 : 0 } };
  await mkdir(path.join(profile, "Default"));
  await writeFile(path.join(profile, "Default/Preferences"), JSON.stringify(preferences));
  const watch = await startWatch();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    acceptDownloads: true,
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [
      "--headless=new",
      "--no-sandbox",
      "--lang=ja-JP",
      `--proxy-server=http://127.0.0.1:${watch.port}`,
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-domain-reliability",
      "--no-pings",
      ...(extension
        ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`, "--enable-unsafe-extension-debugging"]
        : []),
    ],
  });

  context.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const complaints = [];
  context.on("request", (request) => requests.push(request.url()));
  const listen = (/** @type {Page} */ page) => {
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`console: ${message.text()}`);
    });
  };
  context.on("page", listen);
  context.pages().forEach(listen);

  const own = (/** @type {string} */ url) => {
    const { protocol, origin } = new URL(url);
    return ["blob:", "data:", "about:"].includes(protocol) ||
      protocol === "chrome-extension:" || allowed.some((a) => (a.startsWith("file:") ? url === a : origin === a));
  };
  return {
    context,
    /** Errors on any page, policy violations included. */
    complaints,
    requests,
    /**
     * Opens an address in the browser's one tab.
     * @param {string} url
     */
    async page(url) {
      const [page] = context.pages();
      await page.goto(url);
      return page;
    },
    /**
     * Presses the extension's toolbar button in a page's tab, as a person would.
     * @param {Page} page
     */
    async pressToolbarButton(page) {
      const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
      await worker.evaluate(() => chrome.action.onClicked.hasListeners());
      // The button means the tab in front, whichever one it is pressed for.
      await page.bringToFront();
      const browser = context.browser();
      assert.ok(browser, "the context has a browser of its own");
      const session = await browser.newBrowserCDPSession();
      const { targetInfos } = await session.send("Target.getTargets", { filter: [{ type: "tab" }] });
      const tab = targetInfos.find((target) => target.url === page.url());
      assert.ok(tab, "the page is in a tab");
      /** Playwright's types do not know this command yet. */
      const send = /** @type {(method: string, options: object) => Promise<unknown>} */ (session.send.bind(session));
      const press = () => send("Extensions.triggerAction", { id: new URL(worker.url()).host, targetId: tab.targetId });
      const there = () => page.locator("renkei-forms").waitFor({ state: "attached", timeout: 1500 }).then(() => true, () => false);
      await press();
      // Within milliseconds of a navigation Chromium can press the button without granting the tab,
      // which no hand is fast enough for. Nothing came in then, so it is pressed again.
      for (let tries = 0; tries < 3 && !(await there()); tries += 1) await press();
      await session.detach();
    },
    /** Closes the browser; fails if a request went elsewhere. */
    async close() {
      await context.close();
      await new Promise((resolve) => watch.stop(() => resolve(null)));
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      assert.deepEqual(requests.filter((url) => !own(url)), [], "requests to elsewhere");
      assert.deepEqual(watch.asked, [], "requests that tried to leave the machine");
    },
  };
}

/**
 * Returns the panel's frame in a page, once it is there.
 * @param {Page} page
 */
export async function panelOf(page) {
  for (let tries = 0; tries < 100; tries += 1) {
    const frame = page.frames().find((f) => /^chrome-extension:.*\/panel\.html/.test(f.url()));
    if (frame) return frame;
    await page.waitForTimeout(50);
  }
  throw new Error("the panel did not open");
}
