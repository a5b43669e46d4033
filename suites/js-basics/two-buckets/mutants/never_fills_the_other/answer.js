export function measure(sizeOne, sizeTwo, goal, start) {
  const sizes = start === "one" ? [sizeOne, sizeTwo] : [sizeTwo, sizeOne];
  const names = start === "one" ? ["one", "two"] : ["two", "one"];
  const seen = new Set();
  let states = [[sizes[0], 0]];
  for (let moves = 1; states.length; moves++) {
    for (const [first, second] of states) {
      if (first === goal) return { moves, goalBucket: names[0], otherBucket: second };
      if (second === goal) return { moves, goalBucket: names[1], otherBucket: first };
    }
    const next = [];
    for (const [first, second] of states) {
      const there = Math.min(first, sizes[1] - second);
      const back = Math.min(second, sizes[0] - first);
      for (const state of [
        [first - there, second + there],
        [first + back, second - back],
        [0, second],
        [first, 0],
        [sizes[0], second],

      ]) {
        const isForbidden = state[0] === 0 && state[1] === sizes[1];
        if (isForbidden || seen.has(state.join())) continue;
        seen.add(state.join());
        next.push(state);
      }
    }
    states = next;
  }
  return null;
}
