// A worker around the core. The first message brings the compiled module; from then on Rust
// listens (`start_worker` installs its own handler before the next message is delivered).
"use strict";

// In the offline page the glue stands above this text in the same blob.
if (typeof wasm_bindgen === "undefined") importScripts("renkei.js");

self.onmessage = ({ data }) => {
  self.onmessage = null;
  wasm_bindgen.initSync({ module: data.module });
  wasm_bindgen.start_worker();
};
