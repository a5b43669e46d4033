/** framer-motion, and motion, which is its newer name, beside the page's own React. */
import * as framer from "framer-motion";
import * as motion from "motion";
import { esm, offer } from "./interop";

offer({ "framer-motion": () => esm(framer), "motion/react": () => esm(framer), motion: () => esm(motion) });
