"""The catalog: what is declared is what is exported, what the core counts is what is read, and nothing is unbounded."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from math import prod
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from metrics.catalog import CATALOG, TALLIED
from metrics.instruments import Metric, Spread
from metrics.labels import DEAD_LETTER_REASONS, OTHER, STORE_CALLS, TEMPLATES
from metrics.meters import Meters
from tests.conftest import REPOSITORY
from tests.metrics.operating import Process

_MESSAGE_WITH_SUBJECT = re.compile(r"^([a-z_]+) =\n(?:(?:    .*)?\n)*?    \.subject", re.MULTILINE)
COUNTED_ELSEWHERE = {"records", "actions."}
"""By topic, and by kind and rung: `Meters.batch` and `Meters.delivered` know more than the tally."""
PAGE = REPOSITORY / "docs" / "reference" / "metrics.md"


def test_what_is_declared_is_what_is_exported() -> None:
    """No metric beside the catalog, none that nobody registers."""
    exported = {family.name for family in Process().registry.collect() if not family.name.startswith("process_")}
    assert exported == {metric.name.removesuffix("_total") for metric in CATALOG}


def test_the_names_are_a_schema() -> None:
    """Dashboards and alerts know them: a rename is a migration, and shows here and on the page."""
    page = re.findall(r"^\| `(enforce_[a-z_]+)` \|", PAGE.read_text(), re.MULTILINE)
    assert page == [metric.name for metric in CATALOG]


@pytest.mark.parametrize("metric", CATALOG, ids=lambda metric: metric.name)
def test_the_page_says_of_a_metric_what_the_catalog_says(metric: Metric) -> None:
    """One truth; the row below is what the page should have."""
    assert row(metric) in PAGE.read_text().splitlines()


def row(metric: Metric) -> str:
    """A metric's row on the page."""
    kind = {"Count": "counter", "Level": "gauge", "Spread": "histogram"}[type(metric).__name__]
    labels = ", ".join(f"`{label}`" for label in metric.labels)
    return f"| `{metric.name}` | {kind} | {labels} | {metric.meaning} | {metric.look} |"


def test_the_page_lists_the_values_of_every_closed_label() -> None:
    """A query is written from the page."""
    page = PAGE.read_text()
    closed = {values for metric in CATALOG for values in metric.labels.values() if isinstance(values, tuple)}
    assert not [value for values in closed for value in values if f"`{value}`" not in page]


def test_everything_that_the_core_counts_is_exported() -> None:
    """A key of the tally that no metric names is lost in silence; this reads the source of all that counts."""
    known = {metric.tally for metric in TALLIED} | COUNTED_ELSEWHERE
    counted = set()
    for path in _counting():
        counted |= set(re.findall(r'tally\["([a-z_.]+)"', path.read_text()))
    assert len(counted) > 20
    assert not {key for key in counted if key not in known and key.split(".")[0] + "." not in known}


def test_the_values_of_a_tallied_label_are_those_that_the_core_can_count() -> None:
    """Whole keys in the source, in a family, carry a value that the catalog knows."""
    families = {metric.tally: metric for metric in TALLIED if metric.tally.endswith(".")}
    for path in _counting():
        for family, value in re.findall(r'tally\["([a-z_]+\.)([a-z_]+)"', path.read_text()):
            if family in families:
                (values,) = families[family].labels.values()
                assert value in values, (path.name, family, value)


def test_every_call_of_the_store_that_the_page_names_is_measured_somewhere() -> None:
    """A series that is always 0 says that a call is never made."""
    source = "".join(path.read_text() for path in (REPOSITORY / "dataflows").rglob("*.py"))
    assert set(re.findall(r'meters\.store\("([a-z_]+)"\)', source)) == set(STORE_CALLS) - {OTHER}


METHODS = sorted(name for name in vars(Meters) if not name.startswith("_"))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_that_moves_a_metric_is_called_by_the_pipeline(method: str) -> None:
    """A level that nobody moves is always zero, which an operator takes for good news."""
    source = "".join(path.read_text() for path in (REPOSITORY / "dataflows").rglob("*.py"))
    assert re.search(rf"meters\.{method}\b", source)


