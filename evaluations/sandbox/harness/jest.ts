/** The `jest` that Testing Library looks for among the globals: with it, waiting goes on in faked time. Put in by esbuild. */
export { api as jest } from "./mocks";
