"""The wheel, installed elsewhere, is a whole forum."""

import os
import re
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from forum import ROOT

pytestmark = pytest.mark.slow


def build(source: Path, kind: str, target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = target.iterdir()
    return built


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


class Installed:
    """The wheel in a virtual environment of its own, far from the checkout."""

    def __init__(self, wheel: Path, place: Path) -> None:
        venv.create(place / "venv", with_pip=False)
        self.python = place / "venv" / "bin" / "python"
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(place / "venv")}))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
        # Everything else it borrows from here; named after its own packages, which go first.
        (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
        self.place = place / "elsewhere"
        self.place.mkdir()
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        self.env.pop("PYTHONPATH", None)

    def forum(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.python, "-m", "forum", *arguments],
            cwd=self.place,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Installed:
    return Installed(wheel, tmp_path_factory.mktemp("installed"))


@pytest.mark.parametrize("folder", ["templates", "static", "migrations"])
def test_the_wheel_carries_the_folders_beside_the_package(wheel, folder):
    files = [
        path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert files
    expected = {f"forum/_site/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert expected - contents(wheel) == set()


def test_the_wheel_carries_what_others_made_for_the_browser(wheel):
    vendored = {name.rpartition("/")[2] for name in contents(wheel) if "/static/vendor/" in name}
    assert {"htmx.min.js", "htmx-ext-sse.js", "LICENSE"} <= vendored
    assert sum(name.endswith(".woff2") for name in vendored) == 2


def test_the_wheel_carries_the_content_and_both_forms_of_each_translation(wheel):
    files = {path for path in (ROOT / "forum" / "content").rglob("*") if path.is_file()}
    sources = set((ROOT / "forum" / "translations").rglob("*.po"))
    files |= sources | {path.with_suffix(".mo") for path in sources}
    assert {path.relative_to(ROOT).as_posix() for path in files} - contents(wheel) == set()


def test_the_wheel_carries_the_forum_and_nothing_else(wheel):
    names = contents(wheel)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"forum"}
    assert not [
        name for name in names if re.search(r"__pycache__|/bootstrap/|_build\.py|axe|\.env|\.db", name)
    ]
    (licence,) = [name for name in names if name.endswith("/LICENSE") and ".dist-info/" in name]
    with zipfile.ZipFile(wheel) as archive:
        assert b"EUROPEAN UNION PUBLIC LICENCE v. 1.2" in archive.read(licence)


def test_the_source_archive_builds_the_same_wheel(wheel, tmp_path):
    with tarfile.open(build(ROOT, "sdist", tmp_path / "sdist")) as archive:
        # The filter came with 3.11.4; since 3.12 leaving it out is warned against.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        archive.extractall(tmp_path / "source")
    (source,) = (tmp_path / "source").iterdir()
    assert contents(build(source, "wheel", tmp_path / "wheel")) == contents(wheel)


def test_installed_elsewhere_it_makes_its_database(installed):
    upgrade = installed.forum("db", "upgrade")
    said, _ = upgrade.communicate(timeout=120)
    assert upgrade.returncode == 0, said
    assert (installed.place / "instance" / "forum.db").is_file()


def test_installed_elsewhere_it_serves_its_front_page_and_static_files(installed):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = installed.forum("serve", "--prepare", "--port", str(port))
    try:
        page = answer(f"http://127.0.0.1:{port}/", server)
        found = re.search(r'<link[^>]+href="(/[^"]+\.css[^"]*)"', page)
        assert found, page[:2000]
        assert "--" in answer(f"http://127.0.0.1:{port}{found[1]}", server)  # tokens
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=120)
    assert server.returncode == 0, said


def answer(url: str, server: subprocess.Popen[str]) -> str:
    """The body at the address, asking again until the server is up."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            assert server.poll() is None, server.communicate()[0]
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
