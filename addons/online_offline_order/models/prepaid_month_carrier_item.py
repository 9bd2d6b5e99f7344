from odoo import fields, models

from odoo.addons.dealer_base.money import yuan


class PrepaidMonthItem(models.Model):
    """The checklist's item about parcels that no carrier has billed."""

    _inherit = "prepaid.month.item"

    code = fields.Selection(selection_add=[("carriers", "Carrier cost not billed")], ondelete={"carriers": "cascade"})

    def _item_carriers(self, close):
        if not close.company_id.accrue_carrier_cost:
            return self._found("ok", self.env._("Not accrued: switched off in the settings."))
        found = close._carrier_costs()
        count = sum(row[0] for row in found.values())
        fen, unpriced = sum(row[1] for row in found.values()), sum(row[2] for row in found.values())
        missing = fen and not close.move_ids
        text = self.env._("Post the month-end entries (E13).") if missing else self.env._(
            "%(amount)s CNY for parcels without a bill.", amount=yuan(fen)) if count else self.env._("None.")
        if unpriced:
            text = self.env._("%(text)s %(count)s parcels have no price at cost.", text=text, count=unpriced)
        state = "red" if missing else "warn" if unpriced else "ok"
        return self._found(state, text, count, fen, "logistics.parcel", [
            ("company_id", "=", close.company_id.id), ("shipped_date", "<=", str(close.date_to)), ("bill_id", "=", False), ("state", "!=", "cancelled")])
