/** Made for the checks that import it (packages.ts); an import, so that one DOM Testing Library serves all. */
export * from "@testing-library/user-event";
export { default } from "@testing-library/user-event";
/** Done before the prototypes are locked (interfaces.ts). user-event itself would do it at its first action. */
export { patchFocus } from "@testing-library/user-event/dist/esm/document/patchFocus.js";
