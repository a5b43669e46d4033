export const parseCsvLine = (line) => {
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;
  return [...(line.startsWith(",") ? [""] : []), ...[...line.matchAll(pattern)].map(([, inQuotes, plain]) => inQuotes?.replaceAll('""', '"') ?? plain ?? "")];
};
