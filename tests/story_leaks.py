"""S01 and I22, generated: nobody finds a row of another dealer or another company, not even as a count.

The models, the owner of each row, the reports, the files and the messages come from the registry and the story's records, so a new
model with a way to its owner is in the matrix by itself. A model without one must be closed to portal logins.
"""
import contextlib
import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

OURS = ("prepaid.", "dealer.return", "dealer.settlement.line")
STANDARD = ("sale.order", "sale.order.line", "stock.picking", "stock.move", "account.move", "account.move.line")
# field of a row -> where its owner is found; the first that a model has counts
WAYS = (
    "account_id", "order_id", "sale_id", "sale_line_id", "return_id", "statement_id", "hold_id", "lot_id", "topup_id", "receipt_id", "due_id",
    "leaver_id", "entry_id", "transfer_id", "grant_id", "move_id", "partner_id", "owner_id", "dealer_id")
# What all companies share: payment channels, reason codes without a company, and the terms of partners, who are shared themselves unless they have one.
SHARED = {"prepaid.receipt.channel", "prepaid.reason", "prepaid.reason.kind", "prepaid.settlement.change"}


class Leaks:
    """Logins of other dealers and companies look for each row of the story in every way that is open to them, and find none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.west, cls.east = cls.stage.partner("SC-W"), cls.stage.partner("SC-E")
        cls.dealer = cls.stage.partner("D2")
        cls.store = cls.env["res.partner"].search([("parent_id", "=", cls.dealer.id), ("dealer_level", "=", "store")], limit=1)
        beta = cls.env["res.company"].create({"name": "Beta", "country_id": cls.env.ref("base.cn").id})
        cls.viewers = [
            ("dealer", cls._portal("leak_dealer", "portal_dealer", cls.dealer), cls.dealer),
            ("clerk", cls._portal("leak_clerk", "portal_clerk", cls.store), cls.store),
            ("accountant", cls._portal("leak_reader", "portal_readonly", cls.dealer), cls.dealer),
            ("sales company", cls.stage.person("dongbu"), cls.east),
            ("other company", cls._user("fin_manager", login="leak_beta", company_id=beta.id, company_ids=[Command.set(beta.ids)]), None),
            ("auditor of the other company", cls._user("auditor", login="leak_beta_2", company_id=beta.id, company_ids=[Command.set(beta.ids)]), None),
        ]
        cls.rows = dict(cls._rows())

    @classmethod
    def _portal(cls, login, group, partner):
        user = new_test_user(cls.env, login, groups=f"dealer_base.group_{group}")
        user.partner_id.parent_id = partner
        return user

    # -- what there is

    @classmethod
    def _rows(cls):
        """Yield (model, {record: owner or None}) of every model of the matrix."""
        for name in sorted(cls.env.registry):
            model = cls.env[name]
            if model._abstract or not (name.startswith(OURS) or name in STANDARD):
                continue
            records = model.sudo().with_context(active_test=False).search([])
            yield name, {record: cls._owner(record) for record in records}

    @classmethod
    def _owner(cls, record, depth=0):
        """Give the channel partner a row belongs to, or None."""
        if record._name == "res.partner":
            return record if record.dealer_code else (record.commercial_partner_id if record.commercial_partner_id.dealer_code else None)
        for way in WAYS:
            field = record._fields.get(way)
            if field is None or field.type != "many2one" or not record[way]:
                continue
            target = field.comodel_name
            if target == "account.account" or depth > 3:
                continue
            owner = cls._owner(record[way], depth + 1)
            if owner:
                return owner
        return None

    def _split(self, name, root):
        """Give the rows of a model that a viewer must not find; without a root every row of the company."""
        rows = self.rows[name]
        model = self.env[name].sudo()
        if root is None and name in SHARED:
            return model
        if root is None:
            return model.concat(*[row for row in rows if "company_id" not in row._fields or row.company_id == self.company or not row.company_id])
        tree = set(self.env["res.partner"].sudo().with_context(active_test=False).search([("id", "child_of", root.id)]).ids)
        return model.concat(*[row for row, owner in rows.items() if owner and owner.id not in tree])

    # -- the matrix

    def test_the_matrix_is_not_empty(self):
        """The proof is worth what it has looked at: most models of the ledger have foreign rows for Dealer Two."""
        filled = [name for name in self.rows if self._split(name, self.dealer)]
        self.assertGreaterEqual(len(filled), 25, filled)

    def test_no_foreign_row(self):
        problems = []
        for who, user, root in self.viewers:
            for name in self.rows:
                foreign = self._split(name, root)
                if foreign:
                    problems += [f"{who}: {name}: {found}" for found in self._leaks(self.env[name].with_user(user).with_context(lang="en_US"), foreign.ids)]
        self.assertFalse(problems, "\n".join(problems))

    def _leaks(self, model, ids):
        """Yield how a user finds rows he must not find."""
        self.env.flush_all()
        self.env.invalidate_all()
        only, domain = model.browse(ids), [("id", "in", ids)]
        readings = {
            "search": lambda: model.with_context(active_test=False).search(domain).ids,
            "search_count": lambda: model.with_context(active_test=False).search_count(domain),
            "read_group": lambda: [row for row in model.with_context(active_test=False).formatted_read_group(domain, [], ["__count"]) if row["__count"]],
            "name_search": lambda: [pair for pair in model.name_search("", domain, limit=None) if pair[0] in ids],
            "search_read": lambda: model.search_read(domain, ["display_name"]),
            "web_search_read": lambda: model.web_search_read(domain, {"display_name": {}})["records"],
            "read": lambda: only[:1].read(["display_name"]),
            "read of all": lambda: only[-1:].read(),
            "export": lambda: only[:3].export_data(["id", "display_name"])["datas"],
            "write": lambda: only[:1].write({"write_uid": model.env.uid}) and ["written"],
        }
        for kind, reading in readings.items():
            if kind == "write" and not model.has_access("write"):
                continue
            self.env.invalidate_all()
            try:
                with self.env.cr.savepoint():
                    found = reading()
            except (AccessError, UserError):
                continue
            if found:
                yield f"{kind}: {str(found)[:150]}"

    def test_no_foreign_report(self):
        problems = []
        reports = self.env["ir.actions.report"].search([("model", "in", list(self.rows))])
        self.assertTrue(reports)
        for who, user, root in self.viewers:
            for report in reports:
                foreign = self._split(report.model, root)[:1]
                words = {str(value) for value in (foreign.display_name, foreign["partner_id"].name if "partner_id" in foreign else "") if value}
                self.env.flush_all()
                self.env.invalidate_all()
                try:
                    page = foreign and report.with_user(user).sudo(False)._render_qweb_html(report.report_name, foreign.ids)[0].decode()
                    if page and any(word in page for word in words):
                        problems.append(f"{who}: {report.report_name}")
                except AccessError:
                    continue
        self.assertFalse(problems, "\n".join(problems))

    def test_no_foreign_message_or_file(self):
        problems = []
        for who, user, root in self.viewers:
            for name in self.rows:
                foreign = self._split(name, root)
                files = self.env["ir.attachment"].sudo().search([("res_model", "=", name), ("res_id", "in", foreign.ids)])
                for field in foreign._fields.values():
                    if field.relational and field.comodel_name == "ir.attachment" and field.store:
                        files |= foreign.mapped(field.name).sudo()
                messages = self.env["mail.message"].sudo().search([("model", "=", name), ("res_id", "in", foreign.ids)])
                for records in (files.filtered(lambda file: not file.public), messages):
                    if records:
                        problems += [f"{who}: {name}: {records._name}: {found}" for found in self._leaks(self.env[records._name].with_user(user), records.ids)]
        self.assertFalse(problems, "\n".join(problems))

    def test_no_foreign_name_in_own_rows(self):
        """What a login of the East does see names no dealer, store, order or account of the West."""
        tree = self.env["res.partner"].search([("id", "child_of", self.west.id), ("dealer_code", "!=", False)])
        dealers = tree.filtered(lambda partner: partner.dealer_level in ("dealer", "store"))
        accounts = self.env["prepaid.account"].search([("partner_id", "in", tree.ids)])
        orders = self.env["sale.order"].search([("partner_id", "in", tree.ids)])
        words = {*dealers.mapped("name"), *dealers.mapped("dealer_code"), *accounts.mapped("name"), *orders.mapped("name")} - {False}
        self.assertGreater(len(words), 10)
        pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in sorted(words, key=len, reverse=True)))
        problems = []
        for who, user, root in self.viewers:
            for name in self.rows:
                model = self.env[name].with_user(user).with_context(lang="zh_CN")
                if root is None or not model.has_access("read"):
                    continue
                self.env.flush_all()
                self.env.invalidate_all()
                for record in model.search([], limit=30):
                    for field, value in self._values(record).items():
                        hit = isinstance(value, str | tuple) and pattern.search(str(value))
                        if hit:
                            problems.append(f"{who}: {name}({record.id}).{field}: {hit.group()}")
        self.assertFalse(problems, "\n".join(problems))

    def _values(self, record):
        """Read what a user may read of a record: all at once, else field by field."""
        try:
            return record.read()[0]
        except AccessError:
            values = {}
            for field in record.fields_get():
                with contextlib.suppress(AccessError):
                    values[field] = record.read([field])[0].get(field)
            return values

    def test_rows_without_an_owner_are_closed_to_dealers(self):
        """A model of the ledger whose rows name no dealer holds figures of all of them."""
        for who, user, _root in self.viewers[:3]:
            for name, rows in self.rows.items():
                if name.startswith("prepaid.") and not any(rows.values()) and not self.env[name]._transient:
                    with self.subTest(who=who, model=name):
                        self.assertFalse(self.env[name].with_user(user).search([]) if self.env[name].with_user(user).has_access("read") else [])
