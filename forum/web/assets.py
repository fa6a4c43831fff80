"""Static files: fingerprinted, the style sheets bundled into one, compressed, served for a year.

There is no build step: at the start the files of `static/` are copied to the instance folder under
names that carry their hash, so that a browser never asks twice and never sees an old one.
"""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

BUNDLE = "css/site.css"
FEED = "css/feed.css"
"""What browsers show feeds with; it stands by itself, with the tokens of the site."""
YEAR = 365 * 24 * 3600
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def publish(app: Flask, source: Path, instance: Path) -> None:
    """Serve the files below `source` at /static/, and give templates `asset('js/drafts.js')`."""
    folder, names = prepare(source, instance)
    whitenoise = WhiteNoise(app.wsgi_app, max_age=YEAR, immutable_file_test=lambda path, url: True)
    whitenoise.add_files(str(folder), prefix="static/")
    app.wsgi_app = whitenoise  # type: ignore[method-assign]

    def asset(name: str) -> str:
        return "/static/" + names[name]

    app.jinja_env.globals["asset"] = asset


def prepare(source: Path, instance: Path) -> tuple[Path, dict[str, str]]:
    """Copy, name and compress; returns the folder and each file's published name.

    The folder's name is a hash of everything in it, so a second start finds it ready.
    """
    contents = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }
    names = {name: _fingerprinted(name, data) for name, data in contents.items() if not name.endswith(".css")}
    sheets = style_sheets([name for name in contents if name.endswith(".css")])
    bundles = {BUNDLE: sheets, FEED: ["css/tokens.css", FEED]}
    contents |= {bundle: _joined(parts, contents, names) for bundle, parts in bundles.items()}
    names |= {bundle: _fingerprinted(bundle, contents[bundle]) for bundle in bundles}
    total = hashlib.sha256("".join(sorted(names.values())).encode()).hexdigest()[:12]
    folder = instance / "assets" / total
    if not folder.is_dir():
        _write(folder, {published: contents[name] for name, published in names.items()})
    return folder, names


def _fingerprinted(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}"


def style_sheets(names: list[str]) -> list[str]:
    """The style sheets in the order of the cascade: tokens, base, layout, components, print."""
    order = ["css/tokens.css", "css/base.css", "css/layout.css"]
    components = sorted(name for name in names if name.startswith("css/components/"))
    return [name for name in [*order, *components, "css/print.css"] if name in names]


def _joined(sheets: list[str], contents: dict[str, bytes], names: dict[str, str]) -> bytes:
    text = "\n".join(contents[name].decode() for name in sheets)
    return _URL.sub(lambda match: f"url({_published(match[1], names)})", text).encode()


def _published(address: str, names: dict[str, str]) -> str:
    """An address in a style sheet, given from static/ as in `url(/static/vendor/fonts/x.woff2)`."""
    name = address.removeprefix("/static/")
    return "/static/" + names[name] if name in names else address


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(dir=folder.parent))
    compressor = Compressor(quiet=True)
    for name, data in files.items():
        path = building / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if compressor.should_compress(name):
            compressor.compress(str(path))
    try:
        os.rename(building, folder)
    except OSError:  # another worker was first
        shutil.rmtree(building)
