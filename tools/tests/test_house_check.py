"""The house rules find what they are meant to find: each case plants one violation in a clean add-on."""
import textwrap
from pathlib import Path

import pytest

from tools.house import check

MANIFEST = """\
{"name": "Base", "version": "19.0.1.0.0", "license": "LGPL-3", "author": "Dealer Commerce", "depends": %s, "data": %s}
"""
ACCESS = """\
id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink
access_dealer_thing_manager,thing,model_dealer_thing,base.group_system,1,1,1,1
"""
RULE = """\
<odoo><record id="rule_dealer_thing_company" model="ir.rule">
    <field name="model_id" ref="model_dealer_thing"/>
    <field name="domain_force">[("company_id", "in", company_ids)]</field>
</record></odoo>
"""
MODEL = """\
from odoo import fields, models


class DealerThing(models.Model):
    _name = "dealer.thing"
    _description = "Thing"

    company_id = fields.Many2one("res.company")
    total = fields.Integer(compute="_compute_total")

    def _compute_total(self):
        for thing in self:
            thing.total = 1
"""
MONEY = '''\
"""Money."""


def to_fen(text):
    """Return fen."""
    return int(text)
'''
CLEAN = {
    "dealer_base/__manifest__.py": MANIFEST % ('["base"]', '["security/ir.model.access.csv", "security/rules.xml"]'),
    "dealer_base/__init__.py": "from . import models\n",
    "dealer_base/README.md": "Base\n",
    "dealer_base/readme/DESCRIPTION.md": "Base\n",
    "dealer_base/security/ir.model.access.csv": ACCESS,
    "dealer_base/security/rules.xml": RULE,
    "dealer_base/models/__init__.py": "from . import dealer_thing\n",
    "dealer_base/models/dealer_thing.py": MODEL,
    "dealer_base/money/__init__.py": MONEY,
    "dealer_other/__manifest__.py": MANIFEST % ('["base"]', "[]"),
    "dealer_other/README.md": "Other\n",
    "dealer_other/readme/DESCRIPTION.md": "Other\n",
}
CORE = "dealer_base/money/core.py"
METHODS = "dealer_base/models/res_users.py"
EXTENSION = "from odoo import models\n\n\nclass ResUsers(models.Model):\n    _inherit = \"res.users\"\n\n"


def method(body):
    """An extension of res.users with one method."""
    return EXTENSION + textwrap.indent(textwrap.dedent(body), "    ")


PAGE, OTHER_PAGE = "dealer_base/controllers/x.py", "dealer_other/controllers/y.py"


def page(body):
    """A page of the portal with one helper."""
    return f"class Page(CustomerPortal):\n    def _shown(self):\n        {body}\n"


