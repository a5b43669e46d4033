export default function LruCache(capacity) {
  let time = 0;
  const used = new Map();
  const values = new Map();
  Object.defineProperty(this, "size", { get: () => values.size });
  this.has = (key) => values.has(key);
  this.get = (key) => {
    if (values.has(key)) used.set(key, ++time);
    return values.get(key);
  };
  this.set = (key, value) => {
    values.set(key, value);
    used.set(key, ++time);
    if (values.size <= capacity) return;
    const [oldest] = [...used].reduce((a, b) => (a[1] < b[1] ? a : b));
    used.delete(oldest);
    values.delete(oldest);
  };
}
