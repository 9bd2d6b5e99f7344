"""Sizes: files, functions, classes; one model a file, one view file a model."""
from tools.house.registry import rule

FILE_LINES, FUNCTION_LINES, CLASS_FIELDS = 400, 60, 30


@rule
def files(addon, tree):
    """No file of code or views is longer than 400 lines."""
    for rel, text in addon.files(".py", ".js", ".scss", ".xml"):
        if rel.suffix == ".xml" and not {"views", "wizards", "report", "static"} & set(rel.parts):
            continue
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield addon.problem(rel, 1, "file-length", f"{lines} lines, {FILE_LINES} are allowed")


@rule
def functions(addon, tree):
    """No function outside of the tests is longer than 60 lines."""
    for file in addon.python:
        for node in file.functions:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES and not file.is_test:
                yield file.problem(node, "function-length", f"{node.name} has {lines} lines, {FUNCTION_LINES} are allowed")


@rule
def models(addon, tree):
    """One model a file, with at most 30 fields a class."""
    seen = {}
    for model in addon.models:
        if model.file.rel in seen:
            yield model.file.problem(model.node, "one-model", f"{model.model} is in one file with {seen[model.file.rel]}")
        seen.setdefault(model.file.rel, model.model)
        if len(model.fields) > CLASS_FIELDS:
            yield model.file.problem(model.node, "class-fields", f"{len(model.fields)} fields, {CLASS_FIELDS} are allowed")


@rule
def views(addon, tree):
    """The views of a file belong to one model."""
    for rel, root in addon.xml:
        found = []
        for record in root.iter("record"):
            if record.get("model") == "ir.ui.view":
                name = next((field.text for field in record.findall("field") if field.get("name") == "model"), None)
                if name and name not in found:
                    found.append(name)
        if len(found) > 1:
            yield addon.problem(rel, 1, "view-file", f"views of {len(found)} models in one file: {', '.join(found)}")
