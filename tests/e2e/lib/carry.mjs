// The carry-over view, and files for its tests: registry and layouts of a made-up prefecture, and the draft that
// the command makes from them.

import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";

import { renkei } from "./packages.mjs";

/** @typedef {import("./browser.mjs").Page} Page */
/** @typedef {{ folder: string, registry: string[], old: string, new: string }} Tables */

/**
 * Opens the view.
 * @param {Page} page
 */
export async function openCarry(page) {
  await page.getByRole("link", { name: /^引き継ぐ/ }).click();
  await page.getByRole("heading", { name: "登録を引き継ぐ" }).waitFor();
}

/**
 * Opens the view and reads the tables.
 * @param {Page} page
 * @param {string[]} files
 */
export async function readTables(page, files) {
  await openCarry(page);
  await page.locator("#carry-tables").setInputFiles(files);
  await page.waitForFunction((n) => document.querySelectorAll(".table-words").length === n, files.length);
}

/**
 * Returns what each table is taken for.
 * @param {Page} page
 */
export const rolesOf = (page) =>
  page.locator(".table select").evaluateAll((selects) => selects.map((s) => /** @type {HTMLSelectElement} */ (s).value));

/**
 * Compares the tables that were read.
 * @param {Page} page
 */
export async function compare(page) {
  await page.getByRole("button", { name: "突き合わせる" }).click();
  await page.locator(".summary-line").waitFor();
}

/** @type {Promise<Tables> | undefined} */
let made;

/** `{folder, registry: [inquiry, provision], old, new}`: the files of the sample prefecture. */
export function sampleTables() {
  made ??= (async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-carry-"));
    await renkei("sample", folder, "--prefecture", "鳥取県", "--seed", "1");
    const at = (/** @type {string[]} */ ...names) => path.join(folder, ...names);
    return {
      folder,
      registry: [at("registry/inquiry-registry.csv"), at("registry/provision-registry.csv")],
      old: at("layout/layout-H30.7.csv"),
      new: at("layout/layout-R1.6.csv"),
    };
  })();
  return made;
}

/**
 * Runs `renkei carry-over` with decisions and returns `{line, draft, answer}`, the draft as bytes.
 * @param {Tables} tables
 */
export async function commandDraft(tables, decisions = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-draft-"));
  const [draft, decided] = [path.join(folder, "application.json"), path.join(folder, "decisions.json")];
  await writeFile(decided, JSON.stringify({ schema: "renkei.decisions/1", decisions }));
  // Exit status 1 means findings, such as rows of other organisations.
  const { stdout } = await renkei(
    "carry-over", "--registry", ...tables.registry, "--old", tables.old, "--new", tables.new,
    "--decisions", decided, "--draft", draft, "--format", "json",
  ).catch((error) => error);
  const answer = JSON.parse(stdout);
  return { line: answer.summary.line, draft: await readFile(draft), answer };
}

/**
 * Returns the bytes of the entry of a ZIP whose name has the given end.
 * @param {string} file
 * @param {string} end
 */
export async function entryOf(file, end) {
  const bytes = await readFile(file);
  const record = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(record + 16);
  for (let left = bytes.readUInt16LE(record + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((o) => bytes.readUInt16LE(at + o));
    const local = bytes.readUInt32LE(at + 42);
    if (bytes.toString("utf8", at + 46, at + 46 + name).endsWith(end)) {
      const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const content = bytes.subarray(data, data + size);
      return method === 0 ? content : zlib.inflateRawSync(content);
    }
    at += 46 + name + extra + comment;
  }
  throw new Error(`${file} has no ${end}`);
}