def _counting() -> list[Path]:
    return [*(REPOSITORY / "enforcement").glob("*.py"), *(REPOSITORY / "dataflows").rglob("*.py")]


def test_the_reasons_of_dead_letters_are_those_of_the_records_page() -> None:
    """`gap` is written by the pipeline, not by the core."""
    page = (REPOSITORY / "docs" / "reference" / "records.md").read_text().split("Reasons:")[1]
    assert set(re.findall(r"`([a-z_]+)`", page)) <= set(DEAD_LETTER_REASONS)
    source = "".join(path.read_text() for path in (REPOSITORY / "enforcement").glob("*.py"))
    assert not [reason for reason in DEAD_LETTER_REASONS if f'"{reason}"' not in source and reason != "gap"]


def test_the_templates_are_those_that_have_words() -> None:
    """A new notice has its series from the first day."""
    words = (REPOSITORY / "enforcement" / "locales" / "en" / "notices.ftl").read_text()
    assert set(TEMPLATES) == set(_MESSAGE_WITH_SUBJECT.findall(words))


def test_a_series_is_there_before_its_first_event() -> None:
    """A counter that appears with its first event shows no rise: the first overdue appeal would raise no alert."""
    assert Process().value("enforce_appeals_total", what="overdue") == 0
    assert Process().value("enforce_store_errors_total", call="journal") == 0


def test_no_input_makes_series_without_bound() -> None:
    """Closed by construction, or bounded by settings (6 topics, 40 partitions each) and policy (11 rungs)."""
    open_labels = {"topic": 1, "partition": 240, "version": 1, "rung": 13}
    series = 0
    for metric in CATALOG:
        values = [len(v) if isinstance(v, tuple) else open_labels[label] for label, v in metric.labels.items()]
        series += prod(values) * (len(metric.buckets) + 3 if isinstance(metric, Spread) else 1)
    assert series < 1500


def test_a_registry_is_its_own() -> None:
    """No global state: two pipelines in one process (tests, demo) do not meet."""
    first, second = Process(), Process()
    first.meters.batch("posts", 5, 0.001)
    assert first.value("enforce_records_total", topic="posts") == 5
    assert second.value("enforce_records_total", topic="posts") is None


def test_prometheus_finds_nothing_to_say_against_the_names() -> None:
    """Units, suffixes, help texts: `promtool check metrics`."""
    command = [promtool(), "check", "metrics"]
    checked = subprocess.run(command, input=generate_latest(_used()), capture_output=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


def test_the_queries_on_the_page_are_queries_over_what_there_is(tmp_path: Path) -> None:
    """They are pasted when something is wrong: no time for a syntax error."""
    queries = re.findall(r"^\d\. `([^`]+)`", PAGE.read_text(), re.MULTILINE)
    names = {name for query in queries for name in re.findall(r"enforce_[a-z_]+", query)}
    assert {name.removesuffix("_bucket") for name in names} <= {metric.name for metric in CATALOG}
    expressions = [query for query in queries if not query.startswith("/")]
    rules = [{"record": f"page:query:{place}", "expr": query} for place, query in enumerate(expressions)]
    (tmp_path / "rules.json").write_text(json.dumps({"groups": [{"name": "page", "rules": rules}]}))
    command = [promtool(), "check", "rules", "rules.json"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert f"{len(expressions)} rules found" in checked.stdout, checked.stderr
    assert len(expressions) > 4


def promtool() -> str:
    """Prometheus' own checker; skips the test where it is missing, or fails it with REFUSE_TO_SKIP=1."""
    found = shutil.which("promtool")
    if found is not None:
        return found
    message = "promtool is not installed: apt-get install prometheus"
    if os.environ.get("REFUSE_TO_SKIP") == "1":
        pytest.fail(message)
    pytest.skip(message)


def _used() -> CollectorRegistry:
    process = Process()
    process.work()
    process.meters.policy("2026-11")
    process.meters.lag("posts", 0, 17)
    process.meters.batch("posts", 2000, 0.005)
    process.meters.delivered([b'{"kind":"remind","rung":1}'], 0.1)
    return process.registry
