export function slugify(title) {
  return title
    .toLowerCase()

    .replace(/[\u0300-\u036f'’]/g, "")
    .replaceAll("ß", "ss")
    .replaceAll("&", " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
