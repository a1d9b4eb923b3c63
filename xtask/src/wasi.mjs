// Runs one program built for wasm32-wasip1: `node wasi.mjs PROGRAM.wasm`. Node's engine is Chromium's.

import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [file] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [file] });
const program = await WebAssembly.compile(await readFile(file));
// The program ends the process itself.
wasi.start(await WebAssembly.instantiate(program, wasi.getImportObject()));
