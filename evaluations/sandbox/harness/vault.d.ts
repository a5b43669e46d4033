/** The bundler's addition to @vitest/expect: an object that keeps its state instead of globalThis (bundle-plugins.mjs). */
import "@vitest/expect";
declare module "@vitest/expect" {
  export const vault: object;
}
