/** lucide-react, beside the page's own React. */
import * as icons from "lucide-react";
import { esm, offer } from "./interop";

offer({ "lucide-react": () => esm(icons) });
