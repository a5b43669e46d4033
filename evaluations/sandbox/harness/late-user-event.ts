/** Made for the checks that import it (packages.ts); an import, so that one DOM Testing Library serves all. */
export * from "@testing-library/user-event";
export { default } from "@testing-library/user-event";
