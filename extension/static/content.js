// The content script, which runs inside the site: shows the panel in a frame of the extension, and
// reads and writes the site's form for it. It is plain JavaScript, because WASM here would be subject
// to the site's own policy.
//
// It never submits, touches no field that the panel did not name, and sends nothing anywhere.
//
// The handshake: the panel opens a runtime port, which the browser authenticates, gets a nonce over it,
// and accepts the MessagePort that this script posts to its own frame with that nonce. All other
// messages go over the MessagePort, which carries a file as a file (a runtime message would turn its
// bytes into text):
//
//   panel → site                                      site → panel
//   {type: "screens", screens: [{id, recognise,       {type: "screen", id | null, origin,
//     package_slot, fields: [selector]}]}               fields: [selector], file: name | null}
//                                                       (again whenever one of these changes)
//                                                     {type: "focus", selector | null}
//   {type: "fill", request,                           {type: "filled", request, filled: [selector],
//     values: [{selector, value, label}]}               rewritten: [{selector, value}],
//                                                       refused: [{selector, problem}]}
//   {type: "undo", request}                           {type: "undone", request, restored: [selector],
//                                                       refused: [{selector, problem}]}
//   {type: "attach", request, selector, file: File}   {type: "attached", request, name, bytes} or
//                                                       {type: "refused", request, problem}
//   {type: "close"}
//
//   filled: the fields that hold a value now; rewritten: those of them in which the site has made another
//   text of it, with that text.
//   problem: "missing" (no such field), "locked" (disabled or read-only), "kind" (does not take such a
//   text), "option" (no such choice), "too_long", "edited" (changed by hand since).
"use strict";

