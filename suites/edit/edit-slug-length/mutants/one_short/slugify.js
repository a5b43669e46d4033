export function slugify(title, { maxLength = Infinity } = {}) {
  const slug = title
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (slug.length <= maxLength) return slug;
  const end = slug.lastIndexOf("-", maxLength - 1);
  return slug.slice(0, end > 0 ? end : maxLength);
}

export function uniqueSlug(title, taken) {
  const slug = slugify(title);
  let n = 2;
  if (!taken.includes(slug)) return slug;
  while (taken.includes(`${slug}-${n}`)) n++;
  return `${slug}-${n}`;
}
