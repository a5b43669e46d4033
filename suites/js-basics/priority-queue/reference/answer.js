export class PriorityQueue {
  #heap = [];
  #added = 0;
  get size() {
    return this.#heap.length;
  }
  push(value, priority) {
    this.#heap.push({ value, priority, nth: this.#added++ });
    this.#rise(this.#heap.length - 1);
  }
  peek() {
    return this.#heap[0]?.value;
  }
  pop() {
    const value = this.peek();
    this.#take(0);
    return value;
  }
  remove(value) {
    let best = -1;
    this.#heap.forEach((entry, i) => {
      if (entry.value === value && (best < 0 || this.#isBefore(i, best))) best = i;
    });
    if (best >= 0) this.#take(best);
    return best >= 0;
  }
  #isBefore(i, j) {
    const [a, b] = [this.#heap[i], this.#heap[j]];
    return a.priority < b.priority || (a.priority === b.priority && a.nth < b.nth);
  }
  #swap(i, j) {
    [this.#heap[i], this.#heap[j]] = [this.#heap[j], this.#heap[i]];
  }
  #take(i) {
    const last = this.#heap.length - 1;
    if (i > last) return;
    this.#swap(i, last);
    this.#heap.pop();
    if (i === last) return;
    this.#rise(i);
    this.#sink(i);
  }
  #rise(i) {
    for (let above = (i - 1) >> 1; i > 0 && this.#isBefore(i, above); above = (i - 1) >> 1) {
      this.#swap(i, above);
      i = above;
    }
  }
  #sink(i) {
    for (;;) {
      let least = i;
      for (const below of [2 * i + 1, 2 * i + 2]) if (below < this.#heap.length && this.#isBefore(below, least)) least = below;
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }
}
