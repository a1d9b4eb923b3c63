// Serves the mock site on this machine and receives its form's submissions.
//
//   strict    no script of the site runs and nothing is loaded but its style
//   scripted  the site's own script runs, which redraws the form at the press of a button

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

import { listenHere } from "./browser.mjs";

const FOLDER = path.resolve(import.meta.dirname, "../../site");

const POLICIES = {
  strict: "default-src 'none'; style-src 'self'; form-action 'self'",
  scripted: "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'",
};

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

/** @typedef {keyof typeof POLICIES} Variant */
/** @typedef {{ name: string, bytes: number, sha256: string }} SentFile */
/** @typedef {{ package: SentFile, [field: string]: string | SentFile }} Submission */

/**
 * Starts the site; `submissions` gets the fields and files of each form that is handed in.
 * @param {Variant} variant
 */
export async function startSite(variant) {
  /** @type {Submission[]} */
  const submissions = [];
  const server = http.createServer((request, response) => {
    answer(request, response, variant, submissions).catch((error) => {
      response.writeHead(500, { "Content-Type": "text/plain" });
      response.end(String(error));
    });
  });
  const port = await listenHere(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    submissions,
    stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve(null)); }),
  };
}

/**
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @param {Variant} variant
 * @param {Submission[]} submissions
 */
async function answer(request, response, variant, submissions) {
  const headers = { "Content-Security-Policy": POLICIES[variant], "Cache-Control": "no-store" };
  const name = new URL(request.url ?? "", "http://site").pathname.slice(1) || "index.html";
  if (name === "submit" && request.method === "POST") {
    submissions.push(await readForm(request));
    response.writeHead(200, { ...headers, "Content-Type": TYPES[".html"] });
    response.end("<!doctype html><html lang=\"ja\"><title>受付</title><h1>受け付けました（模擬）</h1>");
    return;
  }
  const file = path.join(FOLDER, name);
  if (!/^[\w-]+\.(html|css|js)$/.test(name)) {
    response.writeHead(404, headers);
    response.end();
    return;
  }
  /** @type {string | Buffer} */
  let body = await readFile(file);
  if (variant === "scripted" && name.endsWith(".html")) {
    body = String(body).replace("<!-- scripts -->", "<script src=\"redraw.js\" defer></script>");
  }
  response.writeHead(200, { ...headers, "Content-Type": TYPES[path.extname(name)] });
  response.end(body);
}

/**
 * Returns the fields of a multipart form, with each file's name, size and SHA-256.
 * @param {http.IncomingMessage} request
 */
async function readForm(request) {
  // Node takes a stream of its own here, which the types do not know.
  const body = /** @type {BodyInit} */ (/** @type {unknown} */ (request));
  const form = await new Response(body, {
    headers: { "Content-Type": request.headers["content-type"] ?? "" },
  }).formData();
  /** @type {Record<string, string | SentFile>} */
  const fields = {};
  for (const [name, value] of form) {
    if (typeof value === "string") fields[name] = value;
    else {
      const bytes = Buffer.from(await value.arrayBuffer());
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      fields[name] = { name: value.name, bytes: bytes.length, sha256 };
    }
  }
  return /** @type {Submission} */ (fields);
}
