"""Pure packages: standard library and the shared ones of dealer_base only, documented, no floats, no clock."""
import ast
import sys
from dataclasses import dataclass

from tools.house.registry import rule

SHARED = ("odoo.addons.dealer_base.money", "odoo.addons.dealer_base.cases")


@dataclass(frozen=True)
class Pure:
    """A pure package. `libraries` may be imported beside the standard library; `floats` are allowed where cells of sheets are read."""

    addon: str
    package: str
    libraries: tuple = ()
    floats: bool = False


PACKAGES = (
    Pure("dealer_base", "money"),
    Pure("dealer_base", "cases"),
    Pure("dealer_base", "address"),
    Pure("dealer_base", "sheet", libraries=("xlrd", "openpyxl", "python_calamine"), floats=True),
    Pure("logistics_fee", "tariff"),
    Pure("logistics_fee", "fees"),
    Pure("dealer_prepaid", "ledger"),
    Pure("dealer_prepaid", "statements"),
    Pure("online_offline_order", "settlement"),
    Pure("online_offline_order", "returns"),
    Pure("promo_engine", "engine"),
    Pure("customer_activation", "funnel"),
    Pure("dealer_performance", "scoring"),
)
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def package_of(file):
    """The pure package a file is in, or None."""
    parts = file.rel.parts
    for pure in PACKAGES:
        if parts[0] == pure.addon and len(parts) > 2 and parts[1] == pure.package:
            return pure
    return None


def _imports(node, file):
    """Absolute module names that an import statement loads."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    if not node.level:
        return [node.module]
    base = ("odoo", "addons", *file.rel.parts[:-1])[: 2 + len(file.rel.parts) - node.level]
    return [".".join((*base, *([node.module] if node.module else [])))]


@rule
def imports(addon, tree):
    """A pure package imports nothing but the standard library, itself, money and what files of cases share."""
    for file in addon.python:
        pure = package_of(file)
        if not pure:
            continue
        own = f"odoo.addons.{pure.addon}.{pure.package}"
        for node in file.nodes:
            for module in _imports(node, file):
                allowed = module.split(".")[0] in sys.stdlib_module_names or module.split(".")[0] in pure.libraries
                if not allowed and not any(module == root or module.startswith(f"{root}.") for root in (own, *SHARED)):
                    yield file.problem(node, "pure-import", f"a pure package imports {module}")


@rule
def values(addon, tree):
    """Money is int fen and time is an argument: no float, no call of the clock."""
    for file in addon.python:
        pure = package_of(file)
        for node in file.nodes if pure else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, float) and not pure.floats:
                yield file.problem(node, "pure-float", f"a pure package uses the float {node.value}")
            if isinstance(node, ast.Call):
                function = node.func
                if isinstance(function, ast.Name) and function.id == "float" and not pure.floats:
                    yield file.problem(node, "pure-float", "a pure package calls float()")
                if isinstance(function, ast.Attribute):
                    owner = function.value
                    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                    if (name, function.attr) in CLOCKS:
                        yield file.problem(node, "pure-clock", f"a pure package calls {name}.{function.attr}(): take it as an argument")


@rule
def docstrings(addon, tree):
    """Every public class, function and method of a pure package says what it is for."""
    for file in addon.python:
        if not package_of(file):
            continue
        if file.tree.body and not ast.get_docstring(file.tree):
            yield file.problem(1, "docstring", "a pure module has no docstring")
        todo = list(file.tree.body)
        while todo:
            node = todo.pop()
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield file.problem(node, "docstring", f"{node.name} of a pure package has no docstring")
            if isinstance(node, ast.ClassDef):
                todo.extend(node.body)
