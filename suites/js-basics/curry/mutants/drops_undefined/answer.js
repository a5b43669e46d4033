export function curry(fn) {
  const collect = (given) => (...more) => {
    const all = [...given, ...more].filter((value) => value !== undefined);
    return all.length >= fn.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
