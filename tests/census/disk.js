// A store with the contract of store.js on a file: what `write` resolved for is there after a kill
// at any moment, all of it or none. Rows live in memory; the file is a journal of what was written.

import { fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { STORES } from "../../static/js/capture/store.js";
import { Memory } from "../../static/js/walk/memory.js";

const HEAD = 4; // bytes that say how long a record is

export class Disk extends EventTarget {
  #memory = new Memory(STORES);
  #file;
  shut = "";
  full = false; // no room for pictures

  /** Open the journal at `path` and take up what is whole in it. */
  static async open(path) {
    const disk = new Disk();
    disk.#file = openSync(path, "a+");
    const { records, length } = whole(readFileSync(path));
    for (const record of records) await disk.#redo(record);
    ftruncateSync(disk.#file, length);
    return disk;
  }

  read(names, act) {
    return this.#memory.run(names, act);
  }

  write(names, act) {
    return this.#memory.run(names, async (tx) => {
      const done = [];
      const value = await act({ objectStore: (name) => noting(name, tx.objectStore(name), done) });
      if (this.full && done.some(([name, what]) => name === "photos" && what === "put")) throw new DOMException("", "QuotaExceededError");
      if (done.length) this.#append(done);
      return value;
    });
  }

  #append(done) {
    const record = serialize(done);
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(record.length);
    writeSync(this.#file, Buffer.concat([head, record]));
    fdatasyncSync(this.#file);
  }

  #redo(record) {
    const names = [...new Set(record.map(([name]) => name))];
    return this.#memory.run(names, async (tx) => {
      for (const [name, what, given] of record) await tx.objectStore(name)[what](given);
    });
  }
}

function noting(name, store, done) {
  const change = (what) => (given) => {
    done.push([name, what, structuredClone(given)]);
    return store[what](given);
  };
  return { ...store, put: change("put"), add: change("add"), delete: change("delete") };
}

/** The records that were written to their end; a kill may have torn the last. */
function whole(bytes) {
  const records = [];
  let at = 0;
  while (at + HEAD <= bytes.length) {
    const end = at + HEAD + bytes.readUInt32LE(at);
    if (end > bytes.length) break;
    records.push(deserialize(bytes.subarray(at + HEAD, end)));
    at = end;
  }
  return { records, length: at };
}
