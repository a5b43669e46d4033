export function combinations(sum, size, exclude = [], include = []) {
  const result = [];
  const extend = (set, first, left) => {
    if (set.length === size) {
      if (left === 0 && include.every((digit) => set.includes(digit))) result.push(set);
      return;
    }
    for (let digit = first; digit <= 9 && digit <= left; digit++) {
      extend([...set, digit], digit + 1, left - digit);
    }
  };
  extend([], 1, sum);
  return result;
}
