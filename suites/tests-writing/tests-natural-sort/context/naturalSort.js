export function naturalSort(names) {
  return [...names].sort((a, b) => {
    const [left, right] = [a, b].map((name) => name.toLowerCase().match(/\d+|\D/g) ?? []);
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const order = comparePieces(left[i], right[i]);
      if (order) return order;
    }
    return left.length - right.length;
  });
}

function comparePieces(a, b) {
  const [isNumber, isOther] = [a, b].map((piece) => /^\d/.test(piece));
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  if (isNumber) return Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b));
  return a === b ? 0 : a < b ? -1 : 1;
}
