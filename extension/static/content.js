// What runs inside the site: shows the panel in a frame of the extension, and reads and writes the
// site's form for it. Plain JavaScript, because WASM here would obey the site's own policy.
//
// It never submits, touches no field that the panel did not name, and sends nothing anywhere.
//
// How the two find each other: the panel opens a runtime port (the browser vouches for it), gets a
// nonce over it, and accepts the MessagePort that this script posts to its own frame with that
// nonce. Everything after that goes over the MessagePort, which carries a file as a file (a runtime
// message would turn its bytes into text):
//
//   panel → site                                      site → panel
//   {type: "screens", screens: [{id, recognise,       {type: "screen", id | null, origin,
//     package_slot, fields: [selector]}]}               fields: [selector], file: name | null}
//                                                       (again whenever one of these changes)
//                                                     {type: "focus", selector | null}
//   {type: "fill", request,                           {type: "filled", request, filled: [selector],
//     values: [{selector, value, label}]}               refused: [{selector, problem}]}
//   {type: "undo", request}                           {type: "undone", request, restored: [selector],
//                                                       refused: [{selector, problem}]}
//   {type: "attach", request, selector, file: File}   {type: "attached", request, name, bytes} or
//                                                       {type: "refused", request, problem}
//   {type: "close"}
//
//   problem: "missing" (no such field), "locked" (disabled or read-only), "kind" (not a field that
//   takes text), "option" (no such choice), "too_long", "edited" (changed by hand since).
"use strict";

