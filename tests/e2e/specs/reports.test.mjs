// The HTML report: no axe-core violation, links in both directions, and thousands of findings, on screen
// and in print.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { expectAccessible } from "../lib/axe.mjs";
import { ROOT, launch } from "../lib/browser.mjs";
import { renkei } from "../lib/packages.mjs";
import { picture } from "../lib/pictures.mjs";

const FIXTURES = path.join(ROOT, "tests/e2e/fixtures");
const TODAY = ["--today", "2019-05-20"];

/** Runs the command although it finds errors, which is what it is run for. */
const finding = (/** @type {string[]} */ ...words) => renkei(...words).catch((error) => {
  if (error.code !== 1) throw error;
  return error;
});

/**
 * @param {import("node:test").TestContext} t
 * @param {string} file
 */
async function open(t, file) {
  const address = pathToFileURL(file).href;
  const browser = await launch({ allowed: [address] });
  t.after(() => browser.close());
  const page = await browser.page(address);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return { page, browser };
}

test("the report of a prefecture with mistakes reads well and leads both ways", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-report-"));
  await renkei("sample", path.join(folder, "pref"), "--prefecture", "佐賀県", "--seed", "3", "--defects");
  for (const lang of ["ja", "en"]) {
    const file = path.join(folder, `${lang}.html`);
    await finding("check", path.join(folder, "pref"), "--report", file, "--lang", lang, ...TODAY);
    const { page, browser } = await open(t, file);
    await expectAccessible(page, `the report (${lang})`);
    const broken = await page.evaluate(() =>
      [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[href^='#']"))].filter((a) => !document.getElementById(a.hash.slice(1))).map((a) => a.hash));
    assert.deepEqual(broken, [], "links that lead nowhere");
    // From the summary to a package and back.
    await page.locator("#summary a").first().click();
    await page.locator("section.package:target").waitFor();
    await page.locator("section.package:target .back a").click();
    await page.locator("#summary:target").waitFor();
    await page.setViewportSize({ width: 400, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, "nothing scrolls sideways at 400 px");
    await picture(page, `report-${lang}`);
    assert.deepEqual(browser.complaints, []);
    await page.emulateMedia({ media: "print" });
    await page.pdf({ path: path.join(folder, `${lang}.pdf`), format: "A4", preferCSSPageSize: true });
    if (process.env.RENKEI_KEEP) await cp(folder, process.env.RENKEI_KEEP, { recursive: true });
  }
});

test("a report of 5,000 findings draws what is near the window only, and all on paper", async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-report-"));
  const app = JSON.parse(await readFile(path.join(FIXTURES, "application.json"), "utf8"));
  const row = app.delegations[0];
  app.delegations = Array.from({ length: 1000 }, (_, i) => ({
    ...row,
    procedure: `JT${String(1_010_000_000_000 + i).padStart(14, "0")}`,
    name: `髙い事務${i}`,
    counterpart: { ...row.counterpart, code: "131122" },
    start: "2019-06-17",
    end: "2019-06-16",
    bases: [{ ...row.bases[0], citation: "第条", number: "規則第　号" }],
  }));
  const application = path.join(folder, "application.json");
  await writeFile(application, JSON.stringify(app));
  const overrides = ["LAW-001", "LAW-007", "ORG-001", "ORG-002", "DLG-008", "PRC-001"].flatMap((code) => ["--override", `${code}=試験`]);
  await renkei("build", application, "--attachments", path.join(FIXTURES, "attachments"), "--out", path.join(folder, "out"), ...overrides, ...TODAY);
  const file = path.join(folder, "report.html");
  await finding("check", path.join(folder, "out"), "--report", file, ...TODAY);

  const { page } = await open(t, file);
  const count = await page.locator(".kind li").count();
  assert.ok(count >= 5000, `${count} findings`);
  // The work of a jump is the work of what is drawn; a clock would measure the machine.
  const { kinds, drawn } = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const kinds = [...document.querySelectorAll(".kind")];
    const isDrawn = (/** @type {Element} */ kind) => kind.querySelector("li")?.checkVisibility({ contentVisibilityAuto: true });
    const drawn = [];
    for (let y = 0; y < 20; y += 1) {
      scrollTo(0, (document.documentElement.scrollHeight * y) / 20);
      for (let n = 0; n < 4; n += 1) await frame();
      drawn.push(kinds.filter(isDrawn).length);
    }
    return { kinds: kinds.length, drawn };
  });
  t.diagnostic(`${count} findings of ${kinds} kinds, drawn after each jump: ${drawn.join(" ")}`);
  assert.ok(kinds > 4, `${kinds} kinds`);
  assert.ok(Math.max(...drawn) <= 3, `${drawn.join(" ")} of ${kinds} kinds drawn`);
  await page.emulateMedia({ media: "print" });
  const hidden = await page.evaluate(() => [...document.querySelectorAll(".kind")].filter((k) => getComputedStyle(k).contentVisibility !== "visible").length);
  assert.equal(hidden, 0, "paper shows everything");
  if (process.env.RENKEI_KEEP) {
    await page.pdf({ path: path.join(process.env.RENKEI_KEEP, "large.pdf"), format: "A4" });
  }
});
