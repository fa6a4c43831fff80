// Proposing a position: a chosen sentence stands ready as its wording, Enter sends nothing half-way, and
// words selected in a comment offer to become a position. Without this, each comment links to the same form.

const { makesPosition } = document.getElementById("announcer").dataset;

document.addEventListener("change", ({ target }) => {
  const sentences = target.closest("[data-fills]");
  const field = document.getElementById(sentences?.dataset.fills);
  if (!field || target.type !== "radio") return;
  // What somebody wrote themselves stays.
  const isUntouched = [...sentences.querySelectorAll("input")].some((one) => one.value === field.value);
  if (field.value.trim() && !isUntouched) return;
  field.value = target.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-one-line]")) event.preventDefault();
});

const offer = document.createElement("a");
offer.className = "button small make-position";
offer.textContent = makesPosition;

function comment(selection) {
  const [from, to] = [selection.anchorNode, selection.focusNode].map((node) =>
    (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-comment-body]"),
  );
  return from && from === to ? from.closest("article") : null;
}

function follow() {
  const selection = getSelection();
  const words = selection.toString().replace(/\s+/g, " ").trim();
  const article = words.length > 8 && words.length <= 1000 ? comment(selection) : null;
  const link = article?.querySelector("[data-make-position]");
  if (!link) {
    offer.remove();
    return;
  }
  offer.href = `${link.getAttribute("href")}?quote=${encodeURIComponent(words)}`;
  // In the reading order right behind the words, so that Tab leads to it.
  article.querySelector("[data-comment-body]").after(offer);
}

let waiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(follow, 250);
});
