"""What the peers of a bench share: a file of claims, and rounds that are asked for on stdin."""

import json
import sys
import time


def claims_named():
    """The claims of the file that the command line names, one JSON object a line."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def timed(run, inputs):
    """Seconds for all inputs."""
    began = time.perf_counter()
    for each in inputs:
        run(each)
    return time.perf_counter() - began


def serve(rounds):
    """Runs one round for every line of stdin, by its name, and prints what it gives."""
    for line in sys.stdin:
        print(json.dumps(rounds[line.strip()]()), flush=True)
