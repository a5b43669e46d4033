export class LruCache {
  constructor(capacity) { this.capacity = capacity; this.order = []; this.values = {}; }
  get size() { return this.order.length; }
  has(key) { return key in this.values; }
  get(key) { if (!this.has(key)) return; this.order = this.order.filter((k) => k !== key).concat(key); return this.values[key]; }
  set(key, value) {
    this.order = this.order.filter((k) => k !== key).concat(key);
    this.values[key] = value;
    if (this.order.length > this.capacity) delete this.values[this.order.shift()];
  }
}
