export function slugify(title) {
  return title
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

export function uniqueSlug(title, taken) {
  const slug = slugify(title);
  let n = 2;
  if (!taken.includes(slug)) return slug;
  while (taken.includes(`${slug}-${n}`)) n++;
  return `${slug}-${n}`;
}
