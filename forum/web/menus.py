"""What moderators can do to something where it stands: actions that fit it now, and are theirs to do.

Made from what the page already knows, without a statement; a thread of 200 comments has 200 of these.
"""

from typing import Any

from forum.moderation.declaring import Action
from forum.moderation.fitting import Situation, fitting
from forum.moderation.kinds import Kind
from forum.permissions import can
from forum.web.viewer import actor

Menu = list[Action]

# Looking at something and leaving it is for what waits in the queue.
ONLY_IN_THE_QUEUE = "approve"


def comment_menu(comment: Any) -> Menu:
    return _menu(Situation(Kind.COMMENT, comment.state), comment)


def thread_menu(thread: Any) -> Menu:
    now = Situation(Kind.THREAD, thread.state, is_locked=thread.is_locked, is_pinned=thread.is_pinned)
    return _menu(now, thread)


def position_menu(position: Any) -> Menu:
    is_over = position.superseded_by is not None
    return _menu(Situation(Kind.POSITION, position.state.value, is_over=is_over), position)


def question_menu(question: Any) -> Menu:
    return _menu(Situation(Kind.QUESTION, is_over=question.concluded_at is not None), question)


def _menu(now: Situation, thing: Any) -> Menu:
    return [
        action
        for action in fitting(now)
        if can(actor(), action.permission, thing)
        and (action.name != ONLY_IN_THE_QUEUE or now.state == "held")
    ]
