from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..attribution import WHOLE, Share, split
from .dealer_attribution_rule import KIND_NAMES

PAGE_SUMS = 500  # rows of sums on one page: stores first, then their guides
DIMENSIONS = ("kind", "role", "guide_id", "store_id", "dealer_id", "sales_company_id", "salesperson_id", "team_id", "share_bp", "rule_id")


class DealerAttribution(models.Model):
    """What a guide or a store is credited with, frozen when goods are settled (R2-019, R2-020); written once, changed by nobody.

    Every parcel writes lines of role ``guide`` that make up its goods and lines of role ``store`` that make them up again; a
    store's line also names the dealer, the sales company, the salesperson and the department of that moment, so the lines of one role add up
    to the settled goods by each of them. A return takes back by the same shares. Sum one role, never both.
    """

    _name = "dealer.attribution"
    _description = "Attribution"
    _order = "date desc, id desc"
    _rec_name = "order_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True, help="Day of the debit or of the credit.")
    period = fields.Char(readonly=True, required=True, index=True, help="Month, such as 2026-11.")
    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="restrict")
    picking_id = fields.Many2one("stock.picking", string="Shipment", readonly=True, index="btree_not_null", ondelete="restrict")
    return_id = fields.Many2one("dealer.return", string="Return", readonly=True, index="btree_not_null", ondelete="restrict")
    kind = fields.Selection(KIND_NAMES, string="Order kind", required=True, readonly=True, index=True)
    role = fields.Selection([("guide", "Guide"), ("store", "Store")], string="Credited as", required=True, readonly=True, index=True)
    guide_id = fields.Many2one("dealer.guide", readonly=True, index="btree_not_null", ondelete="restrict", help="Empty: no guide took part.")
    store_id = fields.Many2one("res.partner", string="Store", readonly=True, index=True, ondelete="restrict", help="Of a guide: where the guide works.")
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True, index=True, ondelete="restrict")
    sales_company_id = fields.Many2one("res.partner", string="Sales company", readonly=True, index=True, ondelete="restrict")
    salesperson_id = fields.Many2one(
        "res.users", string="Salesperson", readonly=True, index=True, ondelete="restrict", help="Who looked after the dealer when the goods were settled.")
    team_id = fields.Many2one(
        "crm.team", string="Department", readonly=True, index="btree_not_null", ondelete="restrict",
        help="Where the salesperson worked when the goods were settled; who moves on leaves what was credited there.")
    share_bp = fields.Integer(string="Share (bp)", readonly=True, aggregator=None, help="Basis points: 10000 is 100 %.")
    share = fields.Float(string="Share", compute="_compute_share", help="Of the goods of the document.")
    base = fields.Monetary(string="Goods", readonly=True, aggregator=None, help="Goods of the document, ex-factory; below zero for a return.")
    amount = fields.Monetary(string="Credited", readonly=True)
    rule_id = fields.Many2one("dealer.attribution.rule", string="Rule", readonly=True, index="btree_not_null", ondelete="restrict")

    _document = models.Constraint("CHECK((picking_id IS NULL) <> (return_id IS NULL))", "A credit comes from a shipment or from a return.")

    @api.depends("share_bp")
    def _compute_share(self):
        for line in self:
            line.share = line.share_bp / WHOLE

    def write(self, vals):
        raise UserError(self.env._("What was credited is frozen: a return takes it back, nothing changes it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was credited is frozen: a return takes it back, nothing changes it."))

    def _parts(self):
        """Give the shares that the first document of the order froze: values of ``DIMENSIONS`` each, in their order.

        :return: list of dict, empty where nothing was credited yet.
        """
        lines = self.sorted("id")
        first = lines[:1]
        return [
            {name: line[name].id if self._fields[name].type == "many2one" else line[name] for name in DIMENSIONS}
            for line in lines if (line.picking_id, line.return_id) == (first.picking_id, first.return_id)]

    @api.model
    def _credit(self, order, document, base_fen, parts, before_fen, day):
        """Write the lines of one document.

        :param order: sale.order. :param document: {"picking_id": id} or {"return_id": id}.
        :param base_fen: its goods. :param parts: see ``_parts``. :param before_fen: goods of the earlier documents of the order.
        :param day: date of its settlement.
        :return: the lines, in sudo.
        """
        shares = [Share(part["role"], part["guide_id"] if part["role"] == "guide" else part["store_id"], part["share_bp"]) for part in parts]
        return self.sudo().create([{  # sudo: written by the flow alone, nobody has the right
            "company_id": order.company_id.id, **part, **document, "order_id": order.id, "date": day, "period": f"{day:%Y-%m}",
            "base": float(from_fen(base_fen)), "amount": float(from_fen(fen)),
        } for part, fen in zip(parts, split(base_fen, before_fen, shares), strict=True)])

    def _goods_fen(self):
        """Give the goods that these lines of one order credited in all, in fen."""
        return sum(to_fen(line.amount) for line in self if line.role == "store")

    # -- pages of stores and dealers

    @api.model
    def _page_domain(self):
        """Give what the people of a store or a dealer see of it: what their own tree is credited with; nobody else sees anything there."""
        user = self.env.user
        if not (user.has_group("dealer_base.group_portal_store") or user.has_group("dealer_base.group_portal_readonly")):
            return [(0, "=", 1)]
        return [("store_id", "child_of", user.commercial_partner_id.id), ("company_id", "in", self.env.companies.ids)]

    @api.model
    def _page_sums(self, months):
        """Sum up what the own tree is credited with by month, role and store.

        :param months: of the page, such as ["2026-11"]; whoever turns the page sees the sums of its months.
        :return: list of {"period", "store", "guide" (None on lines of stores), "amount" (yuan)}, the latest month first.
        """
        lines = self.sudo()  # sudo: the domain is that of the own tree
        found = lines._read_group(
            [*self._page_domain(), ("period", "in", months)], ["period", "role", "store_id", "guide_id"], ["amount:sum"],
            order="period desc, role desc, store_id, guide_id", limit=PAGE_SUMS)
        rows = [{"period": period, "store": store.name, "guide": guide.name if role == "guide" else None, "amount": amount, "role": role}
                for period, role, store, guide, amount in found if amount]
        return sorted(rows, key=lambda row: (row["period"], row["role"] == "store", row["store"], row["guide"] or ""), reverse=True)

    def action_open_document(self):
        """Open the return or the order of the line."""
        self.ensure_one()
        if self.return_id:
            return {"type": "ir.actions.act_window", "res_model": "dealer.return", "res_id": self.return_id.id, "view_mode": "form"}
        return self.order_id._open_dealer_form()
