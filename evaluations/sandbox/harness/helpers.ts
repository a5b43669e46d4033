/** Small helpers that generated components import: class names, tables, cookies, the clipboard, requests. */
import * as variants from "class-variance-authority";
import * as tailwindMerge from "tailwind-merge";
import * as table from "@tanstack/react-table";
import axios from "axios";
import copyToClipboard from "copy-to-clipboard";
import Cookies from "js-cookie";
import { callable, esm, offer } from "./interop";

const native = { fetch: globalThis.fetch, XMLHttpRequest: globalThis.XMLHttpRequest };

/** No request leaves this page. It fails with a message, unless it needs no network or a check mocks the network. */
async function adapter(config: any): Promise<any> {
  const url = axios.getUri(config);
  if (globalThis.XMLHttpRequest !== native.XMLHttpRequest) return axios.getAdapter("xhr")(config);
  if (globalThis.fetch !== native.fetch || /^(?:data|blob):/i.test(url)) return axios.getAdapter("fetch")(config);
  const method = String(config.method ?? "get").toUpperCase();
  throw new axios.AxiosError(`There is no network here: ${method} ${url} was not sent.`, axios.AxiosError.ERR_NETWORK, config);
}
axios.defaults.adapter = adapter;

offer({
  "class-variance-authority": () => esm(variants), "tailwind-merge": () => esm(tailwindMerge), "@tanstack/react-table": () => esm(table),
  axios: () => Object.assign(esm(axios), { AxiosError: axios.AxiosError }),
  "copy-to-clipboard": () => callable(copyToClipboard),
  // An answer gets what checks replace; what the answer replaces changes only its own copy.
  "js-cookie": (isForChecks) => { const own = isForChecks ? Cookies : Object.create(Cookies); return { default: own, __esModule: true }; },
});
