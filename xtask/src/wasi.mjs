// Runs one program built for wasm32-wasip1: `node wasi.mjs PROGRAM.wasm`. Node's engine is Chromium's.
//
// A benchmark needs only a clock and standard output of its system. Node 20's own WASI is experimental
// and crashed at the end of programs with much memory.

import { webcrypto } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";

const [SUCCESS, NO_SUCH_FILE, NOT_SUPPORTED] = [0, 8, 52];
/** @type {WebAssembly.Memory} */
let memory;
const view = () => new DataView(memory.buffer);

// Addresses and lengths are numbers of 32 bits (only `_precision` is a BigInt); each function answers
// with an error number.
/** @type {Record<string, (...words: number[]) => number>} */
const system = {
  clock_time_get(_clock, _precision, at) {
    view().setBigUint64(at, process.hrtime.bigint(), true);
    return SUCCESS;
  },
  random_get(at, length) {
    webcrypto.getRandomValues(new Uint8Array(memory.buffer, at, length));
    return SUCCESS;
  },
  fd_write(file, parts, count, written) {
    let total = 0;
    for (let at = parts; at < parts + count * 8; at += 8) {
      const [start, length] = [view().getUint32(at, true), view().getUint32(at + 4, true)];
      writeSync(file, new Uint8Array(memory.buffer, start, length));
      total += length;
    }
    view().setUint32(written, total, true);
    return SUCCESS;
  },
  // Neither arguments nor an environment.
  args_sizes_get: noneOf, environ_sizes_get: noneOf, args_get: () => SUCCESS, environ_get: () => SUCCESS,
  // No folder is open: a program that uses files asks for them before it starts.
  fd_prestat_get: () => NO_SUCH_FILE,
  proc_exit: (code) => process.exit(code),
};

/**
 * @param {number} count
 * @param {number} bytes
 */
function noneOf(count, bytes) {
  view().setUint32(count, 0, true);
  view().setUint32(bytes, 0, true);
  return SUCCESS;
}

const program = new WebAssembly.Module(readFileSync(process.argv[2]));
const wanted = WebAssembly.Module.imports(program).map(({ name }) => [name, system[name] ?? (() => NOT_SUPPORTED)]);
const instance = new WebAssembly.Instance(program, { wasi_snapshot_preview1: Object.fromEntries(wanted) });
const { memory: own, _start: start } = instance.exports;
memory = /** @type {WebAssembly.Memory} */ (own);
/** @type {() => void} */ (start)();
