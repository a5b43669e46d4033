export function curry(fn) {
  const collect = (given) => (...more) => {
    const all = [...given, ...more];
    return all.length >= fn.length && !more.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
