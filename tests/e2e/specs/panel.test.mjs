// The panel inside the mock site: injection, help, filling and attaching.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { DIST, ROOT, launch, panelOf } from "../lib/browser.mjs";
import { commandPackage } from "../lib/packages.mjs";
import { picture } from "../lib/pictures.mjs";
import { startSite } from "../lib/site.mjs";

/** @typedef {import("../lib/browser.mjs").Frame} Frame */

const EXTENSION = path.join(DIST, "extension");

/** @typedef {import("../lib/site.mjs").Variant} Variant */
/** @typedef {import("../lib/browser.mjs").LaunchOptions & { screen?: string }} VisitOptions */

/**
 * Opens the site in a browser with the extension, without pressing its button.
 * @param {import("node:test").TestContext} t
 * @param {Variant} variant
 * @param {VisitOptions} options
 */
async function visit(t, variant, { screen = "apply.html", extension = EXTENSION, ...rest } = {}) {
  const site = await startSite(variant);
  const browser = await launch({ extension, allowed: [site.origin], ...rest });
  t.after(async () => {
    await site.stop();
    await browser.close();
  });
  const page = await browser.page(`${site.origin}/${screen}`);
  return { site, browser, page };
}

/**
 * Opens the site with the panel.
 * @param {import("node:test").TestContext} t
 * @param {Variant} variant
 * @param {VisitOptions} [options]
 */
async function openPanel(t, variant, options) {
  const visited = await visit(t, variant, options);
  await visited.browser.pressToolbarButton(visited.page);
  const panel = await panelOf(visited.page);
  await panel.waitForSelector("#open-draft");
  return { ...visited, panel };
}

/**
 * Opens the tests' application in the panel.
 * @param {Frame} panel
 */
async function openDraft(panel) {
  const { file } = await commandPackage();
  await panel.locator("#open-draft").setInputFiles(file);
  await panel.getByText("佐賀市の変更申請").waitFor();
}

const fill = (/** @type {Frame} */ panel) => panel.getByRole("button", { name: "この画面に転記" }).click();
const undo = (/** @type {Frame} */ panel) => panel.getByRole("button", { name: "転記を元に戻す" }).click();

/** @param {Frame} panel */
async function buildAndAttach(panel) {
  await panel.getByRole("button", { name: "提出書類作成" }).click();
  await attach(panel);
}

/** @param {Frame} panel */
async function attach(panel) {
  await panel.getByRole("button", { name: "ZIPを添付" }).click();
  await panel.getByText("を添付しました").waitFor();
}

const PANEL = "renkei-forms";

for (const variant of /** @type {const} */ (["strict", "scripted"])) {
  test(`the panel opens and helps with the field in focus (${variant} site)`, async (t) => {
    const { browser, page, panel } = await openPanel(t, variant);
    await panel.getByText("「申請画面」を開いています").waitFor();
    await page.locator("#applicant_code").focus();
    await panel.getByRole("heading", { name: "団体コード" }).waitFor();
    await panel.getByText("検査数字を除いた5桁").waitFor();
    await page.locator("#release").focus();
    await panel.getByRole("heading", { name: "適用日" }).waitFor();
    assert.deepEqual(browser.complaints, []);
  });

  test(`the package goes into the file field and arrives byte by byte, twice (${variant} site)`, async (t) => {
    const { site, browser, page, panel } = await openPanel(t, variant);
    const expected = await commandPackage();
    await openDraft(panel);
    await buildAndAttach(panel);
    await attach(panel);
    assert.equal(site.submissions.length, 0, "the panel never submits");
    await panel.getByText("保存済み").waitFor();
    await page.getByRole("button", { name: "提出する" }).click();
    await page.getByText("受け付けました").waitFor();

    await page.goBack();
    await browser.pressToolbarButton(page);
    const again = await panelOf(page);
    // The draft was saved in the browser.
    await again.getByText("佐賀市の変更申請").waitFor();
    await buildAndAttach(again);
    await page.getByRole("button", { name: "提出する" }).click();
    await page.getByText("受け付けました").waitFor();

    const { name, bytes, sha256 } = expected;
    const handedIn = site.submissions.map((s) => s.package);
    assert.deepEqual(handedIn, [0, 1].map(() => ({ name, bytes: bytes.length, sha256 })));
    assert.deepEqual(browser.complaints, []);
  });
}

