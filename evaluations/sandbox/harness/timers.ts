/** Fake timers: a part of its own, because few check files need its 60 KB. */
export { withGlobal } from "@sinonjs/fake-timers";
