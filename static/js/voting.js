// Voting with the keys 1, 2 and 3, which can be switched off; and after a vote, saying what it was and
// leading to the next position. Without this, buttons and links do the same.

const KEPT = "samenspraak:vote-keys";
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const announcer = document.getElementById("announcer");

// Without storage the switch holds for this page.
const attempt = (action) => {
  try { return action(); } catch { return null; }
};
let isOn = attempt(() => localStorage.getItem(KEPT)) !== "off";

function showSwitches(within) {
  for (const line of within.querySelectorAll("[data-keys-switch]")) {
    line.hidden = false;
    line.querySelector("input").checked = isOn;
  }
}

document.addEventListener("change", ({ target }) => {
  if (!target.closest("[data-keys-switch]")) return;
  isOn = target.checked;
  attempt(() => localStorage.setItem(KEPT, isOn ? "on" : "off"));
});

document.addEventListener("keydown", (event) => {
  if (!isOn || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest(typing)) return;
  document.querySelector(`[data-vote-keys] .vote-choices [data-key="${CSS.escape(event.key)}"]`)?.click();
});

// A position that takes no votes any more comes back as it is now.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409 || !detail.target.matches(".position, .ballot")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!target.matches(".position, .ballot")) return;
  showSwitches(target);
  announcer.textContent = target.querySelector("[data-say]")?.textContent.trim() ?? "";
  const isLost = document.activeElement === document.body; // the button is not there any more
  const isNext = target.matches(".ballot");
  if (isLost || isNext) target.querySelector(".statement")?.focus({ preventScroll: !isNext });
});

showSwitches(document);

// Who chose while signed out goes straight on to signing in. The way back does not do so again.
const waiting = document.querySelector("[data-vote-waits]");
const chosen = [...(waiting?.elements ?? [])].find((one) => one.name === "choice" && `#${one.value}` === location.hash);
if (chosen) {
  history.replaceState(null, "", location.pathname);
  chosen.click();
}
