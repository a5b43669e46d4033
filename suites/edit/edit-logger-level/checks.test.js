import { createLogger } from "./logger";

function start(options) {
  const lines = [];
  return { lines, logger: createLogger((line) => lines.push(line), options) };
}

describe("change", () => {
  test("leaves out what is below", () => {
    const { logger, lines } = start({ level: "warn" });
    for (const level of ["debug", "info", "warn", "error"]) logger[level](level);
    expect(lines).toEqual(["WARN warn", "ERROR error"]);
  });
  test("can be changed later, for children too", () => {
    const { logger, lines } = start();
    const child = logger.child("db");
    logger.setLevel("error");
    child.warn("a");
    child.error("b");
    logger.setLevel("debug");
    child.debug("c");
    expect(lines).toEqual(["ERROR db: b", "DEBUG db: c"]);
  });
  test("a child has the level of its parent", () => {
    const { logger, lines } = start({ level: "error" });
    logger.child("a").child("b").info("x");
    expect(lines).toEqual([]);
  });
  test("an unknown level throws", () => {
    expect(() => start({ level: "loud" })).toThrow(Error);
    const { logger, lines } = start({ level: "info" });
    expect(() => logger.setLevel("loud")).toThrow(Error);
    logger.debug("x");
    logger.info("y");
    expect(lines).toEqual(["INFO y"]);
  });
});

describe("kept", () => {
  test("writes all levels", () => {
    const { logger, lines } = start();
    logger.debug("a", 1);
    logger.info("b");
    logger.warn("c");
    logger.error("d", null, "e");
    expect(lines).toEqual(["DEBUG a 1", "INFO b", "WARN c", "ERROR d  e"]);
  });
  test("prefixes of children", () => {
    const { logger, lines } = start({ prefix: "app " });
    logger.info("x");
    logger.child("db").child("sql").info("y");
    expect(lines).toEqual(["INFO app x", "INFO app db: sql: y"]);
  });
});
