throw new Error("x".repeat(80_000_000));
