"""What models may not do: write while computing, act as superuser without a reason, hide records, swallow errors."""
import ast

from tools.house.registry import rule

WRITERS = {"write", "create", "unlink"}
SHORTEST_REASON = 8


def _computes(file):
    """Names of the methods that fields of this file name as compute."""
    names = set()
    for node in file.nodes:
        if isinstance(node, ast.keyword) and node.arg == "compute" and isinstance(node.value, ast.Constant):
            names.add(node.value.value)
    return names


def _is_command(node):
    return isinstance(node, ast.Name) and node.id in ("Command", "fields")


@rule
def quiet_compute(addon, tree):
    """No write, create or unlink inside compute, onchange or evaluation."""
    for file in addon.python:
        if file.is_test:
            continue
        named = _computes(file)
        for function in file.functions:
            if not (function.name.startswith(("_compute_", "_onchange_", "evaluate")) or function.name in named):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS \
                        and not _is_command(node.func.value):
                    yield file.problem(node, "quiet-compute", f"{function.name} calls .{node.func.attr}()")


def _reason(file, line):
    text = file.lines[line - 1]
    return "#" in text and len(text.rpartition("#")[2].strip()) >= SHORTEST_REASON


def _drops(call):
    """sudo(False) gives rights back and needs no reason."""
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value is False


@rule
def sudo(addon, tree):
    """sudo() carries its reason as a comment on the same line."""
    for file in addon.python:
        if file.is_test:
            continue
        for node in file.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sudo" and not _drops(node):
                line = node.func.end_lineno
                if not _reason(file, line):
                    yield file.problem(line, "sudo-reason", "sudo() without a comment with its reason on the same line")
            if isinstance(node, ast.Name) and node.id == "SUPERUSER_ID" and not _reason(file, node.lineno):
                yield file.problem(node, "sudo-reason", "SUPERUSER_ID without a comment with the reason on the same line")
    for rel, text in addon.files(".xml"):
        for number, line in enumerate(text.splitlines(), 1):
            if ".sudo(" in line:
                yield addon.problem(rel, number, "sudo-reason", "sudo() in a template: prepare the value in Python")


@rule
def searches(addon, tree):
    """Nothing is hidden by overriding search: that is what record rules are for."""
    for model in addon.models:
        for statement in model.node.body:
            if isinstance(statement, ast.FunctionDef) and statement.name in ("search", "_search", "search_fetch", "search_count"):
                yield model.file.problem(statement, "search-override", f"{model.model} overrides {statement.name}()")


@rule
def exceptions(addon, tree):
    """No bare except, no bare Exception raised, no error swallowed silently."""
    for file in addon.python:
        if file.is_test:
            continue
        for node in file.nodes:
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name) \
                    and node.exc.func.id in ("Exception", "BaseException"):
                yield file.problem(node, "bare-exception", "raise of a bare Exception: use UserError, ValidationError or an own class")
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
                if broad and all(isinstance(statement, ast.Pass) for statement in node.body):
                    yield file.problem(node, "bare-exception", "an exception of any kind is swallowed")
                elif node.type is None:
                    yield file.problem(node, "bare-exception", "except without a class")
