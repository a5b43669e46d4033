export class Cache {
  constructor(ttlMs, now = () => Date.now()) {
    this.ttlMs = ttlMs;
    this.now = now;
    this.entries = new Map();
  }

  set(key, value) {
    this.entries.set(key, { value, at: this.entries.get(key)?.at ?? this.now() });
    return this;
  }

  get(key, fallback) {
    const entry = this.entries.get(key);
    if (!entry || this.now() - entry.at >= this.ttlMs) return fallback;
    return entry.value;
  }

  delete(key) {
    return this.entries.delete(key);
  }

  get size() {
    return [...this.entries.values()].filter((entry) => this.now() - entry.at < this.ttlMs).length;
  }
}
