"""The policy: what the shipped file means, which version holds when, and how files are found."""

from datetime import datetime, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from enforcement.errors import EnforcementError, InvalidPolicy
from enforcement.policy import OPEN, Guideline, Level, Policies, Policy, Rung
from enforcement.policy_file import default_policies, parse_policy, read_policies
from tests.conftest import SHARED

DEFAULT = files("enforcement").joinpath("policies/default.toml").read_text(encoding="utf-8")
HOUR = 3_600_000
DAY = 24 * HOUR

Edit = tuple[str, str]


def edited(*edits: Edit) -> str:
    """Return the shipped default with some of its lines changed."""
    text = DEFAULT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def ms(year: int, month: int, day: int) -> int:
    """Return a UTC date as the core knows it."""
    return int(datetime(year, month, day, tzinfo=timezone.utc).timestamp()) * 1000


def test_the_shipped_default_is_one_version_from_2020_on() -> None:
    (policy,) = default_policies().versions
    assert (policy.version, policy.effective_from) == ("2026-11", ms(2020, 1, 1))


def test_the_small_tables_become_values_of_the_policy() -> None:
    policy = default_policies().at(0)
    assert policy.audiences == {"public"}
    assert policy.private_surfaces == {"chat_message", "mail", "drive_file", "private_community_post"}
    assert (policy.max_future_ms, policy.wait_ms, policy.keep_ms) == (300_000, DAY, 30 * DAY)
    assert (policy.max_strikes, policy.default_language) == (256, "en")
    assert policy.appeal_url == "https://example.org/appeals"


def test_levels_and_guidelines_are_known_by_number_and_name() -> None:
    policy = default_policies().at(0)
    assert policy.levels[2] == Level(
        number=2, points=2, window_ms=180 * DAY, repeat_from=2, repeat_points=1, stale_after_ms=90 * DAY
    )
    assert policy.guidelines["spam"] == Guideline(level=3)
    assert policy.guidelines["child_abuse"] == Guideline(level=1, zero_tolerance=True)


def test_the_ladder_keeps_the_order_of_the_file_and_matching_as_written() -> None:
    ladder = default_policies().at(0).ladder
    assert [rung.points for rung in ladder] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 12, 16]
    assert ladder[0] == Rung(points=1, remind=True, capabilities=(), for_ms=0, min_share=None, min_posts=0)
    assert (ladder[2].capabilities, ladder[2].for_ms) == (("matching",), 3 * DAY)
    assert (ladder[5].min_share, ladder[5].min_posts, ladder[-1].for_ms) == (0.02, 50, OPEN)


def test_the_other_tables_become_values_of_their_own() -> None:
    policy = default_policies().at(0)
    assert (policy.zero_tolerance.for_ms, policy.zero_tolerance.confirm_within_ms) == (OPEN, DAY)
    assert policy.matching == {"comment": "comments", "talk_board_comment": "comments"}
    assert policy.fairness.warning_first
    assert policy.fairness.exempt_levels == {1}
    assert policy.appeals.window_ms == 183 * DAY
    assert (policy.reports.prior_a, policy.reports.prior_b) == (4.0, 2.0)
    assert policy.reports.triage == {1: 0.5, 2: 2.0, 3: 3.0}
    assert policy.reporters.suspensions_ms == (7 * DAY, 30 * DAY, 90 * DAY)
    assert policy.claims.guideline["portrait"] == "privacy_violation"
    assert (policy.claims.repeat.rulings, policy.claims.repeat.for_ms) == (3, 30 * DAY)


@pytest.mark.parametrize(
    ("written", "duration"),
    [("1s", 1_000), ("90s", 90_000), ("15m", 900_000), ("12h", 12 * HOUR), ("36525d", 36_525 * DAY)],
)
def test_a_duration_is_a_whole_number_and_a_unit(written: str, duration: int) -> None:
    policy = parse_policy(edited(('wait = "24h"', f'wait = "{written}"')), "strict.toml")
    assert policy.wait_ms == duration


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2026-03-16T00:00:00Z", ms(2026, 3, 16)),
        ("2026-03-16T09:00:00+09:00", ms(2026, 3, 16)),
        ("1969-12-31 23:59:59.9999-00:00", -1),
    ],
)
def test_a_start_is_an_instant_cut_to_the_millisecond(written: str, start: int) -> None:
    assert parse_policy(edited(("2020-01-01T00:00:00Z", written)), "strict.toml").effective_from == start


@pytest.mark.parametrize(
    "edit",
    [
        ("exempt_levels = [1]", "exempt_levels = []"),
        ("private_surfaces = [", 'private_surfaces = ["카카오", '),
        ("repeat_points = 2", "repeat_points = 0"),
        ("min_share = 0.02", "min_share = 1"),
        ("min_posts = 50", "min_posts = 0"),
        ("prior = { a = 4, b = 2 }", "prior = { a = 0.5, b = 1 }"),
        ('comment = "comments"\ntalk_board_comment = "comments"', ""),
        ('default_language = "en"', 'default_language = "pt-BR"'),
        ("zero_tolerance = true", "zero_tolerance = false"),
    ],
)
def test_what_is_unusual_but_meaningful_is_accepted(edit: Edit) -> None:
    assert isinstance(parse_policy(edited(edit), "strict.toml"), Policy)


