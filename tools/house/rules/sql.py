"""SQL text lives in sql/ folders and goes through odoo.tools.SQL."""
import ast
import re

from tools.house.registry import rule

RUNNERS = {"execute", "execute_values", "execute_query", "execute_query_dict", "executemany", "mogrify", "copy_expert"}
SQL_WORDS = re.compile(r"\b(select|insert|update|delete|from|where|join|with|lock)\b", re.IGNORECASE)


def _is_sql_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "SQL"


@rule
def fence(addon, tree):
    """Statements are run and written in sql/ only (tests and migrations excepted)."""
    for file in addon.python:
        if "sql" in file.rel.parts[:-1] or file.is_test or file.in_migration:
            continue
        for node in file.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNNERS:
                yield file.problem(node, "sql-fence", f".{node.func.attr}() outside of sql/")
            if _is_sql_call(node) and node.args and isinstance(node.args[0], ast.Constant) and SQL_WORDS.search(str(node.args[0].value)):
                yield file.problem(node, "sql-fence", "an SQL statement outside of sql/")


@rule
def safe_text(addon, tree):
    """In sql/, statements are SQL objects with constant texts: never formatted or joined strings."""
    for file in addon.python:
        if file.is_test:
            continue
        for node in file.nodes:
            if _is_sql_call(node) and node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                yield file.problem(node, "sql-format", "SQL() with a formatted or joined text: pass the values as arguments")
            if _is_sql_call(node) and node.args and isinstance(node.args[0], ast.Call):
                called = node.args[0].func
                if isinstance(called, ast.Attribute) and called.attr in ("format", "join", "replace"):
                    yield file.problem(node, "sql-format", f"SQL() with a text made by .{called.attr}(): pass the values as arguments")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNNERS and node.args:
                if isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)) and not file.in_migration:
                    yield file.problem(node, "sql-format", f".{node.func.attr}() with a formatted text: use SQL() and its arguments")
