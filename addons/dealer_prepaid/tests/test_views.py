"""Every list can be searched, grouped and, where it shows amounts, counted; no screen is empty without saying what to do."""
import itertools

from lxml import etree

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

# Lists of settings and of rows that another screen opens: nothing to sum up in them.
NO_FIGURES = {
    "prepaid.bonus.rule": "rules; what they granted is worked out when shown",
    "prepaid.bucket": "settings",
    "prepaid.difference": "rows of one run",
    "prepaid.gl.mapping": "settings",
    "prepaid.gl.mapping.change": "changes of settings",
    "prepaid.match": "proposals; the amounts stand in the top-up and the remittance",
    "prepaid.month.close": "one row a month",
    "prepaid.month.item": "checklist of one month",
    "prepaid.notification": "messages of providers",
    "prepaid.reason": "settings",
    "prepaid.receipt.channel": "settings",
    "prepaid.receiving.change": "changes of settings",
    "prepaid.season.close": "one row a run; its lines carry the figures",
    "prepaid.settlement.change": "changes of terms",
}
ROWS_ONLY = {"prepaid.difference", "prepaid.month.item"}  # opened by another screen with the rows to show
SECTIONS = 8
OURS = {
    "customer_activation", "customer_activation_promo", "dealer_base", "dealer_performance", "dealer_performance_promo", "dealer_prepaid", "logistics_fee",
    "online_offline_order", "online_offline_order_promo", "promo_engine", "promo_engine_loyalty"}


