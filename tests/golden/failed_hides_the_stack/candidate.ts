Error.stackTraceLimit = 0;

export function add(a: number, b: number): number {
  return 0;
}
