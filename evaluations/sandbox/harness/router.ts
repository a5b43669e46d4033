/** react-router-dom, beside the page's own React. */
import * as router from "react-router-dom";
import { esm, offer } from "./interop";

offer({ "react-router-dom": () => esm(router) });
