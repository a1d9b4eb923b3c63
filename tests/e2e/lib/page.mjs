// What a person does in the page, wherever it was opened from.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { commandPackage, sha256 } from "./packages.mjs";

/** The served page's address; `cargo xtask e2e` starts its own server and says where it is. */
export function servedPage() {
  assert.ok(process.env.RENKEI_PAGE, "run this with `cargo xtask e2e`");
  return process.env.RENKEI_PAGE;
}

/** Opens the tests' application, its package being as good a draft as any. */
export async function openDraft(page) {
  const { file } = await commandPackage();
  await page.locator("#open-draft").setInputFiles(file);
  await page.getByRole("heading", { name: "佐賀市の変更申請" }).waitFor();
}

/** Goes to a view by its address, as a bookmark does. */
export async function goTo(page, hash) {
  await page.evaluate((hash) => { location.hash = hash; }, hash);
}

/** Builds the package, saves it and returns its name and SHA-256. */
export async function buildAndSave(page) {
  await goTo(page, "#/build");
  await page.getByRole("button", { name: "提出書類作成" }).click();
  const link = page.locator("a[download]");
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), sha256: sha256(bytes) };
}

/** The page's package is the command's, byte by byte. */
export async function expectSamePackage(page) {
  const { name, sha256: expected } = await commandPackage();
  assert.deepEqual(await buildAndSave(page), { name, sha256: expected });
}
