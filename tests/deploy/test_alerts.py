"""The alerts: each raised where it must be, about metrics that there are, with a section that says what to do."""

from __future__ import annotations

import re
import subprocess

import pytest

from metrics.catalog import CATALOG
from tests.conftest import REPOSITORY
from tests.metrics.test_catalog import promtool

HOME = REPOSITORY / "deploy" / "prometheus"
CASES = REPOSITORY / "tests" / "deploy"
RULES = (HOME / "alerts.yaml").read_text()
ALERTS = re.findall(r"^ +- alert: (\w+)$", RULES, re.MULTILINE)
PAGE = (REPOSITORY / "docs" / "how-to" / "answer-an-alert.md").read_text()


def check(*command: str) -> None:
    """Assert that promtool is content."""
    done = subprocess.run([promtool(), *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_starts_with_them() -> None:
    """The configuration beside them, too."""
    check("check", "config", str(HOME / "prometheus.yaml"))


@pytest.mark.parametrize("cases", ["alerts.yaml", "alerts-of-a-week.yaml"])
def test_each_is_raised_where_it_must_be_and_nowhere_else(cases: str) -> None:
    """Series as they come, and what is raised of them."""
    check("test", "rules", str(CASES / cases))


def test_each_has_a_case_that_raises_it_and_one_that_does_not() -> None:
    """An alert that was never seen to fire is a hope."""
    cases = "".join((CASES / name).read_text() for name in ("alerts.yaml", "alerts-of-a-week.yaml"))
    raised = re.findall(r"alertname: (\w+)\n +exp_alerts:", cases)
    quiet = re.findall(r"alertname: (\w+)\}", cases)
    assert set(raised) == set(quiet) == set(ALERTS)


def test_each_is_about_metrics_and_labels_that_there_are() -> None:
    """A name nobody exports is never above anything."""
    names = {name.removesuffix("_bucket") for name in re.findall(r"\benforce_[a-z_]+", RULES)}
    assert names <= {metric.name for metric in CATALOG}
    closed = {value for metric in CATALOG for values in metric.labels.values() for value in values}
    matched = re.findall(r'\w+="([a-z_]+)"', RULES)
    assert matched
    assert set(matched) <= closed
    (pattern,) = set(re.findall(r'=~"([^"]+)"', RULES))
    assert {value for value in closed if re.fullmatch(pattern, value)} == {
        *("restrict_visibility", "restrict_reporting", "restrict_service"),
        *("block_creation", "block_content", "remove_content"),
    }


def test_each_has_a_section_that_says_what_to_do() -> None:
    """Whoever is woken reads that first, and it says as the alert does whether it wants somebody now."""
    sections = dict(re.findall(r"^### (\w+)\n\n\*(\w+)\.\*", PAGE, re.MULTILINE))
    severities = re.findall(r"alert: (\w+)\n.*?severity: (\w+)\}", RULES, re.DOTALL)
    assert {name: severity.lower() for name, severity in sections.items()} == dict(severities)
    assert re.findall(r"runbook: docs/how-to/answer-an-alert\.md#(\w+)", RULES) == [name.lower() for name in ALERTS]
    assert list(sections) == ALERTS
    assert "fifteen alerts" in PAGE
    assert len(ALERTS) == 15
