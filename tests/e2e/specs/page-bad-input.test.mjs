// Bad input to the page: each gets a clear answer, and nothing typed is lost.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { tab } from "../lib/desk.mjs";
import { dieOver, download, drop, openPage, openSample } from "../lib/page.mjs";
import { commandPackage } from "../lib/packages.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */

/**
 * Writes files into a new folder; returns the folder's path, and each file's path under its name.
 * @template {string} Name
 * @param {Record<Name, string | Buffer>} contents
 */
async function files(contents) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-bad-"));
  const made = /** @type {Record<Name, string>} */ ({});
  for (const [name, content] of /** @type {[Name, string | Buffer][]} */ (Object.entries(contents))) {
    made[name] = path.join(folder, name);
    await mkdir(path.dirname(made[name]), { recursive: true });
    await writeFile(made[name], content);
  }
  return { folder, ...made };
}

const emptyZip = Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);

/** Returns file name and result of each row of the table. */
async function results(/** @type {Page} */ page) {
  await tab(page, "届いたファイル");
  return page.locator("table.packages tbody").evaluateAll((rows) =>
    Object.fromEntries(rows.map((r) => [r.querySelector("th")?.textContent, r.querySelector(".standing")?.textContent])));
}

/** Saves the report of the review view and returns it. */
async function savedReport(/** @type {Page} */ page) {
  await tab(page, "届いたファイル");
  const saved = await download(page, page.getByRole("button", { name: "検査結果を保存（JSON）" }));
  return JSON.parse(await readFile(saved.path, "utf8"));
}

const over = (/** @type {Page} */ page, /** @type {number} */ count) => page.getByText(`${count} / ${count} 件`).waitFor();

test("what is no draft is refused in words and the draft stays", async (t) => {
  const { page, go } = await openPage(t);
  const bad = await files({
    "broken.json": "{\"schema\": \"renkei.application/1\",",
    "empty.json": "",
    "newer.json": "{\"schema\": \"renkei.application/9\"}",
    "paper.pdf": "%PDF-1.7",
    "nothing.zip": emptyZip,
  });
  await openSample(page);
  await go("task/contact");
  await page.locator("#at-contact-department").fill("打ちかけの課");
  await go("");
  await page.getByText("別の申請を始める").click();
  for (const [name, words] of /** @type {const} */ ([
    ["broken.json", "JSONとして読めません"],
    ["empty.json", "空のファイル"],
    ["newer.json", "新しい版"],
    ["paper.pdf", "下書きではありません"],
    ["nothing.zip", "申請データがありません"],
  ])) {
    await page.locator("#open-draft").setInputFiles(bad[name]);
    await page.getByRole("alert").filter({ hasText: name }).filter({ hasText: words }).waitFor();
  }
  await drop(page, ".drop", [bad.folder]);
  await page.getByRole("alert").filter({ hasText: "フォルダーです" }).waitFor();
  await go("task/contact");
  assert.equal(await page.locator("#at-contact-department").inputValue(), "打ちかけの課");
});

test("a folder, an empty file and a hundred megabytes as attachments", async (t) => {
  const { page, go } = await openPage(t);
  const given = await files({ "empty.txt": "", "big.pdf": Buffer.alloc(100 * 1024 * 1024, "%PDF-1.4 ") });
  await openSample(page);
  await go("task/attachments");
  await drop(page, ".drop", [given.folder, given["empty.txt"]]);
  await page.getByText("フォルダーは添付できません").waitFor();
  await page.getByText("「empty.txt」は空のファイル").waitFor();
  await page.getByRole("button", { name: "削除: empty.txt" }).click();
  await page.locator("#attach").setInputFiles(given["big.pdf"]);
  await page.locator(".row-title", { hasText: "big.pdf" }).waitFor();
  await go("build");
  await page.getByRole("button", { name: "提出書類作成" }).click();
  await page.getByText("作成しています").waitFor();
  await page.getByRole("heading", { name: "提出書類を作成しました" }).waitFor({ timeout: 120_000 });
});

