"""Takes corrections, and sends the versions that they lead to: python consume.py BROKERS STORE.sqlite

Packages: pip install -r requirements.txt. Ends on SIGTERM and Ctrl-C.
"""

import json
import pathlib
import signal
import sys

from confluent_kafka import Consumer, Producer
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from sender import Sender

SCHEMAS = pathlib.Path(__file__).parents[3] / "contracts" / "schemas"


def validator():
    """A correction by its schema; the schemas name each other by their ids."""
    schemas = [json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")]
    registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)
    return Draft202012Validator({"$ref": "claims.correction.v1"}, registry=registry)


def main(brokers, path):
    sender = Sender(path)
    is_correction = validator()
    # Messages of a claim go to the partition that librdkafka's own default would not choose: Java's (murmur2) is the one that all senders share.
    producer = Producer({"bootstrap.servers": brokers, "enable.idempotence": True, "partitioner": "murmur2_random"})
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "sender-corrections",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    stopped = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.append(True))
    send(sender, producer)
    consumer.subscribe(["claims.corrections"])
    while not stopped:
        message = consumer.poll(0.5)
        if message is None or message.error():
            continue
        correction = json.loads(message.value())
        is_correction.validate(correction)
        print(correction["claimId"], sender.take(correction), flush=True)
        send(sender, producer)
        # What was taken before a crash comes again, and is `repeated`.
        consumer.commit(message, asynchronous=False)
    consumer.close()


def send(sender, producer):
    for tenant, claim_id, version, body in sender.unsent():
        failures = []
        producer.produce(
            "claims.submitted", key=f"{tenant}:{claim_id}", value=body, on_delivery=lambda error, _: error and failures.append(error)
        )
        producer.flush()
        if failures:
            sys.exit(str(failures[0]))
        sender.sent(tenant, claim_id, version)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
