/** SheetJS, loaded only for candidates that import it. */
import * as library from "@e965/xlsx";
(globalThis as any).bakeoffXlsx = library;
