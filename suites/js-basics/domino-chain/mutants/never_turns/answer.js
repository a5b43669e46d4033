export function chain(stones) {
  if (!stones.length) return [];
  const left = stones.map(([a, b]) => [a, b]);
  const extend = (ring) => {
    const end = ring.at(-1)[1];
    if (!left.length) return end === ring[0][0] ? ring : null;
    for (let n = 0; n < left.length; n++) {
      const [a, b] = left[n];
      if (a !== end) continue;
      left.splice(n, 1);
      const whole = extend([...ring, a === end ? [a, b] : [b, a]]);
      left.splice(n, 0, [a, b]);
      if (whole) return whole;
    }
    return null;
  };
  const first = left.shift();
  return extend([first]);
}
