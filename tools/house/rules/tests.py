"""Tests run after everything is installed, and none is left out of the package."""
import ast

from tools.house.registry import rule

ODOO_BASES = {"TransactionCase", "HttpCase", "SingleTransactionCase"}


def _tags(node):
    """The arguments of the decorator @tagged, or None."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", getattr(decorator.func, "attr", "")) == "tagged":
            return {argument.value for argument in decorator.args if isinstance(argument, ast.Constant)}
    return None


def _base_names(node):
    return {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}


@rule
def post_install(addon, tree):
    """Every test class that needs Odoo is tagged post_install, -at_install, itself or through a base class of ours."""
    classes = [(file, node) for other in tree.addons.values() for file in other.python if file.is_test for node in file.classes]
    tagged = {node.name for _file, node in classes if {"post_install", "-at_install"} <= (_tags(node) or set())}
    needing = set(ODOO_BASES)
    for _round in range(5):
        needing |= {node.name for _file, node in classes if _base_names(node) & needing}
        tagged |= {node.name for _file, node in classes if _base_names(node) & tagged}
    for file, node in classes:
        if file.rel.parts[0] == addon.name and node.name in needing and node.name not in tagged \
                and any(isinstance(part, ast.FunctionDef) and part.name.startswith("test_") for part in node.body):
            yield file.problem(node, "test-tags", f'{node.name} lacks @tagged("post_install", "-at_install")')


@rule
def imported(addon, tree):
    """Every test module is imported by tests/__init__.py, so Odoo's own runner finds it too."""
    init = next((file for file in addon.python if file.rel.parts[1:] == ("tests", "__init__.py")), None)
    names = set()
    for node in init.nodes if init else ():
        if isinstance(node, (ast.ImportFrom, ast.Import)):
            names |= {alias.name.rpartition(".")[2] for alias in node.names}
    for file in addon.python:
        if file.is_test and len(file.rel.parts) == 3 and file.rel.name.startswith("test_") and file.rel.stem not in names:
            yield file.problem(1, "test-import", "tests/__init__.py does not import this file")
