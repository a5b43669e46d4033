export class PrefixTree {
  #weights = new Map();

  add(word, weight = 1) {
    this.#weights.set(word, (this.#weights.get(word) ?? 0) + weight);
  }

  has(word) {
    return this.#weights.has(word);
  }

  #beginning(prefix) {
    return [...this.#weights.keys()].filter((word) => word.startsWith(prefix));
  }

  count(prefix) {
    return this.#beginning(prefix).length;
  }

  suggest(prefix, limit) {
    const weight = (word) => this.#weights.get(word);
    const order = (a, b) => weight(b) - weight(a) || (a < b ? -1 : 1);
    return this.#beginning(prefix).sort(order);
  }

  remove(word) {
    return this.#weights.delete(word);
  }
}
