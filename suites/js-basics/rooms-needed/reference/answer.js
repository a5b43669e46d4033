export function assignRooms(meetings) {
  const order = meetings.map((_, n) => n).sort((a, b) => meetings[a][0] - meetings[b][0]);
  const ends = [];
  const rooms = [];
  for (const n of order) {
    const [start, end] = meetings[n];
    let room = ends.findIndex((until) => until <= start);
    if (room < 0) room = ends.length;
    ends[room] = end;
    rooms[n] = room + 1;
  }
  return rooms;
}
