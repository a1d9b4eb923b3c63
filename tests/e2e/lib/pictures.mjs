// Screenshots of each shell. They go to target/e2e; with RENKEI_PICTURES=1 also to docs/images,
// where the README shows them.

import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";

import { ROOT } from "./browser.mjs";

/**
 * @param {import("./browser.mjs").Page} page
 * @param {string} name
 */
export async function picture(page, name) {
  const folder = path.join(ROOT, "target/e2e");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled" });
  if (process.env.RENKEI_PICTURES !== "1") return;
  const images = path.join(ROOT, "docs/images");
  await mkdir(images, { recursive: true });
  await copyFile(file, path.join(images, `${name}.png`));
}
