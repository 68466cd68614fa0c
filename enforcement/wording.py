"""Words for notices: a folder per language in `locales`, written in Fluent (projectfluent.org), compiled once."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fluent.runtime import FluentBundle, FluentResource

if TYPE_CHECKING:
    from enforcement.records import NextRung

_LOCALES = files("enforcement") / "locales"
_FALLBACK = "en"
_INSTANT_LENGTH = len("2026-01-01T00:00:00.000Z")


def languages() -> frozenset[str]:
    """The languages that notices can be worded in: one folder each."""
    return frozenset(entry.name for entry in _LOCALES.iterdir() if entry.is_dir())


class MissingWords(ValueError):
    """A template cannot be worded: a message, a name or a fact is missing."""


class Wording:
    """Facts of a notice -> subject and body, in any of the shipped languages; English where one lacks a message."""

    def __init__(self) -> None:
        self._speakers = {language: _Speaker(language) for language in languages()}

    def words(self, template: str, language: str, facts: dict[str, Any]) -> tuple[str, str]:
        """Subject and body; MissingWords if neither the language nor English can say it."""
        speaker = self._speakers.get(language)
        if speaker is None or not speaker.bundle.has_message(template):
            speaker = self._speakers[_FALLBACK]
        return speaker.words(template, facts)


class _Speaker:
    """One language."""

    def __init__(self, language: str) -> None:
        self.bundle = FluentBundle([language], use_isolating=False)
        text = (_LOCALES / language / "notices.ftl").read_text(encoding="utf-8")
        self.bundle.add_resource(FluentResource(text))
        self._names: dict[str, str] = {}

    def words(self, template: str, facts: dict[str, Any]) -> tuple[str, str]:
        arguments = self._arguments(facts)
        message = self.bundle.get_message(template)
        subject = self._say(message.attributes["subject"], arguments, template)
        return subject, _tidy(self._say(message.value, arguments, template))

    def _say(self, pattern: Any, arguments: dict[str, Any], template: str) -> str:  # noqa: ANN401  Fluent's own
        text, errors = self.bundle.format_pattern(pattern, arguments)
        if errors:
            raise MissingWords(f"{template}: {errors[0]}")
        return str(text)

    # --- facts to what a person can read ------------------------------------------------------------------------------

    def _arguments(self, facts: dict[str, Any]) -> dict[str, Any]:
        arguments: dict[str, Any] = {"confirm_by": "none", "next_points": "none", "next_capabilities": ""}
        for fact, value in facts.items():
            if fact == "next_rung":
                arguments |= self._next(value)
            else:
                arguments[fact] = self._argument(fact, value)
        return arguments

    def _argument(self, fact: str, value: Any) -> str | int | float:  # noqa: ANN401, PLR0911  one line a kind of fact
        if value is None:
            return self.name("open-end") if fact == "until" else "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, dict):
            return "\n".join(f"- {self.name(name)}: {self._until(until)}" for name, until in value.items())
        if isinstance(value, list):
            return self._several(value)
        if fact in ("guideline", "ground"):
            return self.name(f"{fact}-{value}", value.replace("_", " "))
        if fact == "reason" and self.bundle.has_message(f"reason-{value}"):
            return self.name(f"reason-{value}")
        if isinstance(value, str) and len(value) == _INSTANT_LENGTH and value[10] == "T":
            return _clock(value)
        return value  # type: ignore[no-any-return]  # a text or a number

    def _next(self, rung: NextRung | None) -> dict[str, Any]:
        if rung is None:
            return {}
        names = self._several(rung.capabilities) if rung.capabilities else self.name("a-reminder")
        return {"next_points": rung.points, "next_capabilities": names}

    def _several(self, values: list[Any]) -> str:
        if not values:
            return "none"
        return ", ".join(
            f"{_clock(value['at'])} ({value['post_id']})" if isinstance(value, dict) else self.name(value, value)
            for value in values
        )

    def _until(self, until: str | None) -> str:
        if until is None:
            return self.name("until-open")
        return self._say(self.bundle.get_message("until").value, {"time": _clock(until)}, "until")

    def name(self, message: str, fallback: str | None = None) -> str:
        """The name of something; its own word where no language names it."""
        found = self._names.get(message)
        if found is None:
            if self.bundle.has_message(message):
                found = self._say(self.bundle.get_message(message).value, {}, message)
            elif fallback is not None:
                return fallback
            else:
                raise MissingWords(message)
            self._names[message] = found
        return found


def _clock(instant: str) -> str:
    return f"{instant[:10]} {instant[11:16]} UTC"


def _tidy(text: str) -> str:
    """No line that says nothing: an absent fact leaves one behind."""
    paragraphs = ("\n".join(line.strip() for line in part.split("\n") if line.strip()) for part in text.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)
