// The single file, opened from file:// with the network off.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { expectAccessible } from "../lib/axe.mjs";
import { DIST, launch } from "../lib/browser.mjs";
import { expectSamePackage, openDraft } from "../lib/page.mjs";

const FILE = pathToFileURL(path.join(DIST, "renkei-offline.html")).href;

test("the offline file builds the same bytes as the command, with the network off", async (t) => {
  const browser = await launch({ allowed: [FILE] });
  t.after(() => browser.close());
  await browser.context.setOffline(true);
  const began = Date.now();
  const page = await browser.page(FILE);
  await page.locator("#open-draft").waitFor();
  t.diagnostic(`ready after ${Date.now() - began} ms`);
  await openDraft(page);
  await expectSamePackage(page);
  await expectAccessible(page, "the offline file");
  assert.deepEqual(browser.complaints, []);
  assert.deepEqual(browser.requests.filter((url) => !/^(blob|data):/.test(url)), [FILE], "one file and nothing else");
});
