// Accessibility of the page: axe-core on every view, wide and narrow, light and dark; use by keyboard
// alone; no horizontal scrolling.

import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { tab } from "../lib/desk.mjs";
import { openPage, openSample } from "../lib/page.mjs";
import { commandPackage, renkei } from "../lib/packages.mjs";
import { picture } from "../lib/pictures.mjs";

const VIEWS = [
  "", "task/kind", "task/applicant", "task/contact", "task/procedures", "task/delegations",
  "task/assessments", "task/attachments", "check", "build", "review",
];

for (const [name, viewport, colorScheme] of /** @type {const} */ ([
  ["1280 px", { width: 1280, height: 900 }, "light"],
  ["400 px, dark", { width: 400, height: 800 }, "dark"],
  ["320 px, as at 400 %", { width: 320, height: 256 }, "light"],
])) {
  test(`axe-core finds nothing at ${name}`, async (t) => {
    const { page, go } = await openPage(t, { viewport });
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, "the beginning");
    await openSample(page);
    for (const view of VIEWS) {
      await go(view);
      await page.locator("h1").waitFor();
      if (view === "task/contact") await page.locator("#at-contact-mail").fill("");
      if (view === "task/delegations") {
        await page.getByRole("button", { name: /^編集: 委任・受任 1行目/ }).click();
        await page.getByRole("heading", { name: "根拠規定" }).waitFor();
      }
      if (view === "review") {
        await page.locator("#packages").setInputFiles((await commandPackage()).file);
        await page.getByText("1 / 1 件").waitFor();
        await tab(page, "届いたファイル");
        await page.locator("table.packages button").click();
      }
      await expectAccessible(page, `${view || "home"} at ${name}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(sideways, false, `${view} scrolls sideways at ${name}`);
    }
  });
}

test("with the keyboard alone, from the beginning to the package", async (t) => {
  const { page } = await openPage(t);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
  const tabTo = async (/** @type {string} */ text) => {
    for (let step = 0; step < 60; step += 1) {
      if ((await focused()) === text) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`the Tab key does not reach ${text}`);
  };
  await tabTo("見本を開く架空の申請で、使い方を試せます");
  await page.keyboard.press("Enter");
  await page.locator("h1:focus", { hasText: "倉吉市の変更申請" }).waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0, "what was opened is read from the top of the page");
  await tabTo("提出書類作成");
  await page.keyboard.press("Enter");
  await page.locator("h1:focus", { hasText: "提出書類作成" }).waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0, "a view is read from the top of the page");
  await page.keyboard.press("Tab");
  await page.locator(".build button:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "提出書類を作成しました" }).waitFor();
  assert.equal(await focused(), "提出書類作成", "the focus stays where it was");
});

test("English is one press away and stays", async (t) => {
  const { page } = await openPage(t);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Prepare a connection application" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.reload();
  await page.getByRole("heading", { name: "Prepare a connection application" }).waitFor();
});

for (const width of [1280, 400]) {
  test(`pictures of the page at ${width} px`, async (t) => {
    const { page, go } = await openPage(t, { viewport: { width, height: 900 } });
    await openSample(page);
    await go("task/delegations");
    await page.locator(".row").first().waitFor();
    await picture(page, `page-${width}`);

    const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-review-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await renkei("sample", folder, "--prefecture", "佐賀県", "--seed", "3", "--defects");
    const names = await readdir(folder, { recursive: true });
    const zips = names.filter((name) => name.endsWith(".zip")).map((name) => path.join(folder, name));
    await go("review");
    await page.locator("#packages").setInputFiles(zips);
    await page.getByText(`${zips.length} / ${zips.length} 件`).waitFor();
    await page.locator(".register-row", { hasText: "相手と食い違い" }).first().waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await picture(page, `review-${width}`);
  });
}
