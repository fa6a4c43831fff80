from pathlib import Path

import pytest

from tests.unit.bootstrap.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "forum")


def test_the_first_start_installs_the_pinned_list_and_the_project_and_serves(checkout):
    start = checkout.start("run", "--port", "9000")
    assert start.returncode == 0, start.stderr
    assert checkout.asked() == [
        "pip install --require-hashes -r requirements/uv.txt",
        "uv pip install --python .venv/bin/python --require-hashes --no-deps -r requirements/run.txt",
        f"uv pip install --python .venv/bin/python --no-deps --no-build-isolation -e {checkout.root}",
    ]
    assert "serving serve --prepare --port 9000" in start.stdout


def test_the_second_start_installs_nothing(checkout):
    checkout.start("run")
    start = checkout.start("run")
    assert start.stdout == "serving serve --prepare\n"
    assert checkout.asked() == []


@pytest.mark.parametrize("decisive", ["requirements/run.txt", "pyproject.toml", "package-lock.json"])
def test_a_change_of_what_is_installed_installs_again(checkout, decisive):
    checkout.start("run")
    with (checkout.root / decisive).open("a") as file:
        file.write("\n")
    checkout.start("run")
    assert any("run.txt" in line for line in checkout.asked())


def test_whoever_has_set_up_for_testing_can_run_at_once(checkout):
    checkout.start("test")
    assert any("dev.txt" in line for line in checkout.asked())
    checkout.start("run")
    assert checkout.asked() == []


def test_pip_does_what_uv_cannot(checkout):
    start = checkout.start("run", fails="uv pip install=>no such mirror")
    assert start.returncode == 0, start.stderr
    assert "pip install --require-hashes --no-deps -r requirements/run.txt" in checkout.asked()


def test_a_machine_for_which_there_is_no_uv_uses_pip(checkout):
    start = checkout.start("run", fails="uv.txt=>no wheel for this machine")
    assert start.returncode == 0, start.stderr
    assert not any(line.startswith("uv ") for line in checkout.asked())


def test_without_a_network_one_line_says_so_and_the_next_start_goes_on(checkout):
    start = checkout.start("run", fails="install=>[Errno -3] Temporary failure in name resolution")
    assert start.returncode == 2
    assert start.stderr.startswith("The package registries cannot be reached.")
    assert start.stderr.count("\n") == 1
    assert checkout.start("run").returncode == 0


def test_a_failed_installation_tells_the_last_words_of_the_tool(checkout):
    start = checkout.start("run", fails="run.txt=>hash of flask does not match")
    assert start.returncode == 2
    assert start.stderr.startswith("Installing failed: hash of flask does not match (details: ")


def test_without_npm_node_comes_along(tmp_path):
    checkout = Checkout(tmp_path / "forum", with_npm=False)
    checkout.start("run")
    assert any("requirements/node.txt" in line for line in checkout.asked())


def test_a_half_made_environment_is_made_anew(checkout):
    (checkout.root / ".venv" / "bin").mkdir(parents=True)
    (checkout.root / ".venv" / "leftover").touch()
    assert checkout.start("run").returncode == 0
    assert not (checkout.root / ".venv" / "leftover").exists()


def test_an_environment_that_lost_its_python_is_made_anew(checkout):
    checkout.start("run")
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert checkout.start("run").stdout.startswith("Making .venv")


def test_an_environment_that_somebody_else_made_is_used(checkout):
    checkout.start("run")
    (checkout.root / ".venv" / "leftover").touch()
    (checkout.root / ".venv" / ".set-up-run").unlink()
    assert checkout.start("run").returncode == 0
    assert (checkout.root / ".venv" / "leftover").exists()


def test_a_checkout_that_moved_does_not_start_the_old_one(checkout, tmp_path):
    checkout.start("run")
    checkout.root = checkout.root.rename(tmp_path / "moved")
    checkout.tools = checkout.root / "tools"
    (checkout.tools / "pip" / "__main__.py").write_text(
        (checkout.tools / "pip" / "__main__.py").read_text().replace("/forum/tools", "/moved/tools")
    )
    assert checkout.start("run").stdout.startswith("Making .venv")


def test_an_unknown_command_names_those_there_are(checkout):
    start = checkout.start("fly")
    assert start.returncode == 2
    assert (
        start.stderr
        == "There is no 'fly' here; there are: run, test, lint, translations, bench, lock, help\n"
    )
