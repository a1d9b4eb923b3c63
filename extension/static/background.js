// The extension's background: lets the content script in. By default only into the tab whose
// toolbar button was clicked (`activeTab`); by itself only into sites that the user has granted.
"use strict";

const REMEMBERED = "remembered-sites";

chrome.action.onClicked.addListener(async (tab) => {
  // Only a tab that shows no page, such as the developer tools, has no id.
  if (tab.id === undefined) return;
  const target = { tabId: tab.id };
  try {
    // A second injection finds the first and does nothing: the script may be there already.
    await chrome.scripting.executeScript({ target, files: ["content.js"] });
    await chrome.scripting.executeScript({ target, func: () => globalThis.renkeiForms.toggle() });
  } catch (error) {
    // The browser's own pages let no extension in.
    console.warn(error);
    const title = chrome.i18n.getMessage("cannot_open_here");
    await chrome.action.setTitle({ tabId: tab.id, title });
    await chrome.action.setBadgeText({ tabId: tab.id, text: "×" });
  }
});

// The granted sites are the one list there is: what the user takes back in the browser's settings
// is gone here too.
async function followGrants() {
  const { origins = [] } = await chrome.permissions.getAll();
  const there = await chrome.scripting.getRegisteredContentScripts({ ids: [REMEMBERED] });
  if (there.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [REMEMBERED] });
  if (origins.length === 0) return;
  await chrome.scripting.registerContentScripts([
    { id: REMEMBERED, matches: origins, js: ["content.js"], runAt: "document_idle" },
  ]);
}

// One after the other: two at once would register twice.
let following = Promise.resolve();
const follow = () => {
  following = following.then(followGrants).catch((error) => console.warn(error));
  return following;
};

chrome.runtime.onInstalled.addListener(follow);
chrome.permissions.onAdded.addListener(follow);
chrome.permissions.onRemoved.addListener(follow);
