from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import allocate, from_fen, to_fen, yuan
from odoo.addons.logistics_fee.adapters.bill_roles import need_handler
from odoo.addons.logistics_fee.models.logistics_bill import FINANCE


class LogisticsBillLine(models.Model):
    """A weight declared too low, settled with the dealer where the company does so (D2): the only bill difference he pays or gets back.

    What he owes is not what the carrier bills beyond our cost but what his own tariff asks for the weight that the carrier found,
    less what it asks for ours, by the version and the day of the price at shipping. One entry an order and bill (E13d).
    """

    _inherit = "logistics.bill.line"

    true_up_entry_id = fields.Many2one(
        "prepaid.entry", string="Settled with the dealer", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", groups=FINANCE)
    true_up_amount = fields.Monetary(
        string="Charged to the dealer", readonly=True, copy=False, groups=FINANCE, help="For more weight; below zero: given back for less.")
    can_true_up = fields.Boolean(compute="_compute_can_true_up", groups=FINANCE)

    @api.depends("cause", "decision", "bill_id.state", "true_up_entry_id", "parcel_id", "company_id.dealer_true_up")
    def _compute_can_true_up(self):
        for line in self:
            line.can_true_up = (
                line.company_id.dealer_true_up and not line.true_up_entry_id and line._is_weight_of_order() and line._order_billed()._settles_weights())

    def _is_weight_of_order(self):
        return bool(
            self.cause == "weight_diff" and self.decision == "accept" and self.weight_g and self.bill_id.state in ("approved", "invoiced")
            and self._order_billed())

    def _order_billed(self):
        return self.sudo().parcel_id.picking_id.sale_id  # sudo: finance settles the order of its line, it does not edit it

    def action_true_up(self):
        """Settle the freight of the weight that the carrier found with the dealer: all such lines of the order in this bill, as one entry.

        A second call changes nothing. What the account does not have the dealer owes.

        :return: True.
        :raises AccessError: for others than the settlement accountant and the finance manager, and for whoever matched, accepted or approved
            the lines, or wrote columns or policies of the bill.
        :raises UserError: where the company leaves such differences with HQ, for other lines, for orders on a term or with a freight set by
            hand, and where the tariff asks the same or no more than the tolerance.
        """
        need_handler(self.env)
        self.ensure_one()
        self.check_access("read")
        self.bill_id.check_access("write")
        if self.sudo().true_up_entry_id:  # sudo: a doubled click
            return True
        if not self.company_id.dealer_true_up:
            raise UserError(self.env._(
                "Differences of carrier bills stay with HQ: the settings of %s do not settle weights with dealers.", self.company_id.name))
        if not self._is_weight_of_order():
            raise UserError(self.env._(
                "Row %(row)s (%(number)s) is no accepted weight difference of an order in an approved bill.", row=self.row, number=self.number))
        order = self._order_billed()
        lines = self.sudo().search([  # sudo: as above
            ("bill_id", "=", self.bill_id.id), ("cause", "=", "weight_diff"), ("true_up_entry_id", "=", False)]).filtered(
            lambda line: line._is_weight_of_order() and line._order_billed() == order)
        bill = self.bill_id.sudo()  # sudo: who had a hand in it
        if self.env.user in lines.decided_by_id | bill.matched_by_id | bill.approved_by_id | bill.hand_ids and not self.env.su:
            raise AccessError(self.env._(
                "You matched, accepted or approved this weight, or wrote a policy or columns of %s: another person of finance settles it with the dealer.",
                bill.name))
        if not order._settles_weights():
            raise UserError(self.env._(
                "Order %s is on a term, its freight was set by hand, or the dealer does not bear it: nothing is settled with its account.", order.name))
        lines._settle_weight(order, lines._weight_fen(order))
        return True

    def _billed_weights(self):
        """Tell what the carrier says that each parcel weighs: the weight of a line is that of all parcels under its number.

        :return: {logistics.parcel: grams}.
        """
        billed = {}
        for line in self:
            parcels = (line.parcel_id | line.parcel_id.child_ids.filtered(lambda child: not child.tracking and child.state != "cancelled")).sorted("id")
            billed.update(zip(parcels, allocate(line.weight_g, [max(parcel.weight_g, 1) for parcel in parcels]), strict=True))
        return billed

    def _weight_fen(self, order):
        """:return: fen that the charge contract asks the dealer for the billed weights beyond ours, != 0; below zero: less."""
        billed, fen = self._billed_weights(), 0
        shipped = order.picking_ids.parcel_ids.filtered(lambda parcel: parcel.shipped_date and parcel.state != "cancelled")
        for parcels in shipped.sorted("id").grouped(lambda parcel: (parcel.picking_id, parcel.charge_quote_id)).values():
            if not any(parcel in billed for parcel in parcels):
                continue
            first, ours = parcels[0], [parcel._shipment() for parcel in parcels]
            theirs = [
                {**one, "weight_g": billed[parcel], "dims_mm": None} if parcel in billed else one for parcel, one in zip(parcels, ours, strict=True)]
            old, new = order._rate_again(
                [ours, theirs], first.charge_quote_id, carrier_id=first.carrier_id.id, division_id=first.division_id.id, on_date=first.shipped_date,
                options=parcels._shipment_options(), warehouse_id=first.picking_id.picking_type_id.warehouse_id.id)
            fen += new["dealer_fen"] - old["dealer_fen"]
        if not fen or 0 < fen <= to_fen(order.company_id.dealer_weight_tolerance):
            raise UserError(self.env._(
                "Order %(order)s: the tariff asks %(amount)s CNY more for the billed weight, no more than HQ bears: nothing to settle.",
                order=order.name, amount=yuan(fen)))
        return fen

    def _settle_weight(self, order, fen):
        """Enter the difference and book it (E13d); the ledger comes before the first write of the request."""
        account = order._find_hold_account()
        if account.state == "closed":
            account = account._get_or_create(order.company_id, account.partner_id)
        label, key = self.env._("%(order)s weight by %(bill)s", order=order.name, bill=self.bill_id.name), f"logistics.bill.line,{min(self.ids)}:true_up"
        document = {"res_model": "sale.order", "res_id": order.id, "order_model": "sale.order", "order_id": order.id, "approver": self.env.user}
        parts = {"logistics": abs(fen)}
        if fen < 0:
            entry = account._post_entries(key, [{"kind": "true_up", "amount_fen": -fen, "label": label, "components": parts}], **document)
        else:
            result, entry = account._debit(key, fen, kind="true_up", label=label, components=parts, buckets=("cash",), forced=True, **document)
            if not result.ok:
                raise UserError(result.message)
        entry._link_move(account._gl_event(order.company_id.prepaid_journal_id, "E13d", {"amount": fen}, label))
        sign, sizes = -1 if fen < 0 else 1, [max(abs(to_fen(line.difference)), 1) for line in self]
        for line, part in zip(self, allocate(abs(fen), sizes), strict=True):
            line.write({"true_up_entry_id": entry.id, "true_up_amount": from_fen(sign * part)})
            line.parcel_id.charge_amount = float(from_fen(to_fen(line.parcel_id.charge_amount) + sign * part))
        order._log(self.env._("Freight by the weight in %(bill)s: %(amount)s CNY settled with the dealer.", bill=self.bill_id.name, amount=yuan(fen)))
