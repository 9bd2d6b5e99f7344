from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen

from ..settlement import stock_light
from ..sourcing import SHORT, STALE, choose, rank

PRESALE = "dealer_base.group_cs_presale"
COLORS = {"green": "text-success", "amber": "text-warning", "red": "text-danger"}


class SaleOrder(models.Model):
    """Where the goods of an order come from (R2-026, R2-028): proposed by the rules at the submit, overridden by service with a reason."""

    _inherit = "sale.order"

    source_note = fields.Text(string="Supplied from", readonly=True, copy=False, help="How the warehouse was found.")
    source_override_by = fields.Many2one("res.users", string="Warehouse chosen by", readonly=True, copy=False)
    source_override_reason = fields.Char(string="Why this warehouse", readonly=True, copy=False)
    stock_html = fields.Html(string="Stock by warehouse", compute="_compute_stock_html", sanitize=False)

    def _flow_fields(self):
        return super()._flow_fields() | {"source_note", "source_override_by", "source_override_reason"}

    # -- what there is where

    def _source_warehouses(self):
        """Give the warehouses that may supply the order: those of its rules, the present one, else those of the company.

        :return: stock.warehouse in sudo.
        """
        warehouses = self.env["stock.warehouse"].sudo()  # sudo: free stock is told to people without stock rights
        ruled = self.env["dealer.sourcing.rule"]._fitting(self).warehouse_ids if self.partner_id else warehouses
        return warehouses.browse((ruled or warehouses.search([("company_id", "=", self.company_id.id)])).ids) | self.sudo().warehouse_id  # sudo: as above

    @api.depends("order_line.product_id", "order_line.product_uom_qty", "warehouse_id", "partner_id", "dealer_state")
    def _compute_stock_html(self):
        for order in self:
            shown = order.is_dealer_order and order.dealer_state in ("draft", "waiting", "submitted") and order._goods_lines()
            order.stock_html = order._render_stock() if shown else False

    def _render_stock(self):
        lines = self._goods_lines()
        warehouses = self._source_warehouses()
        sources = self.env["dealer.stock.source"]
        places = sources._places(warehouses, lines.product_id._origin)
        head = Markup("").join(Markup("<th class='text-end'>%s<div class='small text-muted fw-normal'>%s</div></th>") % (
            warehouse.name + (" ✓" if warehouse == self.warehouse_id else ""), sources._freshness_text(places[warehouse.id])) for warehouse in warehouses)
        rows = []
        for line in lines:
            cells = []
            for warehouse in warehouses:
                free = places[warehouse.id].free.get(line.product_id._origin.id, 0)
                cells.append(Markup("<td class='text-end %s'>%s</td>") % (COLORS[stock_light(free, line.product_uom_qty)], f"{free:g}"))
            rows.append(Markup("<tr><td>%s</td><td class='text-end'>%s</td>%s</tr>") % (
                line.product_id.display_name, f"{line.product_uom_qty:g}", Markup("").join(cells)))
        return Markup("<table class='table table-sm mb-0'><thead><tr><th>%s</th><th class='text-end'>%s</th>%s</tr></thead><tbody>%s</tbody></table>") % (
            self.env._("Goods"), self.env._("Wanted"), head, Markup("").join(rows))

    # -- proposal

    def _rank_sources(self):
        """Rank the places of the rules for what the order wants now.

        :return: (candidates, {warehouse id: Place}); no candidates where no rule fits.
        """
        steps = self.env["dealer.sourcing.rule"]._fitting(self)._steps()
        if not steps:
            return (), {}
        wanted = {}
        for line in self._goods_lines():
            wanted[line.product_id._origin.id] = wanted.get(line.product_id._origin.id, 0) + line.product_uom_qty
        keys = list(dict.fromkeys(key for step in steps for key in step.places))
        warehouses = self.env["stock.warehouse"].sudo().browse(keys)  # sudo: see _source_warehouses
        places = self.env["dealer.stock.source"]._places(warehouses, self.env["product.product"].browse(wanted))
        return rank(steps, places, wanted), places

    def _source(self):
        """Set the warehouse by the rules, unless service has chosen one; without a rule that fits nothing changes.

        :return: True when another warehouse than before supplies the order now.
        """
        self.ensure_one()
        if self.source_override_by or self.dealer_state != "draft" or not self.is_dealer_order:
            return False
        candidates, places = self._rank_sources()
        if not candidates:
            return False
        chosen, before = choose(candidates), self.sudo().warehouse_id  # sudo: see _source_warehouses
        values = {"source_note": "\n".join(self._candidate_text(one, places, chosen) for one in candidates)}
        if chosen and chosen.place != before.id:
            values["warehouse_id"] = chosen.place
        self._flow().write(values)
        return "warehouse_id" in values

    def _candidate_text(self, candidate, places, chosen):
        name = self.env["stock.warehouse"].sudo().browse(candidate.place).name  # sudo: see _source_warehouses
        if candidate.code == STALE:
            fresh = self.env["dealer.stock.source"]._freshness_text(places[candidate.place])
            return self.env._("%(warehouse)s: %(freshness)s, not promised", warehouse=name, freshness=fresh)
        if candidate.code == SHORT:
            product = self.env["product.product"].browse(candidate.missing[0][0])
            return self.env._("%(warehouse)s: %(pieces)s pieces of %(goods)s are missing", warehouse=name, pieces=f"{candidate.missing[0][1]:g}",
                              goods=product.display_name)
        if candidate == chosen:
            return self.env._("%s: has everything, chosen", name)
        return self.env._("%s: has everything", name)

    def _submit(self):
        if self.dealer_state == "draft" and self.is_dealer_order:
            shown = 0 if self._orders_as_store() else self.settlement_total  # a store agreed to the total of its page, see _check_agreed_total
            if self._source() and shown and to_fen(shown) != to_fen(self.settlement_total):
                self._log(self.env._("The total changed with the warehouse that supplies the order."))
                return self._notify(self.env._("Please check the new total"), self.source_note)
        return super()._submit()

    def action_source(self):
        """Find the warehouse that supplies a draft, by the rules.

        :return: a notification action with the ranked places.
        :raises AccessError: without a role that enters orders.
        :raises UserError: where no rule fits.
        """
        self.ensure_one()
        self._require_role(*self._entry_roles())
        self.check_access("write")
        self._check_dealer_order()
        if self.dealer_state != "draft":
            self._refuse("wrong_state")
        if not self.source_override_by and not self.env["dealer.sourcing.rule"]._fitting(self):
            raise UserError(self.env._("No sourcing rule fits order %s: it is supplied from the warehouse that stands on it.", self.name))
        self._source()
        return self._notify(self.env._("Supplied from"), self.source_note or self.source_override_reason)

    # -- override

    def action_ask_source(self):
        """Open the dialog that chooses another warehouse.

        :return: form action.
        """
        self.ensure_one()
        self._require_role(PRESALE)
        return {"type": "ir.actions.act_window", "name": self.env._("Choose the warehouse"), "res_model": "dealer.order.source", "view_mode": "form",
                "target": "new", "context": {"default_order_id": self.id}}

    def action_override_source(self, warehouse_id, reason):
        """Let another warehouse supply a draft than the rules propose.

        :param warehouse_id: id of a stock.warehouse of the company; None: by the rules again. :param reason: why, mandatory.
        :return: True.
        :raises AccessError: without the role pre-sale service.
        :raises UserError: after the submit, without a reason, for a foreign warehouse, and where its count is too old to be promised.
        """
        self.ensure_one()
        self._require_role(PRESALE)
        self.check_access("write")
        self._check_dealer_order()
        if self.dealer_state != "draft":
            self._refuse("wrong_state")
        self._need_reason(reason)
        if not warehouse_id:
            self._flow().write({"source_override_by": False, "source_override_reason": False})
            self._source()
            self._log(self.env._("Supplied by the rules again: %s", reason.strip()))
            return True
        warehouse = self.env["stock.warehouse"].sudo().browse(warehouse_id).exists()  # sudo: see _source_warehouses
        if warehouse.company_id != self.company_id:
            raise UserError(self.env._("Order %s: choose a warehouse of its company.", self.name))
        sources = self.env["dealer.stock.source"]
        place = sources._places(warehouse, self._goods_lines().product_id)[warehouse.id]
        if place.is_stale:
            raise UserError(self.env._("%(warehouse)s: %(freshness)s, not promised", warehouse=warehouse.name, freshness=sources._freshness_text(place)))
        self._flow().write({
            "warehouse_id": warehouse.id, "source_override_by": self.env.uid, "source_override_reason": reason.strip(),
            "source_note": self.env._("%(warehouse)s, chosen by %(person)s: %(reason)s", warehouse=warehouse.name, person=self.env.user.name,
                                      reason=reason.strip())})
        self._log(self.source_note)
        return True

    def write(self, vals):
        if not self.env.su and vals.get("warehouse_id"):
            for order in self.filtered(lambda one: one.is_dealer_order and one.sudo().warehouse_id.id != vals["warehouse_id"]):  # sudo: see above
                if self.env["dealer.sourcing.rule"]._fitting(order):
                    raise AccessError(self.env._("Order %s is supplied by rules: choose another warehouse by its button, with a reason.", order.name))
        return super().write(vals)

    # -- other programs

    @api.model
    def dealer_stock(self, codes, warehouse=None):
        """Tell HQ's free stock of products, see the parent; of every warehouse when asked for ``"all"``.

        :param codes: list of product codes. :param warehouse: short name of a warehouse, or ``"all"``.
        :return: for "all": list of {"code", "name", "free" (all fresh ones together), "light", "warehouses": [{"warehouse", "free", "light",
            "age_hours" (None: live), "fresh"}]}.
        """
        if warehouse != "all":
            return super().dealer_stock(codes, warehouse)
        self._require_role("dealer_base.group_dealer_viewer", "dealer_base.group_portal_clerk")
        products = self._api_products(codes)
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.env.company.id)])  # sudo: see _source_warehouses
        places = self.env["dealer.stock.source"]._places(warehouses, self.env["product.product"].union(*products.values()))
        return [self._stock_row(code, products.get(code), warehouses, places) for code in codes]

    @api.model
    def _stock_row(self, code, product, warehouses, places):
        rows = []
        for warehouse in warehouses if product else ():
            place = places[warehouse.id]
            free = place.free.get(product.id, 0.0)
            rows.append({"warehouse": warehouse.code, "free": free, "light": stock_light(free, 1), "fresh": not place.is_stale,
                         "age_hours": place.age_hours if place.max_age_hours else None})
        free = sum(max(row["free"], 0) for row in rows if row["fresh"])
        return {"code": code, "name": product.display_name if product else None, "free": free, "light": stock_light(free, 1), "warehouses": rows}
