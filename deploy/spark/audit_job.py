"""Audits Parquet archives of claims on a Spark cluster; `claims-audit runs import OUTPUT` loads what comes of it.

    spark-submit --master spark://HOST:7077 audit_job.py INPUT OUTPUT --claims-audit /opt/claims-audit/apps/cli/bin/claims-audit.js --node /opt/node/bin/node

INPUT: a file, a directory or a pattern; an event a row, as JSON text in the column `value`. OUTPUT must not be there yet. It gets `results`, a row for each
event, and, last of all, `summary`, a row for each row group that was read. README.md tells what the executors need.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote, urlparse

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

RESULTS = "file string, row bigint, tenant string, claimId string, version int, revision int, outcome string, editions string, only string, result string"
SUMMARY = "place int, file string, bytes bigint, first bigint, rows bigint"
# The user's tables, by npm run generate.
TABLES = ("rates", "poa-exempt", "coverage")
# What `claims-audit audit` takes beside the events.
OPTIONS = ("rules", *TABLES, "icd-10", "ms-drg")
# Of these it gives a row for every event all the same: those that are left out are counted, as `claims-audit replay` counts them.
FILTERS = ("tenant", "claim", "facility", "payer", "discharged-from", "discharged-to")
# A task whose output was taken is not taken twice, whoever tries it again.
COMMITTED_ONCE = {"spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1"}
# Of a result's text, so that whoever reads it holds little at a time.
GROUP_BYTES = 16 << 20

Event = tuple[str, int, "bytes | None"]


def line_of(value: bytes | None) -> bytes:
    """An event's line. An empty line is none at all; between JSON's tokens a line feed says what a carriage return says, and within a string neither may stand."""
    return b"\n" if value is None else (bytes(value).replace(b"\n", b"\r") or b" ") + b"\n"


def audited(events: Iterator[Event], command: list[str]) -> Iterator[tuple]:
    """What comes of a partition's events, in their order. No more of them is held than the pipes hold. Raises where the audit could not be done."""
    first = next(events, None)
    if first is None:
        return
    places: deque[tuple[str, int]] = deque()
    failure: list[BaseException] = []
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said) as process:

        def feed() -> None:
            try:
                with process.stdin:
                    for file, row, value in chain([first], events):
                        places.append((file, row))
                        process.stdin.write(line_of(value))
            except BrokenPipeError:
                pass  # It has ended, and says why.
            except BaseException as error:
                failure.append(error)

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        try:
            said_first = json.loads(process.stdout.readline() or b"{}")
            editions, only = (json.dumps(said_first.get(name), sort_keys=True) for name in ("editions", "only"))
            for line in process.stdout:
                text = line.decode().rstrip("\n")
                yield (*places.popleft(), *fields_of(json.loads(text)), editions, only, text)
            feeder.join()
            if failure:
                raise failure[0]
            # 1: some were rejected, which is for the reader of the results.
            if process.wait() not in (0, 1) or places:
                said.seek(0)
                raise RuntimeError(f"claims-audit ended with {process.returncode}, {len(places)} events unanswered: {said.read()[-4000:].decode(errors='replace')}")
        finally:
            process.kill()


def fields_of(result: dict) -> tuple:
    if "filtered" in result:
        return None, None, None, None, "filtered"
    if "rejected" in result:
        return result["tenant"], result["claimId"], None, None, "rejected"
    return result["tenant"], result["claimId"], result["claimVersion"], result["revision"], result["outcome"]


def named(uri: str) -> str:
    """As `claims-audit replay` would name it."""
    parts = urlparse(uri)
    return unquote(parts.path) if parts.scheme == "file" else uri


def groups_of(spark: SparkSession, uri: str) -> list[tuple[str, int, int, int]]:
    """The row groups of a Parquet file, each with the file and its length, its first row, and how many it has. The results are cut along them, as `claims-audit replay` cuts the file."""
    hadoop = spark.sparkContext._jsc.hadoopConfiguration()
    jvm = spark.sparkContext._jvm
    path = jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(uri))
    status = path.getFileSystem(hadoop).getFileStatus(path)
    reader = jvm.org.apache.parquet.hadoop.ParquetFileReader.open(jvm.org.apache.parquet.hadoop.util.HadoopInputFile.fromStatus(status, hadoop))
    try:
        rows = [block.getRowCount() for block in reader.getRowGroups()]
        return [(named(uri), status.getLen(), sum(rows[:at]), count) for at, count in enumerate(rows)]
    finally:
        reader.close()


def read_events(spark: SparkSession, archive: str, partitions: int | None) -> tuple[DataFrame, list[str]]:
    """Each event with its place, those of a file in the order of its rows; and the files. `partitions`: so many tasks, where the archive's row groups would make others."""
    read = spark.read.parquet(archive)
    if dict(read.dtypes).get("value") not in ("string", "binary"):
        raise SystemExit(f'{archive} has no column "value" of text: an event for each row, as JSON')
    events = read.select(f.col("_metadata.file_path").alias("file"), f.col("_metadata.row_index").alias("row"), f.col("value").cast("binary"))
    if partitions is not None:
        events = events.repartition(partitions, "file", f.floor(f.col("row") / 1000)).sortWithinPartitions("file", "row")
    return events, sorted(read.inputFiles(), key=named)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--claims-audit", default="claims-audit", help="the command on the executors, or its JS file")
    parser.add_argument("--node", default="node", help="runs the JS file")
    parser.add_argument("--partitions", type=int)
    for name in OPTIONS:
        parser.add_argument(f"--{name}", action="append", default=[], help="as for claims-audit audit, on the executors")
    for name in FILTERS:
        parser.add_argument(f"--{name}", action="append", default=[], help="only these claims, as for claims-audit replay")
    arguments = parser.parse_args()
    program = [arguments.node, arguments.claims_audit] if arguments.claims_audit.endswith(".js") else [arguments.claims_audit]
    chosen = [part for name in OPTIONS + FILTERS for value in getattr(arguments, name.replace("-", "_")) for part in (f"--{name}", value)]
    command = [*program, "audit", "-", "--piped", *chosen]

    spark = SparkSession.builder.appName("claims-audit").config(map=COMMITTED_ONCE).getOrCreate()
    events, files = read_events(spark, arguments.input, arguments.partitions)
    summary = [(place, *group) for place, uri in enumerate(files) for group in groups_of(spark, uri)]
    results = events.rdd.mapPartitions(lambda rows: audited(((named(file), row, value) for file, row, value in rows), command))
    spark.createDataFrame(results, RESULTS, verifySchema=False).write.option("parquet.block.size", GROUP_BYTES).parquet(f"{arguments.output}/results")
    spark.createDataFrame(summary, SUMMARY).coalesce(1).write.parquet(f"{arguments.output}/summary")
    outcomes = spark.read.parquet(f"{arguments.output}/results").groupBy("outcome").count().collect()
    print(json.dumps({"files": len(files), **{outcome: count for outcome, count in sorted(outcomes)}}))
    spark.stop()


if __name__ == "__main__":
    main()
