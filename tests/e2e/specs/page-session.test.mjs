// The review as it is kept in the browser: nothing that was checked or decided is lost by a reload, a crash, a full
// storage or a second tab, and sessions of several people are united.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { dieOver, download, openPage } from "../lib/page.mjs";
import { commandPackage, makeZip, renkei } from "../lib/packages.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */
/** @typedef {import("node:test").TestContext} Context */

const kept = (/** @type {Page} */ page) => page.locator(".review-save-state", { hasText: "保存済み" }).waitFor();
const over = (/** @type {Page} */ page, /** @type {number} */ count) => page.getByText(`${count} / ${count} 件`).waitFor();
const put = (/** @type {Page} */ page, /** @type {any} */ files) => page.locator("#packages").setInputFiles(files);

/** The button that checks again what has no result. */
const again = (/** @type {Page} */ page) => page.getByRole("button", { name: "検査できなかったものを再検査" }).first();

/** A file that is no package, which is checked in no time. */
const file = (/** @type {string} */ name, content = name) => ({ name, mimeType: "application/zip", buffer: Buffer.from(content) });

/** The session as the page writes it. */
async function exported(/** @type {Page} */ page) {
  await kept(page);
  await page.locator(".sitting details").evaluate((details) => { /** @type {HTMLDetailsElement} */ (details).open = true; });
  const saved = await download(page, page.getByRole("button", { name: "審査の記録を保存（JSON）" }));
  return JSON.parse(await readFile(saved.path, "utf8"));
}

/** The paths of the files in a session that were read, and of those that were not with the reason. */
function contents(/** @type {any} */ session) {
  const read = session.submissions.map((/** @type {any} */ s) => s.sightings[0].path).sort();
  const notRead = Object.entries(session.not_read).map(([path, n]) => [path, JSON.stringify(/** @type {any} */ (n).finding.args)]);
  return { read, notRead: Object.fromEntries(notRead) };
}

/**
 * Opens the review. `before` prepares the page while it has no workers for packages yet.
 * @param {Context} t
 * @param {(page: Page) => Promise<void>} before
 */
async function openReview(t, before = async () => {}) {
  const opened = await openPage(t);
  await before(opened.page);
  await opened.go("review");
  await opened.page.locator("#packages").waitFor();
  return opened;
}

async function reload(/** @type {Page} */ page) {
  await page.reload();
  await page.locator("#packages").waitFor({ state: "attached" });
}

test("what was checked is there after a reload, and the same file again is no new submission", async (t) => {
  const { page } = await openReview(t);
  const { file: good } = await commandPackage();
  await put(page, [good]);
  await over(page, 1);
  const before = await exported(page);
  assert.equal(before.submissions.length, 1);
  assert.equal(before.schema, "renkei.review/1");
  await page.getByText(/保存済み \d/).first().waitFor();
  await reload(page);
  assert.deepEqual(await exported(page), before);
  await put(page, [good]);
  await page.getByText("1件は、前に受け取ったものと同じファイルです").waitFor();
  const after = await exported(page);
  assert.equal(after.submissions.length, 1);
  assert.equal(after.submissions[0].sightings.length, 1);
  assert.deepEqual(after.submissions[0].sightings[0].seen, before.submissions[0].sightings[0].seen);
});

test("a reload in the middle leaves what is done, and what is not as not checked", async (t) => {
  const { page, asked } = await openHeldBack(t, /stuck/);
  await put(page, [file("a.zip"), file("stuck.zip"), file("z.zip")]);
  await asked();
  // The list of what waits is written at once, the file that is done in a moment.
  await page.waitForTimeout(1500);
  await reload(page);
  const session = await exported(page);
  const { read, notRead } = contents(session);
  assert.deepEqual([...read, ...Object.keys(notRead)].sort(), ["a.zip", "stuck.zip", "z.zip"]);
  assert.ok(notRead["stuck.zip"].includes("waiting"), notRead["stuck.zip"]);
  await put(page, [file("stuck.zip"), file("z.zip")]);
  await over(page, 2);
  await page.getByText("前に読めなかった「stuck.zip」と同じ名前のファイルが届いた").waitFor();
  const whole = await exported(page);
  assert.deepEqual(contents(whole).read, ["a.zip", "stuck.zip", "z.zip"]);
});

/**
 * Opens the review with workers that hold the files back whose names fit, until they are let go.
 * @param {Context} t
 * @param {RegExp} names
 */
async function openHeldBack(t, names) {
  const opened = await openReview(t, (page) => page.evaluate((names) => {
    const held = { count: 0, names: new RegExp(names) };
    /** @type {any} */ (globalThis).held = held;
    const spawn = globalThis.renkeiSpawnWorker;
    globalThis.renkeiSpawnWorker = () => {
      const worker = spawn();
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (/** @type {{ files?: { name: string }[] }} */ message) => {
        if (message.files?.some((f) => held.names.test(f.name))) held.count += 1;
        else post(message);
      };
      return worker;
    };
  }, names.source));
  return {
    ...opened,
    asked: () => opened.page.waitForFunction(() => /** @type {any} */ (globalThis).held.count > 0),
    letGo: () => opened.page.evaluate(() => { /** @type {any} */ (globalThis).held.names = /^$/; }),
  };
}