test("packages, real and false, one row each; a folder gives its ZIPs", async (t) => {
  const { page, go } = await openPage(t);
  const { file } = await commandPackage();
  const bad = await files({ "fake.zip": "%PDF-1.7", "empty.zip": "", "nothing.zip": emptyZip, "in/readme.txt": "x", "in/deep/x.zip": emptyZip });
  await go("review");
  await page.locator("#packages").setInputFiles([file, bad["fake.zip"], bad["empty.zip"], bad["nothing.zip"]]);
  await over(page, 4);
  const found = await results(page);
  assert.equal(found[path.basename(file)], "誤りなし");
  for (const name of ["fake.zip", "empty.zip", "nothing.zip"]) assert.equal(found[name], "読めません", name);
  await page.getByRole("button", { name: "fake.zip" }).click();
  await page.locator(".details", { hasText: "ZIP-001" }).filter({ hasText: "PDF" }).waitFor();

  await drop(page, ".drop:has(#packages)", [path.join(bad.folder, "in")]);
  await over(page, 5);
  assert.ok("in/deep/x.zip" in (await results(page)));
  await page.getByText("ZIPでないファイル1個").waitFor();

  await drop(page, "footer", [bad["fake.zip"]]);
  await over(page, 5);
});

test("a worker that dies is one red row, and the next package is checked", async (t) => {
  const { page, go } = await openPage(t);
  const { file } = await commandPackage();
  const bad = await files({ "deadly.zip": emptyZip });
  await dieOver(page, "deadly.zip");
  await go("review");
  await page.locator("#packages").setInputFiles([bad["deadly.zip"], file]);
  await over(page, 2);
  assert.deepEqual(await results(page), { "deadly.zip": "検査できません", [path.basename(file)]: "誤りなし" });
  assert.equal(await page.locator("tbody.crashed").count(), 1);
  // What was not checked cannot be cleared, and stands in the saved report.
  await page.locator(".notice", { hasText: "2件のうち1件は検査していません" }).waitFor();
  await tab(page, "突合");
  await page.locator(".pairs").getByText("読めなかったファイルは1件です").waitFor();
  assert.equal(await page.getByText("食い違いはありません").count(), 0);
  const report = await savedReport(page);
  assert.deepEqual(report.packages.map((/** @type {any} */ p) => [p.path, p.status, p.findings[0]?.code]), [
    [path.basename(file), "valid", undefined],
    ["deadly.zip", "unreadable", "ZIP-026"],
  ]);
  assert.match(report.packages[1].findings[0].message, /プログラムが止まりました/);
});

test("checks can be cancelled and begun again", async (t) => {
  const { page, go } = await openPage(t);
  const given = await files({ "big.zip": Buffer.alloc(100 * 1024 * 1024, 7) });
  await go("review");
  await page.locator("#packages").setInputFiles(Array(5).fill(given["big.zip"]));
  await page.getByRole("button", { name: "中止" }).click();
  await over(page, 5);
  await tab(page, "届いたファイル");
  assert.ok((await page.locator(".standing").allTextContents()).includes("中止"));
  const standing = await page.locator(".standing").allTextContents();
  const cancelled = (await savedReport(page)).packages.filter((/** @type {any} */ p) => /検査を中止しました/.test(p.findings[0].message));
  assert.equal(cancelled.length, standing.filter((words) => words === "中止").length);
  const { file } = await commandPackage();
  await page.locator("#packages").setInputFiles(file);
  await over(page, 6);
  // What was cancelled stays open, so nobody is told that everything fits.
  await tab(page, "突合");
  await page.locator(".pairs .notice", { hasText: "読めなかったファイルは" }).waitFor();
  assert.equal(await page.getByText("食い違いはありません").count(), 0);
});
