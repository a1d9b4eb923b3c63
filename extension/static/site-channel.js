// The panel's channel to the site: opens a port that the browser authenticates, receives the MessagePort
// that content.js posts to this frame, and offers it to Rust.
//
//   globalThis.renkeiSite.channel   Promise<MessagePort>; the messages are in content.js
//   globalThis.renkeiSite.remember(origin)     asks for the permission to start by itself on a site
//   globalThis.renkeiSite.isRemembered(origin) resolves to true if it was given
"use strict";

globalThis.renkeiSite = (() => {
  // The site could post a port too. The one to trust comes with the nonce that arrives on the
  // authenticated port; either may arrive first.
  async function connect() {
    /** @type {Map<string, MessagePort>} */
    const offered = new Map();
    /** @type {string | null} */
    let expected = null;
    /** @type {(port: MessagePort) => void} */
    let settle;
    /** @type {Promise<MessagePort>} */
    const channel = new Promise((resolve) => { settle = resolve; });
    const check = () => {
      const port = expected === null ? undefined : offered.get(expected);
      if (!port) return;
      removeEventListener("message", offer);
      settle(port);
    };
    /** @param {MessageEvent} event */
    const offer = (event) => {
      const nonce = event.data?.renkei;
      if (typeof nonce !== "string" || event.ports.length !== 1 || event.source !== parent) return;
      offered.set(nonce, event.ports[0]);
      check();
    };
    addEventListener("message", offer);

    const tab = await chrome.tabs.getCurrent();
    if (tab?.id === undefined) throw new Error("the panel is in no tab");
    const port = chrome.tabs.connect(tab.id, { frameId: 0, name: "renkei-panel" });
    port.onMessage.addListener((message) => {
      expected = message.nonce;
      check();
    });
    return channel;
  }

  const channel = connect();

  /** Whether a key belongs to an input method that is still composing. @param {KeyboardEvent} event */
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  // A component that handles the key itself, such as to close a list, prevents its default.
  addEventListener("keydown", async (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
    (await channel).postMessage({ type: "close" });
  });

  /** @param {string} origin */
  const pattern = (origin) => ({ origins: [`${new URL(origin).protocol}//${new URL(origin).hostname}/*`] });
  return {
    channel,
    remember: (origin) => chrome.permissions.request(pattern(origin)),
    isRemembered: (origin) => chrome.permissions.contains(pattern(origin)),
  };
})();
