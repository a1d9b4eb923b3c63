// The single file, opened from file:// with the network off.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { expectAccessible } from "../lib/axe.mjs";
import { DIST, launch } from "../lib/browser.mjs";
import { commandPackage, sha256 } from "../lib/packages.mjs";

const FILE = pathToFileURL(path.join(DIST, "renkei-offline.html")).href;

test("the offline file builds the same bytes as the command, with the network off", async (t) => {
  const browser = await launch({ allowed: [FILE] });
  t.after(() => browser.close());
  await browser.context.setOffline(true);
  const began = Date.now();
  const page = await browser.page(FILE);
  await page.locator("#open-draft").waitFor();
  t.diagnostic(`ready after ${Date.now() - began} ms`);

  const expected = await commandPackage();
  await page.locator("#open-draft").setInputFiles(expected.file);
  await page.getByRole("heading", { name: "佐賀市の変更申請" }).waitFor();
  await page.evaluate(() => { location.hash = "#/build"; });
  await page.getByRole("button", { name: "提出書類作成" }).click();
  const link = page.locator("a[download]");
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.equal(download.suggestedFilename(), expected.name);
  assert.equal(sha256(await readFile(await download.path())), expected.sha256);

  await expectAccessible(page, "the offline file");
  assert.deepEqual(browser.complaints, []);
  assert.deepEqual(browser.requests.filter((url) => !/^(blob|data):/.test(url)), [FILE], "one file and nothing else");
});
