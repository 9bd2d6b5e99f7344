"""Comments say why: no silenced checks, no nameless TODO, no code that was commented out."""
import ast
import io
import re
import tokenize

from tools.house.registry import rule

ESCAPES = re.compile(r"noqa|pylint:\s*(disable|skip)|type:\s*ignore|pragma:\s*no\s*cover|eslint-disable|fmt:\s*off|ruff:\s*", re.IGNORECASE)
TODO = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ISSUE = re.compile(r"#\d+|issue \d+")
XML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
XML_CODE = re.compile(r"<(/?(record|field|button|menuitem|template|xpath|data|t)\b|t-)")
JS_COMMENT = re.compile(r"^\s*//\s?(.*)$")
JS_CODE = re.compile(r"^(const|let|var|return|import|this\.|if \(|await )|;\s*$|^\w[\w.]*\(.*\)[;,]?$")


def _comments(file):
    """[(line, text)] of the comments of a Python file."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(file.text).readline):
        if token.type == tokenize.COMMENT:
            found.append((token.start[0], token.string.lstrip("#").strip(), token.line.strip().startswith("#")))
    return found


def _is_code(text):
    """Whether a comment reads like a statement rather than like a sentence. Formulas with plain names are sentences."""
    for attempt in (text, f"{text}\n    pass"):
        try:
            body = ast.parse(attempt).body
        except (SyntaxError, ValueError):
            continue
        return bool(body) and _is_statement(body[0])
    return False


def _is_statement(node):
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.Delete, ast.FunctionDef, ast.ClassDef, ast.For, ast.If, ast.With)):
        return True
    if isinstance(node, (ast.Return, ast.Raise)):
        return True
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        return any(isinstance(part, (ast.Call, ast.Attribute, ast.Subscript)) for part in ast.walk(node))
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute)


@rule
def python(addon, tree):
    """Comments in Python files."""
    for file in addon.python:
        for line, text, whole_line in _comments(file):
            if ESCAPES.search(text):
                yield file.problem(line, "escape", f"a check is silenced: {text}")
            if TODO.search(text) and not ISSUE.search(text):
                yield file.problem(line, "todo", f"no issue number: {text}")
            if whole_line and _is_code(text):
                yield file.problem(line, "dead-code", f"commented-out code: {text}")


@rule
def markup(addon, tree):
    """Comments in XML and JavaScript files."""
    for rel, text in addon.files(".xml"):
        for match in XML_COMMENT.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if XML_CODE.search(match[1]):
                yield addon.problem(rel, line, "dead-code", "commented-out XML")
            if TODO.search(match[1]) and not ISSUE.search(match[1]):
                yield addon.problem(rel, line, "todo", "no issue number")
    for rel, text in addon.files(".js"):
        for number, line in enumerate(text.splitlines(), 1):
            match = JS_COMMENT.match(line)
            if match and JS_CODE.search(match[1]):
                yield addon.problem(rel, number, "dead-code", f"commented-out code: {match[1]}")
            if "//" in line and ESCAPES.search(line):
                yield addon.problem(rel, number, "escape", "a check is silenced")
            if TODO.search(line) and not ISSUE.search(line):
                yield addon.problem(rel, number, "todo", "no issue number")


MACHINE_PATH = re.compile(r"(?<![\w.-])/(root|work|home/\w+)/")


@rule
def places(addon, tree):
    """No path of one machine is written down."""
    for rel, text in addon.files(".py", ".xml", ".js", ".md", ".csv", ".po", ".pot"):
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                yield addon.problem(rel, number, "machine-path", "a path of one machine")
