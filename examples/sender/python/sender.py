"""A system that sends claims and applies what claims.corrections asks of it. Standard library alone."""

import json
import pathlib
import sqlite3

STORE = pathlib.Path(__file__).parent.parent / "store.sql"
TASKS = ("hold", "provider-query")


class Sender:
    """Claims with their versions, what people have to do about them, and what is to be sent. `path` is a file of SQLite."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(STORE.read_text())

    def submit(self, claim):
        """Keeps a claim, or its next version, and marks it to be sent."""
        with self._transaction():
            self._keep(claim)

    def take(self, correction):
        """Does what a correction asks, once. Gives what was done:

        applied, held, asked, released, withdrawn; or repeated (taken before), outdated (not about the version that is known
        here), unknown (no such claim).
        """
        with self._transaction():
            return self._take(correction)

    def unsent(self):
        """Claims that are to be sent, as (tenant, claim id, version, body)."""
        return self.db.execute("SELECT tenant, claim_id, version, body FROM unsent ORDER BY rowid").fetchall()

    def sent(self, tenant, claim_id, version):
        """Kafka has acknowledged it."""
        self.db.execute("DELETE FROM unsent WHERE tenant = ? AND claim_id = ? AND version = ?", (tenant, claim_id, version))

    def claim(self, tenant, claim_id):
        return json.loads(self._row(tenant, claim_id)[1])

    def tasks(self):
        return self.db.execute("SELECT claim_id, kind FROM tasks ORDER BY claim_id, kind").fetchall()

    def _take(self, correction):
        tenant, claim_id = correction["tenant"], correction["claimId"]
        row = self._row(tenant, claim_id)
        if row is None:
            return "unknown"
        version, body, sequence = row
        # Corrections come at least once, and in order for each claim.
        if correction["sequence"] <= sequence:
            return "repeated"
        self.db.execute(
            "UPDATE claims SET sequence = ? WHERE tenant = ? AND claim_id = ?", (correction["sequence"], tenant, claim_id)
        )
        if correction["kind"] == "withdraw":
            self.db.execute("DELETE FROM tasks WHERE correction_id = ?", (correction["supersedes"],))
            return "withdrawn"
        # The audit judged another version than the one that is known here: it judges this one as well, and says so.
        if correction["expectedClaimVersion"] != version:
            return "outdated"
        return self._do(correction, json.loads(body))

    def _do(self, correction, claim):
        kind = correction["kind"]
        if kind in TASKS:
            row = (correction["correctionId"], claim["tenant"], claim["claimId"], kind, json.dumps(correction))
            self.db.execute("INSERT OR IGNORE INTO tasks VALUES (?, ?, ?, ?, ?)", row)
            return "held" if kind == "hold" else "asked"
        if kind == "release":
            self.db.execute(
                "DELETE FROM tasks WHERE tenant = ? AND claim_id = ? AND kind = 'hold'", (claim["tenant"], claim["claimId"])
            )
            return "released"
        changed = with_changes(claim, correction)
        if changed is None:
            return "outdated"
        self._keep(changed)
        return "applied"

    def _keep(self, claim):
        row = (claim["tenant"], claim["claimId"], claim["version"], json.dumps(claim))
        self.db.execute(
            "INSERT INTO claims (tenant, claim_id, version, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (tenant, claim_id) DO UPDATE SET version = excluded.version, body = excluded.body",
            row,
        )
        self.db.execute("INSERT OR REPLACE INTO unsent VALUES (?, ?, ?, ?)", row)

    def _row(self, tenant, claim_id):
        query = "SELECT version, body, sequence FROM claims WHERE tenant = ? AND claim_id = ?"
        return self.db.execute(query, (tenant, claim_id)).fetchone()

    def _transaction(self):
        return Transaction(self.db)


class Transaction:
    def __init__(self, db):
        self.db = db

    def __enter__(self):
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, failure, *_):
        self.db.execute("COMMIT" if failure is None else "ROLLBACK")


def with_changes(claim, correction):
    """The claim's next version with the codes changed; None where a code that is to be changed is not on it."""
    changes = correction["changes"]
    replaced = {plain(each["from"]): each["to"] for each in changes["replace"]}
    removed = {plain(each["code"]) for each in changes["remove"]}
    billed = {plain(each["code"]) for each in claim["diagnoses"]}
    if not billed.issuperset(replaced) or not billed.issuperset(removed):
        return None
    # What the patient was admitted for stays (UB-04, form locator 69).
    kept = [each for each in claim["diagnoses"] if each["role"] == "admitting" or plain(each["code"]) not in removed]
    added = [{"role": each.get("role", "secondary"), **each} for each in changes["add"]]
    diagnoses = [{**each, "code": replaced.get(plain(each["code"]), each["code"])} for each in kept] + added
    numbered = [{**each, "sequence": at + 1} for at, each in enumerate(diagnoses)]
    changed = {**claim, "version": claim["version"] + 1, "revision": 0, "diagnoses": numbered}
    if "billedDrg" in claim and correction["drgAfter"] is not None:
        changed["billedDrg"] = correction["drgAfter"]
    return changed


def plain(code):
    return code.replace(".", "").upper()
