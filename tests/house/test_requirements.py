"""The lists that a machine installs from: exact, complete, and silent about where packages come from."""

import ast
import json
import re
import subprocess
import sys
import tomllib

import pytest

from forum import ROOT
from forum.bootstrap.commands import COMMANDS

LISTS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def names(text: str) -> set[str]:
    return {match.lower() for match in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def wanted(*requirements: str) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in requirements}


def listed(name: str) -> set[str]:
    return names((ROOT / "requirements" / f"{name}.txt").read_text())


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes_and_no_index_is_named(path):
    for entry in re.split(r"\n(?=\S)", path.read_text().strip()):
        assert re.match(r"[a-z0-9._-]+==\S+.*?\\\n    --hash=sha256:", entry), entry
    assert not re.search(r"://|--index|--extra-index|--find-links", path.read_text())


def test_the_lists_hold_what_the_project_asks_for():
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    run = wanted(*project["dependencies"], *project["optional-dependencies"]["redis"], *groups["build"])
    assert run - listed("run") == set(), "pyproject.toml asks for more than is listed: make lock"
    assert wanted(*groups["dev"]) - listed("dev") == set(), "make lock"
    assert wanted(*groups["node"]) <= listed("node")
    assert wanted(*groups["uv"]) <= listed("uv")


def test_whoever_tests_has_all_that_running_takes():
    run, dev = ((ROOT / "requirements" / f"{name}.txt").read_text() for name in ("run", "dev"))
    entries = set(re.split(r"\n(?=\S)", run.strip()))
    assert entries <= set(re.split(r"\n(?=\S)", dev.strip()))


def test_each_package_for_the_browser_is_locked_by_its_hash_and_not_by_an_address():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_starting_takes_nothing_but_the_standard_library():
    code = "import forum.bootstrap, sys; sys.exit(any('site-packages' in path for path in sys.path))"
    alone = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert alone.returncode == 0, alone.stderr


def test_an_older_python_gets_as_far_as_being_told():
    for name in ("__init__", "__main__"):
        ast.parse((ROOT / "forum" / f"{name}.py").read_text(), feature_version=(3, 7))


def test_make_knows_every_command_in_one_line_each():
    makefile = (ROOT / "Makefile").read_text()
    recipes = dict(re.findall(r"^(\w+): +; @\$\(PYTHON\) -m forum (.+)$", makefile, re.MULTILINE))
    assert set(recipes) == set(COMMANDS)
    assert all(recipe.split()[0] == name for name, recipe in recipes.items())
