export class LruCache {
  constructor(capacity) { this.capacity = capacity; this.map = new Map(); }
  get size() { return this.map.size; }
  has(key) { return this.map.has(key); }
  get(key) { const value = this.map.get(key); if (this.map.delete(key)) this.map.set(key, value); return value; }
  set(key, value) {
    if (this.map.size >= this.capacity) this.map.delete(this.map.keys().next().value);
    this.map.delete(key);
    this.map.set(key, value);
  }
}
