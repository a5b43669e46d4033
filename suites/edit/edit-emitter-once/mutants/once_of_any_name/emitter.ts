export type Listener = (...values: unknown[]) => void;

export class Emitter {
  private entries: { name: string; listener: Listener; isOnce: boolean }[] = [];

  on(name: string, listener: Listener): () => void {
    return this.add(name, listener, false);
  }

  once(name: string, listener: Listener): () => void {
    return this.add(name, listener, true);
  }

  off(name: string, listener: Listener): boolean {
    const at = this.entries.findIndex((entry) => entry.name === name && entry.listener === listener);
    if (at >= 0) this.entries = this.entries.filter((_, i) => i !== at);
    return at >= 0;
  }

  emit(name: string, ...values: unknown[]): number {
    const called = this.entries.filter((entry) => entry.name === name);
    this.entries = this.entries.filter((entry) => !entry.isOnce);
    for (const { listener } of called) listener(...values);
    return called.length;
  }

  private add(name: string, listener: Listener, isOnce: boolean): () => void {
    const added = { name, listener, isOnce };
    this.entries = [...this.entries, added];
    return () => {
      this.entries = this.entries.filter((entry) => entry !== added);
    };
  }
}
