# make start: everything a new user needs. make test: everything a developer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A Linux user may take the CPU-only build of torch: TORCH_INDEX_URL=<address of its CPU index>
TORCH_INDEX_URL ?=
TORCH := torch==2.13.0

.PHONY: start test test-slow install install-dev lint check-python clean

start: install
	@$(BIN)/spbe start

test: install-dev
	$(BIN)/pytest -n auto --dist loadfile -m "not slow"

# Real models and other projects' PDFs, which are fetched: minutes.
test-slow: install-dev
	$(BIN)/pytest -n auto --dist loadfile -m slow

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

check-python:
	@command -v $(PYTHON) >/dev/null || { echo "Python belum ada. Jalankan: apt-get install -y make python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru: make PYTHON=python3.12 start"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Paket venv belum ada. Jalankan: apt-get install -y make python3-venv"; exit 1; }

$(BIN)/python:
	@$(MAKE) --no-print-directory check-python
	$(PYTHON) -m venv $(VENV)

# torch first and alone, so that no other package's range can pull in another build of it.
$(VENV)/.installed: constraints.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL)) $(TORCH)
	$(BIN)/pip install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
