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

    def closure(self, name):
        """Names of all modules of Odoo that are installed before an add-on of ours: what it and ours below it depend on, and what that depends on.

        :return: frozenset of names; `base`, which every database has, is not among them.
        """
        todo, found = [name], set()
        while todo:
            module = todo.pop()
            if module in found:
                continue
            found.add(module)
            todo.extend(self._depends(module))
        return frozenset(found - set(self.manifests) - {"base"})

    def _depends(self, name):
        if name not in self._known:
            manifest = self.manifests.get(name)
            if manifest is None:
                manifest = ast.literal_eval((self.odoo / name / "__manifest__.py").read_text(encoding="utf-8"))
            self._known[name] = manifest.get("depends", [])
        return self._known[name]

    @cached_property
    def _known(self):
        return {}

    @cached_property
    def odoo(self):
        """The folder of Odoo's own add-ons."""
        import odoo.addons  # noqa: PLC0415 - only the stages that install need Odoo
        return next(Path(folder) for folder in odoo.addons.__path__ if (Path(folder) / "sale").is_dir())

    def python_files(self):
        """Every Python file of the repository that we wrote."""
        for top in ("addons", "tools", "tests"):
            yield from sorted(p for p in (self.root / top).rglob("*.py") if "__pycache__" not in p.parts)

    def files(self, suffix):
        """Every file of the add-ons with this suffix."""
        return sorted(p for p in self.folder.rglob(f"*{suffix}") if not {"__pycache__", "node_modules"} & set(p.parts))
