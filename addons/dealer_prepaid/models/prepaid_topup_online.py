import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import AmountError, from_fen, to_fen, yuan

_logger = logging.getLogger(__name__)


class PrepaidTopupOnline(models.Model):
    """Top-ups paid with an online provider: the provider's verified notification is the second person.

    An addon of a provider calls ``_start_online`` when the dealer leaves for the payment page, verifies the signature of each
    notification itself, and hands what was signed to ``_credit_notified``. Nothing the browser brings back is believed.
    """

    _inherit = "prepaid.topup"

    provider = fields.Char(readonly=True, copy=False, help="Online provider that reports the payment.")
    provider_reference = fields.Char(string="Reference at the provider", readonly=True, copy=False)

    provider_fee = fields.Monetary(
        readonly=True, copy=False, string="Fee kept by the provider", help="As the provider reported it; the dealer is credited with the whole payment (E24).")

    _provider_once = models.UniqueIndex(
        "(provider, provider_reference) WHERE provider IS NOT NULL", "This payment has been started already.")

    def _start_online(self, provider):
        """Hook for providers: hand a draft to a provider instead of a confirmer (draft -> To confirm). The caller checks the user's right.

        :param provider: code of the provider.
        :return: reference under which the provider reports the payment.
        :raises UserError: for a top-up that is no draft, has a bad amount, or an owner who is not approved.
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("Top-up %s is submitted already: wait for its payment, or have it rejected and record it anew.", self.name))
        self._check_amount()
        account = self.env["prepaid.account"]._get_or_create(self.company_id, self.partner_id, *self.brand_id)
        reference = f"{self.name}-{self.id}"
        self.sudo().write({  # sudo: flow fields are closed to writes
            "state": "submitted", "account_id": account.id, "submitter_id": self.env.uid, "provider": provider, "provider_reference": reference})
        return reference

    @api.model
    def _credit_notified(self, provider, reference, amount, currency, fee=None):
        """Hook for providers: credit a payment that the provider reported and whose signature the caller verified.

        Idempotent: the same report again credits nothing. A report that does not fit is refused and kept, never raised, so that
        the record of it stays.

        :param provider: code of the provider.
        :param reference: what ``_start_online`` gave.
        :param amount: text or Decimal in yuan, as signed.
        :param currency: currency code, as signed.
        :param fee: text or Decimal in yuan that the provider keeps, as signed; None where it reports none. It never lowers the credit (E24).
        :return: prepaid.notification record; ``outcome`` says what was done.
        """
        robot = self.with_user(SUPERUSER_ID).sudo()  # sudo: the provider has no user; its signature was verified
        topup = robot.search([("provider", "=", provider), ("provider_reference", "=", reference)], limit=1) if provider and reference else robot.browse()
        outcome = topup._judge(amount, currency, fee) if topup else "unknown"
        if outcome == "credited":
            outcome = topup.with_company(topup.company_id)._confirm_notified(to_fen(fee, exact=True) if fee is not None else 0)
        if outcome not in ("credited", "repeated"):
            _logger.info("notification of %s for %s refused: %s", provider, reference, outcome)
        return robot.env["prepaid.notification"].create({
            "provider": provider or "?", "reference": reference or "?", "amount_text": str(amount)[:64], "currency_text": str(currency)[:16],
            "fee_text": str(fee)[:64] if fee is not None else False, "topup_id": topup.id, "company_id": topup.company_id.id, "outcome": outcome})

    def _confirm_notified(self, fee_fen=0):
        """Credit what was paid; where the ledger refuses, the top-up waits and its chatter says why.

        :param fee_fen: fen the provider keeps.
        :return: outcome of the notification.
        """
        try:
            with self.env.cr.savepoint():
                self.provider_fee = from_fen(fee_fen)
                self._confirm()
        except UserError as error:
            self.message_post(body=self.env._(
                "The provider reports the payment of %(amount)s, but it cannot be booked: %(reason)s Put that right and have the provider report "
                "again, or reject the top-up and pay the money back.", amount=yuan(to_fen(self.amount)), reason=error.args[0]))
            return "refused"
        return "credited"

    def _judge(self, amount, currency, fee=None):
        self.ensure_one()
        try:
            fen = to_fen(amount, exact=True)
        except AmountError:
            return "bad_amount"
        if str(currency) != self.currency_id.name:
            return "currency_differs"
        if fen != to_fen(self.amount):
            return "amount_differs"
        try:
            fee_fen = to_fen(fee, exact=True) if fee is not None else 0
        except AmountError:
            return "bad_fee"
        if not 0 <= fee_fen < fen:
            return "bad_fee"
        if self.state == "confirmed":
            return "repeated"
        return "credited" if self.state == "submitted" else "not_waiting"

    def action_confirm(self):
        """Confirm as :meth:`PrepaidTopup.action_confirm`; an online payment is confirmed by its provider's notification alone."""
        for topup in self.filtered(lambda rec: rec.provider and rec.state == "submitted"):
            raise UserError(self.env._(
                "Top-up %(name)s is paid with %(provider)s and confirmed by the provider's notification. "
                "If none comes, reject it and record the payment with its proof.",
                name=topup.name, provider=topup.provider))
        return super().action_confirm()