test("where the browser keeps nothing for the panel, it says so and works", async (t) => {
  const { site, page, panel } = await openPanel(t, "strict", { blocksThirdParties: true });
  await openDraft(panel);
  await panel.getByText("この下書きは次のページに引き継がれません").waitFor();
  await buildAndAttach(panel);
  await page.getByRole("button", { name: "提出する" }).click();
  await page.getByText("受け付けました").waitFor();
  assert.equal(site.submissions[0].package.sha256, (await commandPackage()).sha256);
});

test("the draft goes into the site's fields and can be taken back", async (t) => {
  const { page, panel } = await openPanel(t, "strict");
  await openDraft(panel);
  await page.locator("#department").fill("旧部署");
  await fill(panel);
  await panel.getByText("項目を転記しました").waitFor();
  assert.equal(await page.locator("#kind").inputValue(), "change");
  assert.equal(await page.locator("#applicant_code").inputValue(), "412015");
  assert.equal(await page.locator("#release").inputValue(), "2019-06-17");
  assert.equal(await page.locator("#department").inputValue(), "総務部情報政策課");

  await page.locator("#mail").fill("edited@example.lg.jp");
  await undo(panel);
  await panel.getByText("転記のあとで書き換えられています").waitFor();
  assert.equal(await page.locator("#department").inputValue(), "旧部署");
  assert.equal(await page.locator("#applicant_code").inputValue(), "");
  assert.equal(await page.locator("#mail").inputValue(), "edited@example.lg.jp");
});

test("the sample opens, is built and attached", async (t) => {
  const { site, page, panel } = await openPanel(t, "strict");
  await panel.getByRole("button", { name: "見本を開く" }).click();
  await panel.getByText("の変更申請").first().waitFor();
  // The button is folded away, so the focus moves to the draft.
  await panel.locator("#draft-title:focus").waitFor();
  await buildAndAttach(panel);
  await page.getByRole("button", { name: "提出する" }).click();
  await page.getByText("受け付けました").waitFor();
  assert.match(site.submissions[0].package.name, /変更申請.*\.zip$/);
});

test("a field that cannot take the value is left and named", async (t) => {
  const { page, panel } = await openPanel(t, "strict");
  await openDraft(panel);
  await page.locator("#reason").evaluate((field) => { /** @type {HTMLTextAreaElement} */ (field).maxLength = 5; });
  await page.locator("#layout").evaluate((field) => { /** @type {HTMLInputElement} */ (field).readOnly = true; });
  await page.locator("#mail").evaluate((field) => field.remove());
  await fill(panel);
  await panel.getByText("文字数の上限を超えます").waitFor();
  await panel.getByText("入力できない欄です").waitFor();
  await panel.getByText("画面に欄がありません").waitFor();
  assert.equal(await page.locator("#reason").inputValue(), "");
});

