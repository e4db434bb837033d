"""Groups claims with msdrg: one JSON claim a line on stdin (generate-claims.ts tells the shape), one JSON result a line on stdout, in their order."""

import json
import sys

import msdrg.grouper

SEXES = {"M": 0, "F": 1, "U": 2}


def claim_of(line):
    claim = json.loads(line)
    principal, secondaries = claim["diagnoses"][:1], claim["diagnoses"][1:]
    return {
        "version": int(claim["version"].replace(".", "")),
        "age": claim["ageInYears"],
        "sex": SEXES[claim["sex"]],
        "discharge_status": int(claim["dischargeStatus"]),
        **({"pdx": principal[0]} if principal else {}),
        "sdx": secondaries,
        "procedures": [{"code": code} for code in claim["procedures"]],
    }


def diagnosis_of(marked):
    return {
        "code": marked["code"],
        "mdc": marked["mdc"],
        "severity": marked["severity"],
        "impact": marked["drg_impact"],
        "poa": marked["poa_error"],
        "flags": marked["flags"],
        "hacs": [[hac["hac_number"], hac["hac_status"]] for hac in marked["hacs"]],
    }


def procedure_of(marked):
    return {
        "code": marked["code"],
        "isOr": marked["is_or"],
        "impact": marked["drg_impact"],
        "flags": marked["flags"],
        "hacs": marked["hac_usage"],
    }


def result_of(grouped):
    """The diagnoses are in msdrg's order, not the claim's."""
    principal = grouped["pdx_output"]
    return {
        "initialDrg": grouped["initial_drg"],
        "finalDrg": grouped["final_drg"],
        "initialMdc": grouped["initial_mdc"],
        "mdc": grouped["final_mdc"],
        "initialReturnCode": grouped["initial_return_code"],
        "returnCode": grouped["return_code"],
        "initialBaseDrg": grouped["initial_base_drg"],
        "baseDrg": grouped["final_base_drg"],
        "initialSeverity": grouped["initial_severity"],
        "finalSeverity": grouped["final_severity"],
        "principal": diagnosis_of(principal) if principal else None,
        "secondaries": [diagnosis_of(marked) for marked in grouped["sdx_output"]],
        "procedures": [procedure_of(marked) for marked in grouped["proc_output"]],
    }


def main():
    # Its own check refuses indicators and sexes that claims do have; what it groups them to is the question here.
    msdrg.grouper.validate_claim = lambda claim: None
    with msdrg.grouper.MsdrgGrouper() as grouper:
        for line in sys.stdin:
            try:
                result = result_of(grouper.group(claim_of(line)))
            except Exception as error:
                result = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(result, separators=(",", ":")), flush=True)


main()
