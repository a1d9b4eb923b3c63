// Crafted ZIPs: invalid ones, and large ones that take no disk space.

import { crc32, deflateRawSync, constants } from "node:zlib";
import { open } from "node:fs/promises";

/**
 * Fields of the headers of an entry. `at` is the offset in the directory instead of the entry's own.
 * @typedef {{ method?: number, crc?: number, compressed: number, size: number, name: string, at?: number }} Header
 */
/** @typedef {Header & { data: Buffer }} Entry */

/**
 * Returns the fields that both headers of an entry share: method, CRC, sizes.
 * @param {Header} header
 */
const common = ({ method = 0, crc = 0, compressed, size, name }) => {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0); // version needed
  fields.writeUInt16LE(0x0800, 2); // the name is UTF-8
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(0x21, 8); // 1 January 1980
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(compressed, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
};

const local = (/** @type {Header} */ entry) => Buffer.concat([Buffer.from("PK\x03\x04"), common(entry), Buffer.from(entry.name)]);

const central = (/** @type {Header} */ entry, /** @type {number} */ offset) => {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common(entry), tail, Buffer.from(entry.name)]);
};

const end = (/** @type {number} */ count, /** @type {number} */ size, /** @type {number} */ offset) => {
  const record = Buffer.alloc(22);
  record.write("PK\x05\x06", "latin1");
  record.writeUInt16LE(count & 0xffff, 8);
  record.writeUInt16LE(count & 0xffff, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
};

/**
 * Returns an entry of a ZIP as `{name, data, …}`; `more` overrides fields of its headers.
 * @type {(name: string, content: string | Uint8Array, more?: Partial<Entry>) => Entry}
 */
export const entry = (name, content, more = {}) => {
  const data = Buffer.from(content);
  return { name, data, crc: crc32(data), compressed: data.length, size: data.length, ...more };
};

/**
 * Returns a ZIP of such entries. One with `at` is in the directory only, with that offset.
 * @param {Entry[]} entries
 */
export function zip(entries) {
  const parts = [];
  const centrals = [];
  let offset = 0;
  for (const one of entries) {
    centrals.push(central(one, one.at ?? offset));
    if (one.at !== undefined) continue;
    const part = Buffer.concat([local(one), one.data]);
    parts.push(part);
    offset += part.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...parts, directory, end(centrals.length, directory.length, offset)]);
}

/**
 * Returns a deflate stream of the given number of MiB of one byte, about 1 kB for each MiB.
 * @param {number} mebibytes
 */
export function repeated(mebibytes, byte = 0) {
  const flushed = (/** @type {Buffer} */ from) => deflateRawSync(from, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const piece = flushed(Buffer.alloc(1 << 20, byte));
  return Buffer.concat([...Array(mebibytes).fill(piece), Buffer.from([3, 0])]);
}

/**
 * Writes a ZIP of stored files. Of large ones only the first bytes are written; the zeros after them are
 * a hole in the file; `files` is `[{name, content}]` or `[{name, start, size}]`.
 *
 * @param {string} path
 * @param {{ name: string, content?: string | Uint8Array, start?: string, size?: number }[]} files
 */
export async function writeLarge(path, files) {
  const file = await open(path, "w");
  const centrals = [];
  let offset = 0;
  for (const { name, content, start, size } of files) {
    const data = Buffer.from(content ?? start ?? "");
    const length = size ?? data.length;
    const one = { name, crc: crcWithZeros(data, length), compressed: length, size: length };
    const head = Buffer.concat([local(one), data]);
    await file.write(head, 0, head.length, offset);
    centrals.push(central(one, offset));
    offset += head.length - data.length + length;
  }
  const directory = Buffer.concat(centrals);
  await file.write(directory, 0, directory.length, offset);
  const last = end(centrals.length, directory.length, offset);
  await file.write(last, 0, last.length, offset + directory.length);
  await file.close();
  return offset + directory.length + last.length;
}

/**
 * Returns the CRC of some bytes with zeros after them.
 * @param {Buffer} data
 * @param {number} length
 */
function crcWithZeros(data, length) {
  const zeros = Buffer.alloc(1 << 20);
  let crc = crc32(data);
  for (let left = length - data.length; left > 0; left -= zeros.length) {
    crc = crc32(left < zeros.length ? zeros.subarray(0, left) : zeros, crc);
  }
  return crc;
}
