/* What a page keeps on the device until the server has it. Each value is sealed (AES-GCM) with the key of the account, which only
   a page of the portal brings and which is never stored: nobody else, and no page without a session, can read it. */

const BASE = "kept", STORE = "changes";

const done = (request) => new Promise((resolve, reject) => {
  request.addEventListener("success", () => resolve(request.result));
  request.addEventListener("error", () => reject(request.error));
});

const base = () => {
  const request = indexedDB.open(BASE, 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore(STORE, { keyPath: ["account", "place", "name"] });
  });
  return done(request);
};

// Runs a step in a transaction of its own and returns once that is on the disk.
const within = async (step) => {
  const opened = await base();
  try {
    const work = opened.transaction(STORE, "readwrite", { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
      work.addEventListener("complete", resolve);
      work.addEventListener("abort", () => reject(work.error));
    });
    const found = await step(work.objectStore(STORE));
    await ended;
    return found;
  } finally {
    opened.close();
  }
};

const of = (account) => IDBKeyRange.bound([account], [account, []]);

export const count = (account) => within((rows) => done(rows.count(of(account))));
export const forget = (account) => within((rows) => done(rows.delete(of(account))));

export class Kept {
  /* The changes of one account at one place, a page's own address, by name. */
  static async open(account, place, secret) {
    const raw = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new Kept(account, place, key);
  }

  constructor(account, place, key) {
    Object.assign(this, { account, place, key, turn: 0 });
  }

  async put(name, said) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(said));
    const sealed = await crypto.subtle.encrypt(this.#way(name, iv), this.key, plain);
    this.turn = Math.max(Date.now(), this.turn + 1);
    const row = { account: this.account, place: this.place, name, turn: this.turn, iv, sealed };
    await within((rows) => done(rows.put(row)));
  }

  // Every change in the order it was made; one that this key does not open is left where it lies.
  async all() {
    const range = IDBKeyRange.bound([this.account, this.place], [this.account, this.place, []]);
    const rows = await within((store) => done(store.getAll(range)));
    const opened = await Promise.all(rows.map((row) => this.#open(row).catch(() => null)));
    return opened.filter(Boolean).sort((one, other) => one.turn - other.turn);
  }

  // Lets a change go, unless another one took its place meanwhile.
  drop({ name, turn }) {
    return within(async (rows) => {
      const key = [this.account, this.place, name];
      const row = await done(rows.get(key));
      if (row?.turn === turn) await done(rows.delete(key));
    });
  }

  async #open({ name, turn, iv, sealed }) {
    const plain = await crypto.subtle.decrypt(this.#way(name, iv), this.key, sealed);
    return { name, turn, ...JSON.parse(new TextDecoder().decode(plain)) };
  }

  #way(name, iv) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${this.account} ${this.place} ${name}`) };
  }
}
