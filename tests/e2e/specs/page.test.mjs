// The served page: filling in, findings while typing, the package, and checking what came in.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { launch } from "../lib/browser.mjs";
import { commandPackage, makeZip } from "../lib/packages.mjs";
import { expectSamePackage, goTo, openDraft, servedPage } from "../lib/page.mjs";
import { picture } from "../lib/pictures.mjs";

async function open(t, options = {}) {
  const address = servedPage();
  const browser = await launch({ allowed: [address], ...options });
  t.after(() => browser.close());
  const page = await browser.page(`${address}/`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { browser, page };
}

/** The views that a draft has, by address. */
async function views(page) {
  const tasks = await page.locator('a[href^="#/task/"]').evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  return ["#/", ...new Set(tasks), "#/check", "#/build", "#/review"];
}

test("the page builds the same bytes as the command", async (t) => {
  const { browser, page } = await open(t);
  await openDraft(page);
  await expectSamePackage(page);
  assert.deepEqual(browser.complaints, []);
});

test("a finding shows as soon as its field is left, and goes when it is mended", async (t) => {
  const { page } = await open(t);
  await openDraft(page);
  await goTo(page, "#/task/contact");
  const mail = page.getByLabel("メールアドレス");
  await mail.fill("");
  await mail.blur();
  await page.getByText("「メールアドレス」が空欄です").first().waitFor();
  await mail.fill("joho@example.lg.jp");
  await page.getByText("「メールアドレス」が空欄です").first().waitFor({ state: "detached" });
});

test("with an error standing nothing is built, and the summary leads to the field", async (t) => {
  const { page } = await open(t);
  await openDraft(page);
  await goTo(page, "#/task/contact");
  await page.getByLabel("電話番号").fill("");
  await goTo(page, "#/build");
  await page.getByRole("button", { name: "提出書類作成" }).click();
  assert.equal(await page.locator("a[download]").count(), 0);
  await page.locator(".error-summary a").first().click();
  await page.waitForFunction(() => document.activeElement?.matches("input[id*=telephone]"));
});

test("the draft survives a reload", async (t) => {
  const { page } = await open(t);
  await openDraft(page);
  await goTo(page, "#/task/contact");
  await page.getByLabel("担当部署").fill("市民部保険年金課");
  await page.getByText("保存済み").first().waitFor();
  await page.waitForTimeout(1000);
  await page.reload();
  await page.waitForFunction(() => [...document.querySelectorAll("input")].some((i) => i.value === "市民部保険年金課"));
});

test("bad input gives a sentence each and loses nothing", async (t) => {
  const { page } = await open(t);
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-bad-"));
  const make = async (name, bytes) => {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
  const { bytes } = await commandPackage();
  const files = [
    await make("空.zip", ""),
    await make("名前だけ.zip", "%PDF-1.4\n%%EOF\n"),
    await make("申請なし.zip", makeZip({ "メモ.txt": "x" })),
    await make("壊れた申請.zip", makeZip({ "application.json": "{\"schema\": " })),
    await make("途中まで.zip", bytes.subarray(0, 4000)),
    await make("良い.zip", bytes),
  ];
  await goTo(page, "#/review");
  await page.locator("#packages").setInputFiles(files);
  await page.getByText("6 / 6 件").waitFor();
  const rows = await page.locator("tbody tr").allInnerTexts();
  const row = (name) => rows.find((text) => text.includes(name)) ?? "";
  assert.match(row("空.zip"), /読めません/);
  assert.match(row("名前だけ.zip"), /読めません/);
  assert.match(row("申請なし.zip"), /読めません/);
  assert.match(row("壊れた申請.zip"), /誤りあり|読めません/);
  assert.match(row("途中まで.zip"), /読めません/);

  // As a draft they are refused in words, and the draft at hand stays.
  await goTo(page, "#/");
  await openDraft(page);
  for (const file of files.slice(0, 4)) {
    if (await page.locator("#open-draft").isHidden()) await page.locator("details.other > summary").click();
    await page.locator("#open-draft").setInputFiles(file);
    await page.getByText(`「${path.basename(file)}」を開けません`).waitFor();
  }
  await page.getByRole("heading", { name: "佐賀市の変更申請" }).waitFor();
});

test("a large attachment is packed, with typing never held up", async (t) => {
  const { page } = await open(t);
  await openDraft(page);
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "renkei-large-")), "参考資料.pdf");
  await writeFile(file, Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(100_000_000, "renkei ")]));
  await goTo(page, "#/task/attachments");
  await page.locator('input[type="file"]').first().setInputFiles(file);
  await page.getByText("参考資料.pdf").first().waitFor();
  await goTo(page, "#/build");
  // The longest gap between two frames while the package is built.
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const tick = (now) => {
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.getByRole("button", { name: "提出書類作成" }).click();
  await page.locator("a[download]").waitFor({ timeout: 120_000 });
  const longest = await page.evaluate(() => globalThis.longest);
  t.diagnostic(`longest gap between frames ${Math.round(longest)} ms`);
  assert.ok(longest < 1000, `the page stood still for ${Math.round(longest)} ms`);
});

for (const [scheme, width] of [["light", 1280], ["dark", 1280], ["light", 400]]) {
  test(`every view is accessible (${scheme}, ${width} px)`, async (t) => {
    const { page } = await open(t, { viewport: { width, height: 900 } });
    await page.emulateMedia({ colorScheme: scheme });
    await expectAccessible(page, "the beginning");
    await openDraft(page);
    for (const view of await views(page)) {
      await goTo(page, view);
      await page.waitForTimeout(150);
      await expectAccessible(page, view);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${view} is ${wider} px wider than the window`);
    }
  });
}

for (const width of [1280, 400]) {
  test(`pictures of the page at ${width} px`, async (t) => {
    const { page } = await open(t, { viewport: { width, height: 900 } });
    await openDraft(page);
    await goTo(page, "#/task/applicant");
    await page.getByLabel("団体コード").waitFor();
    await picture(page, `page-${width}`);
    await goTo(page, "#/review");
    await page.locator("#packages").setInputFiles((await commandPackage()).file);
    await page.getByText("1 / 1 件").waitFor();
    await picture(page, `review-${width}`);
  });
}
