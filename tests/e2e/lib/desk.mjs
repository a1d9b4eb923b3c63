// The reviewer's desk, and a small review to try it with.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { renkei } from "./packages.mjs";

/** @typedef {import("./browser.mjs").Page} Page */

/**
 * Makes the sample prefecture with its planted defects. Returns the paths of its packages, and of those sent again.
 * @param {import("node:test").TestContext} t
 */
export async function sampleReview(t, prefecture = "佐賀県", seed = "3") {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-desk-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await renkei("sample", folder, "--prefecture", prefecture, "--seed", seed, "--defects");
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".zip")).sort();
  const at = (/** @type {boolean} */ again) =>
    names.filter((name) => name.startsWith("再提出") === again).map((name) => path.join(folder, name));
  return { packages: at(false), again: at(true) };
}

/**
 * Says who reviews, who is expected, and the deadline.
 * @param {Page} page
 */
export async function begin(page, prefecture = "佐賀県") {
  await page.locator("#reviewer").fill("佐藤");
  await page.locator("#reviewer").blur();
  await page.locator("#prefecture").selectOption(prefecture);
  await page.getByRole("button", { name: "都道府県と市区町村を対象にする" }).click();
  await page.locator(".totals", { hasText: "未着" }).waitFor();
}

/**
 * Drops packages and waits until all are checked and compared.
 * @param {Page} page
 * @param {string[]} files
 */
export async function receive(page, files) {
  await page.locator("#packages").setInputFiles(files);
  await page.locator(".progress").getByText(/件/).first().waitFor();
  await page.getByRole("button", { name: "中止" }).waitFor({ state: "hidden", timeout: 60_000 });
  await tab(page, "通知・出力");
  await page.locator(".letters").waitFor({ timeout: 60_000 });
  await tab(page, "受付簿");
}

/**
 * Opens a screen.
 * @param {Page} page
 * @param {string} name
 */
export const tab = (page, name) => page.locator(".desk-tabs button", { hasText: name }).click();

/** The grid. @param {Page} page */
export const grid = (page) => page.locator("#register");

/**
 * The row of an applicant.
 * @param {Page} page
 * @param {string} name
 */
export const rowOf = (page, name) => page.locator(".register-body .register-row", { hasText: name });

/** The row that the person is at. @param {Page} page */
export const currentRow = (page) => page.locator(".register-body .register-row.current");
