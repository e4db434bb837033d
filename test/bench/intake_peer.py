"""pyx12's reader of segments, timed.

usage: intake_peer.py FILE   (prints CPU seconds, the peak of memory in MB, and the claims found, as JSON)
"""

import json
import resource
import sys
import time

import pyx12.x12file

began = time.process_time()
claims = 0
with open(sys.argv[1], encoding="ascii") as file:
    for segment in pyx12.x12file.X12Reader(file):
        if segment.get_seg_id() == "CLM":
            claims += 1
seconds = time.process_time() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
print(json.dumps({"seconds": seconds, "peak": peak, "claims": claims}))
