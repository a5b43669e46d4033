export class EventEmitter {
  constructor() { this.events = {}; Object.setPrototypeOf(this.events, null); }
  on(name, f) { const e = { f }; const list = (this.events[name] ??= []); list.push(e); return () => { const i = list.indexOf(e); if (i >= 0) list.splice(i, 1); }; }
  once(name, f) { const stop = this.on(name, (...v) => { stop(); f(...v); }); return stop; }
  emit(name, ...v) { let n = 0; for (const { f } of this.events[name] ?? []) { n++; f(...v); } return n; }
  off(name) { this.events[name] = []; }
}
