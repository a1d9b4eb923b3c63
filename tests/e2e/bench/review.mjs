// Measures how long the review view takes from the drop of many packages until all are checked and compared, beside
// what reading them takes with JSZip or fflate and SheetJS in the same Chromium, and with Python's zipfile and openpyxl.
//
// cargo xtask bench --page [FOLDER]: with FOLDER, its ZIPs; else those of a made-up prefecture.

import { execFileSync } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { launch } from "../lib/browser.mjs";

/** @typedef {import("../lib/browser.mjs").Page} Page */
/** @typedef {{ first: number | null, checked: number, compared: number | null, peak: number | null }} Run */

const ROUNDS = Number(process.env.RENKEI_ROUNDS ?? 3);
const MB = 1e6;
const modules = path.resolve(import.meta.dirname, "../node_modules");
const page = process.env.RENKEI_PAGE ?? "";
const folder = process.argv[2];

/** @param {string} folder @returns {Promise<string[]>} */
async function zips(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((e) => e.isFile() && e.name.toLowerCase().endsWith(".zip"));
  return found.map((e) => path.join(e.parentPath, e.name)).sort();
}

/**
 * Returns the process that draws the page, which is also that of its workers.
 * @param {import("../lib/browser.mjs").Browser} browser
 */
async function renderer(browser) {
  const whole = browser.context.browser();
  if (!whole) return null;
  const session = await whole.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const drawing = processInfo.filter((p) => p.type === "renderer").sort((a, b) => b.cpuTime - a.cpuTime);
  return drawing[0]?.id ?? null;
}

/** The most memory that a process has held, in megabytes; `null` where the system does not say. */
async function peak(/** @type {number | null} */ pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const line = /VmHWM:\s+(\d+) kB/.exec(status);
  return line ? (Number(line[1]) * 1024) / MB : null;
}

/**
 * Runs one contender in a fresh browser.
 * @param {string[]} files
 * @param {(page: Page) => Promise<void>} prepare
 * @param {string} field
 * @param {(page: Page) => Promise<Omit<Run, "peak">>} wait
 * @returns {Promise<Run>}
 */
async function inBrowser(files, prepare, field, wait) {
  const browser = await launch({ allowed: page ? [page] : [] });
  try {
    const [tab] = browser.context.pages();
    tab.setDefaultTimeout(600_000);
    await prepare(tab);
    await tab.locator(field).setInputFiles(files);
    const run = await wait(tab);
    return { ...run, peak: await peak(await renderer(browser)) };
  } finally {
    await browser.close();
  }
}

/** The page itself. Its marks are set when what they name was handed to the browser to draw; one more frame draws it. */
const ours = (/** @type {string[]} */ files) => inBrowser(files, async (tab) => {
  await tab.goto(`${page}/#/review`);
  await tab.waitForSelector("#packages");
  // The module is compiled and the workers are there when a person has found the files to drop.
  await tab.waitForTimeout(1000);
}, "#packages", (tab) => tab.evaluate(async () => {
  const at = (/** @type {string} */ name) => performance.getEntriesByName(`review:${name}`)[0]?.startTime;
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  while (at("first") === undefined) await frame();
  const first = performance.now();
  while (at("compared") === undefined) await frame();
  const end = performance.now();
  const start = at("dropped");
  return { first: first - start, checked: at("checked") - start, compared: end - start };
}));

/**
 * Reads every entry of every package, and every workbook in them with SheetJS: no rule, no hash, no comparison.
 * @param {"jszip" | "fflate"} library
 */
