"use strict";
// Which lines run where one points: sections are [product, [line, trips, …], [x, y, …]].
function linesNear(sections, x, y, reach) {
  const found = new Map();
  for (const [product, lines, points] of sections) {
    if (!passes(points, x, y, reach)) continue;
    for (let i = 0; i < lines.length; i += 2) {
      const key = `${lines[i]} · ${product}`;
      found.set(key, Math.max(found.get(key) ?? 0, lines[i + 1]));
    }
  }
  return [...found].sort((one, other) => other[1] - one[1]);
}

function passes(points, x, y, reach) {
  for (let i = 2; i < points.length; i += 2) {
    const [ax, ay, bx, by] = [points[i - 2], points[i - 1], points[i], points[i + 1]];
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const share = Math.min(Math.max(along, 0), 1);
    if (Math.hypot(ax + share * dx - x, ay + share * dy - y) <= reach) return true;
  }
  return false;
}
