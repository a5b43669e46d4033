const LEVELS = ["debug", "info", "warn", "error"];

export function createLogger(write, { prefix = "" } = {}) {
  const logger = {};
  for (const level of LEVELS) {
    logger[level] = (...parts) => {
      write(`${level.toUpperCase()} ${prefix}${parts.join(" ")}`);
    };
  }
  logger.child = (name) => createLogger(write, { prefix: `${prefix}${name}: ` });
  return logger;
}
