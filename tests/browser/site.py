"""The forum as people meet it: `forum serve` with its worker, on a port and in a folder of its own."""

import email.policy
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import count, product
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from forum import ROOT

FORUM = Path(sys.executable).with_name("forum")
PATIENCE = 60  # seconds; a busy machine is no reason to fail
TO_START = (
    300  # seconds; a start reads and prepares everything, which takes a minute while others do the same
)
PASSWORD = "een paraplu in de regen"
FIRST_NAMES = ("Anna", "Bram", "Chris", "Dewi", "Esra", "Femke", "Gijs", "Hanna", "Ilse", "Joris", "Karin")
LAST_NAMES = ("Bakker", "Visser", "Smit", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "Dekker", "Kok")
AT_ONCE = 30


@dataclass(frozen=True)
class Someone:
    name: str
    email: str
    password: str = PASSWORD


def eventually(look: Callable[[], object], what: str, *, patience: int = PATIENCE) -> None:
    """For what the worker does in its own time. Pages wait by themselves: expect(). patience: seconds"""
    until = time.monotonic() + patience
    while not look():
        assert time.monotonic() < until, f"waited {patience} seconds for {what}"
        time.sleep(0.1)


@dataclass
class Site:
    address: str
    instance: Path
    environment: dict[str, str]
    _numbers: Iterator[int] = field(default_factory=count)
    _ready: list[Someone] = field(default_factory=list)
    _hands: "subprocess.Popen[str] | None" = None

    @property
    def secret_key(self) -> str:
        return (self.instance / "secret_key").read_text().strip()

    def member(self) -> Someone:
        """Somebody who registered and confirmed their address, whom no other test knows."""
        if not self._ready:
            self._ready = [self._invent() for _ in range(AT_ONCE)]
            self._open_accounts(self._ready, "member")
        return self._ready.pop()

    def moderator(self) -> Someone:
        return self._of_role("moderator")

    def administrator(self) -> Someone:
        return self._of_role("admin")

    def stranger(self) -> Someone:
        """Somebody without an account."""
        return self._invent()

    def forum(self, *arguments: str, typed: str = "") -> None:
        """One command of the command line, as an administrator gives it."""
        subprocess.run(
            [FORUM, *arguments], input=typed, env=self.environment, cwd=self.instance, text=True, check=True
        )

    def let_vote(self, question: str, each: int) -> list[str]:
        """So many people of each perspective vote on a question. Returns the ids of its positions."""
        return self._backstage("let_vote", question, each)

    def decide_thrice(self, moderator: Someone, comment: str) -> str:
        """A moderator takes a comment away, puts it back, takes it away. Returns the id of the decision."""
        return self._backstage("decide_thrice", moderator.email, comment)

    def lose_a_message(self, error: str) -> None:
        """One that was tried for two days."""
        with closing(sqlite3.connect(self.instance / "forum.db", timeout=30)) as database, database:
            database.execute(
                "INSERT INTO outbox (event, subscriber, payload, attempts, created_at, due_at, dead_at,"
                " last_error) VALUES ('accounts.PasswordChanged', 'notifications.mail_password_changed',"
                " '{\"user_id\": 0}', 56, datetime('now'), datetime('now'), datetime('now'), ?)",
                (error,),
            )

    def link_mailed_to(self, address: str) -> str:
        """The link in the mail to this address, as soon as there is one."""
        found: list[EmailMessage] = []
        eventually(lambda: found.extend(self.mails_to(address)) or found, f"a mail to {address}")
        body = found[-1].get_body(("plain",))
        link = re.search(r"https?://\S+/account/\S+", body.get_content() if body else "")
        assert link, "no link in the mail"
        return link[0]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """All mails to this address until now."""
        parser = BytesParser(policy=email.policy.default)
        files = sorted((self.instance / "mail").glob("*.eml"))
        mails = [parser.parsebytes(file.read_bytes()) for file in files]
        return [mail for mail in mails if address in str(mail["To"])]

    def _of_role(self, role: str) -> Someone:
        invented = self._invent()
        # Nobody can register under the name of who moderates, so it is no name of another test's people.
        invented = replace(invented, name=f"{invented.name} van der Meer")
        self._open_accounts([invented], role)
        return invented

    def _invent(self) -> Someone:
        number = next(self._numbers)
        names = [f"{first} {last}" for last, first in product(LAST_NAMES, FIRST_NAMES)]
        name = names[number % len(names)]
        return Someone(name, f"{name.lower().replace(' ', '.')}.{number}@example.nl")

    def _open_accounts(self, people: list[Someone], role: str) -> None:
        self._backstage("open_accounts", [(one.email, one.name, one.password) for one in people], role)

    def _backstage(self, name: str, *arguments: object) -> Any:
        """What tests/browser/backstage.py does by this name."""
        if self._hands is None:
            self._hands = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.backstage"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                env=self.environment, cwd=self.instance, text=True,
            )  # fmt: skip
        assert self._hands.stdin is not None
        assert self._hands.stdout is not None
        print(json.dumps([name, arguments]), file=self._hands.stdin, flush=True)
        answer = self._hands.stdout.readline()
        assert answer, f"{name} failed; see what it wrote"
        return json.loads(answer)

    def close(self) -> None:
        if self._hands is not None:
            self._hands.communicate(timeout=PATIENCE)


@contextmanager
def running(instance: Path, *, host: str = "127.0.0.1", **settings: str) -> Iterator[Site]:
    """A forum with the starter article, its mails in a folder; stopped afterwards as systemd would.

    host: as browsers name it. settings: `FORUM_HOLD_FIRST_POSTS="1"` and the like, other than the tests' own.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://{host}:{port}"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    environment = ours | {
        "FORUM_INSTANCE": str(instance),
        "FORUM_BASE_URL": address,
        "FORUM_ANALYSIS_DELAY": "1",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    log = instance / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [FORUM, "serve", "--prepare", "--port", str(port)],
            env=environment, cwd=instance, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        eventually(
            lambda: server.poll() is not None or _answers(address), "the forum to start", patience=TO_START
        )
        assert server.poll() is None, log.read_text()
        with closing(Site(address, instance, environment)) as site:
            yield site
    finally:
        server.terminate()
        try:
            status = server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            raise
    assert status == 0, f"the forum ended with {status}:\n{log.read_text()}"
    assert "Traceback" not in log.read_text(), log.read_text()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as answer:  # an address of this machine
            return answer.status == 200
    except (URLError, OSError):
        return False
