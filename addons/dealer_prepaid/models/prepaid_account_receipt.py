from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidAccount(models.Model):
    """The account of a pay-now payer: its first receipt opens it, whatever the amount (journey J15 a).

    Opened without a first top-up, it pays only as long as its owner pays order by order. Back on prepaid the nearest account
    above pays again, as it did before (open point G1), until a first top-up makes the account one of the owner's own.
    """

    _inherit = "prepaid.account"

    pay_now = fields.Boolean(
        string="Opened for pay now", readonly=True, copy=False,
        help="Opened by a receipt, without a first top-up: once the owner no longer pays order by order, the nearest account above pays instead.")

    @api.model
    def _get_or_create(self, company, partner, *args, **kwargs):
        account = super()._get_or_create(company, partner, *args, **kwargs)
        if account.state == "draft" and not account.pay_now and account._owner_pays_now():
            account._write_opening_amount(0, pay_now=True)
        return account

    def _owner_pays_now(self):
        return self.partner_id.sudo().settlement_method == "pay_now"  # sudo: terms of the owner

    def _gives_way(self):
        return super()._gives_way() or self.pay_now and not self._owner_pays_now()

    def _count_first_topup(self, fen):
        """Make the account one of the owner's own when a top-up reaches what opens an account of the company.

        :param fen: the top-up, booked already.
        """
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: settings, whoever confirms
        minimum = to_fen(company.prepaid_min_first_topup)
        reached = fen if company.prepaid_first_in_one else to_fen(self.sudo().balance)  # sudo: figure of the decision
        if self.pay_now and not self._owner_pays_now() and reached >= minimum:
            self._write_opening_amount(company.prepaid_min_first_topup, pay_now=False)

    @api.model
    def _refuse_money_left(self, partner):
        """Refuse that an owner stops paying order by order while its account still has the money of those orders.

        :param partner: res.partner whose terms were changed to prepaid just now.
        :raises UserError: when another account pays from now on; names what is there and the next step.
        """
        accounts = self.sudo().search([("partner_id", "=", partner.id), ("pay_now", "=", True), ("state", "!=", "closed")])  # sudo: of every company
        for account in accounts.filtered(lambda rec: to_fen(rec.balance) or to_fen(rec.held)):
            above = account._for_partner(account.company_id, partner, account.brand_id)
            if above == account:
                continue
            raise UserError(self.env._(
                "%(account)s still has a balance of %(balance)s CNY, %(held)s CNY of it held. From now on %(above)s would pay the orders of %(owner)s: "
                "ship or cancel what runs, move the rest by a transfer or pay it back, then change the settlement method.",
                account=account.display_name, balance=yuan(to_fen(account.balance)), held=yuan(to_fen(account.held)),
                above=above.display_name, owner=partner.display_name))