test("what was cancelled stays, and is tried again", async (t) => {
  const { page, asked, letGo } = await openHeldBack(t, /^b/);
  await put(page, [file("b.zip"), file("c.zip")]);
  await asked();
  await page.getByRole("button", { name: "中止" }).click();
  await again(page).waitFor();
  const cancelled = contents(await exported(page));
  assert.ok(cancelled.notRead["b.zip"].includes("cancelled"));
  await letGo();
  await again(page).click();
  await over(page, 2);
  const retried = contents(await exported(page));
  assert.deepEqual(retried.read, ["b.zip", "c.zip"]);
});

test("a crash is one file, and is checked again", async (t) => {
  const { page } = await openReview(t, (page) => dieOver(page, "deadly.zip"));
  await put(page, [file("a.zip"), file("deadly.zip"), file("c.zip")]);
  await over(page, 3);
  const { read, notRead } = contents(await exported(page));
  assert.deepEqual(read, ["a.zip", "c.zip"]);
  assert.ok(notRead["deadly.zip"].includes("stopped"), notRead["deadly.zip"]);
});

test("a file that vanished or was changed after it was dropped is told as such, and the rest goes on", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-vanished-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { page, asked, letGo } = await openHeldBack(t, /zip$/);
  const names = ["gone.zip", "changed.zip", "stays.zip"];
  for (const name of names) await writeFile(path.join(folder, name), makeZip({ "a.txt": name }));
  await put(page, names.map((name) => path.join(folder, name)));
  await asked();
  await rm(path.join(folder, "gone.zip"));
  await writeFile(path.join(folder, "changed.zip"), makeZip({ "a.txt": "another, and longer" }));
  await page.getByRole("button", { name: "中止" }).click();
  await letGo();
  await again(page).click();
  await over(page, 3);
  const { read, notRead } = contents(await exported(page));
  assert.deepEqual(read, ["stays.zip"]);
  assert.match(notRead["gone.zip"], /gone/);
  assert.match(notRead["changed.zip"], /failed|denied/);
  // Dropped again as it is now, it is read.
  await put(page, [path.join(folder, "changed.zip")]);
  await over(page, 4);
  await page.getByText("前に読めなかった「changed.zip」と同じ名前のファイルが届いた").waitFor();
  assert.deepEqual(contents(await exported(page)).read, ["changed.zip", "stays.zip"]);
});

test("two files of one name, from one drop and from two, are two submissions", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-names-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const part of ["1", "2", "3"]) {
    await mkdir(path.join(folder, part));
    await writeFile(path.join(folder, part, "申請.zip"), makeZip({ "a.txt": part }));
  }
  const at = (/** @type {string} */ part) => path.join(folder, part, "申請.zip");
  const { page } = await openReview(t);
  await put(page, [at("1"), at("2")]);
  await over(page, 2);
  await put(page, [at("3")]);
  await over(page, 3);
  const session = await exported(page);
  assert.equal(session.submissions.length, 3);
  assert.deepEqual(contents(session).read, ["申請.zip", "申請.zip", "〔2〕/申請.zip"].sort());
});

test("a second tab shows the review and changes nothing", async (t) => {
  const { browser, page, origin } = await openReview(t);
  await put(page, [file("a.zip")]);
  await over(page, 1);
  await kept(page);
  const second = await browser.context.newPage();
  await second.goto(`${origin}/#/review`);
  await second.locator(".review-save-state", { hasText: "別のタブで開いています" }).waitFor();
  await put(second, [file("b.zip")]);
  await second.getByText("別のタブで開いています").nth(1).waitFor();
  await second.close();
  assert.deepEqual(contents(await exported(page)).read, ["a.zip"]);
});

test("while the storage is full nothing saved is lost, it is told, and saving goes on later", async (t) => {
  const { page } = await openReview(t);
  await put(page, [file("a.zip")]);
  await over(page, 1);
  await kept(page);
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    /** @type {any} */ (globalThis).makeRoom = () => { IDBObjectStore.prototype.put = put; };
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await put(page, [file("b.zip")]);
  await over(page, 2);
  await page.locator(".review-save-state", { hasText: "保存できません" }).waitFor();
  await page.evaluate(() => /** @type {any} */ (globalThis).makeRoom());
  // It is tried again after ten seconds.
  await kept(page);
  await reload(page);
  assert.deepEqual(contents(await exported(page)).read, ["a.zip", "b.zip"]);
});

/**
 * An event of a session, whose id is the hash of its content.
 * @param {any} event
 */
function withId(event) {
  return { id: createHash("sha256").update(JSON.stringify(event)).digest("hex").slice(0, 32), event };
}

