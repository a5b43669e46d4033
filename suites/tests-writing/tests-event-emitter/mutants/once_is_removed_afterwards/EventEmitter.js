export class EventEmitter {
  #listeners = new Map();
  #of(name) {
    return this.#listeners.get(name) ?? [];
  }
  on(name, listener) {
    const entry = { listener };
    this.#listeners.set(name, [...this.#of(name), entry]);
    return () => this.#remove(name, entry);
  }
  once(name, listener) {
    const remove = this.on(name, (...values) => {
      listener(...values);
      remove();
    });
    return remove;
  }
  emit(name, ...values) {
    const entries = this.#of(name);
    for (const { listener } of entries) listener(...values);
    return entries.length;
  }
  off(name) {
    this.#listeners.delete(name);
  }
  #remove(name, entry) {
    this.#listeners.set(name, this.#of(name).filter((each) => each !== entry));
  }
}
