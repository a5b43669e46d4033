/** recharts, beside the page's own React. */
import * as charts from "recharts";
import { esm, offer } from "./interop";

offer({ recharts: () => esm(charts) });
