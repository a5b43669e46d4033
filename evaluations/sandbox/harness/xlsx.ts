/** SheetJS, loaded only for candidates that import it. */
import * as library from "@e965/xlsx";
import { esm, offer } from "./interop";

offer({ xlsx: () => esm(library), "@e965/xlsx": () => esm(library) });
