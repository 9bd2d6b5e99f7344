"""The proofs of roles.md 11 that are generated: methods, sights, one person alone, companies, menus, fields, and the API with a key.

What each role may is read from the program and compared with reviewed tables: roles_matrix.csv (who gets past the rights of a
public method), roles_visible.csv (how many of the data set's documents a role finds), roles_fields.csv (who writes which stored
field of a running document), menus/<role>.txt and roles_menus.csv (which menus a role sees). Beside the roles stand somebody without one and
somebody with each extended right. ROLES_UPDATE=1 writes them anew; then look at the difference.
"""
import datetime
import json
from collections import defaultdict

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.modules.module import Manifest
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.models.base import AUTHOR
from odoo.addons.dealer_prepaid.tests.abuse_common import REFUSALS

from .roles_common import HERE, UPDATE, RolesCommon

FIELDS_OF = ("sale.order", "sale.order.line", "dealer.return", "dealer.return.line", "stock.picking", "stock.move", "stock.move.line")
MENUS_OF = ("dealer_base", "dealer_prepaid", "logistics_fee", "online_offline_order")
# What an API key is tried on: model, method, arguments beside ids; who may stands in roles_matrix.csv.
KEYS_ON = (
    ("sale.order", "action_approve", {}), ("sale.order", "action_cancel_order", {"reason": "x"}), ("dealer.return", "action_approve", {}),
    ("dealer.return", "action_refund", {}))


