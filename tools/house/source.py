"""The add-ons as parsed files."""
import ast
import importlib.util
import xml.etree.ElementTree as ET
from functools import cached_property
from pathlib import Path

from tools.house.registry import Problem

MODEL_BASES = {"Model", "TransientModel", "AbstractModel"}


class PythonFile:
    """One Python file with its syntax tree. `rel` is relative to addons/."""

    def __init__(self, path, addons):
        self.path = path
        self.rel = path.relative_to(addons)
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()
        self.tree = ast.parse(self.text, str(path))
        self.is_test = "tests" in self.rel.parts
        self.in_migration = "migrations" in self.rel.parts

    @cached_property
    def nodes(self):
        """Every node of the syntax tree."""
        return list(ast.walk(self.tree))

    @cached_property
    def functions(self):
        """Every function and method."""
        return [node for node in self.nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]

    @cached_property
    def classes(self):
        """Every class."""
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]

    def problem(self, node, code, text):
        """A problem at a node or line number of this file."""
        return Problem(str(self.rel), node if isinstance(node, int) else node.lineno, code, text)


class ModelClass:
    """A class that defines or extends an Odoo model."""

    def __init__(self, file, node, base):
        self.file, self.node, self.base = file, node, base
        values = {}
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                values[statement.targets[0].id] = statement.value
        self.name = _text(values.get("_name"))
        self.inherit = _texts(values.get("_inherit"))
        self.model = self.name or (self.inherit[0] if self.inherit else None)
        self.fields = {name: value for name, value in values.items() if _is_field(value)}

    @property
    def is_new(self):
        """Whether the class makes a model instead of extending one."""
        return bool(self.name) and self.name not in self.inherit


def _text(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _texts(node):
    if isinstance(node, (ast.List, ast.Tuple)):
        return [text for text in map(_text, node.elts) if text]
    return [_text(node)] if _text(node) else []


def _is_field(value):
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and \
        isinstance(value.func.value, ast.Name) and value.func.value.id == "fields"


class Addon:
    """One add-on with its files."""

    def __init__(self, folder, addons):
        self.folder, self.addons, self.name = folder, addons, folder.name
        self.manifest = ast.literal_eval((folder / "__manifest__.py").read_text(encoding="utf-8"))

    @cached_property
    def python(self):
        """Its Python files but the manifest."""
        paths = sorted(p for p in self.folder.rglob("*.py") if "__pycache__" not in p.parts and p.name != "__manifest__.py")
        return [PythonFile(path, self.addons) for path in paths]

    def files(self, *suffixes):
        """[(path relative to addons/, text)] of its files with these suffixes."""
        paths = sorted(p for p in self.folder.rglob("*") if p.suffix in suffixes and p.is_file() and "__pycache__" not in p.parts)
        return [(path.relative_to(self.addons), path.read_text(encoding="utf-8")) for path in paths]

    @cached_property
    def xml(self):
        """[(relative path, root element)] of its XML files; those that do not parse are found elsewhere."""
        found = []
        for rel, text in self.files(".xml"):
            try:
                found.append((rel, ET.fromstring(text)))
            except ET.ParseError:
                continue
        return found

    @cached_property
    def models(self):
        """Its model classes, outside of tests."""
        found = []
        for file in self.python:
            if file.is_test:
                continue
            for node in file.classes:
                for base in node.bases:
                    if isinstance(base, ast.Attribute) and base.attr in MODEL_BASES:
                        found.append(ModelClass(file, node, base.attr))
        return found

    def problem(self, rel, line, code, text):
        """A problem in a file that is no Python file."""
        return Problem(str(rel), line, code, text)


class Tree:
    """All add-ons of a checkout, and what is known about the modules of Odoo."""

    def __init__(self, root):
        folder = Path(root) / "addons"
        self.addons = {path.parent.name: Addon(path.parent, folder) for path in sorted(folder.glob("*/__manifest__.py"))}
        self._reach, self._depends = {}, {}

    @cached_property
    def odoo_folders(self):
        """Folders with the modules of Odoo, empty when Odoo is not importable here."""
        spec = importlib.util.find_spec("odoo")
        roots = list(spec.submodule_search_locations or []) if spec else []
        found = [Path(root) / "addons" for root in roots] + [Path(root).parent / "addons" for root in roots]
        return [path for path in found if (path / "base").is_dir() or (path / "sale").is_dir()]

    def depends(self, name):
        """Direct dependencies of a module, ours or Odoo's; None when it is unknown."""
        if name not in self._depends:
            self._depends[name] = self._read_depends(name)
        return self._depends[name]

    def _read_depends(self, name):
        if name in self.addons:
            return self.addons[name].manifest.get("depends", [])
        for folder in self.odoo_folders:
            manifest = folder / name / "__manifest__.py"
            if manifest.exists():
                return ast.literal_eval(manifest.read_text(encoding="utf-8")).get("depends", ["base"])
        return None

    def known(self, name):
        """Whether a word is the name of a module."""
        return self.depends(name) is not None

    def reach(self, name):
        """Names of all modules that `name` depends on, itself and base included."""
        if name not in self._reach:
            seen, todo = {"base"}, [name]
            while todo:
                module = todo.pop()
                if module not in seen or module == name:
                    new = [dep for dep in self.depends(module) or [] if dep not in seen]
                    seen.add(module)
                    todo.extend(new)
            self._reach[name] = seen
        return self._reach[name]

    @cached_property
    def model_owner(self):
        """{model name: add-on of ours that makes it}."""
        return {model.name: name for name, addon in self.addons.items() for model in addon.models if model.is_new}
