/** Packages without typings of their own that the harness only hands on; their insides are never used here. */
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
