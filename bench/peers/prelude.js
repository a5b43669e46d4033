// The few words that the checks of suites/can-ai-code use, for tools that have no test runner.
const same = (a, b) => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  return Object.keys(a).length === Object.keys(b).length && Object.keys(b).every((key) => same(a[key], b[key]));
};
const holds = (ok, words) => {
  if (!ok) throw new Error(words);
};
const expect = (got) => ({
  toBe: (wanted) => holds(Object.is(got, wanted), `${got} is not ${wanted}`),
  toEqual: (wanted) => holds(same(got, wanted), `${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`),
  toMatchObject: (wanted) =>
    holds(Object.keys(wanted).every((key) => same(got[key], wanted[key])), `${JSON.stringify(got)} does not match`),
  toContainEqual: (wanted) => holds([...got].some((item) => same(item, wanted)), 'does not contain it'),
});
const test = (_name, body) => body();
