// The same rows kept in memory alone, where the browser gives no database: while the page is open.

export class Memory {
  #stores;
  #last = Promise.resolve();
  #next = 1;

  /** `stores` as in store.js: name to key. */
  constructor(stores) {
    this.keys = stores;
    this.#stores = Object.fromEntries(Object.keys(stores).map((name) => [name, new Map()]));
  }

  /** One transaction after another, all or nothing. */
  run(names, act) {
    const turn = this.#last.then(() => this.#carryOut(names, act));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #carryOut(names, act) {
    const before = names.map((name) => [name, new Map(this.#stores[name])]);
    try {
      return await act({ objectStore: (name) => this.#store(name) });
    } catch (error) {
      for (const [name, rows] of before) this.#stores[name] = rows;
      throw error;
    }
  }

  #store(name) {
    const rows = this.#stores[name];
    const put = async (row) => rows.set(this.keys[name] ? row[this.keys[name]] : (this.#next += 1), structuredClone(row));
    return {
      get: async (key) => structuredClone(rows.get(key)),
      getAll: async () => structuredClone([...rows.values()]),
      getAllKeys: async () => [...rows.keys()],
      count: async () => rows.size,
      put,
      add: put,
      delete: async (key) => rows.delete(key),
    };
  }
}
