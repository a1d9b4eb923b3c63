// The worker of the core. The first message brings the compiled module; then Rust receives the messages
// (`start_worker` installs its own handler before the next one is delivered).
"use strict";

// In the offline page the glue comes before this text in the same blob.
if (typeof wasm_bindgen === "undefined") importScripts("renkei.js");

self.onmessage = ({ data }) => {
  self.onmessage = null;
  wasm_bindgen.initSync({ module: data.module });
  wasm_bindgen.start_worker();
};
