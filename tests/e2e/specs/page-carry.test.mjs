// The carry-over view (引き継ぐ): from registry and layouts to the draft, with a person's decisions.

import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { commandDraft, compare, entryOf, readTables, rolesOf, sampleTables } from "../lib/carry.mjs";
import { download, openPage } from "../lib/page.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */

const RETIRED = "JT99010000000036";
const SUCCESSOR = "JT99010000000207";

const all = (/** @type {import("../lib/carry.mjs").Tables} */ tables) => [tables.new, ...tables.registry, tables.old];
const line = (/** @type {Page} */ page) => page.locator(".summary-line").textContent();
const entry = (/** @type {Page} */ page, /** @type {string} */ code) => page.locator(".entry", { hasText: code }).first();

/**
 * @param {Page} page
 * @param {import("../lib/page.mjs").Go} go
 */
async function savedDraft(page, go) {
  await go("");
  return (await download(page, page.getByRole("button", { name: "下書きをファイルに保存" }))).path;
}

test("tables become the draft that the command makes, and decisions stay with it", async (t) => {
  const tables = await sampleTables();
  const { page, go } = await openPage(t);
  await readTables(page, all(tables));
  assert.deepEqual(await rolesOf(page), ["new", "inquiry", "provision", "old"], "each is recognised by its content");
  await compare(page);
  assert.equal(await line(page), (await commandDraft(tables)).line);

  const retired = entry(page, RETIRED);
  await retired.getByText("主務省令の規定が同じ").waitFor();
  assert.equal(await retired.locator("ins").first().innerText().then((s) => s.includes("地方税関係情報を照会")), true);
  await retired.getByRole("checkbox", { name: new RegExp(SUCCESSOR) }).check();
  await page.getByText("廃止された事務手続のすべてを決めました。").waitFor();
  const decided = { [RETIRED]: { successors: [SUCCESSOR] } };
  const expected = await commandDraft(tables, decided);
  assert.equal(await line(page), expected.line);
  await page.getByRole("button", { name: "判断を元に戻す" }).click();
  await page.getByText("引き継ぎ先を決めていない事務手続が1件あります").waitFor();
  await page.getByRole("button", { name: "判断をやり直す" }).click();

  await page.getByRole("button", { name: "変更申請の下書きを作る" }).click();
  await page.locator(".fates").getByText("引き継ぎ先 1件").waitFor();
  await page.locator(".row .fate", { hasText: "継続" }).first().waitFor();
  assert.ok(expected.draft.equals(await entryOf(await savedDraft(page, go), "application.json")), "byte for byte");

  // The decisions are still there after a reload, and can be undone.
  await page.locator(".save-state", { hasText: "保存済み" }).waitFor();
  await page.reload();
  await page.locator("#open-draft").waitFor({ state: "attached" });
  await go("carry");
  await page.waitForFunction(() => document.querySelectorAll(".table-words").length === 4);
  await compare(page);
  assert.ok(await entry(page, RETIRED).getByRole("checkbox", { name: new RegExp(SUCCESSOR) }).isChecked());
});

test("a registered delegation that the draft loses is an error until a row takes its place", async (t) => {
  const tables = await sampleTables();
  const { page, go } = await openPage(t);
  await readTables(page, all(tables));
  await compare(page);
  await page.getByRole("button", { name: "変更申請の下書きを作る" }).click();
  await page.locator(".fates").getByText("失効（要対応） 1件").waitFor();
  await go("check");
  const found = (/** @type {string} */ code) => page.locator("#all-errors", { hasText: code });
  await found(SUCCESSOR).waitFor();
  await go("task/delegations");
  const lapsed = page.locator(".row", { has: page.locator(".fate.lapsed") });
  await lapsed.getByRole("button", { name: /^削除/ }).click();
  await go("check");
  await page.locator("#all-errors", { hasText: "廃止" }).getByText(SUCCESSOR).first().waitFor();
  await page.getByRole("button", { name: "元に戻す" }).click();

  // With a decision the draft has none of these.
  await go("carry");
  await entry(page, RETIRED).getByRole("checkbox", { name: "廃止（引き継がない）" }).check();
  await page.getByRole("button", { name: "変更申請の下書きを作る" }).click();
  await page.locator(".fates").getByText("終了（引き継がない） 1件").waitFor();
  await go("check");
  await page.locator("#all-errors").waitFor();
  await page.waitForFunction((code) => document.querySelector("#all-errors")?.textContent.includes(code) === false, RETIRED);
});

