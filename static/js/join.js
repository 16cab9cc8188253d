// The QR's secret comes in the address fragment, which browsers keep to themselves: it is put into
// the field and taken out of the address, so that it lies neither in logs nor in the history.

const form = document.querySelector("[data-join]");
const field = form.querySelector('[name="code"]');
const typed = form.querySelector("[data-join-code]");
const fromQr = form.querySelector("[data-join-qr]");

function fill(secret) {
  field.value = secret;
  typed.hidden = true;
  fromQr.hidden = false;
  history.replaceState(null, "", location.pathname + location.search);
  form.querySelector("button[type=submit]").focus({ preventScroll: true });
}

function typeInstead() {
  field.value = "";
  fromQr.hidden = true;
  typed.hidden = false;
  field.focus();
}

function read() {
  const secret = location.hash.slice(1);
  if (secret) fill(secret);
}

form.querySelector("[data-join-type]").addEventListener("click", typeInstead);
addEventListener("hashchange", read); // the same page opened by a second scan
read();
