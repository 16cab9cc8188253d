// The value behind the form: what one issue says, and how a change becomes a new revision.

const TEXTS = ["place_text", "pole_number", "note", "proposal"];
const NO_PLACE = {
  lat: null,
  lon: null,
  accuracy: null,
  position_age: null,
  position_source: "none",
  gps_lat: null,
  gps_lon: null,
};

/** A new issue of a walk. `at` is UTC text, `given` the fields already known. */
export function newIssue(walk_id, client_id, at, given = {}) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, ""]));
  return {
    walk_id,
    client_id,
    rev: 1,
    kind: "problem",
    category: null,
    place_type: null,
    stop_id: null,
    ...texts,
    ...NO_PLACE,
    observed_at: at,
    photo_ids: [],
    ...given,
  };
}

/** The next revision with some fields changed, or the same value when nothing differs. */
export function changed(issue, fields) {
  const differs = Object.keys(fields).some((name) => !same(issue[name], fields[name]));
  return differs ? { ...issue, ...fields, rev: issue.rev + 1 } : issue;
}

/** Whether nothing is left that makes an issue: no category, no words, no picture. */
export function isEmpty(issue) {
  return !issue.category && !issue.note.trim() && !issue.photo_ids.length;
}

/** Whether nothing of an item has been meant for the server yet. */
export function isDraft(item) {
  return isEmpty(item.issue) && !item.receipt;
}

/** What "one more like it" keeps: what and what kind of place, not the words or the pictures. */
export function likeIt({ kind, category, place_type, stop_id = null }) {
  return { kind, category, place_type, stop_id };
}

/** The place fields for a position of the phone; `fix` is {lat, lon, accuracy, at} or null. */
export function fromPhone(fix, now) {
  if (!fix) return { ...NO_PLACE };
  return {
    ...NO_PLACE,
    lat: rounded(fix.lat),
    lon: rounded(fix.lon),
    accuracy: Math.round(fix.accuracy),
    position_age: Math.max(0, Math.round((now - fix.at) / 1000)),
    position_source: "gps",
  };
}

/** The place fields when somebody set the pin: what the phone itself said is kept beside it. */
export function fromPin(issue, place) {
  const said = issue.position_source === "gps" ? [issue.lat, issue.lon] : [issue.gps_lat, issue.gps_lon];
  return {
    lat: rounded(place.lat),
    lon: rounded(place.lon),
    accuracy: null,
    position_age: null,
    position_source: "pin",
    gps_lat: said[0],
    gps_lon: said[1],
  };
}

/** The place fields of another issue, seen at the same spot. */
export function fromOther({ lat, lon }) {
  return { ...NO_PLACE, lat, lon, position_source: "copied" };
}

/** UTC text of a moment in milliseconds, in whole seconds. */
export function utc(ms) {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function rounded(degrees) {
  return Math.round(degrees * 1e7) / 1e7; // about a centimetre
}

function same(a, b) {
  return Array.isArray(a) ? a.join() === (b || []).join() : a === b;
}
