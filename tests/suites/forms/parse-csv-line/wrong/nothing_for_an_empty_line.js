export const parseCsvLine = (line) => {
  if (!line) return [];
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a?.replaceAll(`""`, `"`) ?? b);
};
