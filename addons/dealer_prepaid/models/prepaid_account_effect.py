from odoo import api, models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidAccount(models.Model):
    """What money that comes in brings about, said before anybody confirms it (feature 37)."""

    _inherit = "prepaid.account"

    @api.model
    def _account_of(self, company, partner, brand=None):
        """Find the account that money of an owner goes to; nothing is made.

        :param company: res.company. :param partner: res.partner. :param brand: dealer.brand, empty for the common account.
        :return: prepaid.account in sudo, empty when there is none yet.
        """
        return self.sudo().search([  # sudo: hints tell figures of the owner whom the document is about
            ("company_id", "=", company.id), ("partner_id", "=", partner._origin.id), ("state", "!=", "closed"),
            ("brand_id", "=", brand._origin.id if brand else False)], order="id desc", limit=1)

    @api.model
    def _opens_with(self, company, partner, account, fen):
        """Tell whether a payment in leaves an open account: the account is open, or the payment opens it.

        :param account: where it goes, empty when the owner has none yet. :param fen: the payment.
        """
        state = account.state or "draft"
        if state != "draft" or partner.sudo().dealer_state == "frozen":  # sudo: the owner may be another's customer
            return state == "open"
        return self._lacking(company, account, fen) <= 0

    @api.model
    def _lacking(self, company, account, fen):
        """Give what an account that is not open still lacks after a payment.

        :param account: empty when the owner has none yet. :param fen: the payment.
        :return: fen; zero or less when the payment opens it.
        """
        minimum = to_fen(account.min_first_topup if account else company.prepaid_min_first_topup)
        in_one = company.sudo().prepaid_first_in_one  # sudo: a setting, whoever looks
        return minimum - fen - (0 if in_one else to_fen(account.balance))

    @api.model
    def _account_above(self, company, partner, brand=None):
        """Give the account that pays a partner's orders while it has no open one of its own; empty when there is none."""
        account = self.sudo()._for_partner(company, partner._origin, brand and brand._origin)  # sudo: hints name the account, whoever records for its owner
        return account if account.state != "draft" and account.partner_id != partner._origin else self.browse()

    @api.model
    def _words_above(self, partner, above, opens):
        """Say that a payment makes an account beside the one that pays for the partner so far."""
        names = {"owner": partner.name, "above": above.display_name}
        if opens:
            return self.env._("From then on it pays the orders of %(owner)s, no longer %(above)s.", **names)
        return self.env._("The orders of %(owner)s are paid by %(above)s: was the money meant for that account?", **names)

    @api.model
    def _credit_effects(self, company, partner, account, fen, brand=None):
        """Say what a payment in brings about.

        :param account: where it goes, empty when the owner has none yet. :param fen: the payment.
        :param brand: dealer.brand it is meant for, empty for the common account.
        :return: list of sentences.
        """
        state = account.state or "draft"
        if partner.sudo().dealer_state == "frozen" or state == "frozen":  # sudo: the owner may be another's customer
            return [self.env._("The owner is frozen: the money is parked on the account and cannot be used until it is opened again.")]
        if state == "closing":
            return [self.env._("The season of the account is being closed: the money goes back with the close.")]
        if state == "draft":
            missing, above = self._lacking(company, account, fen), self._account_above(company, partner, brand)
            if missing > 0 and company.sudo().prepaid_first_in_one:  # sudo: a setting, whoever looks
                text = self.env._("Not enough to open the account: that takes one payment of %s CNY.", yuan(missing + fen))
            elif missing > 0:
                text = self.env._("Not enough to open the account: %s CNY still missing after this top-up.", yuan(missing))
            else:
                season = account.season_id or self._season_of_new(company, partner._origin, (brand or self.env["dealer.brand"])._origin)
                text = self.env._("Opens the account of season %s.", season.name) if season else self.env._("Opens the account.")
            return [text] + ([self._words_above(partner, above, missing <= 0)] if above else [])
        above = self._account_above(company, partner, brand) if account._gives_way() else self.browse()
        if above:
            return [self._words_above(partner, above, self._lacking(company, self.browse(), fen) <= 0)]
        released = account._released_by(fen)
        if not released:
            return []
        names = ", ".join(f"{name} ({yuan(needed)})" for name, needed in released[:5])
        if len(released) > 5:
            return [self.env._("Releases %(count)s waiting orders, first %(names)s.", count=len(released), names=names)]
        return [self.env._("Releases the waiting orders %s.", names)]
