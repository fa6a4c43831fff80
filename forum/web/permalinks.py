"""Where things stand that may have changed their place."""

from flask import request, url_for

from forum.discussion.queries import comment_of_merged, place_of_comment
from forum.web.viewer import actor


def comment_address(public_id: str) -> str:
    """Where a comment stands: its thread, the page of it, and the place on the page. What was just
    decided is still told there. Raises NotFound."""
    thread, slug, after = place_of_comment(public_id, actor())
    return url_for(
        "threads.show",
        public_id=thread,
        slug=slug or None,
        after=after,
        decided=request.args.get("decided"),
        _anchor=f"comment-{public_id}",
    )


def merged_address(thread_public_id: str) -> str:
    """Where a merged thread went on: at the comment that its opening text became. Raises NotFound."""
    return comment_address(comment_of_merged(thread_public_id))
