// While editing an article: a mistake leads to its line, and words selected in the text become the passage.

const AROUND = 60; // characters of what stands before and behind: enough to tell two places apart

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const field = link && document.querySelector(link.getAttribute("href"));
  if (!field) return;
  event.preventDefault();
  const lines = field.value.split("\n");
  const start = lines.slice(0, link.dataset.line - 1).join("\n").length + (link.dataset.line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[link.dataset.line - 1] ?? "").length);
  const height = parseFloat(getComputedStyle(field).lineHeight) || 24;
  field.scrollTop = Math.max(0, (link.dataset.line - 4) * height);
});

const folded = (text) => text.replace(/\s+/g, " ");

function textOf(range, within, side) {
  const part = document.createRange();
  part.selectNodeContents(within);
  if (side === "before") part.setEnd(range.startContainer, range.startOffset);
  else part.setStart(range.endContainer, range.endOffset);
  return folded(part.toString());
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const holder = range.commonAncestorContainer;
  const text = (holder.nodeType === 1 ? holder : holder.parentElement)?.closest("[data-passage-text] .article");
  const choice = text?.closest("[data-choose-passage]");
  const exact = folded(range.toString()).trim();
  if (!choice || !exact) return;
  const { choosePassage: locale } = choice.dataset;
  const put = (name, value) => (choice.querySelector(`[name=${name}_${locale}]`).value = value.trim());
  put("exact", exact);
  put("prefix", textOf(range, text, "before").slice(-AROUND));
  put("suffix", textOf(range, text, "behind").slice(0, AROUND));
  const said = choice.querySelector("[data-chosen]");
  said.textContent = said.dataset.say.replace("…", exact);
}

document.addEventListener("mouseup", take);
document.addEventListener("keyup", (event) => event.shiftKey && take());

function showPassages(within) {
  for (const box of within.querySelectorAll("[data-passage-text]")) {
    const mark = box.querySelector(`mark[data-question="${box.dataset.passageText}"]`);
    if (!mark) continue;
    mark.dataset.own = "";
    box.scrollTop = mark.offsetTop - box.clientHeight / 3;
  }
}

showPassages(document);
document.addEventListener("htmx:afterSettle", ({ target }) => showPassages(target));
