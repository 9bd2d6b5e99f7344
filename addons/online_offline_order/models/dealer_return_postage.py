from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from .dealer_return import RECEIVERS, SETTLING
from .dealer_return_flow import AFTERSALE

RELEASERS = ("dealer_base.group_fin_settlement", "dealer_base.group_fin_manager")


class DealerReturn(models.Model):
    """The postage that HQ bears in full, that of a quality return, is its cost (E10b): booked once it is known, at the receipt or later.

    At the receipt it is one figure of a step that three people share. Later one person enters it and another one, of finance,
    releases it. The carrier's bill has the same parcel with its input tax: when its vendor bill is posted the entry is taken
    back, so the way back is an expense once, by the bill; should that be cancelled, the entry is booked again. What is billed
    already is not booked here any more.
    """

    _inherit = "dealer.return"

    postage_move_id = fields.Many2one(
        "account.move", string="Postage entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The return postage that HQ bears: selling expense against the carrier.")
    postage_back_move_id = fields.Many2one(
        "account.move", string="Postage entry taken back", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The carrier's vendor bill books the way back, so the entry made before it is taken back.")
    postage_proposed_by = fields.Many2one(
        "res.users", string="Postage entered by", readonly=True, copy=False, help="Entered it after the receipt: finance releases it.")
    postage_released_by = fields.Many2one("res.users", string="Postage released by", readonly=True, copy=False)

    def _bears_postage(self):
        """Tell whether the postage of the return is paid by HQ and the dealer bears nothing of it."""
        return self.postage_by == "collect" and not self._dealer_bears_postage()

    def _writable_now(self):
        allowed = super()._writable_now()
        late = self.state in SETTLING and self._bears_postage() and not self.postage_move_id and not self._carrier_bill()
        if late and any(self.env.user.has_group(group) for group in (*RECEIVERS, AFTERSALE)):
            return allowed | {"postage"}
        return allowed

    def write(self, vals):
        result = super().write(vals)
        if "postage" in vals and not self.env.su:
            for record in self.filtered(lambda rec: rec.state in SETTLING):
                record._check_postage()
                record._flow().postage_proposed_by = self.env.uid
                record._log(self.env._("Return postage of %s CNY entered: finance releases it.", yuan(to_fen(record.postage or 0))))
        return result

    def action_release_postage(self):
        """Book the postage that was entered after the receipt of a quality return, as HQ's expense. Pressing twice books once.

        :return: True.
        :raises AccessError: for everybody but settlement accountant and finance manager, for whoever entered the postage, and for
            whoever took an earlier step of the return.
        :raises UserError: when no postage waits to be released.
        """
        self._require_role(*RELEASERS)
        for record in self:
            if record.postage_released_by:
                continue  # a doubled click
            if not record.postage_proposed_by or not record._bears_postage() or record.postage_move_id or not to_fen(record.postage or 0):
                raise UserError(self.env._("Return %s has no postage that waits to be released: nothing is to be done.", record.name))
            if bill := record._carrier_bill():
                raise UserError(self.env._(
                    "The carrier's bill %(bill)s has the way back of return %(name)s: it is booked with that bill, nothing is released here.",
                    bill=bill.display_name, name=record.name))
            record._require_other_person()
            if record.postage_proposed_by == self.env.user:
                record._refuse("same_person")
            flow = record._flow()
            flow._book_postage_borne()
            flow.postage_released_by = self.env.uid
        return True

    def _after_receipt(self):
        result = super()._after_receipt()
        self.filtered(lambda record: record.state == record._state_to_settle())._book_postage_borne()
        return result

    def _book_postage_borne(self):
        """Post E10b for the returns of which the postage is known and not booked yet."""
        for record in self.filtered(lambda rec: rec._bears_postage() and not rec.postage_move_id):
            fen, company = to_fen(record.postage or 0), record.company_id
            if fen and not record._carrier_bill():
                record.postage_move_id = self.env["prepaid.posting"]._post_event(
                    company, company.prepaid_journal_id, "E10b", {"amount": fen}, f"{record.order_id.name} {record.name}",
                    partners={"carrier": record._postage_carrier()})
                record._log(self.env._("Return postage of %s CNY borne by the company.", yuan(fen)))

    def _carrier_bill(self):
        """:return: the approved logistics.bill that has the freight of the way back, in sudo."""
        return self.sudo().parcel_ids.bill_id[:1]  # sudo: whether it is billed; who handles returns does not read bills

    def _take_postage_back(self, date):
        """Take E10b back because a vendor bill books the way back; a second call does nothing.

        :param date: day of the vendor bill.
        """
        service = self.env["prepaid.posting"]
        for record in self.filtered(lambda rec: rec.postage_move_id and not rec.postage_back_move_id):
            move = record.postage_move_id
            back = service._reverse_move(move, max(date, move.date), self.env._("%s, taken back: the carrier's bill books it", move.ref))
            record.postage_back_move_id = back
            for account in (move | back).line_ids.account_id.filtered("reconcile"):
                (move | back).line_ids.filtered(lambda line, account=account: line.account_id == account and not line.reconciled).reconcile()

    def _book_postage_again(self):
        """Book E10b anew because the vendor bill that took it back is cancelled: on the day it was taken back, if that is still open."""
        for record in self.filtered("postage_back_move_id"):
            back = record.postage_back_move_id
            again = self.env["prepaid.posting"]._reverse_move(
                back, back.date, self.env._("%s, booked again: the carrier's vendor bill was cancelled", record.postage_move_id.ref))
            record.write({"postage_move_id": again.id, "postage_back_move_id": False})
            record._log(self.env._("The carrier's vendor bill was cancelled: the return postage of %s CNY is booked again.", yuan(to_fen(record.postage or 0))))

    def _postage_carrier(self):
        """Give the res.partner that is owed the postage: who bills by the cost contract with the carrier, empty where none says so."""
        return self.env["logistics.contract"].sudo().search([  # sudo: who sends the bills, no prices
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self._return_carrier().id), ("side", "=", "cost"),
            ("bill_partner_id", "!=", False)], limit=1).bill_partner_id
