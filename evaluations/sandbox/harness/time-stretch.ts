/**
 * On a machine that is short of processors every time limit of the harness is longer; clock.py counts what is used.
 * stretch: factor for what checks wait for. ofLimits: for the limits of tests.
 */
export const pace = { stretch: 1, ofLimits: 1 };
