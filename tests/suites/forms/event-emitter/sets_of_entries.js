export class EventEmitter {
  constructor() { this.events = Object.create(null); }
  on(name, listener, isOnce = false) {
    const entry = { listener, isOnce };
    (this.events[name] ??= new Set()).add(entry);
    return () => { this.events[name]?.delete(entry); };
  }
  once(name, listener) { return this.on(name, listener, true); }
  emit(name, ...values) {
    const now = [...(this.events[name] ?? [])];
    now.forEach((entry) => {
      if (entry.isOnce) this.events[name].delete(entry);
      entry.listener.apply(this, values);
    });
    return now.length;
  }
  off(name) { delete this.events[name]; }
}
