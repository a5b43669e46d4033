export function namesOf(rows: object[]): string[] {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.json_to_sheet(rows), "people");
  return XLSX.read(XLSX.write(book, { type: "array" })).SheetNames;
}
