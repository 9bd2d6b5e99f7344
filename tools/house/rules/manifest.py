"""Manifests: the same keys everywhere, and every data file is loaded."""
import re

from tools.house.registry import rule

WANTED = {"license": "LGPL-3", "author": "Dealer Commerce"}
VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+$")
DATA_FOLDERS = ("security", "data", "views", "wizards", "wizard", "report", "reports")


@rule
def keys(addon, tree):
    """Licence, author, version and a readme."""
    rel = addon.folder.relative_to(addon.addons) / "__manifest__.py"
    for key, value in WANTED.items():
        if addon.manifest.get(key) != value:
            yield addon.problem(rel, 1, "manifest", f"{key} is {addon.manifest.get(key)!r}, it should be {value!r}")
    if not VERSION.match(addon.manifest.get("version", "")):
        yield addon.problem(rel, 1, "manifest", "version should look like 19.0.1.0.0")
    for name in ("README.md", "readme/DESCRIPTION.md"):
        if not (addon.folder / name).exists():
            yield addon.problem(rel, 1, "manifest", f"{name} is missing")


@rule
def data(addon, tree):
    """Every data file is named in the manifest, and every named file exists."""
    rel = addon.folder.relative_to(addon.addons) / "__manifest__.py"
    named = [*addon.manifest.get("data", []), *addon.manifest.get("demo", [])]
    for path in named:
        if not (addon.folder / path).exists():
            yield addon.problem(rel, 1, "manifest", f"{path} does not exist")
    for folder in DATA_FOLDERS:
        for path in sorted((addon.folder / folder).rglob("*")):
            inside = path.relative_to(addon.folder).as_posix()
            if path.suffix in (".xml", ".csv") and inside not in named and "static" not in path.parts:
                yield addon.problem(rel, 1, "manifest", f"{inside} is loaded by nobody")
