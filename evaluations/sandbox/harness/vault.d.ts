/** What the bundler adds to @vitest/expect: the object that keeps its state, in place of globalThis (bundle-plugins.mjs). */
import "@vitest/expect";
declare module "@vitest/expect" {
  export const vault: object;
}
