export type Listener = (...values: unknown[]) => void;

export class Emitter {
  private listeners = new Map<string, Listener[]>();

  on(name: string, listener: Listener): () => void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    return () => {
      const rest = [...(this.listeners.get(name) ?? [])];
      const at = rest.lastIndexOf(listener);
      if (at >= 0) rest.splice(at, 1);
      this.listeners.set(name, rest);
    };
  }

  emit(name: string, ...values: unknown[]): number {
    const called = this.listeners.get(name) ?? [];
    for (const listener of called) listener(...values);
    return called.length;
  }
}
