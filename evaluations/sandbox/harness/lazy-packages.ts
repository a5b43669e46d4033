/** Packages of the page lane that few cases import; loaded for those only, before the candidate, beside the page's own React. */
import * as renderer from "react-test-renderer";
import * as server from "react-dom/server.browser";
import * as rafStub from "raf-stub";
import { act, createElement } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { esm, offer } from "./interop";
import { morePackages } from "./more-packages";

/** renderHook of @testing-library/react-hooks/server: it renders to text first, and into a document when hydrated. */
function renderHookOnServer(body: (props: any) => unknown, { initialProps, wrapper }: any = {}): any {
  const result: any = {};
  let [props, root]: [any, Root | undefined] = [initialProps, undefined];
  const Probe = (): null => { result.current = body(props); return null; };
  const element = (): any => (wrapper ? createElement(wrapper, props, createElement(Probe)) : createElement(Probe));
  const html = server.renderToString(element());
  return {
    result,
    hydrate: () => act(() => { root = hydrateRoot(document.body.appendChild(Object.assign(document.createElement("div"), { innerHTML: html })), element()); }),
    rerender: (next: any = props) => act(() => { props = next; root?.render(element()); }),
    unmount: () => act(() => root?.unmount()),
  };
}

offer({
  ...morePackages,
  "react-test-renderer": () => esm(renderer), "react-dom/server": () => esm(server), "react-dom/server.browser": () => esm(server),
  "raf-stub": () => esm(rafStub), "@testing-library/react-hooks/server": () => ({ renderHook: renderHookOnServer, act, __esModule: true }),
});
