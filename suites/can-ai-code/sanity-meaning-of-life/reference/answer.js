export function meaning_of_life() {
  return 42;
}
