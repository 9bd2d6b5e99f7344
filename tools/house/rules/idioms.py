"""Odoo 19 idioms: what older versions did and 19 ignores or warns about."""
import ast
import re

from tools.house.registry import rule

OLD_CALLS = {
    "read_group": "_read_group",
    "name_get": "display_name",
    "check_access_rights": "check_access",
    "check_access_rule": "check_access",
    "lock_for_update": "the gate of dealer_prepaid (it skips locked rows)",
}
OLD_ATTRIBUTES = {"_sql_constraints": "models.Constraint", "_cr": "self.env.cr", "_uid": "self.env.uid", "_context": "self.env.context"}
OLD_XML = (
    (re.compile(r"<tree\b"), "<tree>: use <list>"),
    (re.compile(r"\battrs="), "attrs=: write the condition into invisible=, readonly=, required="),
    (re.compile(r"\bstates="), "states=: use invisible="),
    (re.compile(r"view_mode\">[^<]*\btree\b"), "view_mode tree: use list"),
    (re.compile(r"name=\"groups_id\""), "groups_id: it is group_ids in 19"),
)


@rule
def python(addon, tree):
    """Old names in Python."""
    for file in addon.python:
        for node in file.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OLD_CALLS and not file.is_test:
                yield file.problem(node, "idiom", f"{node.func.attr}(): use {OLD_CALLS[node.func.attr]}")
            if isinstance(node, ast.Attribute) and node.attr in OLD_ATTRIBUTES and getattr(node.value, "id", "") == "self":
                yield file.problem(node, "idiom", f"{node.attr}: use {OLD_ATTRIBUTES[node.attr]}")
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "_sql_constraints":
                yield file.problem(node, "idiom", "_sql_constraints is ignored: use models.Constraint")


@rule
def xml(addon, tree):
    """Old names in XML."""
    for rel, text in addon.files(".xml"):
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, advice in OLD_XML:
                if pattern.search(line):
                    yield addon.problem(rel, number, "idiom", advice)
