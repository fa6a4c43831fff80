"""`forum serve`: the web server and the job worker together; `forum worker`: the worker alone."""

import os
import signal
import socket
import subprocess
import sys
import threading

import click

from forum.cli.app import make_app
from forum.settings import Settings

THREADS = 8
GRACEFUL_SECONDS = 10
PORTS_TO_TRY = 50


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8000, or the next free one.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Web processes.")
@click.option(
    "--prepare", is_flag=True, help="First bring the database up to date, and load the starter article."
)
def serve(host: str, port: int | None, workers: int, prepare: bool) -> None:
    """Serve the forum. SIGTERM finishes what is being answered, and exits 0."""
    listener = _listen(host, port)
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{listener.getsockname()[1]}"  # noqa: S104
    os.environ.setdefault("FORUM_BASE_URL", address)
    settings = Settings.from_env()
    if workers > 1 and not settings.redis_url:
        click.echo("Note: without FORUM_REDIS_URL each worker counts limits for itself.", err=True)
    if prepare:
        _prepare()
    sys.exit(_Processes(listener, workers).run(lambda: _welcome(address)))


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket: on the port asked for, else on the first free one from 8000."""
    candidates = [port] if port else range(8000, 8000 + PORTS_TO_TRY)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in candidates:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError as error:
            listener.close()
            reason = error
            continue
        listener.listen(2048)
        listener.set_inheritable(True)
        return listener
    raise click.ClickException(f"cannot listen on {host}, port {port or 8000}: {reason.strerror}.")


def _prepare() -> None:
    from forum.articles.queries import has_articles
    from forum.cli.database import upgrade_schema
    from forum.permissions import SYSTEM
    from forum.transfer.article import STARTER, load_article

    app = make_app()
    upgrade_schema(app)
    with app.app_context():
        if not has_articles():
            load_article(SYSTEM, STARTER)


def _welcome(address: str) -> None:
    click.echo(f"\nSamenspraak is at {address}")
    click.echo("To become administrator: register there, then run")
    click.echo("  .venv/bin/forum user promote YOUR@ADDRESS admin")
    click.echo("Ctrl-C stops it.\n")


def web_command(descriptor: int, workers: int, application: str) -> list[str]:
    """The web server on a listening socket. bench/ starts its bare page in the same way."""
    options = {
        "--bind": f"fd://{descriptor}",
        "--worker-class": "gthread",
        "--workers": workers,
        "--threads": THREADS,
        "--timeout": 30,
        "--graceful-timeout": GRACEFUL_SECONDS,
        "--max-requests": 10_000,
        "--max-requests-jitter": 1_000,
        "--log-level": "warning",
    }
    arguments = [str(part) for option in options.items() for part in option]
    return [sys.executable, "-m", "gunicorn", *arguments, "--no-control-socket", application]


class _Processes:
    """The web server and the worker as one: they start together, and the end of one ends the other."""

    def __init__(self, listener: socket.socket, workers: int) -> None:
        self._listener = listener
        self._workers = workers
        self._stopping = threading.Event()

    def run(self, announce) -> int:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        web, worker = self._start_web(), self._start_worker()
        announce()
        children = [web, worker]
        while not self._stopping.wait(0.2):
            if web.poll() is not None:
                break
            if worker.poll() is not None:
                click.echo("forum: the job worker stopped; starting it again.", err=True)
                self._stopping.wait(1)
                worker = children[1] = self._start_worker()
        for child in children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in children:
            try:
                child.wait(GRACEFUL_SECONDS + 5)
            except subprocess.TimeoutExpired:
                child.kill()
        return 0 if self._stopping.is_set() else 1

    def _stop(self, _signal: int, _frame: object) -> None:
        self._stopping.set()

    def _start_web(self) -> subprocess.Popen[str]:
        command = web_command(self._listener.fileno(), self._workers, "forum.command:make_app()")
        return self._start(command, pass_fds=(self._listener.fileno(),))

    def _start_worker(self) -> subprocess.Popen[str]:
        return self._start([sys.executable, "-m", "forum.command", "worker"])

    def _start(self, command: list[str], **options) -> subprocess.Popen[str]:
        # Their own group: Ctrl-C in the terminal reaches us alone, and we stop them in order.
        return subprocess.Popen(command, start_new_session=True, text=True, **options)


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
def worker(threads: int) -> None:
    """Run the job worker alone, for a forum on several machines. SIGTERM finishes what was begun."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    from forum.jobs.running import run_worker
    from forum.lib import runtime

    app = make_app()
    with app.app_context():
        jobs = runtime.part("jobs")
    jobs.stopping = stop
    parent = os.getppid()
    # Another parent: `forum serve` was killed and cannot tell us any more.
    run_worker(jobs, threads=threads, is_orphaned=lambda: os.getppid() != parent)
