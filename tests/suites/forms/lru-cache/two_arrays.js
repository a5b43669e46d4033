export class LruCache {
  constructor(capacity) { this.capacity = capacity; this.keys = []; this.values = []; }
  get size() { return this.keys.length; }
  has(key) { return this.keys.includes(key); }
  take(key) {
    const i = this.keys.indexOf(key);
    this.keys.splice(i, 1);
    return this.values.splice(i, 1)[0];
  }
  get(key) {
    if (!this.has(key)) return undefined;
    const value = this.take(key);
    this.keys.push(key);
    this.values.push(value);
    return value;
  }
  set(key, value) {
    if (this.has(key)) this.take(key);
    else if (this.keys.length >= this.capacity) { this.keys.shift(); this.values.shift(); }
    this.keys.push(key);
    this.values.push(value);
    return this;
  }
}
