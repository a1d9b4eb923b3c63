// The reviewer's desk: from the first package to the letter and the next round, by keyboard and by mouse.

import assert from "node:assert/strict";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { entryOf } from "../lib/carry.mjs";
import { begin, currentRow, grid, receive, rowOf, sampleReview, tab } from "../lib/desk.mjs";
import { download, openPage } from "../lib/page.mjs";
import { picture } from "../lib/pictures.mjs";

const text = (/** @type {import("playwright-core").Locator} */ locator) => locator.innerText();

test("three decided by keys, one undone, kept over a reload, letters sent, the next round shows what is resolved", async (t) => {
  const { packages, again } = await sampleReview(t);
  const { page, go } = await openPage(t);
  await go("review");
  await page.getByRole("heading", { name: "はじめに" }).waitFor();
  await begin(page);
  await receive(page, packages);

  // What does not fit together stands at the top, and the grid has the focus as a whole.
  await grid(page).focus();
  assert.match(await text(currentRow(page)), /相手と食い違い/);
  const first = await currentRow(page).locator(".code").innerText();
  await page.keyboard.press("2");
  const second = await currentRow(page).locator(".code").innerText();
  assert.notEqual(second, first, "deciding goes on to the next");
  await page.keyboard.press("3");
  await page.keyboard.press("1");
  const states = async (/** @type {string} */ code) => text(rowOf(page, code).locator(".state"));
  assert.match(await states(first), /差戻し/);
  assert.match(await states(second), /保留/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "register", "the focus stays in the grid");
  await page.keyboard.press("u");
  await page.locator(".totals", { hasText: "差戻し1" }).waitFor();
  assert.doesNotMatch(await text(page.locator(".totals")), /適/, "the last decision is taken back");

  // The reviewer looks for one, opens it, reads, and returns it too.
  await page.keyboard.press("/");
  await page.keyboard.type("414247");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const detail = page.locator(".detail");
  await detail.locator("h2", { hasText: "江北町" }).waitFor();
  assert.ok(await detail.locator("tr.here").count() > 0, "the row is shown as written");
  await page.keyboard.press("2");
  await page.locator(".totals", { hasText: "差戻し2" }).waitFor();

  await page.locator(".review-save-state", { hasText: "保存済み" }).waitFor();
  await page.waitForTimeout(500);
  await page.reload();
  await page.locator(".totals", { hasText: "差戻し2" }).waitFor();
  assert.match(await states(first), /差戻し/);

  await tab(page, "通知・出力");
  const letters = page.locator(".letters");
  await letters.getByRole("heading", { name: "これから送るもの 2件" }).waitFor();
  await letters.getByRole("button", { name: /への通知の文面$/ }).first().click();
  assert.match(await text(letters.locator("pre.letter").first()), /補正/);
  const file = await download(page, letters.getByRole("button", { name: "2件の通知を保存（ZIP）" }));
  assert.match((await entryOf(file.path, ".txt")).toString("utf8"), /再提出願います/);
  await letters.getByRole("button", { name: "2件を送付済みにする" }).click();
  await letters.getByText("送る通知はありません").waitFor();
  await tab(page, "受付簿");
  assert.match(await states("414247"), /再提出待ち/);

  // It comes again without the mistake.
  await receive(page, again.filter((name) => name.includes("江北町")));
  const row = rowOf(page, "414247");
  assert.equal(await text(row.locator(".number")), "2");
  assert.match(await text(row.locator(".against")), /解1/);
  await row.locator(".name").click();
  await detail.getByText("第2回が届きました").waitFor();
  assert.match(await text(detail.locator(".rounds")), /前の回から解消した指摘（1件）/);
  assert.match(await text(detail.locator(".rounds")), /委任の範囲/, "the field that changed");
  await detail.locator(".history").getByText("差戻し通知を送りました").waitFor();
  await detail.locator(".history summary", { hasText: "送った文面" }).click();
  assert.match(await text(detail.locator(".history pre.letter")), /補正/, "the letter of the first round is still there");
});

