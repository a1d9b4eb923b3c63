// Starts the page or the panel: compiles the WASM once, runs the UI with it and gives the compiled
// module to every worker. `data-start` on this script's tag names the entry point.
//
// On a server, the WASM and the worker are files in the same folder. The offline page has them in its
// document (elements with the ids below), because a page from file:// may not load other files.
"use strict";

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const entryPoint = /** @type {"start_page" | "start_panel"} */ (script.dataset.start);
  /** @param {string} id */
  const inlined = (id) => document.getElementById(id);

  async function compile() {
    const packed = inlined("renkei-wasm");
    if (!packed) return WebAssembly.compileStreaming(fetch("renkei_bg.wasm"));
    const gzip = Uint8Array.from(atob(packed.textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  }

  function workerAddress() {
    const source = inlined("renkei-worker");
    if (!source) return "worker.js";
    // The glue is already a script of the document, and the worker's copy is taken from it.
    const glue = inlined("renkei-glue");
    if (!glue) throw new Error("the document has no renkei-glue");
    const parts = [glue.textContent, "\n", source.textContent];
    return URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  }

  async function start() {
    const module = await compile();
    const address = workerAddress();
    globalThis.renkeiSpawnWorker = () => {
      const worker = new Worker(address);
      worker.postMessage({ module });
      return worker;
    };
    await wasm_bindgen({ module_or_path: module });
    wasm_bindgen[entryPoint]();
  }

  start().catch((error) => {
    // The words are in the HTML; the browser's message is added for support.
    console.error(error);
    const notice = inlined("boot-failed");
    if (notice) notice.hidden = false;
  });
})();
