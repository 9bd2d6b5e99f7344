"""Run the pure cores without Odoo: folders resolve as packages, no addon or tests __init__ runs."""
import sys
import types
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def _shell(name, *paths):
    mod = types.ModuleType(name)
    mod.__path__ = [str(p) for p in paths]
    sys.modules[name] = mod
    parent, _, leaf = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], leaf, mod)


_shell("odoo")
_shell("odoo.addons", ADDONS)
_shell("addons", ADDONS)
for manifest in ADDONS.glob("*/__manifest__.py"):
    folder = manifest.parent
    for prefix in ("odoo.addons.", "addons.", ""):
        _shell(prefix + folder.name, folder)
        _shell(prefix + folder.name + ".tests", folder / "tests")
