// The list beside its map: the row one points at or stands in is ringed on the map.

const RING_PX = 26;

function follow({ L, map }) {
  let ring = null;
  const show = (row) => {
    ring?.remove();
    ring = null;
    if (!row?.dataset.lat) return;
    const place = [Number(row.dataset.lat), Number(row.dataset.lon)];
    const look = { radius: RING_PX, className: "map-here", interactive: false };
    ring = L.circleMarker(place, look).addTo(map);
    if (!map.getBounds().contains(place)) map.panTo(place, { animate: false });
  };
  const rowOf = ({ target }) => target.closest?.("[data-fix]");
  const list = document.querySelector(".beside .rows");
  list.addEventListener("focusin", (event) => show(rowOf(event)));
  list.addEventListener("mouseover", (event) => show(rowOf(event)));
  list.addEventListener("mouseleave", () => show(document.activeElement?.closest("[data-fix]")));
}

document.addEventListener("map:drawn", (event) => follow(event.detail), { once: true });