@tagged("post_install", "-at_install")
class TestRolesProofs(RolesCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chosen = {record._name: record for record in (
            cls.asked, cls.back, cls.picking, cls.complaints[0], cls.lost[0], cls.request, cls.amendment, cls.correction, cls.d1, cls.receipt)}
        cls.samples = {}
        for name, model in cls.env.registry.items():
            if model._abstract or model._transient or not model._auto:
                continue
            if cls.own_methods(name):
                cls.samples[name] = chosen.get(name) or cls._sample(name)
        cls.extended = cls._extended_people()

    # -- proof 1

    @mute_logger("odoo.sql_db", "odoo.orm.models", "odoo.models", "odoo.addons.base.models.ir_actions_report")
    def test_every_public_method_by_every_role(self):
        found = {}
        for name, record in self.samples.items():
            for method, signature in self.own_methods(name).items():
                found[name, method] = self._who_gets_through(record.sudo(False), method, signature)
        self._check_methods(HERE / "roles_matrix.csv", found, UPDATE)
        self.assertGreater(len(found) * len(self.actors), 250)

    # -- proof 2

    def _documents(self):
        """Give the data set: {model: records}."""
        orders = (self.done | self.going | self.asked | self.drafts).sudo()
        accounts = self.env["prepaid.account"].search([])
        returns = (self.back | self.coming).sudo()
        return {
            "sale.order": orders, "sale.order.line": orders.order_line, "dealer.settlement.line": orders.settlement_line_ids,
            "stock.picking": orders.picking_ids | returns.picking_ids, "stock.move.line": (orders.picking_ids | returns.picking_ids).move_line_ids,
            "logistics.parcel": orders.picking_ids.parcel_ids,
            "account.move": orders.invoice_ids, "dealer.return": returns, "dealer.return.line": returns.line_ids,
            "dealer.complaint": self.complaints, "dealer.lost.sale": self.lost, "dealer.price.request": self.request,
            "dealer.order.correction": self.correction, "dealer.order.receipt": self.receipt,
            "prepaid.account": accounts.filtered(lambda account: account.partner_id == self.d1),
            "prepaid.entry": self.env["prepaid.entry"].search([("order_model", "=", "sale.order"), ("order_id", "in", orders.ids)]),
            "prepaid.hold": self.env["prepaid.hold"].search([("key", "in", orders.mapped("hold_key"))]),
            "prepaid.topup": self.env["prepaid.topup"].search([("partner_id", "=", self.d1.id)]),
            "logistics.contract": self.env["logistics.contract"].search([("name", "=like", "Test %")]),
            "dealer.price.version": self.env["dealer.price.version"].search([("line_ids.product_id", "=", self.coat.id)]),
            "res.partner": self.env["res.partner"].concat(*self.partners.values()),
            "prepaid.receipt": self._sample("prepaid.receipt"),
            "product.template": self.coat.product_tmpl_id | self.long_coat.product_tmpl_id, "product.product": self.coat | self.long_coat,
            "delivery.carrier": self.carriers["sf"] | self.carriers["yto"], "dealer.order.amendment": self.amendment,
            "dealer.season": self.account.season_id,
            "dealer.attribution.rule": self.env["dealer.attribution.rule"].search([("company_id", "=", self.company.id)], limit=1),
            "dealer.exception.read": self.env["dealer.exception.read"].sudo().create(
                {"user_id": self.actors["odoo_system"].id, "number": 7, "since": self.env.cr.now()}),
        }

    def _all_documents(self):
        """Give the data set, and of every other model of ours a sample: {model: records}."""
        own = self._documents()
        others = {name: self._fresh(name) for name in sorted(self.env.registry)
                  if name not in own and self.env.registry[name]._original_module in self.addons and self.env[name]._auto
                  and not self.env[name]._abstract and not self.env[name]._transient}
        return {**own, **{name: record for name, record in others.items() if record}}

    def _fresh(self, name):
        """Give a record that the data set or the program itself brought, else a new one; never what another test left behind."""
        model = self.env[name].sudo()
        since = [("create_date", ">=", self.env.cr.now())] if model._log_access else []
        found = model.search(since, order="id desc", limit=1)
        data = self.env["ir.model.data"].search([("model", "=", name), ("module", "in", self.addons)], order="id", limit=1)
        if found or data:
            return found or model.browse(data.res_id).exists()
        try:
            with self.env.cr.savepoint():
                return model.create(self._values(model))
        except REFUSALS:
            return model.browse()

    def _count(self, user, records):
        self.env.invalidate_all()
        try:
            return str(records.with_user(user).search_count([("id", "in", records.ids)]))
        except AccessError:
            return "-"

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_every_role_finds_its_own(self):
        found, people = {}, {**self.actors, **self.neighbours}
        for name, records in sorted(self._all_documents().items()):
            self.assertTrue(records, name)
            records = records.sudo(False)
            counts = {role: self._count(user, records) for role, user in people.items()}
            self.assertTrue(set(counts.values()) - {"-", "0"}, f"{name}: a row that shows nothing to anybody proves nothing")
            found[name,] = {"all": str(len(records)), **counts}
        self._check_table("roles_visible.csv", ("model",), found)

    # -- proof 6

    @mute_logger("odoo.sql_db")
    def test_nobody_decides_alone(self):
        """Whoever holds every role on purpose still finds that another person must decide on what he wrote."""
        user = self.everyone
        order, other, back = self._order(user=user), self._order(user=user), self._return(self.done, user=user)
        versions, rules = self.env["dealer.price.version"].with_user(user), self.env["logistics.fee.rule"].with_user(user)
        request = self.env["dealer.price.request"].with_user(user).create({
            "order_id": other.id, "reason": "many pieces",
            "line_ids": [Command.create({"order_line_id": other.order_line[:1].id, "wanted_price": 200})]})
        correction = self.env["dealer.order.correction"].with_user(user).create({"order_id": self.done.id, "amount": 1, "reason": "why"})
        version = versions.create({
            "company_id": self.company.id, "date_from": self.company._dealer_today() + datetime.timedelta(days=1),
            "line_ids": [Command.create({"product_id": self.coat.id, "ex_factory_price": 1})]})
        rule = rules.create({
            "name": "Own rule", "company_id": self.company.id, "code": "admin", "event": "order", "kind": "percent", "rate_bp": 1, "date_from": "2020-02-01"})
        contract = self.env["logistics.contract"].with_user(user).create({
            "name": "Own", "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "purpose": "return"})
        tariff = self.env["logistics.contract.version"].with_user(user).create({"contract_id": contract.id, "valid_from": "2020-01-01", "zone_ids": [
            Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 1})]})]})
        for document, steps in (
                (order, ("action_submit", "action_approve")), (back, ("action_submit", "action_approve")),
                (request, ("action_submit", "action_approve")), (correction, ("action_submit", "action_accept")), (version, ("action_activate",)),
                (rule, ("action_activate",)), (tariff, ("action_activate",))):
            with self.subTest(document._name):
                for step in steps[:-1]:
                    getattr(document, step)()
                with self.assertRaisesRegex((AccessError, UserError), "(?i)another person|somebody else|yourself|not .*same person|second person|who entered"):
                    getattr(document, steps[-1])()

    # -- proof 7

    def test_roles_of_one_company_give_nothing_in_another(self):
        """Who holds every role in both companies sees of a company that is not chosen no row, whatever the model."""
        user = self.everyone
        user.write({"company_ids": [Command.link(self.beta.id)]})
        both, tried = user.company_ids.ids, 0
        self.assertEqual(len(both), 2)
        for name in sorted(self.env.registry):
            model = self.env[name]
            ours = (Manifest.for_addon(model._original_module) or {}).get("author") == AUTHOR
            if model._abstract or model._transient or not ours or "company_id" not in model._fields:
                continue
            seen = model.with_user(user).with_context(allowed_company_ids=self.beta.ids, active_test=False)
            rows = model.sudo().with_context(active_test=False).search([("company_id", "=", self.company.id)])
            if rows and seen.has_access("read"):
                tried += 1
                with self.subTest(name):
                    self.assertFalse(seen.search_count([("id", "in", rows.ids)]))
        self.assertGreater(tried, 20)

    # -- proof 10

    def _menus_seen(self):
        """Give what each role, and each extended right, sees: {role: {menu: module}}; a folder counts when one of its menus with a list is seen, too."""
        people = {**self.actors, **{name: user for name, (_role, user, _plain) in self.extended.items() if name != "together"}}
        found = {}
        for role, user in people.items():
            if role.startswith(("portal", "odoo")):
                continue
            menus = self.env["ir.ui.menu"].with_user(user).with_context(lang="en_US")
            seen = menus.browse(menus._visible_menu_ids()).sudo()
            names = seen.get_external_id()
            found[role] = {menu: names[menu.id].split(".")[0] for menu in seen if names[menu.id]}
        return found

    def test_menus(self):  # R0-012
        for role, seen in self._menus_seen().items():
            own = [menu for menu, module in seen.items() if module in MENUS_OF]
            ends = [menu.parent_path for menu in own if menu.action]  # a folder may be seen for menus of other addons alone
            lines = sorted(menu.complete_name for menu in own if any(path.startswith(menu.parent_path) for path in ends))
            path = HERE / "menus" / f"{role}.txt"
            if UPDATE:
                path.parent.mkdir(exist_ok=True)
                path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            with self.subTest(role):
                self.assertEqual(lines, path.read_text(encoding="utf-8").splitlines())

    def test_menus_of_other_addons(self):
        """Of our other addons each menu with a list, of Odoo's the applications: who sees them, as far as they are installed here and in the table."""
        found = defaultdict(set)
        for role, seen in self._menus_seen().items():
            for menu, module in seen.items():
                ours = (Manifest.for_addon(module) or {}).get("author") == AUTHOR
                if module not in MENUS_OF and (menu.action if ours else not menu.parent_id):
                    found[module, menu.complete_name].add(role)
        found = {key: {"roles": " ".join(sorted(roles))} for key, roles in sorted(found.items())}
        if not UPDATE:
            installed, table = self.env["ir.module.module"]._installed(), self._read_table("roles_menus.csv")
            known = {row["module"] for row in table}  # an application of Odoo's that somebody added is his
            self.assertEqual(
                {key: row["roles"] for key, row in found.items() if key[0] in known or (Manifest.for_addon(key[0]) or {}).get("author") == AUTHOR},
                {(row["module"], row["menu"]): row["roles"] for row in table if row["module"] in installed})
            return
        self._check_table("roles_menus.csv", ("module", "menu"), found)

    # -- proof 11

    def _stored(self, record, name):
        self.env.cr.execute(f'SELECT "{name}"::text FROM "{record._table}" WHERE id = %s', [record.id])
        return self.env.cr.fetchone()[0]

    @mute_logger("odoo.sql_db", "odoo.models.unlink", "odoo.orm.models", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_every_stored_field_of_running_documents(self):
        """Each stored field, written by each role on an approved order, its return and its delivery: it stays, but where the table says who writes it."""
        running = (self.going, self.going.order_line[:1], self.coming, self.coming.line_ids[:1], self.picking, self.picking.move_ids[:1],
                   self.picking.move_line_ids[:1])
        self.assertEqual(tuple(record._name for record in running), FIELDS_OF)
        written, tried = {}, 0
        for record in running:
            columns = {name: field for name, field in record._fields.items()
                       if field.store and field.column_type and not field.related and name not in MAGIC_COLUMNS}
            writers = {role: user for role, user in self.actors.items() if record.browse().with_user(user).has_access("write")}
            for name, field in columns.items():
                before, value, tried = self._stored(record, name), self._other(field, record.sudo()[name]), tried + 1

                def writes(user, record=record, name=name, value=value, before=before):
                    def write():
                        record.with_user(user).write({name: value})
                        self.env.flush_all()
                        return self._stored(record, name) != before
                    return bool(self._try(write))
                roles = self._allowed(writers, writes)
                if roles:
                    written[record._name, name] = roles
        self.assertGreater(tried, 300)
        found = {key: {"roles": " ".join(sorted(roles))} for key, roles in sorted(written.items())}
        self._check_table("roles_fields.csv", ("model", "field"), found)

    # -- proof 12

    def test_an_api_key_opens_what_its_role_may(self):
        matrix = {(row["model"], row["method"]): row["roles"] for row in self._read_table("roles_matrix.csv")}
        until = fields.Datetime.now() + datetime.timedelta(days=1)
        self.env["ir.config_parameter"].sudo().set_param("web.json.enabled", "False")
        for role, user in self.actors.items():
            key = self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", until)
            for model, method, arguments in KEYS_ON:
                may = role in self._roles(matrix[model, method])
                with self.subTest(role=role, model=model, method=method), mute_logger("odoo.http"), self.env.cr.savepoint() as savepoint:
                    answer = self.url_open(
                        f"/json/2/{model}/{method}", data=json.dumps({"ids": self.samples[model].ids, **arguments}),
                        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
                    self.assertEqual(answer.status_code in (200, 422), may, answer.text[:300])
                    if not may:
                        self.assertIn(answer.status_code, (403, 404))
                    savepoint.rollback()
                self.env.invalidate_all()
