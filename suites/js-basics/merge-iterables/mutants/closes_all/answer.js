export function* mergeSorted(compare, ...sources) {
  const open = [];
  try {
    for (const source of sources) {
      const iterator = source[Symbol.iterator]();
      const { value, done } = iterator.next();
      if (!done) open.push({ iterator, value });
    }
    while (open.length) {
      let first = open[0];
      for (const each of open) if (compare(each.value, first.value) < 0) first = each;
      yield first.value;
      const { value, done } = first.iterator.next();
      if (done) first.iterator.return?.(), open.splice(open.indexOf(first), 1);
      else first.value = value;
    }
  } finally {
    for (const { iterator } of open) iterator.return?.();
  }
}
