"""S03, S04, S05, S06: what every client may call, who gets through, and that nobody approves alone or skips a step."""
import ast
import os
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import mute_logger

from .abuse_common import REFUSALS, AbuseCommon

ALLOWED = Path(__file__).with_name("abuse_allowed.csv")
CODE = Path(__file__).resolve().parents[1]
LAST_STEPS = ("action_confirm", "action_approve", "action_activate", "action_pay", "action_done", "action_release", "action_book")
OPEN_STATES = {"draft", "submitted", "refused", "rejected", "cancelled", "new", "proposed", False}
# key of the context that our code reads -> why a client that sets it changes no money
CONTEXT_KEYS = {
    "cron_id": "asks a job to commit after each piece of work; jobs are private methods",
    "lang": "language of texts",
    "tz": "shown times",
    "active_test": "lists",
    "bin_size": "reading files",
    "import_file": "messages of the import",
    "prepaid_aging_on": "day of a report",
}


@tagged("post_install", "-at_install")
class TestAbuseMethods(AbuseCommon):
    def _models(self):
        return sorted(name for name, model in self.env.registry.items() if model._original_module == "dealer_prepaid")

    @mute_logger("odoo.sql_db", "odoo.orm.models", "odoo.models", "odoo.addons.base.models.ir_actions_report")
    def test_public_methods(self):
        """Each public method, called by each role, against the reviewed list; ABUSE_UPDATE=1 writes the list anew for a review."""
        found, self.extended = {}, self._extended_people()
        for name in self._models():
            record = self.samples.get(name, self.env[name].browse())     # without a sample only methods of the model itself tell something
            for method, signature in sorted(self.own_methods(name).items()):
                found[name, method] = self._who_gets_through(record, method, signature)
        self._check_methods(ALLOWED, found, os.environ.get("ABUSE_UPDATE"))

    def test_context_keys(self):
        """S04: our code reads no context key that could switch a check of money."""
        found = {}
        for path in sorted(CODE.rglob("*.py")):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                key = None
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" \
                        and ast.unparse(node.func.value).endswith("context") and node.args and isinstance(node.args[0], ast.Constant):
                    key = node.args[0].value
                elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("context") and isinstance(node.slice, ast.Constant):
                    key = node.slice.value
                if isinstance(key, str) and not key.startswith(("default_", "search_default_")):
                    found.setdefault(key, path.name)
        self.assertEqual({key: file for key, file in found.items() if key not in CONTEXT_KEYS}, {}, "context keys that nobody has reviewed")

    @mute_logger("odoo.sql_db", "odoo.orm.models", "odoo.models")
    def test_nobody_approves_alone(self):
        """S05, S06: one person with every role makes a document and takes its last step, after the submit or without it."""
        through = []
        for name in self._models():
            model = self.env.registry[name]
            steps = [step for step in LAST_STEPS if callable(getattr(model, step, None))]
            if not steps or "state" not in model._fields or model._transient or model._abstract:
                continue
            for step in steps:
                for submit in (True, False):
                    state = self._alone(name, step, submit)
                    if state not in OPEN_STATES:
                        through.append(f"{name}.{step} {'after' if submit else 'without'} submit -> {state}")
        self.assertEqual(through, [])

    def _alone(self, name, step, submit):
        """The state that one person alone brings a new document to."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            record = self.env[name].with_user(self.everyone).create(self._values(self.env[name].sudo()))
            begin = record.state
            if submit:
                record.action_submit()
            getattr(record, step)()
            self.env.flush_all()
            return record.state if record.state != begin else False
        except (*REFUSALS, AttributeError):
            return False
        finally:
            savepoint.close(rollback=True)
            self.env.cr.clear()
            self.env.invalidate_all()