test("what a field or the site makes of a value is no refusal, and is told", async (t) => {
  const { page, panel } = await openPanel(t, "strict");
  const app = JSON.parse(await readFile(path.join(ROOT, "tests/e2e/fixtures/application.json"), "utf8"));
  app.reason_note = "一行目\r\n二行目";
  Object.assign(app.contact, { mail: " kakari@saga.example ", telephone: "0952-00-0000", department: "総務課" });
  const draft = path.join(await mkdtemp(path.join(os.tmpdir(), "renkei-panel-")), "draft.json");
  await writeFile(draft, JSON.stringify(app));
  await panel.locator("#open-draft").setInputFiles(draft);
  await panel.getByText("佐賀市の変更申請").waitFor();
  await page.evaluate(() => {
    const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (document.getElementById(id));
    field("telephone").addEventListener("input", ({ target }) => { /** @type {HTMLInputElement} */ (target).value = field("telephone").value.replaceAll("-", ""); });
    field("department").value = "旧部署";
    field("department").addEventListener("input", () => { field("department").value = "旧部署"; });
    field("layout").type = "number";
    field("layout").value = "7";
  });
  await fill(panel);
  await panel.getByText("電話番号（サイトが「0952000000」に書き換えました）").waitFor();
  assert.equal(await page.locator("#reason").inputValue(), "一行目\n二行目");
  assert.equal(await page.locator("#mail").inputValue(), "kakari@saga.example");
  assert.equal(await page.locator("#layout").inputValue(), "7", "a field that cannot take the text keeps its own");
  const left = await panel.locator(".outcome .left li").allTextContents();
  assert.deepEqual(left.map((text) => text.split("：")[0]).sort(), ["データ標準レイアウトの版", "担当部署"].sort());
  await undo(panel);
  await panel.getByText("元に戻しました").waitFor();
  assert.equal(await page.locator("#telephone").inputValue(), "");
});

test("after the site has redrawn its form, everything works on the new one", async (t) => {
  const { site, page, panel } = await openPanel(t, "scripted");
  await openDraft(panel);
  await fill(panel);
  await buildAndAttach(panel);
  await panel.getByText("添付されているファイル").waitFor();

  await page.getByRole("button", { name: "入力欄を再表示" }).click();
  assert.equal(await page.locator("#applicant_code").inputValue(), "");
  // The panel has noticed that the file is gone with the old field.
  await panel.getByText("添付されているファイル").waitFor({ state: "detached" });
  await page.locator("#telephone").focus();
  await panel.getByRole("heading", { name: "電話番号" }).waitFor();
  await fill(panel);
  await attach(panel);
  await page.getByRole("button", { name: "提出する" }).click();
  await page.getByText("受け付けました").waitFor();
  const [{ package: file, applicant_code: code }] = site.submissions;
  assert.equal(code, "412015");
  assert.equal(file.sha256, (await commandPackage()).sha256);
});

test("an attached file is taken back with the rest", async (t) => {
  const { page, panel } = await openPanel(t, "strict");
  await openDraft(panel);
  await buildAndAttach(panel);
  await undo(panel);
  await panel.getByText("1項目を元に戻しました").waitFor();
  assert.equal(await page.locator("#package").evaluate((field) => /** @type {HTMLInputElement} */ (field).files?.length), 0);
});

for (const width of [1280, 700, 400]) {
  test(`the panel never covers the field in focus (${width} px)`, async (t) => {
    const { page } = await openPanel(t, "strict", { viewport: { width, height: 800 } });
    for (const id of ["kind", "applicant_code", "reason", "release", "mail", "package"]) {
      await page.locator(`#${id}`).focus();
      // Nothing covers the field's middle and ends.
      const covered = await page.locator(`#${id}`).evaluate((field) => {
        const { left, right, top, bottom } = field.getBoundingClientRect();
        const middle = (top + bottom) / 2;
        return [left + 2, (left + right) / 2, right - 2]
          .map((x) => document.elementFromPoint(x, middle))
          .filter((element) => element !== field)
          .map((element) => element?.tagName ?? "outside");
      });
      assert.deepEqual(covered, [], `#${id}`);
    }
  });
}