# label, code that must be found, {file: text to put there}
CASES = (
    ("pure import", "pure-import", {CORE: '"""Core."""\nimport requests\n'}),
    ("pure import of the ORM", "pure-import", {CORE: '"""Core."""\nfrom odoo import fields\n'}),
    ("pure import by a relative way out", "pure-import", {CORE: '"""Core."""\nfrom ..models import dealer_thing\n'}),
    ("float in a core", "pure-float", {CORE: '"""Core."""\nRATE = 0.05\n'}),
    ("clock in a core", "pure-clock", {CORE: '"""Core."""\nfrom datetime import date\n\nTODAY = date.today()\n'}),
    ("no docstring in a core", "docstring", {CORE: '"""Core."""\n\n\ndef pay():\n    return 1\n'}),
    ("import without dependency", "depends", {"dealer_other/models/x.py": "from odoo.addons.dealer_base.money import to_fen\n"}),
    ("XML reference without dependency", "depends", {
        "dealer_other/__manifest__.py": MANIFEST % ('["base"]', '["data/x.xml"]'),
        "dealer_other/data/x.xml": '<odoo><record id="a" model="res.groups"><field name="x" ref="dealer_base.group_x"/></record></odoo>'}),
    ("eval reference without dependency", "depends", {
        "dealer_other/__manifest__.py": MANIFEST % ('["base"]', '["data/x.xml"]'),
        "dealer_other/data/x.xml": '<odoo><record id="a" model="x"><field name="x" eval="[ref(\'dealer_base.y\')]"/></record></odoo>'}),
    ("env.ref without dependency", "depends", {"dealer_other/models/x.py": 'def f(env):\n    return env.ref("dealer_base.group_x")\n'}),
    ("model without dependency", "depends", {"dealer_other/models/x.py": 'def f(env):\n    return env["dealer.thing"]\n'}),
    ("inherit without dependency", "depends", {"dealer_other/models/x.py": EXTENSION.replace("res.users", "dealer.thing") + "    pass\n"}),
    ("CSV reference without dependency", "depends", {
        "dealer_other/security/ir.model.access.csv": ACCESS.replace("base.group_system", "dealer_base.group_x")}),
    ("cycle", "cycle", {
        "dealer_other/__manifest__.py": MANIFEST % ('["dealer_base"]', "[]"),
        "dealer_base/__manifest__.py": MANIFEST % ('["dealer_other"]', "[]")}),
    ("long file", "file-length", {CORE: '"""Core."""\n' + "A = 1\n" * 400}),
    ("long function", "function-length", {METHODS: method("def f(self):\n" + "    self.x = 1\n" * 60)}),
    ("two models in a file", "one-model", {METHODS: EXTENSION + '    x = 1\n\n\nclass Two(models.Model):\n    _inherit = "res.partner"\n'}),
    ("too many fields", "class-fields", {
        METHODS: EXTENSION.replace("models", "fields, models", 1) + "".join(f"    f{i} = fields.Char()\n" for i in range(31))}),
    ("views of two models", "view-file", {"dealer_base/views/x_views.xml": "<odoo>" + "".join(
        f'<record id="v{i}" model="ir.ui.view"><field name="model">m{i}</field></record>' for i in range(2)) + "</odoo>"}),
    ("SQL run outside of sql/", "sql-fence", {METHODS: method("def f(self):\n    self.env.cr.execute(QUERY)\n")}),
    ("SQL text outside of sql/", "sql-fence", {METHODS: method('def f(self):\n    return SQL("select 1 from x")\n')}),
    ("formatted SQL", "sql-format", {"dealer_base/sql/x.py": 'def f(env, n):\n    env.cr.execute(f"select {n}")\n'}),
    ("joined SQL", "sql-format", {"dealer_base/sql/x.py": 'def f(n):\n    return SQL("select " + n)\n'}),
    ("sudo without reason", "sudo-reason", {METHODS: method("def f(self):\n    return self.sudo()\n")}),
    ("sudo with the reason on another line", "sudo-reason", {METHODS: method("def f(self):\n    # because\n    return self.sudo()\n")}),
    ("sudo in a template", "sudo-reason", {"dealer_base/static/x.xml": "<t t-set=\"x\" t-value=\"o.sudo().name\"/>"}),
    ("write in compute", "quiet-compute", {METHODS: method("def _compute_x(self):\n    self.partner_id.write({})\n")}),
    ("create in a compute of another name", "quiet-compute", {
        "dealer_base/models/dealer_thing.py": MODEL.replace("_compute_total", "_total").replace("thing.total = 1", "self.create({})")}),
    ("unlink in onchange", "quiet-compute", {METHODS: method("def _onchange_x(self):\n    self.unlink()\n")}),
    ("search override", "search-override", {METHODS: method("def _search(self, domain):\n    return []\n")}),
    ("bare Exception", "bare-exception", {METHODS: method('def f(self):\n    raise Exception("x")\n')}),
    ("swallowed error", "bare-exception", {METHODS: method("def f(self):\n    try:\n        g()\n    except Exception:\n        pass\n")}),
    ("no company rule", "company-rule", {"dealer_base/security/rules.xml": "<odoo/>"}),
    ("no access row", "access-missing", {"dealer_base/security/ir.model.access.csv": ACCESS.splitlines()[0] + "\n"}),
    ("access for everybody", "access-group", {"dealer_base/security/ir.model.access.csv": ACCESS.replace("base.group_system", "")}),
    ("access id", "access-id", {"dealer_base/security/ir.model.access.csv": ACCESS.replace("access_dealer_thing_manager", "access_x")}),
    ("access twice", "access-double", {"dealer_base/security/ir.model.access.csv": ACCESS + ACCESS.splitlines()[1] + "\n"}),
    ("silenced check", "escape", {METHODS: "import os  # noqa\n"}),
    ("silenced pylint", "escape", {METHODS: "import os  # pylint: disable=all\n"}),
    ("nameless TODO", "todo", {METHODS: "# TODO later\n"}),
    ("commented-out call", "dead-code", {METHODS: "# self.env.flush_all()\n"}),
    ("commented-out assignment", "dead-code", {METHODS: "# total = self.total + 1\n"}),
    ("commented-out branch", "dead-code", {METHODS: "# if self.total:\n"}),
    ("commented-out XML", "dead-code", {"dealer_base/static/x.xml": '<odoo><!-- <field name="x"/> --></odoo>'}),
    ("commented-out JS", "dead-code", {"dealer_base/static/src/x.js": "// const x = 1;\n"}),
    ("machine path", "machine-path", {"dealer_base/README.md": "see /root/x\n"}),
    ("two pages with one method", "controller-name", {PAGE: page("return 1"), OTHER_PAGE: page("return 2")}),
    ("old constraint", "idiom", {METHODS: EXTENSION + "    _sql_constraints = []\n"}),
    ("old list", "idiom", {"dealer_base/static/x.xml": "<odoo><tree/></odoo>"}),
    ("licence", "manifest", {"dealer_other/__manifest__.py": (MANIFEST % ('["base"]', "[]")).replace("LGPL-3", "AGPL-3")}),
    ("data file that nobody loads", "manifest", {"dealer_base/data/x.xml": "<odoo/>"}),
    ("data file that is missing", "manifest", {"dealer_other/__manifest__.py": MANIFEST % ('["base"]', '["data/no.xml"]')}),
    ("test that runs at install", "test-tags", {
        "dealer_base/tests/__init__.py": "from . import test_x\n",
        "dealer_base/tests/test_x.py": "class TestX(TransactionCase):\n    def test_a(self):\n        pass\n"}),
    ("test that is not imported", "test-import", {"dealer_base/tests/test_core_x.py": "A = 1\n"}),
)


