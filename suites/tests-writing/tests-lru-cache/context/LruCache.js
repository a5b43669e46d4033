export class LruCache {
  #entries = new Map();
  #capacity;
  constructor(capacity) {
    this.#capacity = capacity;
  }
  get size() {
    return this.#entries.size;
  }
  has(key) {
    return this.#entries.has(key);
  }
  get(key) {
    if (!this.#entries.has(key)) return undefined;
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }
  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#capacity) this.#entries.delete(this.#entries.keys().next().value);
  }
}
