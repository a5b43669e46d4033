export function curry(fn) {
  const collect = (given) => (...more) => {
    const all = [...given, ...more];
    return all.length >= fn.length ? fn(...all.slice(0, fn.length)) : collect(all);
  };
  return collect([]);
}
