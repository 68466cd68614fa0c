"""A real Kafka broker: one KRaft node in a JVM of about 300 MB."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from tests.servers.ports import free_ports
from tests.servers.server import Server

POM = Path(__file__).with_name("pom.xml")
CACHE = Path(__file__).resolve().parents[2] / ".venv" / "kafka"
JVM = (
    "-Xms64m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
)
CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw"

# One node that is its own controller. The short session lets it come back 4 s after kill -9 (12 s by default); the
# cleaner settings make compaction visible within two seconds.
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={directory}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
log.cleaner.backoff.ms=200
log.cleaner.min.cleanable.ratio=0.01
log.segment.delete.delay.ms=100
log.initial.task.delay.ms=100
"""


class KafkaBroker(Server):
    """A broker with the jars in `libraries`; `options` are more lines of its server.properties."""

    def __init__(self, directory: Path, libraries: Path, *, options: dict[str, str] | None = None) -> None:
        port, controller = free_ports(2)
        super().__init__(directory, port)
        self._java = ["java", *JVM, "-cp", f"{libraries}/*"]
        self._properties = directory / "server.properties"
        lines = PROPERTIES.format(port=port, controller=controller, directory=directory)
        self._properties.write_text(lines + "".join(f"{name}={value}\n" for name, value in (options or {}).items()))
        self._format()

    def _format(self) -> None:
        tool = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(self._properties)]
        _run([*self._java, *tool], timeout_s=60)

    def command(self) -> list[str]:
        return [*self._java, "kafka.Kafka", str(self._properties)]

    def ready(self) -> bool:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False  # asking librdkafka now would only make it complain
        try:
            return bool(self.admin().list_topics(timeout=0.5).brokers)
        except KafkaException:
            return False

    def admin(self) -> AdminClient:
        """A client for topics and their settings."""
        return AdminClient({"bootstrap.servers": self.address, "log_level": 0})

    def create_topic(self, name: str, *, partitions: int = 1, config: dict[str, str] | None = None) -> str:
        """Create a topic, ready for use when this returns; gives its name."""
        topic = NewTopic(name, partitions, 1, config=config or {})
        admin = self.admin()  # its futures end with it
        admin.create_topics([topic])[name].result(30)
        return name


def libraries() -> Path:
    """The directory of the broker's jars, fetched by Maven once for each content of pom.xml (43 MB)."""
    wanted = CACHE / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:  # another test process may be fetching them
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            _fetch(wanted)
    return wanted


def _fetch(wanted: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        jars = Path(scratch) / "jars"
        command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        _run(command, timeout_s=600)
        jars.rename(wanted)


def _run(command: list[str], *, timeout_s: float) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=timeout_s)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")


def missing_programs() -> list[str]:
    """What a broker needs and PATH does not have; Maven only where the jars were not fetched yet."""
    needed = ["java"] if any(CACHE.glob("*/kafka_*.jar")) else ["java", "mvn"]
    return [program for program in needed if not shutil.which(program)]
