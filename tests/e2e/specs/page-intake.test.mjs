// Files made to exhaust the worker's memory or time: each gets its code within a second and 256 MB, and
// the next file is checked as usual. A package of gigabytes is read in slices.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { ROOT } from "../lib/browser.mjs";
import { entry, repeated, writeLarge, zip } from "../lib/crafted.mjs";
import { tab } from "../lib/desk.mjs";
import { openPage } from "../lib/page.mjs";
import { commandPackage } from "../lib/packages.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */
/** @typedef {import("../lib/crafted.mjs").Entry} Entry */

const run = promisify(execFile);
const MB = 1024 * 1024;

/** Milliseconds that a test waits for a second's work: other tests run at the same time. */
const PATIENCE = 20_000;

/** Notes how much memory each worker says that it holds, and how far it has come. */
const listen = (/** @type {Page} */ page) => page.evaluate(() => {
  globalThis.heard = { memory: 0, progress: [], answers: 0 };
  const spawn = globalThis.renkeiSpawnWorker;
  globalThis.renkeiSpawnWorker = () => {
    const worker = spawn();
    worker.addEventListener("message", ({ data }) => {
      if (data.memory) {
        heard.memory = Math.max(heard.memory, data.memory);
        heard.answers += 1;
      }
      if (data.total) heard.progress.push(data.done / data.total);
    });
    return worker;
  };
});

const over = (/** @type {Page} */ page, /** @type {number} */ count, timeout = PATIENCE) =>
  page.getByText(`${count} / ${count} 件`).waitFor({ timeout });

/**
 * Returns the codes of a package in the table.
 * @param {Page} page
 * @param {string} name
 */
async function codes(page, name) {
  await tab(page, "届いたファイル");
  await page.getByRole("button", { name, exact: true }).click();
  const details = page.locator(".details");
  await details.first().waitFor();
  const found = new Set((await details.allTextContents()).join(" ").match(/[A-Z]{3}-\d{3}/g) ?? []);
  await page.getByRole("button", { name, exact: true }).click();
  return [...found];
}

/**
 * Returns the entries of a good package and of its workbook, to be packed again with one changed.
 * @param {string} file
 * @param {string[]} names
 */
