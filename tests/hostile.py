"""Small hostile streams, deterministic in a seed, in the style of the conformance cases.

`stream(seed)` gives (lines, policy texts): 40 to 400 lines about a handful of profiles and posts, under policies whose
windows, ladders and limits are small enough that everything overlaps. A stream is built as scenes (a burst of strikes with
its redress, a campaign of reports, claims on one item, ...) that leave events with their times; then arrival is made
hostile: late, early, repeated, conflicting, private and broken records.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from .model.hostile_lines import broken, encode
from .model.hostile_policies import CLAIMABLE, LEVELS, PRIVATE, START, ZERO, policies
from .model.hostile_world import DAY, HOUR, MINUTE, Event, World

GROUNDS = ["personal_information", "portrait", "defamation", "intellectual_property", "other_right"]


def burst(w: World) -> None:
    """One author, post after post, strike after strike: up the ladder, with late ones in between and redress of some."""
    r, author = w.r, w.r.choice(w.authors)
    theme = r.choice([None, r.choice(LEVELS[2] + LEVELS[3])])
    for _ in range(r.randint(2, 9)):
        post = w.post(author)
        for _ in range(r.choice([1, 1, 1, 2])):
            v = w.violation(
                post,
                theme if r.random() < 0.7 else None,
                late=r.choice([0, 0, 0, r.randint(0, 7 * HOUR)]),
                embed=0.25,
            )
            if r.random() < 0.35:
                w.redress(v, author, reverse=0.35)
        if r.random() < 0.3:  # the same post was judged at about the same time, as is learnt later
            w.violation(
                post,
                r.choice(LEVELS[1] + LEVELS[2]),
                at=w.now,
                late=r.choice([HOUR, r.randint(0, 9 * HOUR)]),
                embed=0.6,
            )
        if r.random() < 0.05:
            w.violation(post, r.choice(ZERO), at=w.now + HOUR, late=r.choice([DAY, 3 * DAY]), embed=1)
        w.now += r.choice([1, MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 20 * HOUR])
    if r.random() < 0.07:
        w.say("erasure", w.now, erasure_id=w.name("e"), profile_id=author)


def campaign(w: World) -> None:
    """Few reporters, many posts, nearly all manifestly unfounded: warned, suspended, and suspended for longer."""
    r, reporters = w.r, w.r.sample(w.people + w.others[:2], 2)
    unfounded = r.choice([1.0, 0.9, 0.6])
    for _ in range(r.choice([4, 8, 14, 60])):
        post = w.post(r.choice(w.people), at=w.now - r.choice([0, MINUTE]))
        reports(w, post, reporters, 1 if r.random() < 0.6 else 2)
        w.now += r.choice([1, MINUTE, HOUR])
        w.say(
            "dismissal",
            w.now,
            dismissal_id=w.name("d"),
            post_id=post["post_id"],
            decided_by="mod1",
            manifestly_unfounded=r.random() < unfounded,
        )
        w.now += r.choice([1, MINUTE, HOUR, 4 * HOUR])


def reports(w: World, post: Event, reporters: list[str], each: int = 1) -> None:
    r = w.r
    for reporter in reporters:
        for _ in range(r.choice([0, 1, each])):
            guideline = r.choice([None, *LEVELS[1], *LEVELS[2], *LEVELS[3], *LEVELS[3]])
            w.say(
                "report",
                w.soon(),
                report_id=w.name("r"),
                post_id=post["post_id"],
                reporter_id=reporter,
                guideline=guideline,
                trusted=r.choice([None, None, None, False, True]),
                post=w.embedded(post),
            )


def crowd(w: World) -> None:
    """Many reporters on one post, decided in between."""
    r = w.r
    post = w.post(r.choice(w.people))
    reporters = r.sample(w.people + w.others, 5)
    reports(w, post, reporters, 2)
    if r.random() < 0.1:
        w.now += MINUTE
        w.say("erasure", w.now, erasure_id=w.name("e"), profile_id=r.choice(reporters))
    if r.random() < 0.7:
        w.now += r.randint(0, HOUR)
        if r.random() < 0.5:
            w.say(
                "dismissal",
                w.soon(),
                dismissal_id=w.name("d"),
                post_id=post["post_id"],
                decided_by="mod1",
                manifestly_unfounded=r.random() < 0.5,
            )
        else:
            w.redress(w.violation(post), post["profile_id"])
    reports(w, post, r.sample(w.people + w.others, 3))


def claims(w: World) -> None:
    """Several claims on one item, counter-claims, rulings before, at and after the end."""
    r = w.r
    author, surface = r.choice(w.authors), r.choice([*CLAIMABLE, *CLAIMABLE, "feed_post"])
    for _ in range(r.randint(1, 4)):
        post = w.post(author, surface)
        for _ in range(r.choice([1, 1, 2, 3, 4])):
            c = w.say(
                "claim",
                w.soon(),
                claim_id=w.name("c"),
                claimant_id=r.choice(w.people + w.others[:2]),
                post_id=post["post_id"],
                ground=r.choice(GROUNDS),
                evidence=r.choice([["deed"]] * 6 + [["deed", ""], []]),
                post=w.embedded(post),
            )
            for _ in range(r.choice([0, 0, 1, 2])):
                w.say(
                    "counter_claim",
                    c["at"] + r.choice([0, MINUTE, 5 * HOUR, 6 * HOUR, DAY]),
                    counter_claim_id=w.name("k"),
                    claim_id=c["claim_id"],
                    post_id=post["post_id"],
                    profile_id=author if r.random() < 0.85 else r.choice(w.others),
                )
            for _ in range(r.choice([0, 1, 1, 1, 2])):
                after = r.choice([0, 1, MINUTE, HOUR, 6 * HOUR, 7 * HOUR, 2 * DAY + 1, 4 * DAY])
                ruling = w.say(
                    "claim_ruling",
                    c["at"] + after,
                    21 * DAY * (r.random() < 0.03),
                    ruling_id=w.name("m"),
                    claim_id=c["claim_id"],
                    post_id=post["post_id"],
                    outcome=r.choice(["infringing", "infringing", "unfounded", "withdrawn"]),
                    decided_by="mod2",
                    manifestly_unfounded=r.choice([None, True, True, False]),
                )
                if r.random() < 0.25:
                    w.redress(ruling, author)
        w.now += r.choice([1, HOUR, 7 * HOUR])


def old(w: World) -> None:
    """Of long ago: posts past their keeping, embedded or not; violations past the windows; late strikes among new ones."""
    r = w.r
    back = r.choice([2 * DAY, 2 * DAY + 1, 5 * DAY, 5 * DAY + 1, 12 * DAY, 20 * DAY, 20 * DAY + 1, 45 * DAY])
    post = w.post(r.choice(w.authors), at=w.now - back) if r.random() < 0.6 or not w.posts else r.choice(w.posts[-8:])
    for _ in range(r.randint(1, 3)):
        v = w.violation(
            post,
            at=max(post["at"], w.now - r.choice([0, back, back // 2, 3 * DAY])),
            late=r.choice([0, back]),
            embed=0.8,
        )
        if r.random() < 0.3:
            w.redress(v, post["profile_id"])


def strangers(w: World) -> None:
    """A private post and what is said about it; an unknown post; a profile's language; a reversal of nothing."""
    r = w.r
    private = w.say(
        "post",
        w.now,
        post_id=w.name("p"),
        profile_id=r.choice(w.people),
        surface=r.choice(PRIVATE),
        audience=r.choice(["public", "friends"]),
    )
    for post in (
        private,
        {
            "post_id": w.name("p"),
            "profile_id": w.people[0],
            "at": w.now,
            "surface": "mail",
            "audience": "friends",
        },
    ):
        w.violation(post)
        reports(w, post, w.people[:2])
    w.say("profile", w.soon(), profile_id=r.choice(w.people), language=r.choice([None, "ko"]))
    w.say(
        "reversal",
        w.soon(),
        reversal_id=w.name("x"),
        violation_id=w.name("v"),
        profile_id=r.choice(w.people),
        decided_by="lead",
    )


