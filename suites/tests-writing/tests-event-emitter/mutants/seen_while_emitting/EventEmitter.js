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
      remove();
      listener(...values);
    });
    return remove;
  }
  emit(name, ...values) {
    let n = 0;
    for (let i = 0; i < this.#of(name).length; i++, n++) this.#of(name)[i].listener(...values);
    return n;
  }
  off(name) {
    this.#listeners.delete(name);
  }
  #remove(name, entry) {
    this.#listeners.set(name, this.#of(name).filter((each) => each !== entry));
  }
}
