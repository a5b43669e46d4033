export function redact(value, paths) {
  const visit = (node, rests, isDeep = true) => {
    const all = new Set();
    const add = (rest) => {
      all.add(rest.join("."));
      if (rest[0] === "**" && isDeep) add(rest.slice(1));
    };
    for (const rest of rests) add(rest);
    const open = [...all].map((text) => (text === "" ? [] : text.split(".")));
    if (open.some((rest) => rest.length === 0)) return "***";
    if (typeof node !== "object" || node === null) return node;
    const copied = Object.entries(node).map(([key, child]) => {
      const next = open.flatMap((rest) => {
        if (rest[0] === "**") return [rest];
        return rest[0] === "*" || rest[0] === key ? [rest.slice(1)] : [];
      });
      return [key, visit(child, next, node !== value)];
    });
    return Array.isArray(node) ? copied.map(([, child]) => child) : Object.fromEntries(copied);
  };
  return visit(value, paths.map((path) => path.split(".")), false);
}