def erasure(w: World) -> None:
    r = w.r
    who = r.choice(w.people)
    w.say("erasure", w.soon() - r.choice([0, 0, HOUR, 2 * DAY]), erasure_id=w.name("e"), profile_id=who)
    if r.random() < 0.6 and w.posts:
        reports(w, r.choice(w.posts[-5:]), [who])
        w.violation(r.choice(w.posts[-5:]), embed=0.6)


SCENES = [burst, campaign, crowd, claims, old, strangers, erasure]


def stream(seed: int) -> tuple[list[bytes], list[str]]:
    """The lines of a stream and the texts of its policies."""
    r = random.Random(seed)
    texts, w, size = policies(r), World(r), r.choice([40, 80, 150, 250, 400])
    weights = [r.choice([1, 4, 8]) for _ in SCENES[:4]] + [2, 1, r.choice([0, 0.3, 1])]
    while len(w.events) < size * 0.8:
        r.choices(SCENES, weights)[0](w)
        w.now += r.choice([0, HOUR, 5 * HOUR, DAY, DAY, 3 * DAY, 3 * DAY, 8 * DAY] + [30 * DAY] * (r.random() < 0.3))
    events = [event for _, event in sorted(w.events, key=lambda pair: pair[0])][:size]
    for _ in range(len(events) // 12):  # the same again, or the same id with other contents
        source = r.randrange(len(events))
        other = r.choice([{}, {}, {"decided_by": "someone", "outcome": "upheld", "ground": "other_right"}])
        latest = next((i for i, e in enumerate(events) if e["at"] > events[source]["at"] + 2 * DAY), len(events))
        if latest > source:  # an id is remembered for `join.keep`; whether for longer is left open
            events.insert(r.randint(source, latest), events[source] | other)
    good = [encode(r, event) for event in events]
    lines = list(good)
    for _ in range(len(lines) // 15):
        lines.insert(r.randint(0, len(lines)), broken(r, r.choice(good)))
    return lines[:size], texts


def with_appeals_on_actions(seed: int, lines: list[bytes], actions: list[dict[str, Any]]) -> list[bytes]:
    """The stream again, with appeals (and rulings on them) on actions of an earlier run over it, which alone knows
    their ids (the model learns them by `tests.model.ids_like`)."""
    r = random.Random(seed)
    found = list(lines)
    chosen = [a for a in actions if "cause" in a]
    for n, action in enumerate(r.sample(chosen, min(len(chosen), 6))):
        at = (datetime.strptime(action["at"], "%Y-%m-%dT%H:%M:%S.%f%z") - START) // timedelta(
            milliseconds=1
        ) + r.choice([0, MINUTE, 3 * HOUR])
        place = next((i for i, line in enumerate(lines) if action["cause"].encode() in line), 0)
        place = r.randint(min(place + 1, len(found)), min(place + 30, len(found)))
        appeal = {
            "kind": "appeal",
            "at": at,
            "appeal_id": f"aa{n}",
            "profile_id": action["profile_id"],
            "target": action["action_id"],
        }
        ruling = {
            "kind": "ruling",
            "at": at + r.choice([0, MINUTE]),
            "ruling_id": f"gg{n}",
            "appeal_id": f"aa{n}",
            "profile_id": action["profile_id"],
            "outcome": r.choice(["upheld", "overturned", "overturned"]),
            "decided_by": "lead",
        }
        found[place:place] = [encode(r, appeal), encode(r, ruling)]
    return found
