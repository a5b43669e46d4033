class LruCache extends Map {
  constructor(capacity) { super(); this.capacity = capacity; }
  get(key) {
    if (!super.has(key)) return;
    const value = super.get(key);
    super.delete(key);
    super.set(key, value);
    return value;
  }
  set(key, value) {
    super.delete(key);
    super.set(key, value);
    if (this.size > this.capacity) super.delete(super.keys().next().value);
    return this;
  }
}
module.exports = { LruCache };
