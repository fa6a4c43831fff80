"""Small made-up Polis exports with what is met in published ones."""

from pathlib import Path

LONG = "A budget holder shows where the money goes and why; " * 4 + "always."

COMMENTS = f"""\
timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body,is-meta,is-seed,group-informed-consensus
1500000300000,7,2,1,0,-1,"Not allowed, really",false,false,
1500000000000,0,0,3,1,1,"He said ""together"", and meant it",false,true,0.51
1500000100000,1,9,1,1,1,"Two lines:
the second one",false,false,0.2
1500000200000,4,2,0,0,0,{LONG},false,false,
1500000250000,5,2,1,0,1,This survey is too long,true,false,
"""

VOTES = """\
timestamp,comment-id,voter-id,vote
1500000400123,0,2,1
1500000401000,0,3,-1
1500000500000,0,3,1
1500000402000,0,4,1
1500000403000,1,2,0
1500000300500,1,3,1
1500000404000,1,4,-1
1500000405000,5,4,1
1500000406000,7,2,1
"""

PARTICIPANTS = """\
participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,4,5,7
2,"a, b",0,2,3,2,0,1,0,,,1
3,,1,0,2,2,0,1,1,,,
4,x-4,,0,3,2,1,1,-1,,1,
"""

SUMMARY = """\
topic,"Together, or not"
url,https://example.org/abc
views,12
voters,3
voters-in-conv,3
commenters,3
comments,5
groups,2
conversation-description,"First line

third line"
"""

GROUPS = "comment-id,comment,total-votes,group-a-votes\n0,x,3,2\n"


def a_polis_folder(path: Path, *changes: tuple[str, str], **files: str | None) -> Path:
    """`files`: content by name without .csv, None to leave one out. `changes` apply to all files."""
    contents = {
        "comments": COMMENTS,
        "votes": VOTES,
        "participants-votes": PARTICIPANTS,
        "summary": SUMMARY,
        "comment-groups": GROUPS,
    }
    contents |= {name.replace("_", "-"): content for name, content in files.items()}  # type: ignore[dict-item]
    path.mkdir(parents=True)
    for name, content in contents.items():
        if content is not None:
            for old, new in changes:
                content = content.replace(old, new)
            (path / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
    return path


def contents_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