async function parts(file, names) {
  /** @type {Record<string, Buffer>} */
  const made = {};
  for (const name of names) {
    const { stdout } = await run("unzip", ["-p", file, name], {
      encoding: "buffer", maxBuffer: 64 * MB, env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    made[name] = stdout;
  }
  return made;
}

/**
 * Each bomb by its file name, with its expected code.
 * @param {string} folder
 * @returns {Promise<Record<string, [string, Buffer]>>}
 */
async function bombs(folder) {
  const { file } = await commandPackage();
  const { stdout } = await run("unzip", ["-Z1", file], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  const inside = await parts(file, stdout.trim().split("\n"));
  const book = path.join(folder, "book.xlsx");
  await writeFile(book, inside["申請書.xlsx"]);
  const { stdout: names } = await run("unzip", ["-Z1", book]);
  const sheets = await parts(book, names.trim().split("\n").map((n) => n.replace("[", "\\[")));
  const withBook = (/** @type {(parts: Entry[]) => Entry[]} */ change) => {
    const xml = Object.entries(sheets).map(([name, content]) => entry(name.replace("\\", ""), content));
    const changed = zip(change(xml));
    return zip(Object.entries(inside).map(([name, content]) => entry(name, name === "申請書.xlsx" ? changed : content)));
  };
  /** @type {(xml: Entry[], part: string, from: string, to: string) => Entry[]} */
  const text = (xml, part, from, to) => xml.map((one) => one.name === part
    ? entry(one.name, one.data.toString().replace(from, to)) : one);
  const ten = repeated(10 * 1024);
  /** @type {(depth: number) => Buffer} */
  const inner = (depth) => depth ? zip([entry("a.zip", inner(depth - 1))]) : zip([entry("a.txt", "x")]);
  const hidden = repeated(16);
  const overlapping = [entry("0.txt", hidden, { method: 8, size: 16 * MB })];
  for (let n = 1; n < 1000; n += 1) overlapping.push({ ...overlapping[0], name: `${n}.txt`, at: 0 });
  const long = repeated(400, 0x61);
  return {
    "ten-gigabytes.zip": ["ZIP-010", zip([entry("a.txt", ten, { method: 8, size: 0xffff_fffe })])],
    "overlapping.zip": ["ZIP-008", zip(overlapping)],
    "nested.zip": ["ZIP-019", inner(12)],
    "two-hundred-thousand.zip": ["ZIP-010", zip(Array.from({ length: 200_000 }, (_, n) => entry(`${n}`, "")))],
    "long-string.zip": ["XLS-010", withBook((xml) => xml.map((one) => one.name === "xl/sharedStrings.xml"
      ? entry(one.name, long, { method: 8, size: 400 * MB }) : one))],
    "far-cells.zip": ["PKG-007", withBook((xml) => text(xml, "xl/worksheets/sheet2.xml", "</sheetData>",
      '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>1</t></is></c><c r="XFD1048576"><v>1</v></c></row></sheetData>'))],
    "billion-laughs.zip": ["XLS-011", withBook((xml) => text(xml, "xl/sharedStrings.xml", "<sst",
      `<!DOCTYPE sst [<!ENTITY l0 "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("")}]><sst`))],
  };
}

test("each bomb gets its code in the worker, and the next package is checked", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-bombs-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { page, go } = await openPage(t);
  await listen(page);
  await go("review");
  const { file, name: good } = await commandPackage();
  let count = 0;
  for (const [name, [code, bytes]] of Object.entries(await bombs(folder))) {
    const bomb = path.join(folder, name);
    await writeFile(bomb, bytes);
    await page.evaluate(() => { heard.memory = 0; });
    const began = performance.now();
    await page.locator("#packages").setInputFiles(bomb);
    await over(page, count += 1);
    const took = Math.round(performance.now() - began);
    const memory = await page.evaluate(() => heard.memory);
    t.diagnostic(`${name}: ${bytes.length} bytes, ${took} ms, ${Math.round(memory / MB)} MiB`);
    assert.ok((await codes(page, name)).includes(code), `${name}: ${await codes(page, name)}`);
    assert.ok(memory > 0 && memory < 256e6, `${name}: ${memory} bytes`);
    assert.ok(took < 10_000, `${name}: ${took} ms`);
  }
  await page.locator("#packages").setInputFiles(file);
  await over(page, count + 1);
  await tab(page, "届いたファイル");
  const row = page.locator("table.packages tbody", { hasText: good });
  assert.equal(await row.locator(".standing").textContent(), "誤りなし");
});

/** Megabytes of the large package: 2,100 with `RENKEI_LARGE=1`, else what a test may take. */
const LARGE = process.env.RENKEI_LARGE === "1" ? 2100 : 300;

test(`a package of ${LARGE} MB is read in slices, shows how far it is, and can be cancelled`, async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-large-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const fixtures = path.join(ROOT, "tests/e2e/fixtures");
  const app = JSON.parse(await readFile(path.join(fixtures, "application.json"), "utf8"));
  const files = [];
  for (const { file } of app.attachments) {
    files.push({ name: file, content: await readFile(path.join(fixtures, "attachments", file)) });
  }
  const each = 30 * MB;
  for (let n = 1; n * each <= LARGE * MB; n += 1) {
    const name = `参考資料${n}.pdf`;
    app.attachments.push({ file: name, role: "other", title: `参考資料${n}` });
    files.push({ name, start: `%PDF-1.4\n% ${n}\n`, size: each });
  }
  files.unshift({ name: "application.json", content: JSON.stringify(app) });
  const { name } = await commandPackage();
  const large = path.join(folder, name);
  const bytes = await writeLarge(large, files);

  const { page, go } = await openPage(t);
  await listen(page);
  await go("review");
  const bar = page.locator("progress");
  await page.locator("#packages").setInputFiles(large);
  await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) > 0, null, { timeout: PATIENCE });
  await page.getByRole("button", { name: "中止" }).click();

  // What was cancelled stays and is taken up again.
  await page.evaluate(() => { heard.progress = []; });
  const began = performance.now();
  await page.getByRole("button", { name: "検査できなかったものを再検査" }).first().click();
  await bar.waitFor();
  await over(page, 1, 240_000);
  const took = (performance.now() - began) / 1000;
  const { memory, progress } = await page.evaluate(() => heard);
  t.diagnostic(`${bytes} bytes: ${took.toFixed(1)} s, ${Math.round(memory / MB)} MiB, ${progress.length} steps`);
  await tab(page, "届いたファイル");
  const row = page.locator("table.packages tbody", { hasText: name });
  assert.equal(await row.locator(".standing").textContent(), "誤りなし");
  assert.ok(memory > 0 && memory < 256e6, `${memory} bytes`);
  assert.ok(progress.length > 3, `${progress.length} steps`);
  assert.deepEqual(progress, [...progress].sort((a, b) => a - b), "progress never goes back");
  assert.ok((progress.at(-1) ?? 0) > 0.5);
});
