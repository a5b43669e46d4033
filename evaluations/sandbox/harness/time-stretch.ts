/** On a machine that is short of processors every time limit of the harness is longer; clock.py counts what is used. */
export const pace = { stretch: 1 };
