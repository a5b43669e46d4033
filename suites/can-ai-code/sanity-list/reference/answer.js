export function things() {
  return [5, "foobar", "Madrid"];
}
