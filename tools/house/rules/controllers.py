"""Pages: Odoo merges all controllers that extend one class into a single one."""
import ast

from tools.house.registry import rule


def _methods(addon):
    """(file, class, method, name of a base class) of the controllers of an add-on."""
    for file in addon.python:
        for node in file.classes if "controllers" in file.rel.parts else ():
            bases = {getattr(base, "attr", getattr(base, "id", "")) for base in node.bases} - {"Controller"}
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    yield from ((file, node, method, base) for base in bases)


def _goes_on(method):
    """Whether a method calls the one it extends."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == method.name and isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "super"
        for node in ast.walk(method))


@rule
def names(addon, tree):
    """No page replaces a method of another page by chance."""
    known = [found for other in tree.addons.values() for found in _methods(other)]
    for file, node, method, base in _methods(addon):
        for other, twin, same, extended in known:
            if (same.name, extended) == (method.name, base) and twin is not node and not _goes_on(method):
                yield file.problem(method, "controller-name", f"{method.name} is a method of {twin.name} in {other.rel} too: Odoo merges the two")