def version(name: str, start: int, *edits: Edit) -> Policy:
    """Return the shipped default as another version."""
    at = datetime.fromtimestamp(start / 1000, timezone.utc).isoformat()
    return parse_policy(edited(("2026-11", name), ("2020-01-01T00:00:00Z", at), *edits), name)


def test_the_version_in_effect_is_the_latest_that_has_begun() -> None:
    policies = Policies(versions=(version("a", 1_000), version("b", 2_000), version("c", 3_000)))
    times = (1_000, 1_999, 2_000, 2_999, 3_000, 2**53)
    assert [policies.at(time).version for time in times] == ["a", "a", "b", "b", "c", "c"]


def test_the_first_version_holds_for_anything_earlier() -> None:
    two = Policies(versions=(version("a", 1_000), version("b", 2_000)))
    one = Policies(versions=(version("a", 1_000),))
    assert {two.at(999).version, two.at(-1).version, one.at(0).version, one.at(5_000).version} == {"a"}


@pytest.mark.parametrize(
    ("edit", "days"),
    [
        (('window = "365d"', 'window = "400d"'), 400),
        (('share_window = "90d"', 'share_window = "500d"'), 500),
        (('warning_window = "365d"', 'warning_window = "600d"'), 600),
        (('window = "183d"', 'window = "700d"'), 700),
        (('window = "30d"', 'window = "800d"'), 365),
        (('stale_after = "1460d"', 'stale_after = "2000d"'), 365),
    ],
)
def test_nothing_is_forgotten_before_the_longest_window_of_any_version(edit: Edit, days: int) -> None:
    policies = Policies(versions=(version("a", 1_000), version("b", 2_000, edit), version("c", 3_000)))
    assert policies.forget_ms == days * DAY


NO_EQUALS_SIGN = "Expected '=' after a key in a key/value pair (at line 1, column 8)"
CONFORMANCE = SHARED / "conformance"


def write(path: Path, *edits: Edit) -> Path:
    """Write the shipped default with some of its lines changed."""
    path.write_text(edited(*edits), encoding="utf-8")
    return path


def refusal_of(*paths: Path) -> tuple[str, ...]:
    """Return what is said of files that cannot be used."""
    with pytest.raises(InvalidPolicy) as refusal:
        read_policies(paths)
    return refusal.value.problems


def test_a_directory_stands_for_all_its_toml_files_ordered_by_their_start(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", ("2026-11", "later"), ("2020-01-01", "2026-03-16"))
    write(tmp_path / "b.toml")
    (tmp_path / "notes.txt").write_text("not a policy", encoding="utf-8")
    assert [policy.version for policy in read_policies([tmp_path]).versions] == ["2026-11", "later"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.toml")
    assert len(read_policies([tmp_path, file]).versions) == 1


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text(DEFAULT, encoding="utf-8-sig")
    assert read_policies([file]) == default_policies()


def test_two_versions_cannot_share_a_name_or_a_start(tmp_path: Path) -> None:
    one = write(tmp_path / "a.toml")
    two = write(tmp_path / "b.toml")
    assert refusal_of(one, two) == (
        f'{two}: version = "2026-11": also that of {one}; write another',
        f"{two}: effective_from = 2020-01-01T00:00:00Z: also that of {one}; write another",
    )


def test_what_is_no_readable_file_is_refused_in_one_line_each(tmp_path: Path) -> None:
    empty, binary, prose = tmp_path / "empty", tmp_path / "binary.toml", tmp_path / "prose.toml"
    empty.mkdir()
    binary.write_bytes(b"version = \xff")
    prose.write_text("version: 3", encoding="utf-8")
    assert refusal_of(tmp_path / "none.toml", empty, binary, prose) == (
        f"{tmp_path}/none.toml: No such file or directory; name a policy file, or a directory of them",
        f"{empty}/*.toml: No such file or directory; name a policy file, or a directory of them",
        f"{binary}: not UTF-8 at byte 10; save it as UTF-8",
        f"{prose}: not TOML: {NO_EQUALS_SIGN}; correct it there",
    )


def test_no_file_at_all_is_refused() -> None:
    assert refusal_of() == ("no policy: name a policy file, or a directory of them",)


def test_a_refusal_is_a_value_error_with_one_line_for_each_problem(tmp_path: Path) -> None:
    """All files are looked at, so that one run tells everything."""
    one = write(tmp_path / "a.toml", ('wait = "24h"', 'wait = "0s"'))
    two = write(tmp_path / "b.toml", ('keep = "30d"', 'keep = "open"'))
    with pytest.raises(ValueError, match="no time at all") as refusal:
        read_policies([one, two])
    assert isinstance(refusal.value, EnforcementError)
    assert [line.split(":")[0] for line in str(refusal.value).split("\n")] == [str(one), str(two)]


@pytest.mark.parametrize("file", sorted(CONFORMANCE.glob("case-*/policy-*.toml")), ids=str)
def test_every_policy_of_the_conformance_cases_is_accepted(file: Path) -> None:
    assert read_policies([file]).versions


def test_the_shipped_default_is_the_one_in_the_contract() -> None:
    contract = CONFORMANCE.parent / "spec" / "contracts.md"
    if not contract.exists():
        pytest.skip("the contract is not at hand")
    assert f"```toml\n{DEFAULT}```" in contract.read_text(encoding="utf-8")
