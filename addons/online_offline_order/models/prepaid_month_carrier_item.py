from odoo import fields, models

from odoo.addons.dealer_base.money import yuan


class PrepaidMonthItem(models.Model):
    """The checklist's items about parcels that no carrier has billed, and about carriers' rebates that none has credited."""

    _inherit = "prepaid.month.item"

    code = fields.Selection(
        selection_add=[("carriers", "Carrier cost not billed"), ("carrier_rebates", "Carrier rebates not credited")],
        ondelete={"carriers": "cascade", "carrier_rebates": "cascade"})

    def _item_carriers(self, close):
        if not close.company_id.accrue_carrier_cost:
            return self._found("ok", self.env._("Not accrued: switched off in the settings."))
        found = close._carrier_costs()
        count = sum(row[0] for row in found.values())
        fen, unpriced = sum(row[1] for row in found.values()), sum(row[2] for row in found.values())
        missing = fen and not close.move_ids
        text = self.env._("Post the month-end entries (E13).") if missing else self.env._(
            "%(amount)s CNY for parcels without a bill.", amount=yuan(fen)) if count or fen else self.env._("None.")
        if unpriced:
            text = self.env._("%(text)s %(count)s parcels have no price at cost.", text=text, count=unpriced)
        state = "red" if missing else "warn" if unpriced else "ok"
        return self._found(state, text, count, fen, "logistics.parcel", [
            ("company_id", "=", close.company_id.id), ("shipped_date", "<=", str(close.date_to)), ("bill_id", "=", False), ("state", "!=", "cancelled")])

    def _item_carrier_rebates(self, close):
        if not close.company_id.accrue_carrier_cost:
            return self._found("ok", self.env._("Not accrued: switched off in the settings."))
        fen, missing = close._carrier_rebates(), self.env["logistics.rebate"]._not_worked_out(close.company_id, close.date_from)
        unposted = fen and not close.move_ids
        text = self.env._("Post the month-end entries (E13e).") if unposted else self.env._(
            "%(amount)s CNY that carriers will credit.", amount=yuan(fen)) if fen else self.env._("None.")
        if missing:
            text = self.env._("%(text)s Not worked out: %(rules)s.", text=text, rules=", ".join(missing.mapped("name")))
        return self._found("red" if unposted else "warn" if missing else "ok", text, len(missing), fen, "logistics.rebate", [
            ("company_id", "=", close.company_id.id), ("month", "<=", str(close.date_to)), ("state", "=", "draft")])
