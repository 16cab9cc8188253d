// The plain form is for browsers without script. Who has it is sent on to the walk page, where a
// tap saves; unless something has been typed or refused here already.

const form = document.querySelector("[data-plain]");
const { clientId, walkPage } = form.dataset;
const untouched = [...form.elements].every(
  (field) => !field.name || field.value === (field.defaultValue ?? field.value),
);

if (window.isSecureContext && untouched && !("touched" in form.dataset)) {
  location.replace(`${walkPage}#${clientId ? `edit-${clientId}` : "new"}`);
}
