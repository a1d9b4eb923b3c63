// Opens the page as `cargo xtask` serves it, and acts on it as a person would.

import assert from "node:assert/strict";

import { launch } from "./browser.mjs";

/** @typedef {import("./browser.mjs").Page} Page */
/** @typedef {Awaited<ReturnType<typeof openPage>>["go"]} Go */

/**
 * Opens the page in a fresh browser. `go` opens a view by its address after `#`.
 * @param {import("node:test").TestContext} t
 * @param {import("./browser.mjs").LaunchOptions} options
 */
export async function openPage(t, options = {}) {
  // xtask starts the server of `cargo xtask serve`, with its policy, and prints the address.
  const origin = process.env.RENKEI_PAGE;
  assert.ok(origin, "run the browser tests with `cargo xtask e2e`");
  const browser = await launch({ ...options, allowed: [origin] });
  t.after(() => browser.close());
  const page = await browser.page(`${origin}/`);
  await page.waitForSelector("#open-draft");
  const go = async (/** @type {string} */ view) => {
    await page.evaluate((hash) => { location.hash = hash; }, `#/${view}`);
    await page.waitForFunction((hash) => location.hash === hash, `#/${view}`);
  };
  return { browser, page, go, origin };
}

/**
 * Begins with the sample application.
 * @param {Page} page
 */
export async function openSample(page) {
  await page.getByRole("button", { name: "見本を開く" }).click();
  await page.getByRole("heading", { name: "倉吉市の変更申請" }).waitFor();
}

/**
 * Waits until the page says that the draft is saved.
 * @param {Page} page
 */
export const saved = (page) => page.locator(".save-state", { hasText: "保存済み" }).waitFor();

/**
 * Clicks a button or link that saves a file; returns the file's name and where it lies.
 * @param {Page} page
 * @param {import("playwright-core").Locator} button
 */
export async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: file.suggestedFilename(), path: await file.path() };
}

/**
 * Drops files or folders on an element, as a person would.
 * @param {Page} page
 * @param {string} selector
 * @param {string[]} files
 */
export async function drop(page, selector, files) {
  const element = page.locator(selector).first();
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  assert.ok(box, `${selector} is shown`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
  await session.detach();
}

/**
 * Lets a worker die over each request with a file of this name, which the module cannot begin: the worker's code throws.
 * @param {Page} page
 * @param {string} name
 */
export const dieOver = (page, name) => page.evaluate((name) => {
  const spawn = globalThis.renkeiSpawnWorker;
  globalThis.renkeiSpawnWorker = () => {
    const worker = spawn();
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (/** @type {{ files?: File[] }} */ message) => {
      const deadly = message.files?.some((f) => f.name === name);
      if (!deadly) return post(message);
      worker.terminate();
      setTimeout(() => worker.dispatchEvent(new ErrorEvent("error", { message: "RuntimeError: unreachable" })));
    };
    return worker;
  };
}, name);
