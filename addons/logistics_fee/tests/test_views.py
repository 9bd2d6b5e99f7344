"""Every list can be searched, grouped and, where it shows amounts, counted; no screen is empty without saying what to do."""
from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

# Lists of settings and of rows that another screen opens: nothing to sum up in them.
NO_FIGURES = {
    "delivery.carrier": "settings",
    "logistics.band": "price tables",
    "logistics.bearer.rule": "rules",
    "logistics.bill.mapping": "settings",
    "logistics.bill.policy": "settings",
    "logistics.carrier.policy": "settings",
    "logistics.contract": "agreements; their figures are in replays and reports",
    "logistics.contract.version": "price tables",
    "logistics.dealer.grade": "settings",
    "logistics.fee.reason": "settings",
    "logistics.fee.rule": "rules; what they bring stands in the settlements",
    "logistics.free.rule": "rules",
    "logistics.rebate.rule": "rules",
    "logistics.replay": "one row a run; its lines carry the figures",
    "logistics.surcharge": "price tables",
    "logistics.version.change": "rows of one check",
    "logistics.version.coverage": "rows of one check",
    "logistics.zone": "price tables",
}
ROWS_ONLY = {"logistics.version.change", "logistics.version.coverage", "logistics.version.effect"}  # opened by another screen with the rows to show
SECTIONS, LEAVES = 8, 12


@tagged("post_install", "-at_install")
class TestViews(TransactionCase):
    def _actions(self):
        """Yield the window actions of the addon that begin with a list or another view of many records."""
        data = self.env["ir.model.data"].search([("module", "=", "logistics_fee"), ("model", "=", "ir.actions.act_window")])
        for action in self.env["ir.actions.act_window"].browse(data.mapped("res_id")):
            if "list" in action.view_mode.split(",") and (action.res_model.startswith("logistics.") or action.res_model == "delivery.carrier"):
                yield action

    def _views(self, model):
        return {view.type for view in self.env["ir.ui.view"].search([("model", "=", model), ("mode", "=", "primary")])}

    def _search(self, model):
        return etree.fromstring(self.env[model].get_views([(False, "search")])["views"]["search"]["arch"])

    def test_lists_are_searched_and_grouped(self):
        for action in self._actions():
            model = action.res_model
            if model in ROWS_ONLY:
                continue
            with self.subTest(model):
                filters = [node.get("context") or "" for node in self._search(model).iter("filter")]
                self.assertTrue([context for context in filters if "group_by" not in context], "no filter")
                self.assertTrue([context for context in filters if "group_by" in context], "nothing to group by")

    def test_figures_have_pivot_and_graph(self):
        for action in self._actions():
            model = action.res_model
            if model in NO_FIGURES:
                continue
            with self.subTest(action.xml_id):
                self.assertLessEqual({"pivot", "graph"}, self._views(model))
                self.assertLessEqual({"pivot", "graph"}, set(action.view_mode.split(",")))

    def test_exempt_lists_are_there(self):
        self.assertFalse(NO_FIGURES.keys() - {action.res_model for action in self._actions()})

    def test_empty_screens_say_what_to_do(self):
        for action in self._actions():
            with self.subTest(action.xml_id):
                self.assertTrue(action.help and "o_view_nocontent" in action.help)

    def test_actions_open(self):
        """Context and domain of an action name fields and filters that are there."""
        for action in self._actions():
            with self.subTest(action.xml_id):
                model = self.env[action.res_model]
                names = {node.get("name") for node in self._search(action.res_model).iter("filter", "field")}
                context = safe_eval(action.context or "{}", {"uid": self.env.uid, "active_id": False, "allowed_company_ids": self.env.companies.ids})
                wanted = {key.removeprefix("search_default_") for key in context if key.startswith("search_default_")}
                self.assertLessEqual(wanted, names)
                for kind in action.view_mode.split(","):
                    model.get_views([(False, kind)])

    def test_menu_is_short(self):
        sections = self.env.ref("dealer_base.menu_logistics").child_id
        self.assertLessEqual(len(sections), SECTIONS, sections.mapped("name"))
        for section in sections:
            with self.subTest(section.name):
                leaves = self.env["ir.ui.menu"].search_count([("id", "child_of", section.id), ("action", "!=", False)])
                self.assertLessEqual(leaves, LEAVES)
                self.assertTrue(leaves)