@tagged("post_install", "-at_install")
class TestViews(TransactionCase):
    def _actions(self):
        """Yield the window actions of the addon that begin with a list or another view of many records."""
        data = self.env["ir.model.data"].search([("module", "=", "dealer_prepaid"), ("model", "=", "ir.actions.act_window")])
        for action in self.env["ir.actions.act_window"].browse(data.mapped("res_id")):
            if "list" in action.view_mode.split(",") and action.res_model.startswith("prepaid."):
                yield action

    def _views(self, model):
        return {view.type for view in self.env["ir.ui.view"].search([("model", "=", model), ("mode", "=", "primary")])}

    def _forms(self):
        """Yield (name, model, header) of the forms of all our documents, and of our own forms of documents of Odoo's."""
        for view in self.env["ir.ui.view"].search([("type", "=", "form"), ("mode", "=", "primary")]):
            if view.model in self.env and {self.env[view.model]._original_module, (view.xml_id or "").split(".")[0]} & OURS:
                header = etree.fromstring(view.get_combined_arch()).find(".//header")
                if header is not None:
                    yield view.xml_id, self.env[view.model], header

    def _roles_of(self, button):
        names = (button.get("groups") or "").split(",")
        return self.env["res.groups"].union(*(self.env.ref(name) for name in names if name and not name.startswith("!")))

    def _at_once(self, model, one, two):
        """Find values with which two buttons of a form show at once: each selection with each of its words, everything else empty or the user."""
        codes = [compile(button.get("invisible") or "False", "view", "eval") for button in (one, two)]
        names = sorted({name for code in codes for name in code.co_names} - {"uid"})
        kinds = [
            [word for word, _label in model._fields[name]._description_selection(self.env)]
            if name in model._fields and model._fields[name].type == "selection" else [False, 1] for name in names]
        for values in itertools.product(*kinds):
            known = {**dict(zip(names, values, strict=True)), "uid": 1}
            if not any(safe_eval(button.get("invisible") or "False", known) for button in (one, two)):
                return known
        return None

    def test_one_button_is_highlighted(self):
        """Who sees a form is shown one next step, whatever its state."""
        roles = [self.env.ref(name) for name in self.env["res.groups"].search([]).get_external_id().values() if name.startswith("dealer_base.group_")]
        problems = []
        for name, model, header in self._forms():
            buttons = [button for button in header.iter("button") if "btn-primary" in (button.get("class") or "")]
            for one, two in itertools.combinations(buttons, 2):
                groups = [self._roles_of(button) for button in (one, two)]
                if any(all(not some or some & (role | role.all_implied_ids) for some in groups) for role in roles):
                    values = self._at_once(model, one, two)
                    if values:
                        problems.append(f"{name}: {one.get('name')} and {two.get('name')} with {values}")
        self.assertFalse(problems, "\n".join(problems))

    def test_no_change_stands_in_the_chatter_twice(self):
        """A field that shows another one of the same record is not tracked beside it."""
        twice = [
            f"{name}.{field.name}" for name, model in self.env.registry.items() if name.startswith(("prepaid.", "dealer.", "logistics."))
            for field in model._fields.values() if field.related and "." not in field.related and getattr(field, "tracking", None)]
        self.assertFalse(twice)

    def _filters(self, model):
        arch = etree.fromstring(self.env[model].get_views([(False, "search")])["views"]["search"]["arch"])
        return [node.get("context") or "" for node in arch.iter("filter")]

    def test_lists_are_searched_and_grouped(self):
        for action in self._actions():
            model = action.res_model
            if model in ROWS_ONLY:
                continue
            with self.subTest(model):
                filters = self._filters(model)
                self.assertTrue([context for context in filters if "group_by" not in context], "no filter")
                self.assertTrue([context for context in filters if "group_by" in context], "nothing to group by")

    def test_figures_have_pivot_and_graph(self):
        for action in self._actions():
            model = action.res_model
            if model in NO_FIGURES or action.xml_id.endswith(("_confirm_action", "_action_closing")):
                continue
            with self.subTest(action.xml_id):
                self.assertLessEqual({"pivot", "graph"}, self._views(model))
                self.assertLessEqual({"pivot", "graph"}, set(action.view_mode.split(",")))

    def test_empty_screens_say_what_to_do(self):
        for action in self._actions():
            with self.subTest(action.xml_id):
                self.assertTrue(action.help and "o_view_nocontent" in action.help)

    def test_actions_open(self):
        """Context and domain of an action name fields and filters that are there."""
        for action in self._actions():
            with self.subTest(action.xml_id):
                model = self.env[action.res_model]
                names = {node.get("name") for node in etree.fromstring(model.get_views([(False, "search")])["views"]["search"]["arch"]).iter("filter", "field")}
                context = safe_eval(action.context or "{}", {"uid": self.env.uid, "active_id": False, "allowed_company_ids": self.env.companies.ids})
                wanted = {key.removeprefix("search_default_") for key in context if key.startswith("search_default_")}
                self.assertLessEqual(wanted, names)
                for kind in action.view_mode.split(","):
                    model.get_views([(False, kind)])

    def test_menu_is_short(self):
        root = self.env.ref("dealer_base.menu_prepaid")
        sections = root.child_id
        self.assertLessEqual(len(sections), SECTIONS, sections.mapped("name"))
        for section in sections:
            with self.subTest(section.name):
                leaves = self.env["ir.ui.menu"].search_count([("id", "child_of", section.id), ("action", "!=", False)])
                self.assertLessEqual(leaves, 12)

    def test_account_leads_to_everything(self):
        cashier = new_test_user(self.env, "t_views_cashier", groups="base.group_user,dealer_base.group_fin_cashier")
        arch = etree.fromstring(self.env["prepaid.account"].with_user(cashier).get_views([(False, "form")])["views"]["form"]["arch"])
        opened = {node.get("name") for node in arch.iter("button")}
        actions = {self.env.ref(f"dealer_prepaid.prepaid_{name}_action").id for name in ("receipt", "adjustment", "transfer", "withdrawal", "credit_line")}
        self.assertLessEqual({"action_open_entries", "action_open_holds", "action_open_lots", "action_open_topups", "action_open_statements"}, opened)
        self.assertLessEqual({str(number) for number in actions}, opened)

    def test_the_lines_of_a_season_close_fit_1440_pixels(self):
        """Name, state, sums, words and buttons stand side by side: 1,090 pixels are inside the sheet of a screen 1,440 wide."""
        arch = etree.fromstring(self.env.ref("dealer_prepaid.prepaid_season_close_view_form").get_combined_arch())
        (rows,) = arch.xpath("//field[@name='line_ids']/list")
        shown = [column for column in rows if column.get("optional") != "hide" and column.get("column_invisible") != "True"]
        fields = [column for column in shown if column.tag == "field"]
        self.assertEqual([column.get("name") for column in fields if not column.get("width")], ["words"], "it takes what is left")
        buttons = [column for column in shown if column.tag == "button"]
        self.assertFalse([button.get("name") for button in buttons if button.get("string")], "icons with a title")
        taken = sum(int((column.get("width") or "0px").removesuffix("px")) for column in fields) + 40 * 2 + 32  # two buttons at once, and the choice of columns
        self.assertLessEqual(taken, 1090 - 290, "the words have room for a sentence")
