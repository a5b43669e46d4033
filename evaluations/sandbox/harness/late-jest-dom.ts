/** Made for the checks that name one of its matchers (bundle-parts.ts); an import, so that one DOM Testing Library serves all. */
import * as matchers from "@testing-library/jest-dom/matchers";
export const jestDom: object = { ...matchers };
