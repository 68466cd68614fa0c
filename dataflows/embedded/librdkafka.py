"""The few functions of librdkafka that its Python package does not offer: its broker in memory, called a mock cluster.

Declared as in rdkafka.h and rdkafka_mock.h (an experimental interface; tests hold it).
"""

from __future__ import annotations

import ctypes
from ctypes import CDLL, c_char_p, c_int, c_size_t, c_void_p

import confluent_kafka.cimpl

from dataflows.settings import Refused

PRODUCER, NO_ERROR = 0, 0
_SIGNATURES = {
    "rd_kafka_conf_new": (c_void_p, []),
    "rd_kafka_conf_set": (c_int, [c_void_p, c_char_p, c_char_p, c_char_p, c_size_t]),
    "rd_kafka_new": (c_void_p, [c_int, c_void_p, c_char_p, c_size_t]),
    "rd_kafka_destroy": (None, [c_void_p]),
    "rd_kafka_err2str": (c_char_p, [c_int]),
    "rd_kafka_mock_cluster_new": (c_void_p, [c_void_p, c_int]),
    "rd_kafka_mock_cluster_bootstraps": (c_char_p, [c_void_p]),
    "rd_kafka_mock_cluster_destroy": (None, [c_void_p]),
    "rd_kafka_mock_topic_create": (c_int, [c_void_p, c_char_p, c_int, c_int]),
}


def load() -> CDLL:
    """The librdkafka that confluent-kafka runs on, with the functions above declared; raises Refused."""
    # A name looked up in the extension is found in the library it is linked with, whatever that is called and wherever
    # the wheel for this system put it.
    library = ctypes.CDLL(confluent_kafka.cimpl.__file__)
    for name, (result, arguments) in _SIGNATURES.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise Refused(
                f"confluent-kafka: its librdkafka has no {name}, so no broker can be embedded:"
                " install its wheel, or name a broker with --kafka HOST:PORT"
            ) from None
        function.restype, function.argtypes = result, arguments
    return library


def new_client(library: CDLL) -> int:
    """A client that is nothing but the owner of a mock cluster; its address."""
    said = ctypes.create_string_buffer(512)
    settings = library.rd_kafka_conf_new()
    library.rd_kafka_conf_set(settings, b"log_level", b"2", said, len(said))
    client = library.rd_kafka_new(PRODUCER, settings, said, len(said))
    if not client:
        raise Refused(f"librdkafka: {said.value.decode()}: name a broker with --kafka HOST:PORT")
    return int(client)
