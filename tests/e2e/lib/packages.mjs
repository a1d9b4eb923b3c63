// The application of the tests, and its package as the command builds it: page and panel must build the
// same bytes.

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

/** Runs `renkei`; rejects if it fails. */
export const renkei = (/** @type {string[]} */ ...words) => run(path.join(target, "debug/renkei"), words);

export const sha256 = (/** @type {Uint8Array} */ bytes) => createHash("sha256").update(bytes).digest("hex");

/** @type {Promise<{ file: string, name: string, bytes: Buffer, sha256: string }> | undefined} */
let built;

/** Returns `{file, name, bytes, sha256}` of the package that the command builds. */
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

/**
 * Returns a small ZIP of stored files, for invalid input.
 * @param {Record<string, string | Uint8Array>} files
 */
export function makeZip(files) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(content)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // the name is UTF-8
    common.writeUInt16LE(0x21, 8); // 1 January 1980
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
