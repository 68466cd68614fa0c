"""The three profiles of the real year with the most strikes: what is explained is what was decided."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from pathlib import Path

import msgspec
from rich.console import Console

from dataflows.explain.view import print_story
from enforcement.explain_facts import Story
from tests.explain.checked import check_against_fold, check_against_model, story_of
from tests.laws.holding import ledger_of
from tests.laws.policies import TEXTS
from tests.model.policy import Policies as ModelPolicies
from tests.running import Pipeline

LITERAL = ModelPolicies([TEXTS[0][1]])


class Line(msgspec.Struct):
    """What tells whose a line is."""

    kind: str
    post_id: str = ""
    profile_id: str = ""


MOST = 3
A_SCREEN = 50


def busiest(path: Path, most: int) -> tuple[list[str], list[bytes]]:
    """Return the profiles with the most violations, and the lines about them and their posts."""
    decode = msgspec.json.Decoder(Line).decode
    with gzip.open(path) as file:
        lines = [(decode(raw), raw.rstrip()) for raw in file]
    author = {line.post_id: line.profile_id for line, _ in lines if line.kind == "post"}
    counts = Counter(author[line.post_id] for line, _ in lines if line.kind == "violation")
    names = [name for name, _ in counts.most_common(most)]
    mine = [raw for line, raw in lines if (line.profile_id or author.get(line.post_id)) in set(names)]
    return names, mine


def test_each_step_of_those_with_the_most_strikes_is_what_was_decided(real_year: Path) -> None:
    """A hundred strikes and more, by the fold and by the words of the specification."""
    names, lines = busiest(real_year, MOST)
    pipeline = Pipeline()
    pipeline.feed(lines)
    strikes = 0
    for name in names:
        ledger, story = ledger_of(pipeline, name), story_of(pipeline, name)
        assert ledger is not None
        check_against_fold(story, ledger, pipeline.desk.policies)
        check_against_model(story, ledger, LITERAL)
        last, told = pipeline.result.final()[name], story.standing
        assert {held: one.until for held, one in told.restrictions.items()} == {
            held: one["until"] for held, one in last["restrictions"].items()
        }
        assert (told.last_rung, told.strikes, told.version) == (last["last_rung"], last["strikes"], last["version"])
        assert lines_of(story, columns=100) <= A_SCREEN
        strikes += len(story.steps)
    assert strikes > 200


def lines_of(story: Story, columns: int) -> int:
    """How long the explanation is on a terminal of this width."""
    console = Console(width=columns, file=io.StringIO(), record=True)
    print_story(console, story, everything=False)
    return console.export_text().count("\n")
