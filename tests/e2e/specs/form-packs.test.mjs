// Form packs in page and panel: a pack is checked, used everywhere (workers included), kept, and replaced
// by the built-in one with one button.

import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { DIST, ROOT, launch, panelOf } from "../lib/browser.mjs";
import { openPage, openSample } from "../lib/page.mjs";
import { picture } from "../lib/pictures.mjs";
import { startSite } from "../lib/site.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */
/** @typedef {import("../lib/browser.mjs").Frame} Frame */

const COASTAL = path.join(ROOT, "tests/packs/coastal.toml");

/**
 * Writes a copy of the pack with one piece replaced.
 * @param {string} find
 * @param {string} replace
 */
async function changed(find, replace) {
  const text = await readFile(COASTAL, "utf8");
  assert.ok(text.includes(find), find);
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "renkei-pack-")), "wrong.toml");
  await writeFile(file, text.replace(find, replace));
  return file;
}

const choice = (/** @type {Page | Frame} */ place) => place.locator(".pack-choice > summary");
const inUse = (/** @type {Page | Frame} */ place, /** @type {string} */ name) => choice(place).filter({ hasText: name }).waitFor();

test("a form pack is checked, used everywhere, remembered, and given up again", async (t) => {
  const { page, go } = await openPage(t);
  await inUse(page, "2019.06");
  await openSample(page);
  await page.locator(".save-state", { hasText: "保存済み" }).waitFor();
  await choice(page).click();
  await expectAccessible(page, "the choice of the pack");
  const { version } = await page.evaluate(() => ({ version: document.querySelector(".pack-choice > summary")?.textContent }));

  await page.locator("#load-pack").setInputFiles(await changed("path_budget = 100", "path_budget = 999"));
  const wrong = page.locator(".pack-choice .notice.error");
  await wrong.waitFor();
  assert.match((await wrong.textContent()) ?? "", /PCK-010.*\d+行\d+桁/);
  assert.equal(await choice(page).textContent(), version, "nothing was taken");
  await picture(page, "pack-wrong");

  await page.locator("#load-pack").setInputFiles(COASTAL);
  await inUse(page, "2031.04");
  // The draft is still there, under the labels of the new pack.
  await page.getByText("倉吉市").first().waitFor();
  await go("task/contact");
  await page.getByText("海浜・担当部署").first().waitFor();
  // The check runs in a worker, which has the pack too: it says what differs.
  await go("check");
  await page.getByText(/様式パック「standard .*」で作られていますが/).first().waitFor();

  await page.reload();
  await inUse(page, "2031.04");
  await choice(page).click();
  await page.getByRole("button", { name: "組み込みの様式定義に戻す" }).click();
  await inUse(page, "2019.06");
  await go("");
  await page.getByRole("heading", { name: "倉吉市の変更申請" }).waitFor();
  await go("task/contact");
  await page.locator("#at-contact-department").waitFor();
  assert.equal(await page.getByText("海浜・担当部署").count(), 0);
});

test("a form pack that is no text says so", async (t) => {
  const { page } = await openPage(t);
  await choice(page).click();
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "renkei-pack-")), "pack.toml");
  await writeFile(file, Buffer.from([0xff, 0xfe, 0x00]));
  await page.locator("#load-pack").setInputFiles(file);
  await page.getByText("文字のファイルではない").waitFor();
});

test("the panel takes a form pack too and remembers it", async (t) => {
  const site = await startSite("strict");
  const browser = await launch({ extension: path.join(DIST, "extension"), allowed: [site.origin] });
  t.after(async () => {
    await site.stop();
    await browser.close();
  });
  const page = await browser.page(`${site.origin}/apply.html`);
  await browser.pressToolbarButton(page);
  let panel = await panelOf(page);
  await inUse(panel, "2019.06");
  await choice(panel).click();
  await panel.locator("#load-pack").setInputFiles(COASTAL);
  await page.waitForTimeout(500);
  panel = await panelOf(page);
  await inUse(panel, "2031.04");
  await expectAccessible(panel, "the panel with another pack");
  await page.goto(`${site.origin}/apply.html`);
  await browser.pressToolbarButton(page);
  panel = await panelOf(page);
  await inUse(panel, "2031.04");
});
