// The page: filling in the form, findings, saving the draft, building the package.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { download, openPage, openSample, saved } from "../lib/page.mjs";
import { commandPackage, sha256 } from "../lib/packages.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */

/**
 * @param {Page} page
 * @param {import("../lib/page.mjs").Go} go
 */
async function build(page, go) {
  await go("build");
  await page.getByRole("button", { name: "提出書類作成" }).click();
  await page.getByRole("heading", { name: "提出書類を作成しました" }).waitFor();
}

test("the package of the page is the command's, byte for byte", async (t) => {
  const { page, go } = await openPage(t);
  const expected = await commandPackage();
  await page.locator("#open-draft").setInputFiles(expected.file);
  await page.getByRole("heading", { name: "佐賀市の変更申請" }).waitFor();
  await build(page, go);
  const zip = await download(page, page.getByRole("link", { name: "ZIPを保存" }));
  assert.equal(zip.name, expected.name);
  assert.equal(sha256(await readFile(zip.path)), expected.sha256);
  assert.ok(await page.getByText(expected.sha256).isVisible());
});

test("a mistake shows when its field is left, in the task list and in the summary that leads back", async (t) => {
  const { page, go } = await openPage(t);
  await openSample(page);
  await go("task/contact");
  const field = page.locator("#at-contact-mail");
  await field.fill("");
  assert.equal(await page.locator("#at-contact-mail-problems").count(), 0, "not before it is left");
  await field.blur();
  await page.locator("#at-contact-mail-problems").waitFor();
  const described = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
  assert.ok(described.includes("at-contact-mail-problems"));
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await page.locator(".tasks").getByText("要確認 1件").waitFor();

  await go("build");
  await page.getByRole("button", { name: "提出書類作成" }).click();
  await page.locator("#build-errors:focus").waitFor();
  await page.locator("#build-errors a").click();
  await page.locator("#at-contact-mail:focus").waitFor();
});

test("an error goes into a package only with a reason, which the package shows", async (t) => {
  const { page, go } = await openPage(t);
  await openSample(page);
  await go("task/contact");
  await page.locator("#at-contact-department").fill("");
  await go("build");
  await page.locator("#build-errors").waitFor();
  await page.getByText("誤りを承知のうえで提出する場合").click();
  await page.getByLabel(/FRM-001/).fill("異動のため未定");
  await page.getByRole("button", { name: "提出書類作成" }).click();
  await page.getByRole("heading", { name: "提出書類を作成しました" }).waitFor();
  await page.locator(".built").getByText("異動のため未定").waitFor();
});

test("a code, a corporate number or a name fills in what follows from it", async (t) => {
  const { page, go } = await openPage(t);
  await page.getByRole("button", { name: "変更申請を始める" }).click();
  await go("task/applicant");
  const [code, name, number] = ["code", "name", "corporate_number"].map((f) => page.locator(`#at-applicant-${f}`));
  await code.fill("府中市");
  await page.getByRole("button", { name: /広島県府中市/ }).click();
  assert.deepEqual([await code.inputValue(), await name.inputValue()], ["342084", "府中市"]);
  await code.fill("３０００020141003");
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#at-applicant-name")).value === "横浜市");
  assert.deepEqual([await code.inputValue(), await number.inputValue()], ["141003", "3000020141003"]);
  await code.fill("0220113112101700");
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#at-applicant-agency_code")).value !== "");
});

test("a row that was deleted comes back with undo", async (t) => {
  const { page, go } = await openPage(t);
  await openSample(page);
  await go("task/delegations");
  const rows = page.locator(".rows > .row");
  await rows.first().waitFor();
  const count = await rows.count();
  await page.getByRole("button", { name: /^削除: 委任・受任 1行目/ }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".rows > .row").length === n, count - 1);
  await page.getByRole("button", { name: "元に戻す" }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".rows > .row").length === n, count);
});

test("a draft survives a reload with its files, and goes to a file and back", async (t) => {
  const { page, go } = await openPage(t);
  await openSample(page);
  await go("task/contact");
  await page.locator("#at-contact-department").fill("変更した課");
  await page.locator(".save-state", { hasText: "保存しています" }).waitFor();
  await saved(page);
  await page.reload();
  await page.locator("#at-contact-department").waitFor();
  assert.equal(await page.locator("#at-contact-department").inputValue(), "変更した課");
  await build(page, go);

  await go("");
  const draft = await download(page, page.getByRole("button", { name: "下書きをファイルに保存" }));
  await page.getByText("別の申請を始める").click();
  await page.getByRole("button", { name: "接続開始申請を始める" }).click();
  await go("");
  await page.getByText("別の申請を始める").click();
  await page.locator("#open-draft").setInputFiles(draft.path);
  await page.getByRole("heading", { name: "倉吉市の変更申請" }).waitFor();
  await build(page, go);
});

test("a second tab says that it keeps nothing", async (t) => {
  const { page, browser, origin } = await openPage(t);
  await openSample(page);
  const second = await browser.context.newPage();
  await second.goto(`${origin}/`);
  await second.getByRole("button", { name: "変更申請を始める" }).click();
  await second.getByText("別のタブで下書きを開いています").waitFor();
});
