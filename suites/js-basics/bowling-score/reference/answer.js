export function bowlingScore(rolls) {
  let score = 0;
  let i = 0;
  for (let frame = 0; frame < 10; frame++) {
    const isStrike = rolls[i] === 10;
    const isSpare = !isStrike && rolls[i] + rolls[i + 1] === 10;
    score += rolls[i] + rolls[i + 1] + (isStrike || isSpare ? rolls[i + 2] : 0);
    i += isStrike ? 1 : 2;
  }
  return score;
}