const decided = (/** @type {string} */ by, /** @type {string} */ decision, /** @type {string} */ reason) => withId({
  at: "2019-05-21T01:00:00Z",
  by,
  act: { kind: "decide", applicant: { code: "012033", organ: "head" }, submission: null, decision, reason },
});

test("sessions of two people are united, their conflict stays, and one changed by hand is refused", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-sessions-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { page } = await openReview(t);
  await put(page, [file("a.zip")]);
  await over(page, 1);
  const mine = await exported(page);
  const write = async (/** @type {string} */ name, /** @type {any} */ session) => {
    await writeFile(path.join(folder, name), JSON.stringify(session));
    return path.join(folder, name);
  };
  const sato = decided("佐藤", "accepted", "");
  const taka = decided("高橋", "returned", "条例が古い");
  const [one, two] = [await write("sato.json", { ...mine, events: [sato] }), await write("taka.json", { ...mine, events: [taka] })];
  await page.locator("#open-session").setInputFiles([one]);
  await page.getByText("判断や連絡1件を合わせました。", { exact: false }).waitFor();
  await page.locator("#open-session").setInputFiles([two]);
  await page.getByText("判断の食い違いが1件あります。").waitFor();
  const united = await exported(page);
  assert.deepEqual(united.events.map((/** @type {any} */ e) => e.id).sort(), [sato.id, taka.id].sort());
  await reload(page);
  assert.deepEqual(await exported(page), united, "every decision was saved");
  const forged = { ...mine, events: [{ ...sato, event: { ...sato.event, by: "高橋" } }] };
  await page.locator("#open-session").setInputFiles([await write("forged.json", forged)]);
  await page.getByText("このプログラムの外で書き換えられています").waitFor();
  await page.locator("#open-session").setInputFiles([await write("cut.json", {})]);
  await page.getByText("審査の記録ではないか、途中で切れています").waitFor();
  assert.deepEqual(await exported(page), united);
});

test("a new review puts the old one away, which is taken up again", async (t) => {
  const { page } = await openReview(t);
  await put(page, [file("old.zip")]);
  await over(page, 1);
  const old = await exported(page);
  await page.getByRole("button", { name: "新しい審査を始める" }).click();
  await page.getByRole("button", { name: "今の審査をしまって始める" }).click();
  await page.getByText("しまってある審査").waitFor();
  assert.deepEqual(contents(await exported(page)).read, []);
  await put(page, [file("new.zip")]);
  await over(page, 1);
  await kept(page);
  await reload(page);
  assert.deepEqual(contents(await exported(page)).read, ["new.zip"]);
  await page.getByRole("button", { name: "にしまった審査を開く" }).click();
  await page.getByRole("button", { name: "にしまった審査を開く" }).nth(1).waitFor();
  assert.deepEqual(await exported(page), old);
  await reload(page);
  assert.deepEqual(await exported(page), old);
});

test("registry and layouts are dropped once, hold for the session, and what is at hand is checked with them", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-reference-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const made = path.join(folder, "pref");
  await renkei("sample", made, "--prefecture", "佐賀県", "--seed", "3", "--defects");
  const tables = [
    "registry/inquiry-registry.csv", "registry/provision-registry.csv", "layout/layout-H30.7.csv", "layout/layout-R1.6.csv",
  ].map((file) => path.join(made, file));
  const options = ["--format", "json", "--today", new Date().toISOString().slice(0, 10)];
  const reference = ["--registry", tables[0], tables[1], "--old-layout", tables[2], "--new-layout", tables[3]];
  const { stdout } = await renkei("check", made, ...options, ...reference).catch((error) => error);
  const report = JSON.parse(stdout);
  const files = report.packages.map((/** @type {any} */ p) => path.resolve(folder, p.path));
  const { page } = await openReview(t);
  await put(page, files);
  await over(page, files.length);
  const cameAgain = () => page.getByText("前に受け取ったものと同じ").allTextContents();
  const before = await cameAgain();
  await page.locator(".reference-files > summary").click();
  await page.locator("#reference").setInputFiles(tables);
  await page.getByText("登録情報・レイアウト・旧規程（4件）").waitFor();
  await over(page, files.length);
  assert.deepEqual(await cameAgain(), before, "a file that is checked again did not come again");
  const session = await exported(page);
  /** The codes of the last check of each file. */
  const found = new Map(session.submissions.map((/** @type {any} */ s) => {
    const checks = Object.values(s.checks).sort((a, b) => (a.at < b.at ? -1 : 1));
    return [s.sha256, checks.at(-1).findings.map((/** @type {any} */ f) => f.code).sort()];
  }));
  for (const one of report.packages) {
    assert.deepEqual(found.get(one.sha256), one.findings.map((/** @type {any} */ f) => f.code).sort(), one.path);
  }
  const roles = Object.values(session.bases).map((b) => b.reference.map((/** @type {any} */ r) => r.role).sort());
  assert.ok(roles.some((r) => r.join() === "new_layout,old_layout,registry,registry"), JSON.stringify(roles));
  await reload(page);
  await page.getByText("登録情報・レイアウト・旧規程（4件）").waitFor();
});
