// Runs axe-core, in Japanese, in a page or frame, and fails with every violation in words.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const source = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
/** @type {Record<string, object>} */
const locale = require("axe-core/locales/ja.json");

/**
 * The rules are those of WCAG 2.2 A and AA and the best practices.
 * @param {Pick<import("playwright-core").Page, "evaluate">} target
 * @param {string} name
 */
export async function expectAccessible(target, name) {
  await target.evaluate(source);
  // During a colour transition the contrast is that of neither colour.
  await target.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => {}));
  const { violations } = await target.evaluate(async (locale) => {
    // The injected script defines it.
    const { axe } = /** @type {{ axe: typeof import("axe-core") }} */ (/** @type {unknown} */ (globalThis));
    axe.configure({ locale });
    return axe.run(document, { iframes: false, resultTypes: ["violations"] });
  }, locale);
  const words = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join("\n  ")}`);
  assert.deepEqual(words, [], `axe-core on ${name}`);
}
