// Other programs open the package. The browser tests show that page and panel build the same bytes, so
// the command's package is enough.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { commandPackage } from "../lib/packages.mjs";

const run = promisify(execFile);
const EXPECTED = [
  "application.json",
  "manifest.json",
  "条例・規則/事務委任規則.txt",
  "申請書.xlsx",
  "評価書/基礎項目評価書.pdf",
];

const folder = () => mkdtemp(path.join(os.tmpdir(), "renkei-unpacked-"));

/**
 * Returns the relative paths of the files below a folder, sorted.
 * @param {string} root
 */
async function files(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

test("unzip accepts and extracts it", async () => {
  const { file } = await commandPackage();
  const { stdout } = await run("unzip", ["-t", file]);
  assert.match(stdout, /No errors detected/);
  const to = await folder();
  await run("unzip", ["-q", file, "-d", to], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  assert.deepEqual(await files(to), EXPECTED);
});

test("7z accepts and extracts it", async () => {
  const { file } = await commandPackage();
  const { stdout } = await run("7z", ["t", file]);
  assert.match(stdout, /Everything is Ok/);
  assert.doesNotMatch(stdout, /Warnings|Errors/);
  const to = await folder();
  await run("7z", ["x", `-o${to}`, file], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  assert.deepEqual(await files(to), EXPECTED);
});

test("Python's zipfile accepts and extracts it", async () => {
  const { file } = await commandPackage();
  const to = await folder();
  const program = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])";
  await run("python3", ["-c", program, file, to], { env: { ...process.env, PYTHONUTF8: "1" } });
  assert.deepEqual(await files(to), EXPECTED);
});

test("LibreOffice opens its workbook and finds what was entered", async () => {
  const { file } = await commandPackage();
  const to = await folder();
  await run("unzip", ["-q", file, "申請書.xlsx", "-d", to], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  await run("soffice", [
    `-env:UserInstallation=file://${await folder()}`,
    "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    "--outdir", to, path.join(to, "申請書.xlsx"),
  ]);
  const sheets = (await files(to)).filter((name) => name.endsWith(".csv"));
  const text = (await Promise.all(sheets.map((name) => readFile(path.join(to, name), "utf8")))).join("\n");
  for (const entered of ["412015", "佐賀市", "JT01010000000214", "第2条第1項第1号", "基礎項目評価書"]) {
    assert.ok(text.includes(entered), `${entered} in ${sheets}`);
  }
  assert.doesNotMatch(text, /#(REF|NAME|VALUE)/);
});
