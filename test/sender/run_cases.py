"""Runs the cases of a file against the Python sender of the examples, and prints what became of each as JSON: run_cases.py CASES"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "examples" / "sender" / "python"))
from sender import Sender


def run(case):
    sender = Sender(":memory:")
    for claim in case["claims"]:
        sender.submit(claim)
    taken = []
    for at, correction in enumerate(case["corrections"]):
        if at == 1:
            for claim in case.get("later", []):
                sender.submit(claim)
        taken.append(sender.take(correction))
    claims = [sender.claim(claim["tenant"], claim["claimId"]) for claim in case["claims"]]
    return {
        "taken": taken,
        "versions": [claim["version"] for claim in claims],
        "codes": [[each["code"] for each in claim["diagnoses"]] for claim in claims],
        "tasks": [kind for _, kind in sender.tasks()],
        "unsent": [version for _, _, version, _ in sender.unsent()],
    }


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([run(case) for case in json.load(file)]))
