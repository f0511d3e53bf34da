# Builds and asks an SQLite FTS5 index; one JSON object on standard output.
# argv: documents (JSON Lines: number, title, body), questions (JSON), index file.
import json, os, sqlite3, statistics, sys, time

documents, questions, index = sys.argv[1:4]
rows = [json.loads(line) for line in open(documents, encoding="utf-8")]

def build():
    if os.path.exists(index):
        os.remove(index)
    db = sqlite3.connect(index)
    db.execute("create virtual table d using fts5(number, title, body, tokenize = 'unicode61 remove_diacritics 2')")
    began = time.process_time()
    with db:
        db.executemany("insert into d values (?, ?, ?)", [(r["number"], r["title"], r["body"]) for r in rows])
    return time.process_time() - began

# The first meets a cold process, as it does in all that are compared.
built = min(build(), build())
db = sqlite3.connect(index)
answers = []
for question in json.load(open(questions, encoding="utf-8")):
    times = []
    for _ in range(question["times"]):
        began = time.thread_time()
        # The same work as on the other side: twenty hits with snippets, and the total.
        hits = db.execute(
            "select number, snippet(d, 2, '<', '>', '…', 24) from d where d match ? order by bm25(d, 8, 4, 1) limit 20",
            [question["match"]]).fetchall()
        total = db.execute("select count(*) from d where d match ?", [question["match"]]).fetchone()[0]
        times.append(time.thread_time() - began)
    answers.append({"total": total, "first": hits[0][0] if hits else None, "ms": statistics.median(times) * 1000})
print(json.dumps({"version": sqlite3.sqlite_version, "build": built, "bytes": os.path.getsize(index), "answers": answers}))
