export class LruCache {
  constructor(capacity) { this.capacity = capacity; this.map = new Map(); }
  get size() { return this.map.size; }
  has(key) { return this.map.has(key); }
  get(key) { return this.map.get(key); }
  set(key, value) { this.map.set(key, value); if (this.map.size > this.capacity) this.map.delete(this.map.keys().next().value); }
}
