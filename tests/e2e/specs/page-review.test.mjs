// The review view: what two packages say differently counts in the row of each.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { tab } from "../lib/desk.mjs";
import { openPage } from "../lib/page.mjs";
import { renkei } from "../lib/packages.mjs";

test("a broken pair is an error in the rows of both packages", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-pair-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const made = path.join(folder, "pref");
  await renkei("sample", made, "--prefecture", "佐賀県", "--seed", "3", "--defects");
  // Exit status 1 means findings, which is what it is run for.
  const { stdout } = await renkei("check", made, "--format", "json", "--today", "2019-05-20").catch((error) => error);
  const report = JSON.parse(stdout);
  const pair = report.cross.find((/** @type {any} */ c) => c.code === "XAP-003").packages;
  const statuses = report.packages.filter((/** @type {any} */ p) => pair.includes(p.path)).map((/** @type {any} */ p) => p.status);
  assert.deepEqual(statuses, ["valid", "valid"], "alone each is without errors");

  const { page, go } = await openPage(t);
  await go("review");
  const files = pair.map((/** @type {string} */ file) => path.resolve(folder, file));
  await page.locator("#packages").setInputFiles(files);
  await tab(page, "突合");
  await page.locator(".pair-card", { hasText: "XAP-003" }).first().waitFor();
  await tab(page, "届いたファイル");
  const names = files.map((/** @type {string} */ file) => path.basename(file));
  for (const [name, other] of [names, [...names].reverse()]) {
    const row = page.locator("table.packages tbody", { hasText: name });
    assert.equal(await row.locator(".standing").textContent(), "誤りあり", name);
    assert.ok(Number(await row.locator("td.error").textContent()) > 0, name);
    await row.getByRole("button", { name }).click();
    const line = row.locator(".findings li", { hasText: "XAP-003" });
    await line.filter({ hasText: `関係する提出書類：${other}` }).waitFor();
    assert.match(await line.locator(".place").first().innerText(), /申請書\.xlsx|application\.json/, "with its place in this package");
    await row.getByRole("button", { name }).click();
  }
});
