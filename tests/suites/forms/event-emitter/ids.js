export default class EventEmitter {
  constructor() { this.next = 0; this.byName = new Map(); }
  on(name, listener) {
    const id = this.next++;
    if (!this.byName.has(name)) this.byName.set(name, new Map());
    this.byName.get(name).set(id, listener);
    return () => { const of = this.byName.get(name); if (of) of.delete(id); };
  }
  once(name, listener) {
    let off;
    off = this.on(name, (...args) => { off(); listener(...args); });
    return off;
  }
  emit(name, ...args) {
    let count = 0;
    for (const listener of Array.from((this.byName.get(name) || new Map()).values())) { count += 1; listener(...args); }
    return count;
  }
  off(name) { this.byName.delete(name); }
}
