import { territory } from "./answer";

test.each([
  [[[]], { black: [], white: [], none: [] }],
  [[["."]], { black: [], white: [], none: [[0, 0]] }],
  [[["B"]], { black: [], white: [], none: [] }],
  [[[".B."]], { black: [[0, 0], [2, 0]], white: [], none: [] }],
  [[[".W"]], { black: [], white: [[0, 0]], none: [] }],
  [[["B.W"]], { black: [], white: [], none: [[1, 0]] }],
  [[["..B..", ".B.B.", "B.W.B", ".W.W.", "..W.."]], { black: [[0, 0], [1, 0], [3, 0], [4, 0], [0, 1], [4, 1]], white: [[2, 3]], none: [[2, 1], [1, 2], [3, 2], [0, 3], [4, 3], [0, 4], [1, 4], [3, 4], [4, 4]] }],
  [[["BBB", "B.B", "BBB"]], { black: [[1, 1]], white: [], none: [] }],
  [[["BWB", "W.W", "BWB"]], { black: [], white: [[1, 1]], none: [] }],
  [[["W.W", ".B.", "W.W"]], { black: [], white: [], none: [[1, 0], [0, 1], [2, 1], [1, 2]] }],
  [[["...", "...", "..B"]], { black: [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1], [0, 2], [1, 2]], white: [], none: [] }],
  [[["B.B.W", "..B.W"]], { black: [[1, 0], [0, 1], [1, 1]], white: [], none: [[3, 0], [3, 1]] }],
  [[[".B", "B."]], { black: [[0, 0], [1, 1]], white: [], none: [] }],
  [[[".BW.", "BB.W"]], { black: [[0, 0]], white: [[3, 0]], none: [[2, 1]] }],
])("territory(...%j)", (values, expected) => {
  expect(territory(...values)).toEqual(expected);
});
