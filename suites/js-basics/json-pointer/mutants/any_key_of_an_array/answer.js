export function atPointer(document, pointer) {
  if (pointer === "") return document;
  if (!pointer.startsWith("/")) throw new SyntaxError(`no pointer: ${pointer}`);
  let value = document;
  for (const part of pointer.slice(1).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;

    value = value[key];
  }
  return value;
}
