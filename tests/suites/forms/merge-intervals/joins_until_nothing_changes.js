function mergeIntervals(intervals) {
  let rest = intervals.map((each) => [...each]);
  for (let changed = true; changed; ) {
    changed = false;
    outer: for (let i = 0; i < rest.length; i++)
      for (let j = i + 1; j < rest.length; j++)
        if (rest[i][0] <= rest[j][1] && rest[j][0] <= rest[i][1]) {
          rest[i] = [Math.min(rest[i][0], rest[j][0]), Math.max(rest[i][1], rest[j][1])];
          rest.splice(j, 1);
          changed = true;
          break outer;
        }
  }
  return rest.sort((a, b) => a[0] - b[0]);
}
