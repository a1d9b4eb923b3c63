// Registry and layouts in every format of spreadsheets: the same rows on the page. Files that are locked or made to
// harm get their finding, and the next one is read.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { ROOT } from "../lib/browser.mjs";
import { compare, openCarry, readTables, rolesOf } from "../lib/carry.mjs";
import { entry, zip } from "../lib/crafted.mjs";
import { dieOver, openPage } from "../lib/page.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */

const TABLES = path.join(ROOT, "tests/e2e/fixtures/tables");
const SPREADSHEETS = path.join(ROOT, "forms-core/tests/fixtures/spreadsheets");

/** Milliseconds that a file may take which is made to harm. */
const LIMIT = 2000;

const given = (/** @type {string} */ ending) => ["new", "registry", "old"].map((name) => path.join(TABLES, `${name}.${ending}`));

/** Reads the tables of one format; returns their row counts, and what the comparison shows. */
async function compared(/** @type {Page} */ page, /** @type {string} */ ending) {
  await readTables(page, given(ending));
  const rows = await page.locator(".table-words").evaluateAll((lines) => lines.map((line) => line.textContent.match(/(\d+)行を読みました/)?.[1]));
  const roles = await rolesOf(page);
  const problems = await page.locator(".table details, .table .notice").allTextContents();
  await compare(page);
  const line = await page.locator(".summary-line").textContent();
  const entries = await page.locator(".entry").allInnerTexts();
  return { rows, roles, problems, line, entries };
}

test("registry and layouts in .xls, .xlsb and .ods are the rows of the XLSX", async (t) => {
  /** @type {Record<string, Awaited<ReturnType<typeof compared>>>} */
  const found = {};
  for (const ending of ["xlsx", "xls", "xlsb", "ods", "csv"]) {
    const { page, browser } = await openPage(t);
    found[ending] = await compared(page, ending);
    assert.deepEqual(browser.complaints, []);
  }
  const { xlsx, ...others } = found;
  assert.deepEqual(xlsx.rows, ["6", "14", "6"]);
  assert.deepEqual(xlsx.roles, ["new", "inquiry", "old"]);
  assert.deepEqual(xlsx.problems, []);
  assert.ok(xlsx.entries.some((text) => text.includes("JT99010000000036")), "the retired procedure is shown");
  for (const [ending, other] of Object.entries(others)) assert.deepEqual(other, xlsx, ending);
});

/** An `.xls` whose first record after its beginning says that the rest is encrypted. */
async function locked() {
  const bytes = await readFile(path.join(SPREADSHEETS, "formats.xls"));
  const begin = bytes.indexOf(Buffer.from([9, 8, 16, 0]));
  assert.ok(begin > 0, "the beginning of the records");
  bytes.writeUInt16LE(0x2f, begin + 20);
  return bytes;
}

/** An `.ods` of a few kilobytes that says it has 1,000,000 rows of 16,384 cells with values. */
function endless() {
  const row = (/** @type {number} */ times, /** @type {string} */ cells) => `<table:table-row table:number-rows-repeated="${times}">${cells}</table:table-row>`;
  const words = ["事務手続コード", "事務手続名", "適用開始日"];
  const header = words.map((word) => `<table:table-cell office:value-type="string"><text:p>${word}</text:p></table:table-cell>`).join("");
  const cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>';
  const name = "urn:oasis:names:tc:opendocument:xmlns";
  return zip([
    entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    entry("META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="${name}:manifest:1.0"/>`),
    entry("content.xml", `<office:document-content xmlns:office="${name}:office:1.0" xmlns:table="${name}:table:1.0" xmlns:text="${name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="一覧">${row(1, header)}${row(1_000_000, cell)}</table:table></office:spreadsheet></office:body></office:document-content>`),
  ]);
}

test("a locked .xls and an .ods of a million rows get their finding in time, and the next file is read", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-formats-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { page } = await openPage(t);
  await openCarry(page);
  // The first request also starts the worker.
  const [good] = given("xlsb");
  await page.locator("#carry-tables").setInputFiles(good);
  await page.locator(".table", { hasText: "new.xlsb" }).getByText("6行を読みました").waitFor();
  for (const [name, bytes, code, words] of /** @type {const} */ ([
    ["鍵付き.xls", await locked(), "XLS-001", "パスワード"],
    ["百万行.ods", endless(), "XLS-010", ""],
  ])) {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    const began = performance.now();
    await page.locator("#carry-tables").setInputFiles(file);
    const table = page.locator(".table", { hasText: name });
    await table.getByText(code).first().waitFor({ state: "attached" });
    const took = Math.round(performance.now() - began);
    t.diagnostic(`${name}: ${bytes.length} bytes, ${took} ms`);
    assert.ok(took < LIMIT, `${name}: ${took} ms`);
    assert.ok((await table.textContent())?.includes(words), name);
  }
  const [, registry] = given("ods");
  await page.locator("#carry-tables").setInputFiles(registry);
  await page.locator(".table", { hasText: "registry.ods" }).getByText("14行を読みました").waitFor();
});

test("a worker that dies over a table is a message, and the next file is read", async (t) => {
  const { page } = await openPage(t);
  await dieOver(page, "old.xls");
  await openCarry(page);
  const [newer, registry, old] = given("xls");
  await page.locator("#carry-tables").setInputFiles([old, newer]);
  const alert = page.locator(".table", { hasText: "old.xls" }).getByRole("alert");
  await alert.filter({ hasText: "プログラムが止まりました" }).filter({ hasText: "unreachable" }).waitFor();
  await page.locator(".table", { hasText: "new.xls" }).getByText("6行を読みました").waitFor();
  await page.locator("#carry-tables").setInputFiles(registry);
  await page.locator(".table", { hasText: "registry.xls" }).getByText("14行を読みました").waitFor();
});
