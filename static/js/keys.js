// Single keys for what a page is there for: 1, 2 and 3 on a ballot, a, h, c, j and k in the queue. One switch
// turns them all off, and while somebody types they are letters. Without this, buttons and links do the same.

const KEPT = "samenspraak:keys";
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

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
  document.documentElement.toggleAttribute("data-keys-on", isOn);
}

document.addEventListener("change", ({ target }) => {
  if (!target.closest("[data-keys-switch]")) return;
  isOn = target.checked;
  attempt(() => localStorage.setItem(KEPT, isOn ? "on" : "off"));
  showSwitches(document);
});

document.addEventListener("keydown", (event) => {
  if (!isOn || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest(typing)) return;
  const key = CSS.escape(event.key);
  const pressed = document.querySelector(`[data-vote-keys] .vote-choices [data-key="${key}"], [data-queue-keys] [data-key="${key}"]`);
  if (!pressed) return;
  event.preventDefault(); // what the key opens must not begin with its letter
  pressed.click();
});

document.addEventListener("htmx:afterSettle", ({ target }) => showSwitches(target));
showSwitches(document);
