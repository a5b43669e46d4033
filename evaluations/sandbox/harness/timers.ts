/** Fake timers. They are a separate part, because few check files need these 60 KB. */
export { withGlobal } from "@sinonjs/fake-timers";
