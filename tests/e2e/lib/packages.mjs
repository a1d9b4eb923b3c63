// The application that the tests hand in, and its package as the command builds it: what page and
// panel build has to be the same bytes.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { ROOT } from "./browser.mjs";

const run = promisify(execFile);
const FIXTURES = path.join(ROOT, "tests/e2e/fixtures");

const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target");

/** Runs `renkei`; rejects where it fails. */
export const renkei = (...words) => run(path.join(target, "debug/renkei"), words);

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

let built;

/** `{file, name, bytes, sha256}` of the package that the command builds. */
export function commandPackage() {
  built ??= (async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "renkei-package-"));
    const { stdout } = await renkei(
      "build", path.join(FIXTURES, "application.json"),
      "--attachments", path.join(FIXTURES, "attachments"),
      "--out", folder, "--format", "json",
    );
    const answer = JSON.parse(stdout);
    const bytes = await readFile(answer.path);
    return { file: answer.path, name: path.basename(answer.path), bytes, sha256: answer.sha256 };
  })();
  return built;
}
