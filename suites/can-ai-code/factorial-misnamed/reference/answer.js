export function glork(bork) {
  let value = 1;
  for (let i = 2; i <= bork; i++) value *= i;
  return value;
}
