// Shortcuts on the pages of staff, and the page that lists them. Off for those who chose so.

import { act, inField, neighbour, Presses } from "./desk/shortcuts.js";
import { Ticks } from "./desk/ticks.js";

const form = document.querySelector("form[data-bulk]");
const LINK = ".row-link, .card-title a"; // of a row in a list, of a card on the board
const rows = [...document.querySelectorAll("[data-fix]")].filter((row) => row.querySelector(LINK));
const ticks = form && new Ticks(form, [...document.querySelectorAll("[data-tick]")]);
const help = document.querySelector("dialog[data-keys]");
const presses = new Presses();

function standing() {
  return document.activeElement.closest?.("[data-fix]") || null;
}

function go(step) {
  const row = neighbour(rows, standing(), step);
  row?.querySelector(LINK).focus();
  row?.scrollIntoView({ block: "nearest" });
  return Boolean(row);
}

function openRow() {
  const link = standing()?.querySelector(LINK);
  link?.click();
  return Boolean(link);
}

const ON_LIST = {
  j: () => go(1),
  k: () => go(-1),
  x: () => standing() && ticks ? (ticks.toggle(standing()), true) : false,
  o: openRow,
};

const GOES = { "g i": "inbox", "g m": "myList" };
// Where nothing in the page says that a key is its own.
const PLACES = {
  "/": 'input[type="search"]',
  u: ".back a",
  m: ".tabs a:not([aria-current])",
  a: "#step-assign, #step-appoint",
  d: "#step-replan",
  c: "#comments textarea",
  e: '.page-actions a[href$="/edit"]',
};

function meant(shortcut) {
  const own = [...document.querySelectorAll(`[data-key="${CSS.escape(shortcut)}"]`)];
  const there = (one) => one.checkVisibility() || one.closest("details");
  return own.find(there) || (PLACES[shortcut] && document.querySelector(PLACES[shortcut]));
}

function press(shortcut) {
  if (shortcut === "?") return help.showModal();
  if (GOES[shortcut]) return location.assign(help.dataset[GOES[shortcut]]);
  if (rows.length && ON_LIST[shortcut]?.()) return true;
  const found = meant(shortcut);
  if (!found) return false;
  if (ticks && form.contains(found)) ticks.atLeast(standing());
  act(found);
  return true;
}

if (help) {
  document.addEventListener("keydown", (event) => {
    // Out of a field, so that letters are shortcuts again.
    if (event.key === "Escape" && inField(event.target)) event.target.blur();
    if (event.defaultPrevented || inField(event.target) || document.querySelector("dialog[open]")) return;
    const shortcut = presses.read(event);
    if (shortcut && press(shortcut) !== false) event.preventDefault();
  });
  for (const opener of document.querySelectorAll("[data-show-keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }
}

document.documentElement.dataset.keysReady = help ? "yes" : "off";