test("several at once, a search by reading, facets, a note and a call in the history", async (t) => {
  const { packages } = await sampleReview(t);
  const { page, go } = await openPage(t);
  await go("review");
  await begin(page);
  await receive(page, packages);
  await grid(page).focus();
  await page.keyboard.press("/");
  await page.keyboard.type("さが");
  await page.locator(".shown", { hasText: / 1?\d \/|^\d \// }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "register");
  await page.getByRole("button", { name: /^適合/ }).click();
  const shown = Number((await text(page.locator(".shown"))).split("/")[0]);
  assert.ok(shown > 0 && shown < 25);
  await page.getByRole("button", { name: "表示中の団体をすべて選ぶ" }).click();
  await page.locator(".chosen-bar").getByRole("button", { name: "適（1）" }).click();
  await page.locator(".totals", { hasText: `適${shown}` }).waitFor();
  await page.getByRole("button", { name: "元に戻す" }).click();
  await page.locator(".totals", { hasText: new RegExp(`適${shown}`) }).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: /^絞り込みをやめる/ }).click();

  await grid(page).focus();
  await page.keyboard.press("Enter");
  const detail = page.locator(".detail");
  await detail.getByLabel("メモ").fill("月曜に確かめる");
  await detail.getByLabel("メモ").press("Enter");
  await detail.locator(".history").getByText("メモ：月曜に確かめる").waitFor();
  await detail.getByLabel("電話の相手").fill("田中");
  await detail.getByLabel("電話の内容").fill("再送するとのこと");
  await detail.getByLabel("電話の内容").press("Enter");
  await detail.locator(".history").getByText("電話（田中）：再送するとのこと").waitFor();
  await detail.getByLabel("担当").fill("高橋");
  await detail.getByRole("button", { name: "担当にする" }).click();
  assert.match(await text(currentRow(page)), /審査中/);
  assert.equal(await detail.getByLabel("メモ").inputValue(), "");
});

test("by code many are waived with one reason, and a pair opens either side", async (t) => {
  const { packages } = await sampleReview(t);
  const { page, go } = await openPage(t);
  await go("review");
  await begin(page);
  await receive(page, packages);
  await tab(page, "指摘別");
  const group = page.locator(".code-group").first();
  await group.locator("h3 button").click();
  await group.getByLabel(/をすべて選ぶ/).check();
  const waive = group.getByRole("button", { name: /免除する$/ });
  await waive.click();
  await group.getByRole("alert").waitFor();
  await group.getByLabel("免除の理由").fill("所管課に確かめた");
  await group.getByLabel("承認した人").fill("課長");
  await waive.click();
  await group.getByText("残り0件").waitFor();
  assert.match(await text(group.locator(".group-places")), /免除：所管課に確かめた（承認 課長）/);
  await page.getByRole("button", { name: "元に戻す" }).click();
  await group.getByText("残り0件").waitFor({ state: "hidden" });

  await tab(page, "突合");
  const pair = page.locator(".pair-card").first();
  const names = (await text(pair.locator("h3"))).split(" ／ ");
  for (const name of names) {
    await pair.locator("thead").first().getByRole("button", { name }).click();
    await page.locator(".detail h2", { hasText: name }).waitFor();
    await tab(page, "突合");
  }
  assert.ok(await page.locator("tr.differs").count() > 0, "the cells that differ are marked");
  await page.getByText("食い違いはありません").waitFor({ state: "hidden" });
});

