"""Whom a change of the policy touches, and how, in words: one row per key, to be filled in."""

from __future__ import annotations

from msgspec import Struct


class Touch(Struct, frozen=True):
    """A sentence for a value that grew (or was set, or added), and one for a value that shrank (or was removed).

    Gaps: {name} the name or number that the key path holds, {old} and {new} the values as written, {changed} what a
    list gained and lost, {guidelines} those of the level, {old_level} and {new_level} of the guideline, {outcome} what
    the score of a rung led to and leads to.
    """

    more: str
    less: str = ""

    def words(self, *, grew: bool, **gaps: str) -> str:
        """Return the sentence that fits, filled in."""
        return (self.more if grew or not self.less else self.less).format(**gaps)


TOUCHES = {
    "version": Touch("nobody: actions and standings carry the new name"),
    "effective_from": Touch("the version takes effect later", "the version takes effect earlier"),
    "scope.audiences": Touch("content for other audiences is public content: {changed}"),
    "scope.private_surfaces": Touch("content on other surfaces is private, and never looked at: {changed}"),
    "stream.max_future": Touch("events further ahead of the clock are taken", "events less far ahead are dead letters"),
    "join.wait": Touch("events wait longer for what they name", "events fail sooner when what they name is missing"),
    "join.keep": Touch("violations of older posts still meet them", "violations of older posts no longer meet them"),
    "levels.N": Touch("the level {name} begins: {guidelines}", "the level {name} ends: {guidelines}"),
    "levels.N.points": Touch(
        "strikes of level {name} weigh more: {guidelines}", "strikes of level {name} weigh less: {guidelines}"
    ),
    "levels.N.window": Touch(
        "strikes of level {name} weigh for longer: {guidelines}",
        "strikes of level {name} weigh for a shorter time: {guidelines}",
    ),
    "levels.N.repeat_from": Touch(
        "repeated strikes of level {name} weigh more from a later one on: {guidelines}",
        "repeated strikes of level {name} weigh more from an earlier one on: {guidelines}",
    ),
    "levels.N.repeat_points": Touch(
        "repeated strikes of level {name} weigh more: {guidelines}",
        "repeated strikes of level {name} weigh less: {guidelines}",
    ),
    "levels.N.stale_after": Touch(
        "strikes of level {name} weigh for older posts, too: {guidelines}",
        "strikes of level {name} weigh for newer posts only: {guidelines}",
    ),
    "guidelines.NAME": Touch(
        "violations of {name} become strikes: {new_level}", "violations of {name} become dead letters"
    ),
    "guidelines.NAME.level": Touch("strikes of {name} weigh otherwise: {old_level} -> {new_level}"),
    "guidelines.NAME.zero_tolerance": Touch(
        "one strike of {name} leads straight to zero tolerance", "strikes of {name} climb the ladder like others"
    ),
    "ladder[]": Touch(
        "a score from {name} on has a rung of its own: {outcome}",
        "a score from {name} on takes the next lower rung: {outcome}",
    ),
    "ladder[].points": Touch(
        "the rung is reached later: from a score of {new}", "the rung is reached sooner: from a score of {new}"
    ),
    "ladder[].action": Touch("a score from {name} on: {outcome}"),
    "ladder[].capabilities": Touch("a score from {name} on: {outcome}"),
    "ladder[].for": Touch("a score from {name} on: {outcome}"),
    "ladder[].min_share": Touch(
        "the rung at {name} spares who posts much: more strikes a post are needed",
        "the rung at {name} holds for more people: fewer strikes a post are needed",
    ),
    "ladder[].min_posts": Touch(
        "the rung at {name} holds for more people: its share is asked of fewer",
        "the rung at {name} spares more people: its share is asked of more",
    ),
    "zero_tolerance.capabilities": Touch("zero tolerance restricts other things: {changed}"),
    "zero_tolerance.for": Touch("zero tolerance restricts for longer", "zero tolerance restricts for a shorter time"),
    "zero_tolerance.confirm_within": Touch(
        "people look later at automated zero tolerance", "people look sooner at automated zero tolerance"
    ),
    "matching.SURFACE": Touch("strikes on {name} restrict something else at a rung of matching: {old} -> {new}"),
    "fairness.warning_first": Touch(
        "nobody is restricted without an earlier warning", "people are restricted without an earlier warning"
    ),
    "fairness.warning_window": Touch(
        "warnings last longer: fewer people begin anew", "warnings end sooner: more people begin anew"
    ),
    "fairness.exempt_levels": Touch("other levels need neither warning nor share: {changed}"),
    "fairness.share_window": Touch("shares look further back", "shares look less far back"),
    "history.max_strikes": Touch("more strikes are kept of a profile", "fewer strikes are kept of a profile"),
    "appeals.window": Touch("strikes can be contested for longer", "strikes can be contested for a shorter time"),
    "appeals.acknowledge_within": Touch("appellants hear from us later", "appellants hear from us sooner"),
    "appeals.decide_within": Touch("appeals may be decided later", "appeals are to be decided sooner"),
    "reports.prior.a": Touch("reports of new reporters weigh more", "reports of new reporters weigh less"),
    "reports.prior.b": Touch("reports of new reporters weigh less", "reports of new reporters weigh more"),
    "reports.triage.N": Touch(
        "posts reported for level {name} are reviewed later: {guidelines}",
        "posts reported for level {name} are reviewed sooner: {guidelines}",
    ),
    "reports.max_per_post": Touch("more reports of one post count", "fewer reports of one post count"),
    "reporters.unfounded_min": Touch(
        "reporters are warned after more mistakes", "reporters are warned after fewer mistakes"
    ),
    "reporters.share": Touch("fewer reporters are warned", "more reporters are warned"),
    "reporters.window": Touch("unfounded reports count for longer", "unfounded reports count for a shorter time"),
    "reporters.suspensions": Touch("misused reporting is suspended for other times: {old} -> {new}"),
    "claims.surfaces": Touch("claims are taken elsewhere: {changed}"),
    "claims.block_for": Touch("claims block for longer", "claims block for a shorter time"),
    "claims.max_per_item": Touch("more claims about one item are taken", "fewer claims about one item are taken"),
    "claims.on_expiry": Touch("what was blocked without a counter-claim: {old} -> {new} at the end"),
    "claims.guideline.GROUND": Touch("infringing content ({name}) is a strike of {new}, not of {old}"),
    "claims.repeat.rulings": Touch(
        "the service is restricted after more rulings", "the service is restricted after fewer rulings"
    ),
    "claims.repeat.window": Touch("infringing rulings count for longer", "infringing rulings count for a shorter time"),
    "claims.repeat.for": Touch(
        "repeated infringement restricts for longer", "repeated infringement restricts for a shorter time"
    ),
    "notices.default_language": Touch("people of unknown language are told in {new}, not in {old}"),
    "notices.appeal_url": Touch("everybody who is told where to appeal"),
}
