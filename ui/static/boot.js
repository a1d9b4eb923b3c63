// Starts the page or the panel: compiles the WASM once, runs the UI with it and lends the same
// compiled module to every worker. `data-start` on this script's tag names the entry point.
//
// Served, the WASM and the worker are files beside this one. The offline page carries them in its
// own document (elements with the ids below), because a page from file:// may load no other file.
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
    // The glue is a script of the document already: the worker's copy is taken from there.
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
    // The words are in the HTML; only the browser's own reason is added for whoever is asked.
    console.error(error);
    const notice = inlined("boot-failed");
    if (notice) notice.hidden = false;
  });
})();
