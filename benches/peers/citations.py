"""citations.py PATTERNS TEXT TIMES

Finds citations the way eyecite and its kin do: a list of compiled expressions, each run over the whole text, the
matches put in order and the longer of two that overlap kept. Prints seconds of the fastest run, and matches."""
import json, re, sys, time

patterns_path, text_path, times = sys.argv[1:]
patterns = [re.compile(line) for line in open(patterns_path, encoding="utf-8").read().splitlines() if line]
text = open(text_path, encoding="utf-8").read()


def find(text):
    found = [(m.start(), m.end(), m.groups()) for p in patterns for m in p.finditer(text)]
    found.sort(key=lambda it: (it[0], -it[1]))
    kept, end = [], 0
    for item in found:
        if item[0] >= end:
            kept.append(item)
            end = item[1]
    return kept


best, count = None, 0
for _ in range(int(times)):
    began = time.perf_counter()
    count = len(find(text))
    took = time.perf_counter() - began
    best = took if best is None else min(best, took)
print(json.dumps({"version": sys.version.split()[0], "seconds": best, "matches": count}))
