# What can be done here. The two to know: `make demo` and `make test`.

CARGO ?= cargo

.PHONY: demo test deps score bench bench-link bench-large fuzz peers lint audit corpus clean-data

# Builds the program, crawls corpus/ from a local portal server, prints what it found, serves it on
# 127.0.0.1 until Ctrl-C. DEMO_ONCE=1 ends after printing.
demo:
	$(CARGO) build --release --locked --bin kehoach
	@$${CARGO_TARGET_DIR:-target}/release/kehoach demo

# Everything that proves the project, a fixed-seed smoke of each long run below included.
test: deps
	$(CARGO) test --locked

# What the tests need that a bare Debian lacks.
deps:
	@.ci/deps

# How well the corpus is read, item by item, and what was gained and lost since KEHOACH_BASE (the last
# change of the floors; none: no comparison). KEHOACH_REVIEW=1 makes today's figures the floor.
score:
	@CARGO="$(CARGO)" .ci/score

# Each stage by itself, then 10,000 generated documents through the program.
bench:
	$(CARGO) bench --locked --bench clean --bench parse --bench extract --bench index --bench search --bench whole

# How well and how fast records become works and links, on 10,000 works of known truth and on more.
bench-link:
	$(CARGO) bench --locked --bench link -- 10000 30000 100000

# A million generated documents into the index, as many as fit KEHOACH_BENCH_MINUTES (120), KEHOACH_BENCH_MB
# (6000) and the disk, then distinct questions of every kind; the next run goes on. With WHOLE=1 the files go
# through the whole program instead, which reads and links them as well.
bench-large:
	$(CARGO) bench --locked --bench $(if $(WHOLE),whole -- --large,large)

# Side by side with pdfium, pdftotext, lopdf, SQLite FTS5, Xapian (python3-xapian), Lucene (liblucene8-java and a JDK)
# and lists of regular expressions (Rust, Python), as far as they are installed. pdfium comes with the Python package
# pypdfium2: KEHOACH_PYTHON names the interpreter of its environment.
# KEHOACH_REAL names a folder with real/pdf to read instead of the corpus. PEERS chooses among pdf, html, words,
# citations and full-text: `make peers PEERS=html` prints our main text against scraper's parse in some seconds.
peers:
	$(CARGO) bench --locked --bench peers -- $(PEERS)

# Hostile input for KEHOACH_FUZZ_SECONDS (1800) per reader; the next run goes on. What fails is saved
# under fixtures/fuzz/ and read again by every `make test`.
fuzz:
	KEHOACH_FUZZ_SECONDS=$${KEHOACH_FUZZ_SECONDS:-1800} \
	$(CARGO) test --release --locked --test main fuzz:: -- --nocapture

# The layout of the code and clippy's advice; Cargo.toml says which advice is not taken, and why.
lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- --deny warnings

# Licences and advisories of the libraries.
audit:
	@$(CARGO) deny --version >/dev/null 2>&1 || $(CARGO) install --locked cargo-deny
	$(CARGO) deny --locked check

# Builds corpus/portals from corpus/sources anew; corpus/README.md says what it takes.
corpus:
	python3 corpus/build.py --check
	python3 corpus/build.py

# What long runs left under target/. A data folder of yours (./kehoach-data) is left alone.
clean-data:
	rm -rf target/bench target/fuzz target/score
