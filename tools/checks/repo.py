"""What is in the repository: our add-ons, their manifests, the order of their dependencies."""
import ast
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Repo:
    """The add-ons under `addons/` of one checkout."""

    def __init__(self, root=ROOT):
        self.root = Path(root)
        self.folder = self.root / "addons"

    @cached_property
    def manifests(self):
        """{addon name: manifest dict}, alphabetical."""
        found = sorted(self.folder.glob("*/__manifest__.py"))
        return {path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8")) for path in found}

    @property
    def ours(self):
        """Names of all add-ons that can be installed."""
        return [name for name, manifest in self.manifests.items() if manifest.get("installable", True)]

    def foreign(self, names=None):
        """Sorted names of the modules of Odoo that `names` (default: all) depend on, directly or through ours."""
        todo, seen, out = list(names or self.ours), set(), set()
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.manifests:
                todo.extend(self.manifests[name].get("depends", []))
            else:
                out.add(name)
        return sorted(out)

    def weight(self, name):
        """How many modules installing this one pulls in from here; the heavy ones are started first."""
        return len(self.foreign([name]))

    def python_files(self):
        """Every Python file of the repository that we wrote."""
        for top in ("addons", "tools", "tests"):
            yield from sorted(p for p in (self.root / top).rglob("*.py") if "__pycache__" not in p.parts)

    def files(self, suffix):
        """Every file of the add-ons with this suffix."""
        return sorted(p for p in self.folder.rglob(f"*{suffix}") if not {"__pycache__", "node_modules"} & set(p.parts))
