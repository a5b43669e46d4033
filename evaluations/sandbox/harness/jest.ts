/** The global `jest` that Testing Library looks for: with it, waiting works in faked time. esbuild injects it. */
export { api as jest } from "./mocks";
