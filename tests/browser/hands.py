"""Ways to handle a page. The same story is told with a mouse, with a finger and with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page

# More Tabs than this to reach something on one of our pages means that nobody will.
FARTHEST = 150

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2];
  const onTop = document.elementFromPoint(x, y);
  return {
    name: `${one.tagName} ${one.id || one.className} "${(one.innerText || one.name || "").slice(0, 40)}"`,
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isUncovered: onTop !== null && (one.contains(onTop) || onTop.contains(one)),
  };
}"""


class Hand(Protocol):
    page: Page

    def press(self, target: Locator) -> None: ...
    def write(self, field: Locator, text: str) -> None: ...
    def tick(self, box: Locator) -> None: ...
    def choose(self, field: Locator, label: str) -> None: ...


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.press("Control+End")
        field.press_sequentially(text)

    def tick(self, box: Locator) -> None:
        box.check()

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label=label)


class Finger(Mouse):
    def press(self, target: Locator) -> None:
        target.tap()


class Keyboard:
    """Goes from one thing to the next with Tab, as people do who cannot use a mouse, and sees where it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def choose(self, field: Locator, label: str) -> None:
        self.reach(field)
        self.page.keyboard.type(label)

    def reach(self, target: Locator) -> None:
        """Tab on until the focus is there."""
        for _ in range(FARTHEST):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.step()
        raise AssertionError(f"{target} cannot be reached with Tab")

    def step(self, key: str = "Tab") -> str | None:
        """One step on; what is reached must be seen. Returns its name, None when the page starts anew."""
        self.page.keyboard.press(key)
        focus = self.page.evaluate(FOCUS)
        if focus is None:
            return None
        assert focus["isMarked"], f"the focus cannot be seen on {focus['name']}"
        assert focus["isOnScreen"], f"the focus is off the screen: {focus['name']}"
        assert focus["isUncovered"], f"something covers {focus['name']}"
        return focus["name"]
