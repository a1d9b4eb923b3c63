// The legal basis: an instrument is dropped, its provisions appear, one is chosen, and a citation is
// checked against the text while it is typed.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { drop, openPage } from "../lib/page.mjs";
import { picture } from "../lib/pictures.mjs";

const RULE = `○みなと市長の権限に属する事務の委任等に関する規則
平成27年3月31日
規則第28号
（趣旨）
第1条　この規則は、市長の権限に属する事務の委任及び補助執行に関し、必要な事項を定めるものとする。
（教育委員会への委任）
第2条　市長は、次に掲げる事務を教育委員会に委任する。
(1)　就学援助費の支給に関すること。
(2)　保育の実施（入所の調整に限る。）に関すること。
(3)　削除
（補助執行）
第3条　市長は、次に掲げる事務を教育委員会の職員に補助執行させる。
(1)　学校給食費の徴収に関すること。
附　則
この規則は、平成27年4月1日から施行する。
`;

/**
 * Writes the instrument, or another text, to a file and returns its path.
 * @param {string} name
 * @param {string} text
 */
async function fileOf(name, text) {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "renkei-law-")), name);
  await writeFile(file, text);
  return file;
}

/**
 * Opens the page with an empty delegation that has one empty legal basis.
 * @param {import("node:test").TestContext} t
 * @param {import("../lib/browser.mjs").LaunchOptions} [options]
 */
async function openBasis(t, options) {
  const opened = await openPage(t, options);
  const { page, go } = opened;
  await page.getByRole("button", { name: "変更申請を始める" }).click();
  await go("task/delegations");
  await page.getByRole("button", { name: "委任・受任を追加" }).click();
  await page.getByRole("button", { name: "根拠規定を追加" }).click();
  const citation = page.locator("#at-delegations-0-bases-0-citation");
  await citation.waitFor();
  const value = (/** @type {string} */ field) => page.locator(`#at-delegations-0-bases-0-${field}`).inputValue();
  return { ...opened, citation, value };
}

test("an instrument is dropped, a 号 is pressed, and the citation stands with its words", async (t) => {
  const { page, value, citation } = await openBasis(t, { viewport: { width: 1280, height: 1400 } });
  await page.getByRole("button", { name: "条文から選ぶ" }).click();
  await drop(page, ".instrument .drop", [await fileOf("事務委任規則.txt", RULE)]);
  await page.locator(".provision").first().waitFor();
  assert.equal(await value("document"), "事務委任規則.txt");
  assert.equal(await value("title"), "みなと市長の権限に属する事務の委任等に関する規則");
  assert.equal(await value("number"), "平成27年規則第28号");
  assert.equal(await value("kind"), "rule");
  await page.locator(".provision", { hasText: "学校給食費" }).getByText("補助執行：委任の根拠になりません").waitFor();
  await page.locator(".provision", { hasText: "入所の調整" }).getByText("限定あり：入所の調整に限る").waitFor();
  assert.equal(await page.locator(".provision", { hasText: "第2条第1項第3号" }).locator("button").count(), 0, "what was deleted cannot be chosen");
  await expectAccessible(page, "an open instrument");
  await picture(page, "instrument-1280");
  await page.locator(".provision button", { hasText: "就学援助費" }).click();
  await page.locator("#at-delegations-0-bases-0-citation:focus").waitFor();
  assert.equal(await citation.inputValue(), "第2条第1項第1号");
  await page.locator(".found", { hasText: "就学援助費の支給に関すること。" }).getByText("委任先：教育委員会").waitFor();
  await page.getByRole("button", { name: "元に戻す" }).click();
  await page.waitForFunction(() => {
    const field = document.querySelector("#at-delegations-0-bases-0-citation");
    return field instanceof HTMLInputElement && field.value === "";
  });
});

test("a typed citation shows what stands there, in whichever notation, and why where nothing does", async (t) => {
  const { page, citation } = await openBasis(t);
  await page.getByRole("button", { name: "条文から選ぶ" }).click();
  await drop(page, ".instrument .drop", [await fileOf("事務委任規則.txt", RULE)]);
  await page.locator(".provision").first().waitFor();
  await page.getByRole("button", { name: "条文を閉じる" }).click();
  await citation.fill("第二条第２号");
  await page.locator(".found", { hasText: "第2条第1項第2号" }).getByText("保育の実施").waitFor();
  await citation.fill("第9条");
  await page.locator(".provisions-found .note", { hasText: "第9条" }).waitFor();
  await citation.fill("第3条第1号");
  await page.locator(".found").getByText("補助執行：委任の根拠になりません").waitFor();
  await citation.blur();
  // The reviewer would see the same finding in the package.
  await page.locator("#at-delegations-0-bases-0-citation-problems", { hasText: "補助執行" }).waitFor();
});

test("a file without provisions says why, and another can be dropped", async (t) => {
  const { page, value } = await openBasis(t);
  await page.getByRole("button", { name: "条文から選ぶ" }).click();
  const notice = await fileOf("広報.txt", "お知らせです。");
  for (const wrong of [[path.dirname(notice)], [notice, await fileOf("規則.txt", RULE)]]) {
    await drop(page, ".instrument .drop", wrong);
    await page.locator(".instrument [role=alert]", { hasText: "ファイルを一つ選んでください" }).waitFor();
    assert.equal(await value("document"), "");
  }
  await drop(page, ".instrument .drop", [notice]);
  await page.locator(".instrument [role=alert]", { hasText: "条・項・号が見つかりません" }).waitFor();
  assert.equal(await page.getByText("ファイルを一つ選んでください").count(), 0);
  await drop(page, ".instrument .drop", [await fileOf("古い規則.doc", "\u00d0")]);
  await page.locator(".instrument [role=alert]", { hasText: "「古い規則.doc」" }).waitFor();
  await drop(page, ".instrument .drop", [await fileOf("事務委任規則.txt", RULE)]);
  await page.locator(".provision").first().waitFor();
  assert.equal(await value("document"), "事務委任規則.txt");
});

test("the tree is searched and walked with the keyboard alone", async (t) => {
  const { page, citation } = await openBasis(t, { viewport: { width: 400, height: 900 } });
  const items = Array.from({ length: 300 }, (_, at) => `第${at + 1}条　市長は、第${at + 1}号様式の事務を福祉事務所長に委任する。`);
  await page.getByRole("button", { name: "条文から選ぶ" }).click();
  await drop(page, ".instrument .drop", [await fileOf("規則.txt", `事務委任規則\n${items.join("\n")}`)]);
  await page.locator(".provision-group").first().waitFor();
  assert.ok((await page.locator(".provision-group").count()) < 100, "a long text is not drawn at once");
  await page.getByLabel("条文を探す").fill("第277号様式");
  await page.waitForFunction(() => document.querySelectorAll(".provision-group").length === 1);
  await picture(page, "instrument-400");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await citation.inputValue(), "第277条第1項");
  await page.getByRole("button", { name: "条文から選ぶ" }).click();
  await page.getByLabel("条文を探す").focus();
  await page.keyboard.press("Escape");
  await page.locator("#at-delegations-0-bases-0-citation:focus").waitFor();
  assert.equal(await page.locator(".instrument").count(), 0);
});
