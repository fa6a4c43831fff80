// Things that fold: a branch of a conversation keeps its place, a menu closes when one leaves it.

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.(".replies") || target.open) return;
    // Folding from half-way down a long branch would leave the reader somewhere else entirely.
    if (target.getBoundingClientRect().top < 0) target.closest(".branch").scrollIntoView({ block: "start" });
  },
  true, // toggle does not bubble
);

const menu = document.querySelector(".account-menu details");

function close(isBackToButton) {
  if (!menu?.open) return;
  menu.open = false;
  if (isBackToButton) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
document.addEventListener("click", (event) => menu?.contains(event.target) || close(false));
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(false);
});
