// Pins that would lie on top of each other become one, with the number of them.

/**
 * Group points that lie within `reach` pixels of the first of their group.
 * `points` are {x, y, …}; gives arrays of points, in the order given.
 */
export function grouped(points, reach) {
  const groups = [];
  for (const point of points) {
    const near = groups.find(([first]) => Math.hypot(first.x - point.x, first.y - point.y) < reach);
    if (near) near.push(point);
    else groups.push([point]);
  }
  return groups;
}

/** The tone that all members share, or "mixed". */
export function commonTone(tones) {
  return new Set(tones).size === 1 ? tones[0] : "mixed";
}
