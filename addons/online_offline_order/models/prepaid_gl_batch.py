from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen


class PrepaidGlBatch(models.Model):
    """The goods of a day that wait for their receipt (E06b) as one journal entry, where income counts at receipt (P4)."""

    _inherit = "prepaid.gl.batch"

    kind = fields.Selection(selection_add=[("goods", "Goods shipped")], ondelete={"goods": "cascade"})
    picking_ids = fields.Many2many("stock.picking", string="Deliveries", readonly=True)

    def _waiting(self, company, before=None):
        """Add the goods whose income waits; what has arrived meanwhile goes from inventory to cost without them."""
        found = super()._waiting(company, before)
        if not company._prepaid_income_waits():
            return found
        entries = self.env["prepaid.entry"].search([
            ("company_id", "=", company.id), ("gl_mode", "=", "batch"), ("gl_batch_id", "=", False), ("kind", "=", "capture"),
            ("res_model", "=", "stock.picking")])
        waiting = (entries - entries._gl_ready()).filtered(lambda entry: before is None or entry.date < before)
        groups = []
        for day, of_day in waiting.grouped("date").items():
            without = of_day._documents_of("stock.picking").filtered(lambda picking: picking.goods_cost is False and picking._batch_cost())
            if without:
                groups.append(((day, "goods"), of_day.filtered(lambda entry, ids=set(without.ids): entry.res_id in ids)))
        return sorted(groups + found, key=lambda group: group[0])

    def _post_batch(self, company, date, kind, entries):
        if kind != "goods":
            return super()._post_batch(company, date, kind, entries)
        pickings = entries._documents_of("stock.picking")
        pickings.invalidate_recordset(["goods_cost", "goods_move_id"])
        pickings = pickings.filtered(lambda picking: picking.goods_cost is False)
        if not pickings:
            return self.browse()
        batch = self.create({"company_id": company.id, "date": date, "kind": kind})
        label = f"{batch.name} {dict(self._fields['kind']._description_selection(self.env))[kind]} {date}"
        move = pickings._post_goods_shipped(company.with_company(company), date, label)
        batch.write({
            "state": "posted", "move_id": move.id, "picking_ids": [Command.set(pickings.ids)],
            "cost_total": from_fen(sum(to_fen(line.debit) for line in move.line_ids))})
        return batch

    def _reverse(self, reason):
        if self.kind == "goods":
            booked = self.env["prepaid.entry"].sudo().search([  # sudo: the batch looks at what was booked after it
                ("res_model", "=", "stock.picking"), ("res_id", "in", self.picking_ids.ids), "|", ("gl_batch_id", "!=", False), ("move_id", "!=", False)])
            if booked:
                raise UserError(self.env._(
                    "The goods of batch %(batch)s have arrived and are booked with %(later)s: reverse that batch first.",
                    batch=self.name, later=(booked.gl_batch_id.mapped("name") or booked.move_id.mapped("name"))[0]))
            self.picking_ids.write({"goods_move_id": False, "goods_cost": False})
        return super()._reverse(reason)
