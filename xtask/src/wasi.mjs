// Runs one program built for wasm32-wasip1: `node wasi.mjs PROGRAM.wasm`. Node's engine is Chromium's.
//
// The program runs in a child that tells how it ended before it goes: Node 20 may crash while it
// takes down a WASI program that had much memory, long after everything was done.

import { fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [file] = process.argv.slice(2);
if (process.send) {
  const wasi = new WASI({ version: "preview1", args: [file], returnOnExit: true });
  const program = await WebAssembly.compile(await readFile(file));
  process.send(wasi.start(await WebAssembly.instantiate(program, wasi.getImportObject())));
} else {
  let code = 1;
  fork(import.meta.filename, [file], { execArgv: ["--no-warnings"] })
    .on("message", (told) => { code = told; })
    .on("exit", () => { process.exitCode = code; });
}
