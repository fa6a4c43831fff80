// The moderators' queue: ready sentences fill the reason, what a key or a tap opens is where one goes on, and
// after each step the next thing is read from its beginning. Without this, the sentences are there to copy.

function offer(sentences) {
  for (const one of sentences.children) {
    if (one.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = one.textContent;
    one.replaceChildren(button);
  }
}

const offerAll = (within) => within.querySelectorAll("[data-fills].ready").forEach(offer);

document.addEventListener("click", ({ target }) => {
  const sentences = target.closest("button")?.closest(".ready");
  const field = document.getElementById(sentences?.dataset.fills);
  if (!field) return;
  field.value = target.textContent;
  field.focus();
});

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.(".decision") || !target.open) return;
    const [chosen, first] = ["input:checked", "input, a"].map((what) => target.querySelector(`:scope > :not(summary) ${what}`));
    target.scrollIntoView({ block: "nearest" });
    (chosen ?? first)?.focus();
  },
  true, // toggle does not bubble
);

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".decide form, .action-form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
  if (event.key === "Escape" && event.target.closest?.(".decision[open]")) {
    const decision = event.target.closest(".decision");
    decision.open = false;
    decision.querySelector("summary").focus();
  }
});

// Another was first, or the thing takes no such change: what stands there now comes in the answer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409 || !detail.target.matches("[data-takes-conflict]")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  offerAll(document);
  if (target.id !== "queue-item") return;
  for (const link of document.querySelectorAll("#queue-list .queue-row > a")) {
    const isHere = new URL(link.href).pathname === `/moderation/items/${target.dataset.item}`;
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  scrollTo({ top: 0, behavior: "instant" });
  target.querySelector("h2")?.focus({ preventScroll: true });
});

offerAll(document);
