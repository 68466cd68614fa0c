"""Words for notices: a folder per language in `locales`, written in Fluent (projectfluent.org).

A template is resolved once for each way its facts can be: what selects a form of words (a reason, a plural, an
absence) is resolved by Fluent and kept; what only fills a gap (an id, a time, a text) is filled in each time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
from fluent.runtime import FluentBundle, FluentResource

from enforcement.languages import LOCALES, languages
from enforcement.records import NextRung

if TYPE_CHECKING:
    from importlib.abc import Traversable

_FALLBACK = "en"
_KEPT = 4096  # resolved texts a language: policies choose points, and so how many forms there are
_GAP = "\0"

_SELECTING = frozenset(
    {
        *("automated", "blocked", "manifestly_unfounded", "on_expiry", "outcome", "reason", "scope", "source", "why"),
        *("points", "rulings", "rung", "share_window_days", "window_days"),
    }
)
"""Facts whose value selects a form of words, not only whether they are there."""
_TIMES = frozenset({"acknowledge_by", "appeal_until", "confirm_by", "decide_by", "from", "repost_until", "until"})
_NAMED = frozenset({"ground", "guideline", "surface"})
_IDS = frozenset({"action_ids", "causes"})
_IDS_SAID = 10
_OPTIONAL = ("confirm_by",)
_REASONED_BY_PEOPLE = frozenset({"appeal_overturned", "appeal_upheld", "decision_reversed"})
_REASONED_BY_RULE = frozenset({"changed", "lifted"})

Pieces = list[str]
"""A text cut at its gaps: text, name of a fact, text, name of a fact, ..., text."""


class MissingWords(ValueError):
    """A notice cannot be worded: a message, a name or a fact is missing."""


class Wording:
    """Facts of a notice -> subject and body, in any of the shipped languages."""

    def __init__(self, locales: Traversable = LOCALES) -> None:
        self._sources = {name: locales / name / "notices.ftl" for name in languages(locales)}
        self._speakers: dict[str, _Speaker] = {}
        self.unworded: Counter[str] = Counter()
        """How often `template (language)` could not be said as it should."""

    def words(self, template: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
        """Subject and body: in that language, else in English, else the bare facts. A notice is never lost."""
        spoken = language if language in self._sources else _FALLBACK
        for attempt in dict.fromkeys((spoken, _FALLBACK)):
            try:
                return self.exactly(template, attempt, facts)
            except MissingWords:
                self.unworded[f"{template} ({attempt})"] += 1
        return template, "\n".join(f"{fact}: {value}" for fact, value in facts.items())

    def exactly(self, template: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
        """Subject and body in exactly that language; MissingWords where it cannot say this."""
        if language not in self._speakers:  # a language that nobody speaks is not read: it takes a third of a second
            self._speakers[language] = _Speaker(language, self._sources[language])
        return self._speakers[language].words(template, facts)


class _Speaker:
    """One language."""

    def __init__(self, language: str, source: Traversable) -> None:
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource(source.read_text(encoding="utf-8")))
        self._texts: dict[Any, tuple[Pieces, Pieces]] = {}
        self._names: dict[str, str] = {}
        clock = dict.fromkeys(("day", "year", "clock"))
        self._months = {f"{month:02}": self._cut("instant", {"month": month}, clock) for month in range(1, 13)}
        self._restriction = self._cut("restriction", {}, dict.fromkeys(("capability", "until")))
        self._open_restriction = self._cut("restriction", {"until": None}, {"capability": None})
        self._earlier = {
            "earlier_strikes": self._cut("earlier-strike", {}, dict.fromkeys(("at", "post_id", "points"))),
            "earlier_rulings": self._cut("earlier-ruling", {}, dict.fromkeys(("at", "post_id"))),
        }
        self._decimal_mark = self._name("decimal-mark", ".")

    def words(self, template: str, facts: dict[str, Any]) -> tuple[str, str]:
        chosen, gaps = self._sorted_out(template, facts)
        key = (template, *chosen.items(), *gaps)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            found = self._cut(template, chosen, gaps, "subject"), self._cut(template, chosen, gaps)
            self._texts[key] = found
        subject, body = found
        return _fill(subject, gaps), _fill(body, gaps)

    # --- words to texts with gaps -------------------------------------------------------------------------------------

    def _cut(self, message: str, chosen: dict[str, Any], gaps: dict[str, Any], attribute: str | None = None) -> Pieces:
        """The text that Fluent makes of a message, cut at its gaps."""
        arguments: dict[str, Any] = dict.fromkeys(_OPTIONAL, "none")
        arguments |= {fact: _selector(value) for fact, value in chosen.items()}
        arguments |= {fact: f"{_GAP}{fact}{_GAP}" for fact in gaps}
        text, errors = self._bundle.format_pattern(self._pattern(message, attribute), arguments)
        if errors:
            raise MissingWords(f"{message}: {errors[0]}")
        return _tidy(str(text)).split(_GAP)

    def _pattern(self, message: str, attribute: str | None) -> Any:  # noqa: ANN401  a pattern is Fluent's own
        if not self._bundle.has_message(message):
            raise MissingWords(message)
        found = self._bundle.get_message(message)
        pattern = found.attributes.get(attribute) if attribute else found.value
        if pattern is None:
            raise MissingWords(f"{message}.{attribute or 'value'}")
        return pattern

    # --- facts to what selects and what fills -------------------------------------------------------------------------

    def _sorted_out(self, template: str, facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """What selects a form of the text, and what only fills its gaps."""
        chosen: dict[str, Any] = {}
        gaps: dict[str, str] = {}
        for fact, value in facts.items():
            if fact == "next_rung":
                chosen[fact] = self._next_rung(value, gaps)
            elif value is None or value == []:
                chosen[fact] = None
            elif fact == "reason" and template in _REASONED_BY_PEOPLE:
                gaps[fact] = value
            elif fact == "reason" and template in _REASONED_BY_RULE:
                gaps[fact] = self._name(f"reason-{value}", value)
            elif fact in _SELECTING:
                chosen[fact] = value
            else:
                gaps[fact] = self._text(fact, value)
        return chosen, gaps

    def _next_rung(self, rung: Any, gaps: dict[str, str]) -> str | None:  # noqa: ANN401  a NextRung, or one read back
        if rung is None:
            return None
        ahead = rung if isinstance(rung, NextRung) else msgspec.convert(rung, NextRung)
        gaps["next_points"] = str(ahead.points)
        gaps["next_capabilities"] = self._capabilities(ahead.capabilities)
        return "restriction" if ahead.capabilities else "reminder"

    def _text(self, fact: str, value: Any) -> str:  # noqa: ANN401, PLR0911  facts are of many kinds, one line each
        if fact in _TIMES:
            return self._instant(value)
        if fact in _NAMED:
            return self._name(f"{fact}-{value}", value)
        if fact in self._earlier:
            return "\n".join(self._line(self._earlier[fact], earlier) for earlier in value)
        if fact in _IDS:
            return ", ".join(value[:_IDS_SAID]) + (", …" if len(value) > _IDS_SAID else "")
        if fact == "share":
            return f"{value * 100:.1f}".removesuffix(".0").replace(".", self._decimal_mark) + "%"
        if isinstance(value, dict):
            return "\n".join(self._restricted(name, until) for name, until in value.items())
        if isinstance(value, list):
            return self._capabilities(value)
        return str(value)

    def _line(self, line: Pieces, earlier: dict[str, Any]) -> str:
        return _fill(
            line, {**{fact: str(value) for fact, value in earlier.items()}, "at": self._instant(earlier["at"])}
        )

    def _restricted(self, capability: str, until: str | None) -> str:
        name = self._name(f"capability-{capability}", capability)
        if until is None:
            return _fill(self._open_restriction, {"capability": name})
        return _fill(self._restriction, {"capability": name, "until": self._instant(until)})

    def _capabilities(self, names: list[str]) -> str:
        return ", ".join([self._name(f"capability-{name}", name) for name in names])

    def _instant(self, at: str) -> str:
        """`2026-04-05T08:09:10.000Z`, as people write it."""
        return _fill(self._months[at[5:7]], {"day": at[8:10].lstrip("0"), "year": at[:4], "clock": at[11:16]})

    def _name(self, message: str, own: str) -> str:
        """The name of something; its own word where the language has none."""
        found = self._names.get(message)
        if found is None:
            if not self._bundle.has_message(message):
                return own.replace("_", " ")
            found = self._names[message] = "".join(self._cut(message, {}, {}))
        return found


def _selector(value: Any) -> str | int | float:  # noqa: ANN401  what JSON holds
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value  # type: ignore[no-any-return]  # a word or a number


def _fill(pieces: Pieces, gaps: dict[str, str]) -> str:
    if len(pieces) == 1:
        return pieces[0]
    filled = pieces.copy()
    filled[1::2] = [gaps[fact] for fact in pieces[1::2]]
    return "".join(filled)


def _tidy(text: str) -> str:
    """No line that says nothing: an absent fact leaves one behind."""
    paragraphs = ("\n".join(line.strip() for line in part.split("\n") if line.strip()) for part in text.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)
