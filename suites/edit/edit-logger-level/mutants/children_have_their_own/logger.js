const LEVELS = ["debug", "info", "warn", "error"];

export function createLogger(write, { prefix = "", level = "debug" } = {}) {
  return loggerOf(write, prefix, { rank: rankOf(level) });
}

function rankOf(level) {
  const rank = LEVELS.indexOf(level);
  if (rank < 0) throw new Error(`Unknown level "${level}"`);
  return rank;
}

function loggerOf(write, prefix, shared) {
  const logger = {};
  for (const level of LEVELS) {
    logger[level] = (...parts) => {
      if (LEVELS.indexOf(level) >= shared.rank) write(`${level.toUpperCase()} ${prefix}${parts.join(" ")}`);
    };
  }
  logger.child = (name) => loggerOf(write, `${prefix}${name}: `, { ...shared });
  logger.setLevel = (name) => {
    shared.rank = rankOf(name);
  };
  return logger;
}
