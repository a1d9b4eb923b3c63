// Redraws the application form as a framework would: every node is made anew, what was typed and
// chosen is gone, and the page's own listeners hang on the new nodes.
"use strict";

const blank = document.querySelector("#workflow-application").outerHTML;

function listen() {
  document.querySelector("#redraw").addEventListener("click", redraw);
}

function redraw() {
  const holder = document.createElement("div");
  holder.innerHTML = blank;
  document.querySelector("#workflow-application").replaceWith(holder.firstElementChild);
  listen();
}

listen();
