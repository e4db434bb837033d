"""The peers of the edits bench, timed: reads a file of claims once, then runs one round for every line of stdin and prints its seconds.

usage: edits_peers.py CLAIMS   (JSON lines, as test/conformance/edited-claims.ts draws them)
stdin: mce-json | look-ups
"""

import json
import sys
import time

import msdrg.mce

SEXES = {"M": 0, "F": 1, "U": 2}


def as_msdrg(claim):
    principal, *secondaries = claim["diagnoses"]
    return {
        "discharge_date": int(claim["date"].replace("-", "")),
        "age": claim["ageInYears"],
        "sex": SEXES[claim["sex"]],
        "discharge_status": int(claim["dischargeStatus"]),
        "pdx": {"code": principal},
        "sdx": [{"code": code} for code in secondaries],
        "procedures": [{"code": code} for code in claim["procedures"]],
    }


def timed(run, inputs):
    began = time.perf_counter()
    for each in inputs:
        run(each)
    return time.perf_counter() - began


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        claims = [json.loads(line) for line in file]
    encoded = [json.dumps(as_msdrg(claim)).encode() for claim in claims]
    editor = msdrg.mce.MceEditor()
    edit, free, context = editor.lib.mce_edit_json, editor.lib.msdrg_string_free, editor.ctx
    look_up = None
    for line in sys.stdin:
        what = line.strip()
        if what == "mce-json":
            answer = timed(lambda each: free(edit(context, each)), encoded)
        elif what == "look-ups":
            if look_up is None:
                import simple_icd_10_cm

                look_up = simple_icd_10_cm.is_valid_item
            # Its validity only, of the diagnoses only: it knows neither dates nor procedures.
            answer = timed(lambda each: [look_up(code) for code in each["diagnoses"]], claims)
        else:
            raise SystemExit(f"no such round: {what}")
        print(json.dumps(answer), flush=True)
    editor.close()


if __name__ == "__main__":
    main()
