"""Start a measurement that needs no Odoo: python -m tests.bench.pure tariff_core

The add-ons' pure packages are made importable first, as the pure tests have them.
"""
import importlib
import sys

if __name__ == "__main__":
    importlib.import_module("tools.pure.conftest")
    sys.exit(importlib.import_module(f"tests.bench.{sys.argv[1]}").main())
