export function curry(fn) {
  const collect = (given) => (...more) => {
    const all = [...given, ...more];
    return all.length >= fn.length ? fn(...all) : (...last) => fn(...all, ...last);
  };
  return collect([]);
}
