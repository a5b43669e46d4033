export const secretidentities = () => ({ Superman: "Clark Kent", Batman: "Bruce Wayne", SpiderMan: "Peter Parker" });