test("Escape closes the panel, from the site and from within, and the button opens it again", async (t) => {
  const { browser, page, panel } = await openPanel(t, "strict");
  const isOpen = () => page.evaluate((tag) => {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    return document.elementFromPoint(width - 5, height / 2)?.localName === tag;
  }, PANEL);
  assert.equal(await isOpen(), true);
  await page.locator("#layout").focus();
  for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
    await page.locator("#layout").dispatchEvent("keydown", { key: "Escape", bubbles: true, ...composing });
    assert.equal(await isOpen(), true, "an input method's key");
  }
  await page.keyboard.press("Escape");
  assert.equal(await isOpen(), false);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "layout");

  await browser.pressToolbarButton(page);
  await page.waitForFunction((tag) => document.elementFromPoint(innerWidth - 5, innerHeight / 2)?.localName === tag, PANEL);
  await panel.locator("#open-draft").focus();
  await page.keyboard.press("Escape");
  await page.waitForFunction((tag) => document.elementFromPoint(innerWidth - 5, innerHeight / 2)?.localName !== tag, PANEL);
});

test("screens are told apart, and a screen that the pack does not know is said to be one", async (t) => {
  const { site, browser, page, panel } = await openPanel(t, "strict", { screen: "review.html" });
  await panel.getByText("「審査画面」を開いています").waitFor();
  await page.goto(`${site.origin}/inbox.html`);
  await browser.pressToolbarButton(page);
  const elsewhere = await panelOf(page);
  await elsewhere.getByText("この画面は形式パックにない画面です").waitFor();
  assert.equal(await elsewhere.getByRole("button", { name: "この画面に転記" }).isDisabled(), true);
});

test("without a click the extension is nowhere, and it asks for no host", async (t) => {
  const { browser, page } = await visit(t, "strict");
  await page.waitForTimeout(300);
  assert.equal(await page.locator(PANEL).count(), 0);
  const worker = browser.context.serviceWorkers()[0] ?? (await browser.context.waitForEvent("serviceworker"));
  const granted = await worker.evaluate(() => chrome.permissions.getAll());
  assert.deepEqual(granted.origins, []);
  assert.deepEqual(granted.permissions?.sort(), ["activeTab", "scripting"]);
});

test("on a site that the person has granted, the button shows by itself", async (t) => {
  // A test cannot answer the browser's permission prompt: this copy has the permission built in.
  const extension = await mkdtemp(path.join(os.tmpdir(), "renkei-granted-"));
  await cp(EXTENSION, extension, { recursive: true });
  const file = path.join(extension, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...manifest, host_permissions: ["http://127.0.0.1/*"] }));

  const { browser, page } = await visit(t, "strict", { extension });
  const worker = browser.context.serviceWorkers()[0] ?? (await browser.context.waitForEvent("serviceworker"));
  for (let tries = 0; tries < 50; tries += 1) {
    const scripts = await worker.evaluate(() => chrome.scripting.getRegisteredContentScripts());
    if (scripts.length > 0) break;
    await page.waitForTimeout(100);
  }
  await page.reload();
  await page.waitForSelector(PANEL, { state: "attached" });
  const size = page.viewportSize();
  assert.ok(size, "the viewport has a size");
  await page.mouse.click(size.width - 30, size.height - 40);
  const panel = await panelOf(page);
  await panel.getByText("「申請画面」を開いています").waitFor();
  await panel.getByText("このサイトでは、ボタンを自動で表示します").waitFor();
});

test("the panel is accessible, before and after it has a draft", async (t) => {
  const { page, panel } = await openPanel(t, "strict");
  await expectAccessible(panel, "the panel without a draft");
  await openDraft(panel);
  await page.locator("#applicant_code").focus();
  await fill(panel);
  await buildAndAttach(panel);
  await expectAccessible(panel, "the panel with a package");
  await expectAccessible(page, "the site with the panel");
});

for (const width of [1280, 400]) {
  test(`a picture of the panel at ${width} px`, async (t) => {
    const { page, panel } = await openPanel(t, "strict", { viewport: { width, height: 900 } });
    await openDraft(panel);
    await fill(panel);
    await panel.getByText("項目を転記しました").waitFor();
    await page.locator("#agency_code").focus();
    await panel.getByRole("heading", { name: "機関コード" }).waitFor();
    await panel.getByText("提出を止める誤りはありません").waitFor();
    await picture(page, `panel-${width}`);
  });
}
