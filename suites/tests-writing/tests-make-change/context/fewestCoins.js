export function fewestCoins(amount, coins) {
  const last = [0];
  const count = [0];
  for (let sum = 1; sum <= amount; sum++) {
    count[sum] = Infinity;
    for (const coin of coins) {
      if (coin > sum || count[sum - coin] + 1 >= count[sum]) continue;
      count[sum] = count[sum - coin] + 1;
      last[sum] = coin;
    }
  }
  if (count[amount] === Infinity) return null;
  const used = [];
  for (let rest = amount; rest > 0; rest -= last[rest]) used.push(last[rest]);
  return used.sort((a, b) => b - a);
}
