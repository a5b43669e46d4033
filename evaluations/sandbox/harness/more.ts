/** Packages of the page lane that few cases import; loaded for those only, before the candidate, beside the page's own React. */
import * as renderer from "react-test-renderer";
import * as server from "react-dom/server.browser";
import * as rafStub from "raf-stub";
import { esm, morePackages } from "./more-packages";

Object.assign((globalThis as any).bakeoff.packages, morePackages, {
  "react-test-renderer": () => esm(renderer), "react-dom/server": () => esm(server), "react-dom/server.browser": () => esm(server),
  "raf-stub": () => esm(rafStub),
});