const reading = (library) => (/** @type {string[]} */ files) => inBrowser(files, async (tab) => {
  await tab.goto("about:blank");
  await tab.setContent('<input type="file" id="packages" multiple>');
  await tab.addScriptTag({ path: path.join(modules, "xlsx/dist/xlsx.full.min.js") });
  await tab.addScriptTag({ path: path.join(modules, library === "jszip" ? "jszip/dist/jszip.min.js" : "fflate/umd/index.js") });
}, "#packages", (tab) => tab.evaluate(async (library) => {
  const { XLSX, JSZip, fflate } = /** @type {any} */ (globalThis);
  const input = /** @type {HTMLInputElement} */ (document.querySelector("#packages"));
  const start = performance.now();
  /** @type {(name: string, bytes: Uint8Array) => unknown} */
  const book = (name, bytes) => /\.xls[xm]$/i.test(name) && XLSX.read(bytes);
  let first = null;
  for (const file of input.files ?? []) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      if (library === "jszip") {
        const zip = await JSZip.loadAsync(bytes);
        for (const entry of Object.values(zip.files)) {
          if (!entry.dir) book(entry.name, await entry.async("uint8array"));
        }
      } else {
        for (const [name, content] of Object.entries(fflate.unzipSync(bytes))) book(name, content);
      }
    } catch {
      // A broken package: these libraries say no more about it.
    }
    first ??= performance.now() - start;
  }
  return { first, checked: performance.now() - start, compared: null };
}, library));

const PYTHON = `
import io, resource, sys, time, zipfile
import openpyxl
start, first = time.perf_counter(), None
for path in sys.stdin.read().splitlines():
    try:
        with zipfile.ZipFile(path) as package:
            for entry in package.infolist():
                content = package.read(entry)
                if entry.filename.endswith((".xlsx", ".xlsm")):
                    for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True):
                        for row in sheet.iter_rows(values_only=True):
                            pass
    except Exception:
        pass
    first = first or time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(first * 1000, (time.perf_counter() - start) * 1000, peak)
`;

/** @param {string[]} files @returns {Promise<Run>} */
async function python(files) {
  const said = execFileSync("python3", ["-c", PYTHON], { input: files.join("\n"), encoding: "utf8" });
  const [first, checked, peak] = said.trim().split(" ").map(Number);
  return { first, checked, compared: null, peak };
}

/** @param {(number | null)[]} values */
function median(values) {
  const known = values.filter((v) => v !== null).sort((a, b) => a - b);
  return known.length ? known[Math.floor(known.length / 2)] : null;
}

const files = folder ? await zips(folder) : [];
if (!files.length || !page) throw new Error("run this with `cargo xtask bench --page`");
let bytes = 0;
for (const file of files) bytes += (await stat(file)).size;
const load = () => os.loadavg()[0].toFixed(1);
console.log(`${files.length} packages, ${Math.round(bytes / MB)} MB, ${os.cpus().length} cores, load ${load()} before, median of ${ROUNDS}\n`);

/** @type {[string, (files: string[]) => Promise<Run>][]} */
const contenders = [
  ["Renkei Forms: all rules, hashes, compared", ours],
  ["JSZip + SheetJS: read only", reading("jszip")],
  ["fflate + SheetJS: read only", reading("fflate")],
  ["Python zipfile + openpyxl: read only", python],
];
const only = process.env.RENKEI_ONLY;
const show = (/** @type {number | null} */ n, /** @type {string} */ unit) => (n === null ? "–" : `${Math.round(n)} ${unit}`).padStart(10);
console.log(`${"".padEnd(42)}${"first".padStart(10)}${"read".padStart(10)}${"all done".padStart(10)}${"peak".padStart(10)}`);
for (const [name, run] of contenders) {
  if (only && !name.includes(only)) continue;
  /** @type {Run[]} */
  const runs = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await run(files));
  } catch (error) {
    console.log(`${name.padEnd(42)}could not be run: ${String(error).split("\n").find((l) => /Error/.test(l)) ?? error}`);
    continue;
  }
  const of = (/** @type {(run: Run) => number | null} */ part) => median(runs.map(part));
  const all = of((r) => r.compared ?? r.checked);
  console.log(`${name.padEnd(42)}${show(of((r) => r.first), "ms")}${show(of((r) => r.checked), "ms")}${show(all, "ms")}${show(of((r) => r.peak), "MB")}`);
}
console.log(`\nload ${load()} after`);
