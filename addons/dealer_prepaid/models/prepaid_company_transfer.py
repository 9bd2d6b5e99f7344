from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import to_fen

GIVES, TAKES = "gives", "takes"


class PrepaidCompanyTransfer(models.Model):
    """Money of one owner moved from his account with one company to that with another; cash follows later (J18).

    draft -> submitted (held on the giving account) -> approved once the finance manager of *each* company agreed -> settled
    once both companies recorded the cash. What is booked in a company stands in its side (``prepaid.company.transfer.side``),
    so that nobody reads accounts, entries or journals of the other company.
    """

    _name = "prepaid.company.transfer"
    _inherit = "prepaid.document.bonus"
    _description = "Transfer between companies"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    target_partner_id = fields.Many2one(
        "res.partner", string="To company", required=True, ondelete="restrict", domain=lambda self: self._target_domain(),
        help="The company that takes the money over; the owner's account there receives it.")
    target_company_id = fields.Many2one("res.company", string="Taking company", compute="_compute_target_company", store=True, index=True)
    account_available = fields.Monetary(related=None, compute="_compute_account_available", string="Available now")
    state = fields.Selection(selection_add=[("settled", "Cash settled")], ondelete={"settled": "set default"})
    side_ids = fields.One2many("prepaid.company.transfer.side", "transfer_id", string="Own side", readonly=True)
    open_approvals = fields.Char(compute="_compute_open_approvals", string="Still to approve")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A transfer has an amount above 0.00.")
    _two_companies = models.Constraint("CHECK(company_id <> target_company_id)", "A transfer needs two different companies.")

    def _target_domain(self):
        companies = self.env["res.company"].sudo().search([])  # sudo: the name of the other company must be choosable, nothing else is shown
        return [("id", "in", companies.partner_id.ids)]

    @api.depends("target_partner_id")
    def _compute_target_company(self):
        companies = self.env["res.company"].sudo().search([("partner_id", "in", self.target_partner_id.ids)])  # sudo: see _target_domain
        by_partner = {company.partner_id.id: company for company in companies}
        for transfer in self:
            transfer.target_company_id = by_partner.get(transfer.target_partner_id.id, False)

    @api.depends("account_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_account_available(self):
        mine = self.account_id._filtered_access("read")
        for transfer in self:
            transfer.account_available = transfer.account_id.available if transfer.account_id in mine else 0

    @api.depends("state", "side_ids.approver_id")
    def _compute_open_approvals(self):
        for transfer in self:
            sides = transfer.sudo().side_ids  # sudo: whether the other company agreed is no secret, its side is
            waiting = sides.filtered(lambda side: not side.approver_id).company_id if transfer.state == "submitted" else ()
            transfer.open_approvals = ", ".join(company.name for company in waiting) or False

    # -- hooks of prepaid.document

    def _check_ready(self):
        self.ensure_one()
        super()._check_ready()
        if not self.target_company_id:
            raise UserError(self.env._(
                "%(name)s: %(partner)s is no company of this system; choose the contact of a company.",
                name=self.name, partner=self.target_partner_id.name))
        self._target_account()

    def _target_account(self):
        """Give the owner's account with the taking company.

        :return: one prepaid.account.
        :raises UserError: when that account takes no money.
        """
        company = self.sudo().target_company_id  # sudo: makers of the giving company see nothing of the other but its name
        accounts = self.env["prepaid.account"].sudo().with_company(company)  # sudo: see above
        account = accounts._get_or_create(company, self.partner_id.sudo(), self.sudo().account_id.brand_id)  # sudo: see above
        if account.state not in ("draft", "open"):
            raise UserError(self.env._(
                "%(name)s: the account of %(owner)s with %(company)s takes no money in state %(state)s; ask the finance manager there.",
                name=self.name, owner=self.partner_id.name, company=company.name, state=label_of(account)))
        return account.sudo()  # sudo: see above

    # -- buttons

    def action_submit(self):
        """Hold the amount on the giving account and ask both finance managers (draft -> To approve).

        :return: True; pressing twice does nothing more.
        """
        drafts = self.filtered(lambda doc: doc.state == "draft")
        for transfer in drafts:
            if transfer.company_id not in self.env.companies:
                raise AccessError(self.env._("%s is submitted by the company that gives the money.", transfer.name))
        result = super().action_submit()
        for transfer in drafts:
            transfer._open_sides()
        return result

    def action_approve(self):
        """Agree for the own company; with the second agreement the money moves (To approve -> Approved).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the finance managers, for the one who entered it, and for the manager who
            agreed for the other company.
        """
        self._need(self._checkers)
        for transfer in self.filtered(lambda doc: doc.state not in ("approved", "settled")):
            transfer._need_state("submitted")
            if self.env.user in (transfer.submitter_id, transfer.create_uid):
                raise AccessError(self.env._("Another person must approve %s: you entered it.", transfer.name))
            transfer._refuse_editors()
            sides = transfer.sudo().side_ids  # sudo: the rule of two managers looks at both sides
            side = sides.filtered(lambda rec: not rec.approver_id and rec.company_id in self.env.companies)[:1]
            if not side:
                continue  # a doubled click: the own side is approved
            if self.env.user in sides.approver_id:
                raise AccessError(self.env._(
                    "%(name)s: you agreed for one company; the finance manager of %(company)s must agree for the other.",
                    name=transfer.name, company=side.company_id.name))
            side.write({"approver_id": self.env.uid, "approved_at": fields.Datetime.now()})
            if all(rec.approver_id for rec in sides):
                transfer._carry_out()
                transfer.sudo().write({  # sudo: flow fields are closed to writes
                    "state": "approved", "approver_id": self.env.uid, "approved_at": fields.Datetime.now()})
        return True

    # -- parts

    def _open_sides(self):
        sides = self.env["prepaid.company.transfer.side"].sudo()  # sudo: sides are written by their transfer alone
        for transfer in self:
            account = transfer._target_account()
            sides.create([
                {"transfer_id": transfer.id, "company_id": transfer.company_id.id, "role": GIVES, "account_id": transfer.account_id.id},
                {"transfer_id": transfer.id, "company_id": account.company_id.id, "role": TAKES, "account_id": account.id}])

    def _carry_out(self):
        """Book both sides: E16 split over two companies, each against the other company."""
        label = self.env._("Transfer %s", self.name)
        gives = self.sudo().side_ids.filtered(lambda side: side.role == GIVES)  # sudo: the second manager books both sides, see action_approve
        takes = self.sudo().side_ids - gives  # sudo: see above
        takes.account_id = self._target_account()  # the season may have turned since the submit
        fen = to_fen(self.amount)
        entry = self._take_out(gives.account_id, "transfer_out", label)
        gives._book_side(entry, 1, takes.company_id.partner_id, label)
        arrived = takes.account_id._post_entries(
            self._hold_key(), [{"kind": "transfer_in", "amount_fen": fen, "label": label}], self._name, self.id, approver=self.env.user)
        takes._book_side(arrived, -1, gives.company_id.partner_id, label)

    def _on_side_settled(self):
        """Mark the transfer settled once both companies recorded the cash."""
        for transfer in self:
            if all(side.settle_move_id for side in transfer.side_ids):
                transfer.state = "settled"

    def action_open_side(self):
        """Open what the own company booked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_company_transfer_side_action")
        return {**action, "domain": [("transfer_id", "=", self.id)]}