test("columns under other headers are assigned once and remembered", async (t) => {
  const tables = await sampleTables();
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-columns-"));
  const odd = path.join(folder, "inquiry.csv");
  const text = await readFile(tables.registry[0], "utf8");
  await writeFile(odd, `委任の台帳\n\n${text.replace("委任範囲", "まるごとか否か").replace("受任者機関名", "まかされた者")}`);
  const { page, go } = await openPage(t);
  await readTables(page, [tables.old, tables.new, odd]);
  await page.getByText("見つからない列：受任者機関名、委任範囲").waitFor();
  assert.ok(await page.getByRole("button", { name: "突き合わせる" }).isDisabled());
  await page.getByRole("button", { name: /^列を割り当てる: / }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("必須の列がまだ割り当てられていません：受任者機関名、委任範囲").waitFor();
  await expectAccessible(page, "the dialog");
  await dialog.getByLabel(/^委任範囲/).selectOption({ label: "H列 まるごとか否か　例：全部" });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^列を割り当てる: / }).click();
  for (const [name, start] of [["委任範囲", "H列"], ["受任者機関名", "E列"]]) {
    const select = dialog.getByLabel(new RegExp(`^${name}`));
    const labels = await select.locator("option").allTextContents();
    await select.selectOption({ label: labels.find((label) => label.startsWith(start)) });
  }
  await dialog.getByRole("button", { name: "割り当てて読み直す" }).click();
  await page.getByText("36行を読みました（見出しは3行目）").waitFor();
  assert.equal(await page.getByText("見つからない列").count(), 0);
  await compare(page);
  const before = await line(page);

  await go("");
  await page.reload();
  await readTables(page, [tables.old, tables.new, odd]);
  assert.equal(await page.getByText("見つからない列").count(), 0, "it is remembered");
  await compare(page);
  assert.equal(await line(page), before);
});

test("what is no table says so, and nothing that was decided is lost by it", async (t) => {
  const tables = await sampleTables();
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-wrong-"));
  const wrong = path.join(folder, "報告.xlsx");
  await writeFile(wrong, "%PDF-1.7");
  const { page } = await openPage(t);
  await readTables(page, all(tables));
  await compare(page);
  await entry(page, RETIRED).getByRole("checkbox", { name: "廃止（引き継がない）" }).check();
  await page.locator("#carry-tables").setInputFiles([wrong]);
  await page.locator(".table", { hasText: "報告.xlsx" }).getByText("XLS-001").waitFor();
  await page.getByText("もう一度突き合わせてください").waitFor();
  await page.getByRole("button", { name: "外す: 報告.xlsx" }).click();
  await page.getByRole("button", { name: "もう一度突き合わせる" }).click();
  await page.getByText("廃止された事務手続のすべてを決めました。").waitFor();
  const file = await download(page, page.getByRole("button", { name: "判断の記録を保存" }));
  assert.deepEqual(JSON.parse(await readFile(file.path, "utf8")).decisions, { [RETIRED]: { successors: [] } });
});

test("what was decided before there is a draft is there after a reload, and can be taken back", async (t) => {
  const tables = await sampleTables();
  const { page, go } = await openPage(t);
  await readTables(page, all(tables));
  await compare(page);
  const successor = () => entry(page, RETIRED).getByRole("checkbox", { name: new RegExp(SUCCESSOR) });
  await successor().check();
  await page.getByText("廃止された事務手続のすべてを決めました。").waitFor();
  await go("");
  await page.reload();
  await readTables(page, all(tables));
  await compare(page);
  await page.getByText("判断1件を戻しました").waitFor();
  assert.ok(await successor().isChecked());
  await page.getByRole("button", { name: "判断を元に戻す" }).click();
  await page.getByText("引き継ぎ先を決めていない事務手続が1件あります").waitFor();
  // An undone decision does not come back.
  await go("");
  await page.reload();
  await readTables(page, all(tables));
  await compare(page);
  await page.getByText("引き継ぎ先を決めていない事務手続が1件あります").waitFor();
  assert.equal(await successor().isChecked(), false);
});

for (const [name, viewport] of /** @type {const} */ ([["wide", { width: 1280, height: 900 }], ["narrow", { width: 400, height: 800 }]])) {
  test(`the result fits and axe-core finds nothing (${name})`, async (t) => {
    const tables = await sampleTables();
    const { page } = await openPage(t, { viewport });
    await readTables(page, all(tables));
    await compare(page);
    await expectAccessible(page, name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide`);
    if (process.env.RENKEI_LOOK) await page.screenshot({ path: `${process.env.RENKEI_LOOK}/carry-${name}.png`, fullPage: true });
  });
}
