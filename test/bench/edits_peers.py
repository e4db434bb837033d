"""The peers of the edits bench, timed.

usage: edits_peers.py CLAIMS   (JSON lines, as test/conformance/edited-claims.ts draws them)
stdin: mce-json | look-ups
"""

import json

import msdrg.mce
import simple_icd_10_cm
from rounds import claims_named, serve, timed

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


def look_up(claim):
    """Validity only, of the diagnoses only: it knows neither dates nor procedures."""
    return [simple_icd_10_cm.is_valid_item(code) for code in claim["diagnoses"]]


def main():
    claims = claims_named()
    encoded = [json.dumps(as_msdrg(claim)).encode() for claim in claims]
    with msdrg.mce.MceEditor() as editor:
        edit, free, context = editor.lib.mce_edit_json, editor.lib.msdrg_string_free, editor.ctx
        serve(
            {
                "mce-json": lambda: timed(lambda each: free(edit(context, each)), encoded),
                "look-ups": lambda: timed(look_up, claims),
            }
        )


if __name__ == "__main__":
    main()
