"""`roost assess`: how fair and how sure ratings are, from plain files, without a server.

What calculates is large, so it is loaded only by who asks for it.
"""

from __future__ import annotations

from typing import Any

from roost.ground.kit.late import late


def add_to(commands: Any) -> None:
    """Add `assess` and its own commands to a parser's."""
    group = commands.add_parser("assess", help="measure what raters said: how fair it is, and how sure")
    sub = group.add_subparsers(required=True, metavar="COMMAND")
    _add_mfrm(sub)
    _add_reliability(sub)


def _add_mfrm(commands: Any) -> None:
    """Add `mfrm` to a parser's commands."""
    command = commands.add_parser(
        "mfrm", help="measure people by ratings, with how severe each rater is taken out (many-facet Rasch model)"
    )
    command.add_argument("ratings", metavar="RATINGS", help="ratings.csv: one row for each form that a rater filled in")
    command.add_argument("--person", required=True, metavar="COL", help="the column that says who is rated")
    command.add_argument("--rater", required=True, metavar="COL", help="the column that says who rates")
    command.add_argument("--items", required=True, metavar="A,B,C", help="the columns of scores, whole numbers")
    command.add_argument(
        "--model", choices=("rsm", "pcm"), default="rsm", help="items share a scale (rsm), or each has its own (pcm)"
    )
    command.add_argument("--dyad", action="store_true", help="let raters hold an overall impression of each person")
    command.add_argument("--fast", action="store_true", help="estimate approximately: for millions of ratings")
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=lambda options: late("roost.doors.cli.mfrm").run_mfrm(options))


def _add_reliability(commands: Any) -> None:
    """Add `reliability` to a parser's commands."""
    command = commands.add_parser("reliability", help="say whether items, raters and groups agree, and how far")
    command.add_argument(
        "ratings", metavar="RATINGS", help="ratings.csv: a row for each score, or, with --wide, for each target"
    )
    command.add_argument("--targets", metavar="COL", help="the column that says whom or what a score is about")
    command.add_argument("--raters", metavar="COL", help="the column that says who gave it")
    command.add_argument("--score", metavar="COL", help="the column of scores, or of categories")
    command.add_argument("--facets", metavar="t,r:t", help="take scores apart by these columns, r being within t")
    command.add_argument("--wide", action="store_true", help="each item or rater has a column of its own")
    command.add_argument("--items", metavar="A,B", help="the columns of items or raters, with --wide")
    command.add_argument("--reverse", metavar="A", default="", help="items that are keyed the other way; needs --range")
    command.add_argument("--range", metavar="LO-HI", help="the ends of the scale, as 1-6")
    command.add_argument("--group", metavar="COL", help="the column that says to which group a row belongs")
    command.add_argument(
        "--missing", choices=("pairwise", "listwise"), default="pairwise", help="which rows count for alpha and omega"
    )
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=lambda options: late("roost.doors.cli.reliability").run_reliability(options))