def plant(root, files):
    """Write the clean add-ons and `files` over them."""
    for name, text in {**CLEAN, **files}.items():
        path = Path(root) / "addons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_clean_addons_have_no_problem(tmp_path):
    assert check(plant(tmp_path, {})) == []


@pytest.mark.parametrize(("code", "files"), [pytest.param(code, files, id=label) for label, code, files in CASES])
def test_planted_violation_is_found(tmp_path, code, files):
    assert code in {problem.code for problem in check(plant(tmp_path, files))}


@pytest.mark.parametrize("text", [
    "# available = posted - held",
    "# the buyer pays first, then (and only then) the goods leave",
    "# see returns.py",
    "# if there is none",
    "# -- actions --",
    "# TODO #12: later",
])
def test_sentences_and_formulas_are_no_dead_code(tmp_path, text):
    assert check(plant(tmp_path, {METHODS: f"{text}\n"})) == []


@pytest.mark.parametrize("body", [
    "def f(self):\n    return self.sudo().name  # the cashier may not read the parent\n",
    "def _compute_x(self):\n    self.line_ids = [Command.create({})]\n",
    "def f(self):\n    self.write({})\n",
])
def test_proper_code_passes(tmp_path, body):
    assert check(plant(tmp_path, {METHODS: method(body)})) == []


def test_extended_page_passes(tmp_path):
    assert check(plant(tmp_path, {PAGE: page("return super()._shown()"), OTHER_PAGE: page("return super()._shown()")})) == []


def test_narrowed_to_one_addon(tmp_path):
    plant(tmp_path, {"dealer_base/data/x.xml": "<odoo/>"})
    assert check(tmp_path, ["dealer_other"]) == []
