// Makes the packages that bench/review.mjs measures with: those of a made-up prefecture, each with a scanned document of
// about 0.85 MB, as municipalities send them; with --nation those of all prefectures.
//
// node bench/prefecture.mjs FOLDER [--nation]

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { ROOT } from "../lib/browser.mjs";
import { renkei } from "../lib/packages.mjs";

/** Bytes of the scanned document: 180 packages have 153 MB. */
const SCAN = 830_000;

/**
 * A PDF of bytes that do not compress, the same in every run.
 * @param {string} seed
 */
function scan(seed) {
  const blocks = [Buffer.from("%PDF-1.4\n")];
  let block = createHash("sha512").update(seed).digest();
  for (let size = 0; size < SCAN; size += block.length) {
    block = createHash("sha512").update(block).digest();
    blocks.push(block);
  }
  return Buffer.concat([...blocks, Buffer.from("\n%%EOF\n")]);
}

/** @param {string} folder */
async function enlarge(folder) {
  const file = path.join(folder, "application.json");
  const app = JSON.parse(await readFile(file, "utf8"));
  const name = "参考資料.pdf";
  app.attachments.push({ file: name, role: "other", title: "参考資料" });
  await writeFile(file, JSON.stringify(app));
  await writeFile(path.join(folder, "attachments", name), scan(path.basename(folder)));
  await renkei("build", file, "--attachments", path.join(folder, "attachments"), "--out", folder).catch((error) => {
    // With a planted defect it is not built; then the sample's own package stays.
    if (error.code !== 1) throw error;
  });
  const built = (await readdir(folder)).filter((name) => name.endsWith(".zip"));
  const into = path.dirname(path.dirname(folder));
  for (const zip of built) await rename(path.join(folder, zip), path.join(into, "packages", `${path.basename(folder)}-${zip}`));
}

const [folder, ...options] = process.argv.slice(2);
if (!folder) throw new Error("say in which folder");
await rm(folder, { recursive: true, force: true });
await mkdir(path.join(folder, "packages"), { recursive: true });
const table = await readFile(path.join(ROOT, "forms-core/data/local-governments.tsv"), "utf8");
const all = [...new Set(table.split("\n").slice(1).map((line) => line.split("\t").find((cell) => /[都道府県]$/.test(cell))).filter((name) => name !== undefined))];
const prefectures = options.includes("--nation") ? all : ["北海道"];
for (const prefecture of prefectures) {
  const made = path.join(folder, "made");
  await renkei("sample", made, "--prefecture", prefecture, "--seed", "5").catch((error) => {
    console.error(`${prefecture}: ${String(error.stderr ?? error).trim()}`);
  });
  for (const entry of await readdir(made, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory() && /^\d{6}-/.test(entry.name)) await enlarge(path.join(made, entry.name));
  }
  await rm(made, { recursive: true, force: true });
}
console.log(`${(await readdir(path.join(folder, "packages"))).length} packages in ${path.join(folder, "packages")}`);
