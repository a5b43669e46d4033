export function renderTemplate(template, data) {
  return render(template, [data]);
}

function render(template, scopes) {
  const withSections = template.replace(/\{\{#\s*([\w.]+)\s*\}\}([^]*?)\{\{\/\s*\1\s*\}\}|\{\{\{\s*([\w.]+)\s*\}\}\}|\{\{\s*([\w.]+)\s*\}\}/g, (_, section, body, raw, name) => {
    if (section === undefined) return raw === undefined ? escape(text(scopes, name)) : text(scopes, raw);
    const value = find(scopes, section);
    if (Array.isArray(value)) return value.map((each) => render(body, [each, ...scopes])).join("");
    return value ? render(body, scopes) : "";
  });
  return withSections;
}

function find(scopes, path) {
  if (path === ".") return scopes[0];
  const [first, ...rest] = path.split(".");
  const scope = scopes.find((each) => typeof each === "object" && each !== null && Object.hasOwn(each, first));
  return rest.reduce((value, key) => (value == null || !Object.hasOwn(Object(value), key) ? undefined : value[key]), scope?.[first]);
}

const text = (scopes, path) => String(find(scopes, path) || "");
const escape = (value) => value.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]);
