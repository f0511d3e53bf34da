.PHONY: test deps

test: deps
	cargo test --locked

deps:
	@true
