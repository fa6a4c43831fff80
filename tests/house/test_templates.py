"""What templates may not hold: our Content-Security-Policy forbids it, or htmx needs eval for it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]
PARTIALS = [path for path in PAGES if path.name.startswith("_")]

named = pytest.mark.parametrize(
    "path", PAGES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)


@named
@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline style", r"\sstyle\s*=|<style"),
        ("an inline script", r"<script(?![^>]*\ssrc=)"),
        ("an inline event handler", r"\son[a-z]+\s*="),
        ("hx-on", r"hx-on"),
        ("a javascript value", r"[\"']\s*js(avascript)?:"),
        ("a trigger filter", r"hx-trigger\s*=\s*[\"'][^\"']*\["),
        ("an address of another host", r"(src|href)\s*=\s*[\"']https?://"),
    ],
)
def test_no_template_holds(path, what, pattern):
    assert not re.search(pattern, path.read_text()), f"{path.name} holds {what}"


@pytest.mark.parametrize("path", PARTIALS, ids=lambda path: path.name)
def test_a_partial_says_first_what_it_needs(path):
    assert path.read_text().startswith("{# needs:")


@named
def test_every_form_that_changes_something_carries_a_token(path):
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL):
        assert "csrf_token" in form or "token()" in form, path.name


def test_every_page_has_a_title_of_its_own():
    pages = [path for path in PAGES if '{% extends "base.html" %}' in path.read_text()]
    assert pages
    assert [path.name for path in pages if "{% block title %}" not in path.read_text()] == []
