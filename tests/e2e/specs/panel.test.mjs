// The panel inside the mock site: how it gets in, what it says, what it fills and attaches.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { expectAccessible } from "../lib/axe.mjs";
import { DIST, launch, panelOf } from "../lib/browser.mjs";
import { picture } from "../lib/pictures.mjs";
import { startSite } from "../lib/site.mjs";

const EXTENSION = path.join(DIST, "extension");

/** A browser with the extension on the site's application screen, with the panel open. */
async function openPanel(t, variant, { screen = "apply.html", viewport } = {}) {
  const site = await startSite(variant);
  const browser = await launch({ extension: EXTENSION, allowed: [site.origin], viewport });
  t.after(async () => {
    await site.stop();
    await browser.close();
  });
  const page = await browser.page(`${site.origin}/${screen}`);
  await browser.pressToolbarButton(page);
  const panel = await panelOf(page);
  await panel.waitForSelector("main");
  return { site, browser, page, panel };
}

for (const variant of ["strict", "scripted"]) {
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
}
