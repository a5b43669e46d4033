const kind = (value) => (value === null ? "null" : typeof value);

export function changes(before, after) {
  const result = [];
  const compare = (path, one, two) => {
    const isDeep = kind(one) === kind(two) && typeof one === "object" && one !== null;
    if (!isDeep) {
      if (one !== two) result.push({ path, before: one, after: two });
      return;
    }
    for (const key of new Set([...Object.keys(one), ...Object.keys(two)])) {
      const deeper = path === "" ? key : `${path}.${key}`;
      if (!Object.hasOwn(one, key)) result.push({ path: deeper, after: two[key] });
      else if (!Object.hasOwn(two, key)) result.push({ path: deeper, before: one[key] });
      else compare(deeper, one[key], two[key]);
    }
  };
  compare("", before, after);
  return result.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
