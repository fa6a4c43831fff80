// After a vote, saying what it was and leading to the next position.

const announcer = document.getElementById("announcer");

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!target.matches(".position, .ballot")) return;
  announcer.textContent = target.querySelector("[data-say]")?.textContent.trim() ?? "";
  const isLost = document.activeElement === document.body; // the button is not there any more
  const isNext = target.matches(".ballot");
  if (isLost || isNext) target.querySelector(".statement")?.focus({ preventScroll: !isNext });
});

// Who chose while signed out goes straight on to signing in. The way back does not do so again.
const waiting = document.querySelector("[data-vote-waits]");
const chosen = [...(waiting?.elements ?? [])].find((one) => one.name === "choice" && `#${one.value}` === location.hash);
if (chosen) {
  history.replaceState(null, "", location.pathname);
  chosen.click();
}
