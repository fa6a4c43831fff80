"""Is a page accessible in both themes, and does everything on it fit?"""

from functools import cache

from playwright.sync_api import Page

from forum import ROOT
from tests.databases import skip

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# The theme changes colours and nothing else (tests/house/test_themes.py holds the styles to that), and these
# are the rules that look at colours. A width hides and moves things, which any rule may notice: at each
# width that is looked at, all of them run.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
CHECK = """async ([place, rules]) => {
  const found = await axe.run(place, { runOnly: rules, resultTypes: ["violations"], elementRef: true });
  // Which levels people use for the headings in their own texts is theirs; it is no success criterion.
  const isTheirs = (rule, node) => rule.id === "heading-order" && node.element.closest(".prose:not(.long)");
  return found.violations.flatMap((rule) => rule.nodes.filter((node) => !isTheirs(rule, node))
    .map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""
STICKS_OUT = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const isCut = (one) => one && (getComputedStyle(one).overflowX !== "visible" || isCut(one.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth && !isCut(one.parentElement))
    .map((one) => `${one.tagName}.${one.className}`).concat("the page is too wide");
}"""
WIDTHS = (390, 768, 1280, 1600)
LOOKED_AT = (390, 1280)


def need_axe() -> None:
    if not AXE.exists():
        skip("browser", "axe-core is not installed here; make test brings it")


def problems_of(page: Page, part: str = "html") -> list[str]:
    """What sticks out at any width, and what axe-core finds in this part of the page."""
    problems = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        problems += [f"{width}: sticks out: {one}" for one in page.evaluate(STICKS_OUT)]
        if width in LOOKED_AT:
            problems += [f"{width} {found}" for found in accessibility_problems(page, part)]
    return problems


def accessibility_problems(page: Page, part: str) -> list[str]:
    """What axe-core finds. Theme and transitions at rest."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe())  # by the debugger, which the page's own policy lets through
    page.emulate_media(color_scheme="light")
    found = [f"light {problem}" for problem in page.evaluate(CHECK, [part, ALL])]
    page.emulate_media(color_scheme="dark")
    return found + [f"dark {problem}" for problem in page.evaluate(CHECK, [part, OF_COLOURS])]


@cache
def axe() -> str:
    return AXE.read_text()
