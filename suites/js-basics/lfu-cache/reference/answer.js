export class LfuCache {
  #entries = new Map();
  #clock = 0;

  constructor(capacity) {
    this.capacity = capacity;
  }

  get size() {
    return this.#entries.size;
  }

  #use(entry) {
    entry.uses++;
    entry.last = ++this.#clock;
  }

  get(key) {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#use(entry);
    return entry.value;
  }

  set(key, value) {
    let entry = this.#entries.get(key);
    if (!entry) {
      if (this.capacity <= 0) return;
      if (this.#entries.size >= this.capacity) this.#drop();
      entry = { uses: 0 };
      this.#entries.set(key, entry);
    }
    entry.value = value;
    this.#use(entry);
  }

  #drop() {
    let worst = null;
    for (const pair of this.#entries) {
      if (!worst || pair[1].uses < worst[1].uses || (pair[1].uses === worst[1].uses && pair[1].last < worst[1].last)) worst = pair;
    }
    this.#entries.delete(worst[0]);
  }
}
