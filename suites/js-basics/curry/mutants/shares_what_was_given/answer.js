export function curry(fn) {
  const collect = (given) => (...more) => {
    given.push(...more);
    const all = given;
    return all.length >= fn.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
