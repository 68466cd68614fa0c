"""An output topic that refuses a record: it stops loudly, and nothing is lost once the topic is mended."""

from __future__ import annotations

from confluent_kafka.admin._config import AlterConfigOpType, ConfigEntry, ConfigResource
from confluent_kafka.admin._resource import ResourceType

from tests.live.conftest import MakePipeline
from tests.live.events import now_ms, post, violation
from tests.live.pipeline import Pipeline


def test_what_a_topic_refuses_is_said_once_it_is_mended(pipeline: MakePipeline) -> None:
    """The journal keeps it; no endless loop, and nothing is said twice under another id."""
    live = pipeline(outputs={"max.message.bytes": "100"})
    now = now_ms()
    live.say(post("w1", now), violation("w1", now))
    with live:
        assert live.ended() == 1
        assert live.topic("actions") in live.said()
        assert "Traceback" not in live.said()
        assert live.read("actions") == []
        mend(live)
        live.start()
        live.wait()
        live.until(lambda: bool(live.read("actions")), "it is said")
        [action] = live.rows("actions")
        assert (action["cause"], action["kind"]) == ("v-w1", "restrict_visibility")
        assert {row["action_id"] for row in live.rows("notices")} == {action["action_id"]}


def mend(live: Pipeline) -> None:
    entry = ConfigEntry("max.message.bytes", "1000000", incremental_operation=AlterConfigOpType.SET)
    topic = ConfigResource(ResourceType.TOPIC, live.topic("actions"), incremental_configs=[entry])
    admin = live.kafka.server.admin()
    admin.incremental_alter_configs([topic])[topic].result(10)
