// Globals shared by the scripts of page, panel and extension.

/** The glue that wasm-bindgen makes: its initialiser, and the functions that Rust exports. */
declare const wasm_bindgen: {
  (init: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  start_page(): void;
  start_panel(): void;
};

/** Set by boot.js; Rust calls it. */
declare var renkeiSpawnWorker: () => Worker;

/** Set by content.js inside the site; background.js calls it. */
declare var renkeiForms: { toggle(): void };

/** Set by site-channel.js in the panel; Rust calls it. */
declare var renkeiSite: {
  channel: Promise<MessagePort>;
  remember(origin: string): Promise<boolean>;
  isRemembered(origin: string): Promise<boolean>;
};
