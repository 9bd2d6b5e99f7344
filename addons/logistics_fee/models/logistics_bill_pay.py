import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import allocate, from_fen, to_fen

from ..adapters.bill_xlsx import dispute_book
from ..sql import bill as statements
from ..tariff.tax import gross_of
from .logistics_bill import FINANCE

FULL_BP = 10_000


class LogisticsBill(models.Model):
    """Approval by a second person, and the vendor bill that comes of it."""

    _inherit = "logistics.bill"

    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False, tracking=True)
    hand_ids = fields.Many2many(
        "res.users", "logistics_bill_hand_rel", "bill_id", "user_id", string="Had a hand in it", readonly=True, copy=False,
        help="Who stated the total, wrote the columns it was read by, or a policy that accepted lines: another person approves.")
    approved_on = fields.Datetime(readonly=True, copy=False)
    move_id = fields.Many2one("account.move", string="Vendor bill", readonly=True, copy=False, index="btree_not_null", check_company=True, groups=FINANCE)
    dispute_ids = fields.One2many("logistics.dispute", "bill_id", string="Disputes", readonly=True, groups=FINANCE)
    dispute_file = fields.Binary(compute="_compute_dispute_file", groups=FINANCE, help="The disputed rows under the carrier's own headers.")

    def _compute_dispute_file(self):
        for bill in self:
            bill.dispute_file = base64.b64encode(dispute_book(bill.dispute_ids))

    def action_send_disputes(self):
        """Say that the disputes of this bill go to the carrier, and download them under the headers of its file.

        :return: action that downloads the workbook.
        """
        self.ensure_one()
        self._check_role()
        if not self.dispute_ids:
            raise UserError(self.env._("%s has no disputes.", self.name))
        self.dispute_ids.filtered(lambda dispute: dispute.state == "open").sudo().write(  # sudo: fields of the flow, role checked
            {"state": "sent", "sent_on": self.company_id._dealer_today()})
        return {
            "type": "ir.actions.act_url", "url": f"/web/content/{self._name}/{self.id}/dispute_file/disputes-{self.id}.xlsx?download=true",
            "target": "download"}

    def action_open_disputes(self):
        """:return: action that shows the disputes of this bill."""
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_dispute_action")
        return {**action, "domain": [("bill_id", "in", self.ids)], "context": {}}

    def action_open_unbilled(self):
        """:return: action that shows parcels of the carrier that were shipped before this period and are in no bill."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_unbilled_action")
        return {**action, "domain": [
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("shipped_date", "<", self.date_from),
            ("bill_id", "=", False), ("state", "!=", "cancelled"), ("parent_id", "=", False)], "context": {}}

    def action_approve(self):
        """Approve what is to be paid; disputes are opened, earlier ones that the bill credits are closed. A second call changes nothing.

        :return: True.
        :raises AccessError: for others than the finance manager, for whoever imported, matched or decided, also by a policy, the
            columns or the stated total, and for who entered a tariff that prices it.
        """
        for bill in self:
            bill._check_approver()
            if not statements.try_lock(self.env.cr, bill.id):
                raise UserError(self.env._("%s is being worked on: wait until it ends.", bill.name))
            bill.invalidate_recordset()
            if bill.state in ("approved", "invoiced"):
                continue
            bill._need_state("matched")
            statements.lock_carrier(self.env.cr, bill.company_id.id, bill.carrier_id.id)
            bill._check_complete()
            bill._set({"state": "approved", "approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()})
            self.env.flush_all()
            statements.mark_parcels(self.env.cr, bill, *bill._terms().fraction())
            self.env["logistics.parcel"].invalidate_model(["billed_amount", "bill_id"])
            self.env["logistics.dispute"]._open_for(bill)
            self.env["logistics.dispute"]._credited_by(bill)
            self.env["logistics.dispute"]._paid_by(bill)
        return True

    def _check_approver(self):
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Carrier bills are approved by the finance manager."))
        self.check_access("write")
        deciders = self.env["logistics.bill.line"].sudo()._read_group(  # sudo: who decided, for the rule of two persons
            [("bill_id", "=", self.id), ("decided_by_id", "!=", False)], ["decided_by_id"])
        hands = {
            self.imported_by_id.id, self.matched_by_id.id, self.create_uid.id, *self.hand_ids.ids, *self.mapping_id._writers().ids,
            *(user.id for user, in deciders)}
        if self.env.uid in hands and not self.env.su:
            raise AccessError(self.env._(
                "You imported, matched or decided lines of %s, or wrote its stated total, its columns or a policy that accepted lines: another finance manager"
                " approves it.", self.name))
        tariff = self._tariffs().filtered(lambda version: self.env.user in version.author_ids)[:1]
        if tariff and not self.env.su:
            raise AccessError(self.env._(
                "You entered or changed the tariff %(tariff)s, by which %(bill)s is compared: another finance manager approves the bill.",
                tariff=tariff.display_name, bill=self.name))

    def _tariffs(self):
        """:return: logistics.contract.version at cost in force on a day on which parcels of this bill were shipped, in sudo (duty rule S9)."""
        self.env.flush_all()
        first, last = statements.shipped_between(self.env.cr, self)
        contracts = self.env["logistics.contract"].sudo().search([  # sudo: who entered prices, for the rule of two persons
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("side", "=", "cost")])
        return contracts.version_ids.filtered(
            lambda version: first and version.state != "draft" and version.valid_from <= last and (version._entry().valid_to or last) >= first)

    def _check_complete(self):
        if self.open_count:
            raise UserError(self.env._("%(count)s lines of %(bill)s wait for a decision: accept or dispute them first.", count=self.open_count, bill=self.name))
        if self.currency_id.compare_amounts(self.total_diff, 0):
            raise UserError(self.env._(
                "%(bill)s states %(stated)s and its lines add up to %(sum)s: correct the stated total or ask the carrier.", bill=self.name,
                stated=self.stated_total, sum=self.total))
        paid = statements.paid_meanwhile(self.env.cr, self) or statements.supplements_paid_meanwhile(self.env.cr, self)
        if paid:
            raise UserError(self.env._(
                "Another bill approved since pays %(numbers)s already: match %(bill)s again.", numbers=", ".join(paid), bill=self.name))

    def action_invoice(self):
        """Make the vendor bill as a draft: one line per fee type, tax by the contract; a vendor refund where the carrier owes on the whole.

        A second call opens the one that is there; one that was cancelled or taken back by a credit note is made anew.

        :return: action that opens it.
        :raises AccessError: for others than the settlement accountant and the finance manager.
        """
        self.ensure_one()
        self._check_role()
        if not statements.try_lock(self.env.cr, self.id):
            raise UserError(self.env._("%s is being worked on: wait until it ends.", self.name))
        self.invalidate_recordset()
        made = self.move_id.sudo()  # sudo: whether it is still there
        if self.state != "invoiced" or made.state in (False, "cancel") or made.payment_state == "reversed":
            self._need_state("approved", "invoiced")
            move = self._make_move()
            self._set({"state": "invoiced", "move_id": move.id})
        return {"type": "ir.actions.act_window", "res_model": "account.move", "res_id": self.move_id.id, "view_mode": "form", "views": [(False, "form")]}

    def _cost_contract(self):
        contracts = self.env["logistics.contract"].sudo().search([  # sudo: accounts and tax of the contract
            ("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("side", "=", "cost"), ("purpose", "=", "outbound")])
        return contracts.sorted(lambda contract: (not contract.bill_partner_id, bool(contract.warehouse_id)))[:1]

    def _make_move(self):
        contract, net = self._cost_contract(), self.mapping_id.is_net
        missing = [contract._fields[name]._description_string(self.env) for name in ("bill_partner_id", "bill_account_id", "bill_tax_id") if not contract[name]]
        if missing:
            raise UserError(self.env._(
                "The cost contract with %(carrier)s lacks: %(fields)s. Enter them there, then make the vendor bill.",
                carrier=self.carrier_id.name, fields=", ".join(missing)))
        contract._check_payee()
        tax = contract.bill_tax_id
        if tax.price_include == net:
            raise UserError(self.env._(
                "%(carrier)s bills %(how)s, but the tax %(tax)s is %(other)s: choose the other kind of tax in the cost contract.",
                carrier=self.carrier_id.name, tax=tax.name, how=self.env._("without tax") if net else self.env._("with tax"),
                other=self.env._("included in prices") if net else self.env._("added to prices")))
        groups, total = self._payable_by_fee(), to_fen(self.payable)
        sign = -1 if total < 0 else 1
        label_of = self.env["logistics.bill.line"]._label_of
        move = self.env["account.move"].sudo().with_company(self.company_id).create({  # sudo: the role was checked; posting stays with accounting
            "move_type": "in_invoice" if sign > 0 else "in_refund", "partner_id": contract.bill_partner_id.id, "company_id": self.company_id.id,
            "invoice_date": self.date_to, "ref": f"{self.name} #{self.id}", **({"journal_id": contract.bill_journal_id.id} if contract.bill_journal_id else {}),
            "invoice_line_ids": [Command.create({
                "name": self.env._("%(fee)s, %(bill)s", fee=label_of(code), bill=self.name), "quantity": 1, "price_unit": from_fen(sign * fen),
                "account_id": contract.bill_account_id.id, "tax_ids": [Command.set(tax.ids)],
                "analytic_distribution": self._analytic({bearer: sign * part for bearer, part in shares.items()}) or False,
            }) for code, (fen, shares) in sorted(groups.items(), key=lambda group: (label_of(group[0]), group[0])) if fen]})
        wanted = gross_of(abs(total), round(tax.amount * FULL_BP)) if net else abs(total)
        if abs(to_fen(move.amount_total) - wanted) > (len(groups) if net else 0):
            raise UserError(self.env._(
                "The vendor bill would be %(made)s instead of %(wanted)s: check the tax %(tax)s.",
                made=move.amount_total, wanted=from_fen(wanted), tax=tax.name))
        return move

    def _payable_by_fee(self):
        """:return: dict code of a fee -> (fen, dict bearer -> fen); fees inside amounts are lines of their own."""
        out: dict = {}
        lines = self.env["logistics.bill.line"].sudo().search_fetch(  # sudo: sums per fee
            [("bill_id", "=", self.id)], ["fee", "payable", "amount", "parts", "parcel_id"])
        bearers = {parcel.id: parcel.bearer or "hq" for parcel in lines.parcel_id}
        for line in lines:
            fen = to_fen(line.payable)
            inside = {code: part for code, part in (line.parts or {}).items() if part} if to_fen(line.amount) == fen else {}
            for code, part in {**inside, line.fee or "freight": fen - sum(inside.values())}.items():
                out.setdefault(code, [0, {}])
                out[code][0] += part
                bearer = bearers.get(line.parcel_id.id, "hq")
                out[code][1][bearer] = out[code][1].get(bearer, 0) + part
        return {code: (fen, shares) for code, (fen, shares) in out.items()}

    def _analytic(self, shares):
        """:param shares: bearer -> fen. :return: analytic distribution by the company's accounts, {} when it has none."""
        accounts = {bearer: self.company_id[f"freight_analytic_{bearer}_id"] for bearer in shares}
        if not any(accounts.values()) or any(fen < 0 for fen in shares.values()) or not sum(shares.values()):
            return {}
        parts = allocate(FULL_BP, list(shares.values()))
        return {str(accounts[bearer].id): part / 100 for bearer, part in zip(shares, parts, strict=True) if accounts[bearer] and part}
