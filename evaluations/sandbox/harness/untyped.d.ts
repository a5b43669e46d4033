/** Packages without typings. The harness only passes them on and never uses their contents. */
declare module "fast-shallow-equal";
declare module "js-cookie";
declare module "lodash.debounce";
declare module "papaparse";
declare module "raf";
declare module "raf-stub";
declare module "react-dom/server.browser";
declare module "react-test-renderer";
declare module "react-transition-group";
declare module "vue/dist/vue.esm-bundler.js";