for (const [name, viewport, colorScheme, forcedColors] of /** @type {const} */ ([
  ["1280", { width: 1280, height: 900 }, "light", "none"],
  ["1280-dark", { width: 1280, height: 900 }, "dark", "none"],
  ["400", { width: 400, height: 800 }, "light", "none"],
  ["400-forced", { width: 400, height: 800 }, "dark", "active"],
])) {
  test(`the desk is accessible and does not scroll sideways: ${name}`, async (t) => {
    const { packages } = await sampleReview(t);
    const { page, go } = await openPage(t, { viewport });
    await page.emulateMedia({ colorScheme, forcedColors });
    await go("review");
    const look = async (/** @type {string} */ what) => {
      await picture(page, `desk-${what}-${name}`);
      await expectAccessible(page, `${what} at ${name}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(sideways, false, `${what} scrolls sideways at ${name}`);
    };
    await page.getByRole("heading", { name: "はじめに" }).waitFor();
    await look("empty");
    await begin(page);
    await look("begun");
    await receive(page, packages);
    await page.evaluate(() => scrollTo(0, 0));
    await look("register");
    await grid(page).focus();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("?");
    await look("keys");
    await page.keyboard.press("?");
    await page.keyboard.press("x");
    await page.keyboard.press("2");
    await page.keyboard.press("Enter");
    await page.locator(".detail").waitFor();
    await page.locator(".detail").scrollIntoViewIfNeeded();
    const waive = page.locator(".detail").getByRole("button", { name: "免除…" });
    if (await waive.count() > 0) await waive.first().click();
    await look("detail");
    await page.getByRole("button", { name: "← 受付簿に戻る" }).click();
    for (const [screen, what] of [["指摘別", "codes"], ["突合", "pairs"], ["通知・出力", "output"], ["届いたファイル", "files"]]) {
      await tab(page, screen);
      if (what === "codes") {
        await page.locator(".code-group h3 button").first().click();
        await page.getByLabel(/をすべて選ぶ/).first().check();
      }
      if (what === "output") await page.getByRole("button", { name: /への通知の文面$/ }).first().click();
      await look(what);
    }
  });
}

test("only the rows in view are in the document, and the bundle names what is not at hand", async (t) => {
  const { page, go } = await openPage(t);
  await go("review");
  await begin(page, "北海道");
  await page.locator(".totals", { hasText: "180団体" }).waitFor();
  const drawn = () => page.locator(".register-body .register-row").count();
  assert.ok(await drawn() < 60, `${await drawn()} rows are drawn`);
  await grid(page).focus();
  await page.keyboard.press("End");
  const last = currentRow(page);
  await last.waitFor();
  assert.equal(await last.getAttribute("aria-rowindex"), "181");
  assert.ok(await last.isVisible() && (await drawn()) < 60);
  await page.keyboard.press("Home");
  assert.equal(await currentRow(page).getAttribute("aria-rowindex"), "2");
  assert.ok(await currentRow(page).isVisible());
});

test("of several files of one time the reviewer says which is newest", async (t) => {
  const { packages, again } = await sampleReview(t);
  const { page, go } = await openPage(t);
  await go("review");
  await begin(page);
  await receive(page, [...packages, ...again].filter((name) => name.includes("江北町")));
  const row = rowOf(page, "414247");
  assert.match(await text(row.locator(".state")), /新旧を選ぶ/);
  await row.locator(".name").click();
  const detail = page.locator(".detail");
  await detail.getByRole("button", { name: "適（1）" }).click();
  assert.doesNotMatch(await text(page.locator(".totals")), /適/, "nobody can decide before");
  const file = detail.locator(".file", { hasText: "再提出" });
  await file.getByRole("button", { name: "これを新しいものとする" }).click();
  await detail.locator("h2 .tag", { hasText: "第2回" }).waitFor();
  await detail.locator(".history").getByText("受信日時を").waitFor();
  await detail.getByRole("button", { name: "適（1）" }).click();
  await page.locator(".totals", { hasText: "適1" }).waitFor();
});

test("the bundle is verified, and lacks nothing", async (t) => {
  const { packages } = await sampleReview(t);
  const { page, go } = await openPage(t);
  await go("review");
  await begin(page);
  await receive(page, packages);
  await page.getByRole("button", { name: /^適合/ }).click();
  await page.getByRole("button", { name: "表示中の団体をすべて選ぶ" }).click();
  await page.locator(".chosen-bar").getByRole("button", { name: "適（1）" }).click();
  await page.locator(".totals", { hasText: "適" }).waitFor();
  await tab(page, "通知・出力");
  const file = await download(page, page.getByRole("button", { name: "一式を作る（ZIP）" }));
  assert.match((await entryOf(file.path, "SHA256SUMS")).toString("utf8"), /review\.json/);
  await page.locator(".review-save-state", { hasText: "保存済み" }).waitFor();
  await page.waitForTimeout(500);
  await page.reload();
  await tab(page, "通知・出力");
  await page.getByText("もう一度入れてください").waitFor();
  assert.ok(await page.getByRole("button", { name: "一式を作る（ZIP）" }).isDisabled());
  assert.ok(await page.locator(".missing-files li").count() > 0);
});
