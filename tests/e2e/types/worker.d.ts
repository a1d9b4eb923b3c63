// Globals of the core's worker.

/** The glue that wasm-bindgen makes: its initialiser, and the function that Rust exports. */
declare const wasm_bindgen: {
  initSync(init: { module: WebAssembly.Module }): unknown;
  start_worker(): void;
};
