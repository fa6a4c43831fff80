"""On conversations: closing them, and putting them in order."""

from forum.discussion import curation as discussion
from forum.discussion.models import Thread
from forum.discussion.replanting import merge_threads, split_thread
from forum.lib.i18n import lazy
from forum.moderation.declaring import FINE, TIDY, WRONG, Act, Details, declare
from forum.moderation.kinds import Ground, Kind
from forum.moderation.targets import the_other
from forum.permissions import Permission as P


@declare(
    "lock",
    on=(Kind.THREAD,),
    label=lazy("Close it"),
    done=lazy("Closed to new comments"),
    permission=P.DECIDE,
    grounds=(*WRONG, Ground.ORDER),
    undo="unlock",
    is_restriction=True,
    settles=True,
)
def lock(act: Act) -> None:
    discussion.lock_thread(act.row)


@declare(
    "unlock",
    on=(Kind.THREAD,),
    label=lazy("Open it again"),
    done=lazy("Opened again"),
    permission=P.DECIDE,
    grounds=FINE,
    undo="lock",
)
def unlock(act: Act) -> None:
    discussion.unlock_thread(act.row)


@declare(
    "pin",
    on=(Kind.THREAD,),
    label=lazy("Pin it on top"),
    done=lazy("Pinned on top of its question"),
    permission=P.CURATE,
    grounds=(Ground.ORDER,),
    undo="unpin",
)
def pin(act: Act) -> None:
    discussion.pin_thread(act.row)


@declare(
    "unpin",
    on=(Kind.THREAD,),
    label=lazy("Unpin it"),
    done=lazy("No longer pinned"),
    permission=P.CURATE,
    grounds=(Ground.ORDER,),
    undo="pin",
)
def unpin(act: Act) -> None:
    discussion.unpin_thread(act.row)


@declare(
    "retitle",
    on=(Kind.THREAD,),
    label=lazy("Change the title"),
    done=lazy("Got another title"),
    permission=P.CURATE,
    grounds=(*TIDY, Ground.CLIENT_DATA, Ground.TENDER),
    asks=("title",),
    undo="retitle",
)
def retitle(act: Act) -> Details:
    before = act.row.title
    discussion.retitle_thread(act.row, act.text("title"))
    return {"title": [before]}


@declare(
    "retag",
    on=(Kind.THREAD,),
    label=lazy("Change the lessons"),
    done=lazy("Tagged with other lessons"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("lessons",),
    undo="retag",
)
def retag(act: Act) -> Details:
    return {"lessons": discussion.retag_thread(act.row, act.texts("lessons"))}


@declare(
    "move",
    on=(Kind.THREAD,),
    label=lazy("Move to another question"),
    done=lazy("Moved to another question"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("question",),
    undo="move",
)
def move(act: Act) -> Details:
    return {"question": [discussion.move_thread(act.row, act.text("question"))]}


@declare(
    "split",
    on=(Kind.THREAD,),
    label=lazy("Split off comments"),
    done=lazy("Comments split off into a conversation of their own"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("comments", "title", "lessons"),
    undo="merge",
)
def split(act: Act) -> Details:
    new = split_thread(act.row, act.texts("comments"), title=act.text("title"), lessons=act.texts("lessons"))
    return {"target": [f"thread:{new.public_id}"], "into": [act.target.public_id]}


@declare(
    "merge",
    on=(Kind.THREAD,),
    label=lazy("Merge into another conversation"),
    done=lazy("Merged into another conversation"),
    permission=P.CURATE,
    grounds=TIDY,
    asks=("into",),
    settles=True,
)
def merge(act: Act) -> None:
    merge_threads(act.row, the_other(Thread, act.target, act.text("into")))
