// The page while somebody types and pastes: codes in rows, input methods, a database that goes away.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { drop, openPage, saved } from "../lib/page.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

const AGENCY = "0220113112101700";

/**
 * Begins a change application with one delegation, and opens it. `before` is done first.
 * @param {import("node:test").TestContext} t
 * @param {(opened: Awaited<ReturnType<typeof openPage>>) => Promise<void>} before
 */
async function openDelegation(t, before = async () => {}) {
  const opened = await openPage(t);
  const { page, go } = opened;
  await page.getByRole("button", { name: "変更申請を始める" }).click();
  await before(opened);
  await go("task/delegations");
  await page.getByRole("button", { name: "委任・受任を追加" }).click();
  const counterpart = page.locator("#at-delegations-0-counterpart-code");
  await counterpart.waitFor();
  return { ...opened, counterpart };
}

test("a 機関コード pasted into a row stays in the row, and in the applicant's goes to its own field", async (t) => {
  const { page, go, counterpart } = await openDelegation(t, async ({ page, go }) => {
    await go("task/applicant");
    await page.locator("#at-applicant-agency_code").fill("9941201500000000");
  });
  const agency = page.locator("#at-applicant-agency_code");
  await counterpart.fill(AGENCY);
  await page.getByText("これは機関コードです").waitFor();
  assert.equal(await counterpart.inputValue(), AGENCY);
  await go("task/applicant");
  assert.equal(await agency.inputValue(), "9941201500000000");
  await page.locator("#at-applicant-code").fill(AGENCY);
  await page.waitForFunction((code) => /** @type {HTMLInputElement} */ (document.querySelector("#at-applicant-agency_code")).value === code, AGENCY);
  assert.equal(await page.locator("#at-applicant-code").inputValue(), "");
});

/**
 * Types a text with an input method that has not finished yet, as Chromium tells of it.
 * @param {Locator} field
 * @param {string} text
 */
const compose = (field, text) => field.evaluate((element, text) => {
  const input = /** @type {HTMLInputElement} */ (element);
  input.focus();
  input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true, inputType: "insertCompositionText", data: text }));
}, text);

/** @param {Locator} field */
const finish = (field) => field.evaluate((element) => {
  element.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
});

/**
 * Presses a key that an input method takes; returns whether the page let it be.
 * @param {Locator} field
 * @param {{ key: string, isComposing?: boolean, keyCode?: number }} key
 */
const press = (field, key) => field.evaluate((element, key) => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...key });
  return element.dispatchEvent(event);
}, key);

test("full-width digits that an input method still composes are left alone until it has finished", async (t) => {
  const { page, counterpart } = await openDelegation(t);
  const name = page.locator("#at-delegations-0-counterpart-name");
  await compose(counterpart, "１３１１２１");
  // A change of another field shows that the page has dealt with the keys before.
  await page.locator("#at-delegations-0-name").fill("児童手当");
  assert.equal(await counterpart.inputValue(), "１３１１２１");
  assert.equal(await name.inputValue(), "");
  await finish(counterpart);
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#at-delegations-0-counterpart-name")).value === "世田谷区");
  assert.equal(await counterpart.inputValue(), "131121");
});

test("the keys of an input method neither close the text of a rule nor move the focus", async (t) => {
  const { page } = await openDelegation(t);
  await page.getByRole("button", { name: "根拠規定を追加" }).click();
  await page.getByRole("button", { name: "条文から選ぶ" }).click();
  const file = path.join(await mkdtemp(path.join(tmpdir(), "renkei-typing-")), "規則.txt");
  await writeFile(file, "事務委任規則\n第1条　市長は、戸籍の事務を支所長に委任する。\n第2条　市長は、就学の事務を教育委員会に委任する。\n");
  await drop(page, ".instrument .drop", [file]);
  const search = page.getByLabel("条文を探す");
  await search.fill("就学");
  for (const key of ["ArrowDown", "ArrowUp", "Escape"]) {
    for (const composing of [{ key, isComposing: true }, { key, keyCode: 229 }]) {
      assert.ok(await press(search, composing), `${key} is the input method's`);
    }
  }
  assert.equal(await page.locator(".instrument").count(), 1);
  assert.ok(await search.evaluate((element) => element === document.activeElement));
  await search.press("Escape");
  await page.locator("#at-delegations-0-bases-0-citation:focus").waitFor();
});

/**
 * Opens a contact form whose database connections the test can close, as a browser does by itself.
 * @param {import("node:test").TestContext} t
 */
async function openWithConnections(t) {
  const { page, go } = await openPage(t);
  await page.addInitScript(() => {
    /** @type {IDBDatabase[]} */
    const connections = [];
    const open = IDBFactory.prototype.open;
    /** @type {(this: IDBFactory, name: string, version?: number) => IDBOpenDBRequest} */
    IDBFactory.prototype.open = function (name, version) {
      if (name === "renkei-forms" && Reflect.get(window, "refused")) throw new DOMException("no storage", "UnknownError");
      const request = open.call(this, name, version);
      request.addEventListener("success", () => name === "renkei-forms" && connections.push(request.result));
      return request;
    };
    Reflect.set(window, "dropConnections", () => connections.splice(0).forEach((one) => one.close()));
  });
  await page.reload();
  await page.waitForSelector("#open-draft");
  await page.getByRole("button", { name: "変更申請を始める" }).click();
  await go("task/contact");
  const department = page.locator("#at-contact-department");
  await department.fill("一つ目の課");
  await saved(page);
  const dropConnections = () => page.evaluate(() => Reflect.get(window, "dropConnections")());
  const refuse = (/** @type {boolean} */ value) => page.evaluate((value) => Reflect.set(window, "refused", value), value);
  return { page, department, dropConnections, refuse };
}

test("a dropped connection to the browser's storage is opened anew, and the draft is saved", async (t) => {
  const { page, department, dropConnections } = await openWithConnections(t);
  await dropConnections();
  await department.fill("二つ目の課");
  await page.locator(".save-state", { hasText: "保存しています" }).waitFor();
  await saved(page);
  await page.reload();
  await department.waitFor();
  assert.equal(await department.inputValue(), "二つ目の課");
});

test("where the storage cannot be opened anew the person is told, and it is tried again", async (t) => {
  const { page, department, dropConnections, refuse } = await openWithConnections(t);
  await dropConnections();
  await refuse(true);
  await department.fill("三つ目の課");
  await page.locator(".save-state", { hasText: "no storage" }).waitFor();
  await refuse(false);
  await saved(page);
  await page.reload();
  await department.waitFor();
  assert.equal(await department.inputValue(), "三つ目の課");
});

test("a write that the browser takes back at the end is not called saved", async (t) => {
  const { page, department } = await openWithConnections(t);
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      if (Reflect.get(window, "full")) request.addEventListener("success", () => request.transaction?.abort());
      return request;
    };
    Reflect.set(window, "full", true);
  });
  await department.fill("四つ目の課");
  await page.locator(".save-state", { hasText: "AbortError" }).waitFor();
  await page.evaluate(() => Reflect.set(window, "full", false));
  await saved(page);
});
