// A list of choices for the field that one is in: the arrows mark one, Enter and Tab press it, Escape puts
// the list away. Without a mark, Enter and Tab do in the field what they always do.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener(
  "keydown",
  (event) => {
    const { key, target: field } = event;
    const list = document.getElementById(field.getAttribute?.("aria-controls"));
    if (!list?.matches("[role=listbox]") || event.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const options = [...list.children];
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (key in STEPS) {
      const next = options.at(at < 0 && key === "ArrowUp" ? -1 : (at + STEPS[key]) % options.length);
      for (const one of options) one.setAttribute("aria-selected", String(one === next));
      field.setAttribute("aria-activedescendant", next.id);
    } else if (key === "Escape") list.dispatchEvent(new Event("cancel"));
    else if (at >= 0 && (key === "Enter" || key === "Tab")) options[at].click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true, // before whatever else these keys do here
);

// Pressing an option with mouse or finger leaves the caret in the field.
document.addEventListener("mousedown", (event) => event.target.closest("[role=listbox]") && event.preventDefault());