globalThis.renkeiForms ??= (() => {
  const PANEL_ORIGIN = new URL(chrome.runtime.getURL("")).origin;
  const GAP = 8;

  const settled = new Map(); // selector → {before, after}: what was filled and can be undone
  const channels = new Set();
  let screens = [];
  let focused = null;
  let lastScreen = "";

  // ---------------------------------------------------------------- the form of the site

  const currentScreen = () => screens.find((s) => document.querySelector(s.recognise)) ?? null;

  /** The field that a selector means now: found anew each time, as the site may have redrawn it. */
  function field(selector) {
    const screen = currentScreen();
    const area = screen && document.querySelector(screen.recognise);
    return area?.querySelector(selector) ?? null;
  }

  function report() {
    const screen = currentScreen();
    const file = screen?.package_slot ? field(screen.package_slot)?.files?.[0] : null;
    const message = {
      type: "screen",
      id: screen?.id ?? null,
      origin: location.origin,
      fields: screen ? screen.fields.filter((selector) => field(selector)) : [],
      file: file?.name ?? null,
    };
    const text = JSON.stringify(message);
    if (text === lastScreen) return;
    lastScreen = text;
    send(message);
  }

  function reportFocus() {
    const screen = currentScreen();
    const selector = screen?.fields.find((s) => field(s) === focused) ?? null;
    send({ type: "focus", selector });
  }

  /** Why a field cannot take a value, or null. */
  function problemWith(element, value, label) {
    if (!element) return "missing";
    if (element.disabled || element.readOnly) return "locked";
    if (element instanceof HTMLSelectElement) return option(element, value, label) ? null : "option";
    if (element instanceof HTMLTextAreaElement || isTextInput(element)) {
      return element.maxLength >= 0 && value.length > element.maxLength ? "too_long" : null;
    }
    return "kind";
  }

  const isTextInput = (element) =>
    element instanceof HTMLInputElement &&
    ["text", "search", "tel", "email", "url", "number", "date", "month"].includes(element.type);

  const option = (select, value, label) =>
    [...select.options].find((o) => o.value === value || (label && o.text.trim() === label));

  function put(element, value) {
    element.value = value;
    // Frameworks listen for these; setting a value alone tells nobody.
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fill({ request, values }) {
    const filled = [];
    const refused = [];
    for (const { selector, value, label } of values) {
      const element = field(selector);
      const problem = problemWith(element, value, label);
      if (problem) {
        refused.push({ selector, problem });
        continue;
      }
      const before = settled.get(selector)?.before ?? element.value;
      const after = element instanceof HTMLSelectElement ? option(element, value, label).value : value;
      put(element, after);
      // What the field made of it (a date field may refuse a text) is what undo compares with.
      settled.set(selector, { before, after: element.value });
      if (element.value === after) filled.push(selector);
      else refused.push({ selector, problem: "kind" });
    }
    send({ type: "filled", request, filled, refused });
  }

  function undo({ request }) {
    const restored = [];
    const refused = [];
    for (const [selector, { before, after }] of settled) {
      const element = field(selector);
      if (!element) refused.push({ selector, problem: "missing" });
      else if (element.type === "file") {
        element.files = before;
        element.dispatchEvent(new Event("change", { bubbles: true }));
        restored.push(selector);
      } else if (element.value !== after) refused.push({ selector, problem: "edited" });
      else {
        put(element, before);
        restored.push(selector);
      }
    }
    settled.clear();
    send({ type: "undone", request, restored, refused });
    report();
  }

  function attach({ request, selector, file }) {
    const element = field(selector);
    const isSlot = element instanceof HTMLInputElement && element.type === "file";
    const problem = !element ? "missing" : !isSlot ? "kind" : element.disabled ? "locked" : null;
    if (problem) {
      send({ type: "refused", request, problem });
      return;
    }
    const before = settled.get(selector)?.before ?? element.files;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    element.files = transfer.files;
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
    settled.set(selector, { before, after: null });
    send({ type: "attached", request, name: file.name, bytes: element.files[0]?.size ?? 0 });
    report();
  }

  // ---------------------------------------------------------------- the panel and its place

  // A closed shadow root: the site's scripts and styles do not reach in. Styles are set one by one,
  // which no policy forbids; a style element would need the site's permission.
  const host = document.createElement("renkei-forms");
  const shadow = host.attachShadow({ mode: "closed" });
  const frame = document.createElement("iframe");
  const launcher = document.createElement("button");

  const style = (element, properties) => {
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value, "important");
  };

  launcher.type = "button";
  launcher.textContent = chrome.i18n.getMessage("launcher");
  launcher.setAttribute("aria-expanded", "false");
  style(host, { all: "initial", position: "fixed", "z-index": "2147483647" });
  style(launcher, {
    all: "revert", position: "fixed", right: "0", bottom: "24px", padding: "10px 14px", margin: "0",
    font: "bold 14px/1.4 'Noto Sans JP', 'Noto Sans CJK JP', Meiryo, sans-serif", color: "#fff",
    background: "#0017c1", border: "2px solid #fff", "border-right": "0",
    "border-radius": "8px 0 0 8px", cursor: "pointer",
  });
  frame.title = chrome.i18n.getMessage("panel_title");
  frame.hidden = true;
  style(frame, {
    all: "initial", position: "fixed", border: "1px solid #767676", background: "Canvas",
    "box-shadow": "0 0 12px rgb(0 0 0 / 30%)", "color-scheme": "light dark", display: "none",
  });
  shadow.append(launcher, frame);
  document.documentElement.append(host);

  const isOpen = () => !frame.hidden;

  /** The panel's places in the order of preference, as left, top, width, height. */
  function places() {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const column = Math.min(400, width);
    const sheet = Math.round(height * 0.45);
    const right = [width - column, 0, column, height];
    const left = [0, 0, column, height];
    const bottom = [0, height - sheet, width, sheet];
    const top = [0, 0, width, sheet];
    // Two columns need room for the site beside the panel.
    return width >= 2 * column ? [right, left, bottom, top] : [bottom, top];
  }

  const covers = ([left, top, width, height], box) =>
    box.right + GAP > left && box.left - GAP < left + width &&
    box.bottom + GAP > top && box.top - GAP < top + height;

  /** Stays where it is as long as the field in focus is free, else moves to the first place that is. */
  let place = null;
  function arrange() {
    if (!isOpen()) return;
    const all = places();
    const same = place && all.find((p) => p.join() === place.join());
    const order = same ? [same, ...all] : all;
    const box = focused?.isConnected ? focused.getBoundingClientRect() : null;
    place = (box && order.find((p) => !covers(p, box))) ?? order[0];
    const [left, top, width, height] = place;
    style(frame, {
      left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
      "box-sizing": "border-box",
    });
    style(launcher, { display: "none" });
  }

  function open() {
    if (!frame.src) frame.src = chrome.runtime.getURL("panel.html");
    if (!host.isConnected) document.documentElement.append(host);
    frame.hidden = false;
    style(frame, { display: "block" });
    launcher.setAttribute("aria-expanded", "true");
    arrange();
    report();
  }

  function close() {
    frame.hidden = true;
    style(frame, { display: "none" });
    style(launcher, { display: "revert" });
    launcher.setAttribute("aria-expanded", "false");
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    else launcher.focus({ preventScroll: true });
  }

  const toggle = () => (isOpen() ? close() : open());

  // ---------------------------------------------------------------- messages

  const receive = {
    screens: (message) => {
      screens = message.screens;
      lastScreen = "";
      report();
      reportFocus();
    },
    fill,
    undo,
    attach,
    close,
  };

  function send(message) {
    for (const channel of channels) channel.postMessage(message);
  }

  function nonce() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  // Only this extension's own pages can open such a port.
  chrome.runtime.onConnect.addListener((port) => {
    if (port.sender?.id !== chrome.runtime.id || port.name !== "renkei-panel") return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => receive[data?.type]?.(data);
    channels.add(port1);
    port.onDisconnect.addListener(() => {
      channels.delete(port1);
      port1.close();
    });
    const word = nonce();
    port.postMessage({ nonce: word });
    // To this script's own frame and to no other, even if the site has put a copy beside it.
    frame.contentWindow.postMessage({ renkei: word }, PANEL_ORIGIN, [port2]);
  });

  // ---------------------------------------------------------------- what happens on the page

  launcher.addEventListener("click", open);
  document.addEventListener("focusin", (event) => {
    const element = event.composedPath()[0];
    if (element === host || !(element instanceof Element)) return;
    focused = element;
    arrange();
    reportFocus();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && isOpen()) close();
  }, true);
  document.addEventListener("change", () => report(), true);
  // A page that comes back from the browser's cache has lost its channels with it.
  addEventListener("pageshow", (event) => {
    if (event.persisted && frame.src) frame.src = chrome.runtime.getURL("panel.html");
  });
  addEventListener("resize", arrange);
  addEventListener("scroll", arrange, { passive: true, capture: true });

  // The site may redraw its form at any time; many changes in a row are one.
  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!isOpen()) return;
      if (!host.isConnected) document.documentElement.append(host);
      report();
      arrange();
    }, 50);
  }).observe(document, { childList: true, subtree: true });

  if (document.activeElement && document.activeElement !== document.body) focused = document.activeElement;
  return { toggle };
})();