globalThis.renkeiForms ??= (() => {
  const PANEL_ORIGIN = new URL(chrome.runtime.getURL("")).origin;
  const GAP = 8;

  /** @typedef {{ id: string, recognise: string, package_slot?: string | null, fields: string[] }} SiteScreen */
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
  /** @typedef {"missing" | "locked" | "kind" | "option" | "too_long" | "edited"} Problem */
  /** @typedef {{ before: string, after: string }} Filled */
  /** @typedef {{ before: FileList | null, after: null }} Attached */

  /** The filled and attached fields that can be undone, by selector. @type {Map<string, Filled | Attached>} */
  const settled = new Map();
  /** @type {Set<MessagePort>} */
  const channels = new Set();
  /** @type {SiteScreen[]} */
  let screens = [];
  /** @type {HTMLElement | null} */
  let focused = null;
  let lastScreen = "";

  // ---------------------------------------------------------------- the site's form

  const currentScreen = () => screens.find((s) => document.querySelector(s.recognise)) ?? null;

  /**
   * Returns the field of a selector. It is looked up each time, as the site may have redrawn it.
   * @param {string} selector
   */
  function field(selector) {
    const screen = currentScreen();
    const area = screen && document.querySelector(screen.recognise);
    return area?.querySelector(selector) ?? null;
  }

  function report() {
    const screen = currentScreen();
    const slot = screen?.package_slot ? field(screen.package_slot) : null;
    const file = slot instanceof HTMLInputElement ? slot.files?.[0] : null;
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

  /**
   * Returns why a field cannot take a value, or null.
   * @param {Element | null} element
   * @param {string} value
   * @param {string | undefined} label
   * @returns {Problem | null}
   */
  function problemWith(element, value, label) {
    if (!element) return "missing";
    const { disabled, readOnly } = /** @type {Partial<HTMLInputElement>} */ (element);
    if (disabled || readOnly) return "locked";
    if (element instanceof HTMLSelectElement) return option(element, value, label) ? null : "option";
    if (!(element instanceof HTMLTextAreaElement || isTextInput(element))) return "kind";
    const own = ownForm(element, value);
    if (own === "" && value !== "") return "kind";
    return element.maxLength >= 0 && own.length > element.maxLength ? "too_long" : null;
  }

  /**
   * Returns what a field makes of a value by its kind: one sort of line end, no blanks around an address,
   * nothing for what is no date. The field itself is left alone.
   * @param {HTMLInputElement | HTMLTextAreaElement} element
   * @param {string} value
   */
  function ownForm(element, value) {
    const probe = /** @type {typeof element} */ (element.cloneNode());
    probe.value = value;
    return probe.value;
  }

  /** @returns {element is HTMLInputElement} */
  const isTextInput = (/** @type {Element} */ element) =>
    element instanceof HTMLInputElement &&
    ["text", "search", "tel", "email", "url", "number", "date", "month"].includes(element.type);

  /** @type {(select: HTMLSelectElement, value: string, label?: string) => HTMLOptionElement | undefined} */
  const option = (select, value, label) =>
    [...select.options].find((o) => o.value === value || (label && o.text.trim() === label));

  /**
   * @param {Field} element
   * @param {string} value
   */
  function put(element, value) {
    element.value = value;
    // Frameworks listen for these events; setting a value sends none.
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {{ request: number, values: { selector: string, value: string, label?: string }[] }} message */
  function fill({ request, values }) {
    const filled = [];
    const rewritten = [];
    const refused = [];
    for (const { selector, value, label } of values) {
      const found = field(selector);
      const problem = problemWith(found, value, label);
      if (problem) {
        refused.push({ selector, problem });
        continue;
      }
      const element = /** @type {Field} */ (found);
      const earlier = settled.get(selector);
      const old = element.value;
      const before = typeof earlier?.before === "string" ? earlier.before : old;
      const after = element instanceof HTMLSelectElement
        ? option(element, value, label)?.value ?? value
        : ownForm(element, value);
      put(element, after);
      // Undo compares with what the site has made of it.
      const now = element.value;
      settled.set(selector, { before, after: now });
      if (now !== after && (now === "" || now === old)) {
        refused.push({ selector, problem: "kind" });
        continue;
      }
      filled.push(selector);
      if (now !== after) rewritten.push({ selector, value: now });
    }
    send({ type: "filled", request, filled, rewritten, refused });
  }

  /** @param {{ request: number }} message */
  function undo({ request }) {
    const restored = [];
    const refused = [];
    for (const [selector, done] of settled) {
      const element = /** @type {Field | null} */ (field(selector));
      if (!element) refused.push({ selector, problem: "missing" });
      else if (element instanceof HTMLInputElement && element.type === "file" && done.after === null) {
        element.files = done.before;
        element.dispatchEvent(new Event("change", { bubbles: true }));
        restored.push(selector);
      } else if (done.after === null || element.value !== done.after) refused.push({ selector, problem: "edited" });
      else {
        put(element, done.before);
        restored.push(selector);
      }
    }
    settled.clear();
    send({ type: "undone", request, restored, refused });
    report();
  }

  /** @param {{ request: number, selector: string, file: File }} message */
  function attach({ request, selector, file }) {
    const element = field(selector);
    const slot = element instanceof HTMLInputElement && element.type === "file" ? element : null;
    if (!slot || slot.disabled) {
      const problem = !element ? "missing" : !slot ? "kind" : "locked";
      send({ type: "refused", request, problem });
      return;
    }
    const earlier = settled.get(selector);
    const before = earlier?.after === null ? earlier.before : slot.files;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    slot.files = transfer.files;
    slot.dispatchEvent(new InputEvent("input", { bubbles: true }));
    slot.dispatchEvent(new Event("change", { bubbles: true }));
    settled.set(selector, { before, after: null });
    send({ type: "attached", request, name: file.name, bytes: slot.files[0]?.size ?? 0 });
    report();
  }

  // ---------------------------------------------------------------- the panel's frame

  // The site's scripts and styles do not reach into a closed shadow root. Styles are set one by one,
  // which no policy forbids; a style element would need the site's permission.
  const host = document.createElement("renkei-forms");
  const shadow = host.attachShadow({ mode: "closed" });
  const frame = document.createElement("iframe");
  const launcher = document.createElement("button");

  /** @type {(element: HTMLElement, properties: Record<string, string>) => void} */
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

  /** The possible places of the panel in the order of preference, as left, top, width, height. */
  function places() {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const column = Math.min(400, width);
    const sheet = Math.round(height * 0.45);
    const right = [width - column, 0, column, height];
    const left = [0, 0, column, height];
    const bottom = [0, height - sheet, width, sheet];
    const top = [0, 0, width, sheet];
    // The panel goes next to the site only if the window has room for both.
    return width >= 2 * column ? [right, left, bottom, top] : [bottom, top];
  }

  /** @type {(place: number[], box: DOMRect) => boolean} */
  const covers = ([left, top, width, height], box) =>
    box.right + GAP > left && box.left - GAP < left + width &&
    box.bottom + GAP > top && box.top - GAP < top + height;

  /** @type {number[] | null} */
  let place = null;

  /** Moves the panel to the first place that does not cover the field in focus, unless it is at one. */
  function arrange() {
    if (!isOpen()) return;
    const all = places();
    const same = all.find((p) => p.join() === place?.join());
    const order = same ? [same, ...all] : all;
    const box = focused?.isConnected ? focused.getBoundingClientRect() : null;
    const next = (box && order.find((p) => !covers(p, box))) ?? order[0];
    const [left, top, width, height] = next;
    place = next;
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

  /** Handlers of the panel's messages, by type. @type {Record<string, (message: any) => void>} */
  const receive = {
    /** @param {{ screens: SiteScreen[] }} message */
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

  /** @param {{ type: string, [part: string]: unknown }} message */
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
    // Only to this script's own frame, even if the site has added another frame with the panel.
    frame.contentWindow?.postMessage({ renkei: word }, PANEL_ORIGIN, [port2]);
  });

  // ---------------------------------------------------------------- events of the page

  /** Whether a key belongs to an input method that is still composing. @param {KeyboardEvent} event */
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  launcher.addEventListener("click", open);
  document.addEventListener("focusin", (event) => {
    const element = event.composedPath()[0];
    if (element === host || !(element instanceof Element)) return;
    focused = /** @type {HTMLElement} */ (element);
    arrange();
    reportFocus();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isComposing(event) && isOpen()) close();
  }, true);
  document.addEventListener("change", () => report(), true);
  // A page restored from the back/forward cache has lost its ports.
  addEventListener("pageshow", (event) => {
    if (event.persisted && frame.src) frame.src = chrome.runtime.getURL("panel.html");
  });
  addEventListener("resize", arrange);
  addEventListener("scroll", arrange, { passive: true, capture: true });

  // The site may redraw its form at any time; a run of changes is handled once.
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

  const active = document.activeElement;
  if (active && active !== document.body) focused = /** @type {HTMLElement} */ (active);
  return { toggle };
})();
