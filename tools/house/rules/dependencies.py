"""An add-on uses only what its manifest depends on, and the graph has no cycle."""
import ast
import csv
import io
import re

from tools.house.registry import rule

XMLID = r"([a-z][a-z0-9_]*)\.[A-Za-z0-9_.]+"
REF_CALL = re.compile(r"ref\(\s*['\"]" + XMLID + r"['\"]")
ACTION = re.compile(r"%\(" + XMLID + r"\)d")
WHOLE = re.compile(r"!?" + XMLID + r"$")
REF_ATTRIBUTES = {"ref", "inherit_id", "groups", "parent", "action", "t-call"}
PYTHON_REFS = {"ref", "has_group", "has_groups", "_for_xml_id", "_xmlid_lookup", "_xmlid_to_res_id", "_xmlid_to_res_model_res_id"}


@rule
def cycles(addon, tree):
    """No add-on depends on itself through others; every dependency is known."""
    manifest = addon.folder.relative_to(addon.addons) / "__manifest__.py"
    for name in addon.manifest.get("depends", []):
        if name in tree.addons and addon.name in tree.reach(name):
            yield addon.problem(manifest, 1, "cycle", f"{addon.name} and {name} depend on each other")
        if tree.odoo_folders and not tree.known(name):
            yield addon.problem(manifest, 1, "depends", f"there is no module {name}")


def _outside(addon, tree, module):
    return tree.known(module) and module not in tree.reach(addon.name)


@rule
def imports(addon, tree):
    """Imported add-ons are depended on."""
    for file in addon.python:
        for node in file.nodes:
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names if node.module == "odoo.addons")]
            for module in modules:
                parts = module.split(".")
                if parts[:2] == ["odoo", "addons"] and len(parts) > 2 and _outside(addon, tree, parts[2]):
                    yield file.problem(node, "depends", f"imports {parts[2]}, which the manifest does not depend on")


@rule
def python_references(addon, tree):
    """XML ids and models named in Python belong to add-ons that are depended on."""
    for file in addon.python:
        for node in file.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PYTHON_REFS:
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        for word in argument.value.split(","):
                            match = WHOLE.match(word.strip())
                            if match and _outside(addon, tree, match[1]):
                                yield file.problem(node, "depends", f"refers to {word.strip()}, whose module is not depended on")
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and _is_env(node.value):
                owner = tree.model_owner.get(node.slice.value)
                if owner and _outside(addon, tree, owner):
                    yield file.problem(node, "depends", f"uses the model {node.slice.value} of {owner}, which is not depended on")
    for model in addon.models:
        targets = [argument for field in model.fields.values() for argument in field.args[:1]]
        names = [*model.inherit, *(target.value for target in targets if isinstance(target, ast.Constant))]
        for name in names:
            owner = tree.model_owner.get(name)
            if owner and _outside(addon, tree, owner):
                yield model.file.problem(model.node, "depends", f"uses the model {name} of {owner}, which is not depended on")


def _is_env(node):
    return (isinstance(node, ast.Name) and node.id == "env") or (isinstance(node, ast.Attribute) and node.attr == "env")


def _xml_words(root):
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if name in REF_ATTRIBUTES:
                for word in value.split(","):
                    match = WHOLE.match(word.strip())
                    if match:
                        yield match[1], word.strip()
            elif name == "id" and element.tag in ("record", "template", "menuitem") and "." in value:
                yield value.split(".")[0], value
            for pattern in (REF_CALL, ACTION):
                for match in pattern.finditer(value):
                    yield match[1], match[0]


@rule
def xml_references(addon, tree):
    """XML ids named in XML and CSV files belong to add-ons that are depended on."""
    for rel, root in addon.xml:
        for module, word in set(_xml_words(root)):
            if module != addon.name and _outside(addon, tree, module):
                yield addon.problem(rel, 1, "depends", f"refers to {word}, whose module is not depended on")
    for rel, text in addon.files(".csv"):
        rows = csv.reader(io.StringIO(text))
        header = next(rows, [])
        columns = [i for i, name in enumerate(header) if name.endswith((":id", "/id"))]
        for number, row in enumerate(rows, 2):
            for column in columns:
                match = WHOLE.match(row[column]) if column < len(row) else None
                if match and _outside(addon, tree, match[1]):
                    yield addon.problem(rel, number, "depends", f"refers to {row[column]}, whose module is not depended on")
