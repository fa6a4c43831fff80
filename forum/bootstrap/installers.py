"""Installing hash-pinned lists into .venv: with uv for speed, with pip where uv cannot.

Indexes, mirrors, proxies and certificates are the machine's own affair: pip is called as it is configured
here, and uv, which does not read pip's configuration, is told the same.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from forum.bootstrap.errors import SetupError

PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
"""pip's options that say where packages come from, and the variables by which uv hears the same."""

SETTING = re.compile(r"(?P<scope>global|install|:env:)\.(?P<option>[\w-]+)=(?P<value>'.*'|\".*\")")

OFFLINE = re.compile(
    r"name resolution|Name or service not known|nodename nor servname|Failed to resolve|getaddrinfo|ENOTFOUND"
    r"|EAI_AGAIN|ECONNREFUSED|NewConnectionError|ConnectTimeout|Connection refused|Network is unreachable"
    r"|dns error|tcp connect error|Cannot connect to proxy"
)


class Installer:
    """Installs into the virtual environment `venv`; what the tools say goes to its set-up.log."""

    def __init__(self, venv: Path, root: Path) -> None:
        self.root = root
        self.python = venv / "bin" / "python"
        self.uv = venv / "bin" / "uv"
        self.log = venv / "set-up.log"
        self.pip = self._find_pip()
        # As pip does. It saves a second at every start where Python may not keep what it compiles.
        compiling = {"UV_COMPILE_BYTECODE": "1"}
        self.uv_env = os.environ | compiling | uv_settings(self._pip_settings())

    def install(self, *arguments: str) -> None:
        """Like `pip install`, by the pinned uv or else by pip.

        Raises SetupError when neither can.
        """
        if self._uv_ready:
            target = ["--python", str(self.python)]
            if self._succeeds([str(self.uv), "pip", "install", *target, *arguments], self.uv_env):
                return
        if not (self.pip and self._succeeds([*self.pip, "install", *arguments])):
            raise SetupError(self._diagnosis())

    def install_list(self, name: str) -> None:
        """Install requirements/<name>.txt, exactly and nothing else."""
        self.install("--require-hashes", "--no-deps", "-r", str(self.root / "requirements" / f"{name}.txt"))

    def compile_list(self, name: str, *sources: str) -> None:
        """Write requirements/<name>.txt: every version with its hashes, for all platforms, naming no index.

        Versions that are listed already stay, unless `--upgrade` is among the sources.
        """
        if not self._uv_ready:
            raise SetupError(f"Writing the lists takes uv, which cannot be installed here: see {self.log}")
        fixed = "--universal --python-version=3.11 --generate-hashes --no-header --no-annotate --quiet"
        silent = "--no-emit-index-url --no-emit-find-links"
        target = f"--output-file=requirements/{name}.txt"
        command = ["pip", "compile", *fixed.split(), *silent.split(), target, *sources]
        if subprocess.call([self.uv, *command], cwd=self.root, env=self.uv_env):
            raise SetupError(f"requirements/{name}.txt is as it was; uv says above what is wrong.")

    @cached_property
    def _uv_ready(self) -> bool:
        """Bring the uv of requirements/uv.txt into the environment, unless it is there."""
        if not self.pip:
            return True
        uv_list = self.root / "requirements" / "uv.txt"
        version = re.match(r"uv==([\w.]+)", uv_list.read_text())
        if version and self.uv.is_file():
            answer = subprocess.run([self.uv, "--version"], capture_output=True, text=True, check=False)
            if answer.stdout.split()[1:2] == [version[1]]:
                return True
        done = self._succeeds([*self.pip, "install", "--require-hashes", "-r", str(uv_list)])
        if not done and OFFLINE.search(self._said()):
            raise SetupError(self._diagnosis())
        return done

    def _find_pip(self) -> list[str]:
        """The environment's pip, or this Python's working on the environment; empty when only uv is there.

        Raises SetupError when the machine has neither.
        """
        inside = [str(self.python), "-m", "pip"]
        outside = [sys.executable, "-m", "pip", "--python", str(self.python)]
        for pip in (inside, outside):
            if self._succeeds([*pip, "--version"]):
                return pip
        if self._succeeds([str(self.python), "-m", "ensurepip"]):
            return inside
        if uv := shutil.which("uv"):
            self.uv = Path(uv)
            return []
        raise SetupError("This Python has no pip. Install it first, as in: apt install python3-venv")

    def _pip_settings(self) -> str:
        if not self.pip:
            return ""
        listed = subprocess.run([*self.pip, "config", "list"], capture_output=True, text=True, check=False)
        return listed.stdout

    def _succeeds(self, command: Sequence[str], env: dict[str, str] | None = None) -> bool:
        # `user = true` in somebody's pip.conf would make pip refuse every virtual environment.
        env = (env or dict(os.environ)) | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        with self.log.open("ab") as log:
            log.write(f"\n$ {' '.join(command)}\n".encode())
            log.flush()
            try:
                status = subprocess.call(
                    command, cwd=self.root, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
            except OSError as error:
                log.write(f"{error}\n".encode())
                return False
        return status == 0

    def _said(self) -> str:
        """What the last command wrote."""
        return self.log.read_text(errors="replace").rpartition("\n$ ")[2]

    def _diagnosis(self) -> str:
        said = self._said()
        if OFFLINE.search(said):
            return (
                "The package registries cannot be reached. Is this machine online? A mirror or proxy is used "
                f"when pip and npm are configured for it. Details: {self.log}"
            )
        last = [line.strip() for line in said.splitlines() if line.strip()][-1:]
        return f"Installing failed: {''.join(last)} (details: {self.log})"


def uv_settings(pip_config_list: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables that make uv look where pip looks, from the output of `pip config list`.

    What is set for uv itself stays. As with pip, the environment goes before files, and in these what is
    said of installing before what is said of everything.
    """
    found: dict[str, str] = {}
    order = ("global", "install", ":env:")
    settings = [SETTING.fullmatch(line.strip()) for line in pip_config_list.splitlines()]
    for setting in sorted(filter(None, settings), key=lambda setting: order.index(setting["scope"])):
        variable = PIP_TO_UV.get(setting["option"])
        if variable and variable not in environ:
            separator = "," if variable == "UV_FIND_LINKS" else " "
            found[variable] = separator.join(str(ast.literal_eval(setting["value"])).split())
    # pip takes the best version from any index; uv does so when asked. Our hashes decide what is accepted.
    return found | {"UV_INDEX_STRATEGY": "unsafe-best-match"}
