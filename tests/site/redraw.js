// Redraws the application form as a framework would: every node is made anew, what was typed and
// chosen is gone, and the page's own listeners hang on the new nodes.
"use strict";

const blank = only("#workflow-application").outerHTML;

/** @param {string} selector */
function only(selector) {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

function listen() {
  only("#redraw").addEventListener("click", redraw);
}

function redraw() {
  const holder = document.createElement("div");
  holder.innerHTML = blank;
  only("#workflow-application").replaceWith(...holder.children);
  listen();
}

listen();
