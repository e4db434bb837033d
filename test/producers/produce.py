"""Sends lines of standard input to a topic by librdkafka: key, value, and headers as name=value, with tabs in between.

The arguments are the brokers, the topic, then the client's own settings as name=value. A transactional.id makes one transaction of it.
"""

import sys

from confluent_kafka import Producer


def main(brokers, topic, *settings):
    producer = Producer({"bootstrap.servers": brokers, **dict(setting.split("=", 1) for setting in settings)})
    is_transactional = any(setting.startswith("transactional.id=") for setting in settings)
    failures = []
    if is_transactional:
        producer.init_transactions()
        producer.begin_transaction()
    for line in sys.stdin.buffer:
        key, value, *headers = line.rstrip(b"\n").split(b"\t")
        pairs = [(name.decode(), held) for name, held in (header.split(b"=", 1) for header in headers)]
        producer.produce(topic, value=value, key=key, headers=pairs, on_delivery=lambda error, _: error and failures.append(error))
    producer.flush()
    if is_transactional:
        producer.commit_transaction()
    if failures:
        sys.exit(str(failures[0]))


main(*sys.argv[1:])
