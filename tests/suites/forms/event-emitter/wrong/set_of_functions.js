export class EventEmitter {
  constructor() { this.events = new Map(); }
  on(name, f) { if (!this.events.has(name)) this.events.set(name, new Set()); this.events.get(name).add(f); return () => this.events.get(name).delete(f); }
  once(name, f) { const stop = this.on(name, (...v) => { stop(); f(...v); }); return stop; }
  emit(name, ...v) { const now = [...(this.events.get(name) ?? [])]; now.forEach((f) => f(...v)); return now.length; }
  off(name) { this.events.delete(name); }
}
