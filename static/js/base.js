// What every page does with script, and can do without: look, menus, counters, chosen files, errors first.

const root = document.documentElement;

function drawTheme(box) {
  const now = root.dataset.colorScheme || "auto";
  for (const button of box.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.theme === now));
  }
}

function chooseTheme(box, value) {
  root.dataset.colorScheme = value;
  try {
    if (value === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", value);
  } catch {
    // Storage is shut: the choice lasts for this page.
  }
  drawTheme(box);
}

function themeChoice() {
  const box = document.querySelector("[data-theme-choice]");
  if (!box) return;
  box.hidden = false;
  drawTheme(box);
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme]");
    if (button) chooseTheme(box, button.dataset.theme);
  });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

function menus() {
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    closeMenus(null);
    open?.querySelector("summary").focus();
  });
}

function counter(field) {
  const input = field.querySelector("textarea, input");
  const shown = field.querySelector(".count");
  const limit = Number(field.dataset.count);
  const draw = () => {
    const left = limit - [...input.value].length;
    const words = left < 0 ? field.dataset.countOver : field.dataset.countLeft;
    shown.hidden = left > limit / 4;
    shown.toggleAttribute("data-over", left < 0);
    shown.textContent = words.replace("{n}", Math.abs(left));
  };
  input.addEventListener("input", draw);
  draw();
}

function chosenFiles(input) {
  const label = document.querySelector(`label[for="${CSS.escape(input.id)}"] span`);
  const asked = label?.textContent;
  input.addEventListener("change", () => {
    if (!label) return;
    label.textContent = [...input.files].map((file) => file.name).join(", ") || asked;
  });
}

function errorsFirst() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  document.title = `${summary.querySelector("h2").textContent}: ${document.title}`;
  summary.focus();
}

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}

themeChoice();
menus();
errorsFirst();
document.querySelectorAll("[data-count]").forEach(counter);
document.querySelectorAll(".file-input:not([data-own])").forEach(chosenFiles);
document.querySelectorAll("form[data-once]").forEach(sendOnce);
window.addEventListener("pageshow", (event) => event.persisted && closeMenus(null));
