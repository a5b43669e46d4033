const events = new Map();
export class EventEmitter {
  on(name, f) { const e = { f }; events.set(name, [...(events.get(name) ?? []), e]); return () => events.set(name, (events.get(name) ?? []).filter((x) => x !== e)); }
  once(name, f) { const stop = this.on(name, (...v) => { stop(); f(...v); }); return stop; }
  emit(name, ...v) { const now = events.get(name) ?? []; now.forEach(({ f }) => f(...v)); return now.length; }
  off(name) { events.delete(name); }
}
