# Each target is one line over forum/bootstrap, which needs nothing but Python 3.11 or newer.
PYTHON ?= python3

.PHONY: help run test lint translations bench lock
help:  ; @$(PYTHON) -m forum help
run:   ; @$(PYTHON) -m forum run $(ARGS)
test:  ; @$(PYTHON) -m forum test $(ARGS)
lint:  ; @$(PYTHON) -m forum lint $(ARGS)
translations: ; @$(PYTHON) -m forum translations $(ARGS)
bench: ; @$(PYTHON) -m forum bench $(ARGS)
lock:  ; @$(PYTHON) -m forum lock $(ARGS)
