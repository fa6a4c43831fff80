// After an @ and a letter: who takes part here, below the line where one types. Who types on is not disturbed.

const BEGUN = /(?:^|[^\w@./:+-])@(\p{L}[\p{L}\d-]{0,29})$/u;
let [area, list, waiting, asked] = [null, null, 0, 0];
const begun = () => BEGUN.exec(area.value.slice(0, area.selectionStart))?.[1];

function close() {
  clearTimeout(waiting);
  asked += 1; // what is under way comes too late
  list?.remove();
  ["aria-controls", "aria-activedescendant"].forEach((name) => area?.removeAttribute(name));
}

// Where the line with the caret ends: measured on the same words in a box of the same shape.
function lineEnd() {
  const mirror = document.createElement("div");
  const { font, padding, width } = getComputedStyle(area);
  mirror.className = "caret-mirror";
  mirror.textContent = area.value.slice(0, area.selectionStart);
  Object.assign(mirror.style, { font, padding, width });
  area.parentElement.append(mirror);
  const end = area.offsetTop + Math.min(mirror.offsetHeight - area.scrollTop, area.offsetHeight);
  mirror.remove();
  return end;
}

async function offer(begin) {
  const mine = asked;
  const answer = await fetch(`${area.dataset.people}?q=${encodeURIComponent(begin)}`).catch(() => null);
  const piece = document.createElement("template");
  piece.innerHTML = answer?.ok ? await answer.text() : "";
  if (mine !== asked || document.activeElement !== area) return;
  close();
  list = piece.content.querySelector("[role=listbox]:has([role=option])");
  if (!list) return;
  list.style.top = `${lineEnd()}px`;
  list.addEventListener("cancel", close);
  for (const one of list.children) one.addEventListener("click", () => choose(one.dataset.handle, begin));
  area.parentElement.append(list);
  area.setAttribute("aria-controls", list.id);
  document.getElementById("announcer").textContent = list.dataset.say;
  list.scrollIntoView({ block: "nearest" });
}

function choose(handle, begin) {
  if (begun() !== begin) return close();
  area.setSelectionRange(area.selectionStart - begin.length, area.selectionStart);
  // Deprecated, and the one way that can be undone; it tells whoever listens that something was typed.
  document.execCommand("insertText", false, `${handle} `);
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.people) return;
  close();
  area = target;
  if (begun()) waiting = setTimeout(offer, 150, begun());
});
document.addEventListener("focusout", ({ target }) => target === area && close());
document.addEventListener("htmx:afterSwap", () => area?.isConnected || close());
