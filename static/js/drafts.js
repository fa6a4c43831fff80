// What a visitor types before signing in stays on this device, until it is sent or discarded.
// Where the browser offers no storage, the form simply works without.

const forms = "form[data-keep-draft]";
const fields = "input[type=text], textarea, input[type=checkbox]";
const key = (form) => `samenspraak:${form.dataset.keepDraft ?? form.dataset.takeDraft}`;

function attempt(action) {
  try {
    return action();
  } catch {
    return null; // private windows and full disks refuse; nothing is lost that was not lost before
  }
}

function typed(form) {
  return [...form.querySelectorAll(fields)].map((one) => (one.type === "checkbox" ? one.checked : one.value));
}

const forget = (form) => attempt(() => localStorage.removeItem(key(form)));

// Whether a text came back. What the page brought along goes first.
function restore(form) {
  const kept = attempt(() => JSON.parse(localStorage.getItem(key(form))));
  const area = form.querySelector("textarea");
  if (!Array.isArray(kept) || area.value.trim()) return false;
  form.querySelectorAll(fields).forEach((one, index) => {
    if (one.type === "checkbox") one.checked = kept[index] === true;
    else if (kept[index]) one.value = kept[index];
  });
  area.dispatchEvent(new Event("input", { bubbles: true })); // for the preview, and for the draft we keep
  return area.value.trim() !== "";
}

function tell(form) {
  const state = form.querySelector("[data-draft-state]");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.textContent = state.dataset.discard;
  discard.addEventListener("click", () => {
    forget(form);
    form.reset();
    state.textContent = "";
    form.querySelector("textarea").focus();
  });
  state.replaceChildren(state.dataset.restored, " ", discard);
}

// Not before htmx listens.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(forms).forEach((form) => restore(form) && tell(form));
  // Who went to sign in half-way finds the text at the same form; from then on it is a draft of theirs.
  document.querySelectorAll("form[data-take-draft]").forEach((form) => restore(form) && forget(form));
});
document.addEventListener("input", ({ target }) => {
  const form = target.closest(forms);
  if (form) attempt(() => localStorage.setItem(key(form), JSON.stringify(typed(form))));
});
document.addEventListener("submit", ({ target }) => target.matches(forms) && forget(target));
