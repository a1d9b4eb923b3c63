// The extension's background script: injects the content script. By default only into the tab whose
// toolbar button was clicked (`activeTab`); by itself only into sites that the user has granted.
"use strict";

const REMEMBERED = "remembered-sites";

chrome.action.onClicked.addListener(async (tab) => {
  // Only a tab that shows no page, such as the developer tools, has no id.
  if (tab.id === undefined) return;
  const target = { tabId: tab.id };
  try {
    // The script may be there already: a second injection does nothing.
    await chrome.scripting.executeScript({ target, files: ["content.js"] });
    await chrome.scripting.executeScript({ target, func: () => globalThis.renkeiForms.toggle() });
  } catch (error) {
    // Extensions may not run in the browser's own pages.
    console.warn(error);
    const title = chrome.i18n.getMessage("cannot_open_here");
    await chrome.action.setTitle({ tabId: tab.id, title });
    await chrome.action.setBadgeText({ tabId: tab.id, text: "×" });
  }
});

// The browser's list of granted sites is the only one, so that a site revoked in its settings is revoked
// here too.
async function followGrants() {
  const { origins = [] } = await chrome.permissions.getAll();
  const there = await chrome.scripting.getRegisteredContentScripts({ ids: [REMEMBERED] });
  if (there.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [REMEMBERED] });
  if (origins.length === 0) return;
  await chrome.scripting.registerContentScripts([
    { id: REMEMBERED, matches: origins, js: ["content.js"], runAt: "document_idle" },
  ]);
}

// Updates run one after the other: two at once would register twice.
let following = Promise.resolve();
const follow = () => {
  following = following.then(followGrants).catch((error) => console.warn(error));
  return following;
};

chrome.runtime.onInstalled.addListener(follow);
chrome.permissions.onAdded.addListener(follow);
chrome.permissions.onRemoved.addListener(follow);
