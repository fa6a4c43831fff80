"""What is done for people's own data by the clock."""

from datetime import timedelta

from forum.accounts.erasing import forget_farewells, remind_leaving
from forum.jobs import daily, hourly
from forum.lib import clock
from forum.own_data.copies import forget_old_files
from forum.own_data.erasing import erase_due

FAREWELL = timedelta(days=3)
"""Longer than the outbox tries to send the last mail."""


@hourly
def forget_copies() -> None:
    """Copies whose time is over."""
    forget_old_files()


@daily
def erase_accounts() -> None:
    """Those whose owners asked for it, and had their days to think better of it."""
    erase_due()


@daily
def tell_of_erasures() -> None:
    """That it is near, some days before."""
    remind_leaving()


@daily
def forget_addresses() -> None:
    """To which the last mail could not be delivered."""
    forget_farewells(done_before=clock.now() - FAREWELL)
