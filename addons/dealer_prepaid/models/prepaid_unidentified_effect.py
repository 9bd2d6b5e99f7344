from odoo import api, models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidUnidentified(models.Model):
    """What the next button of a parked receipt would do (feature 37)."""

    _inherit = "prepaid.unidentified"

    @api.depends("claim_state", "claim_partner_id", "claim_brand_id", "journal_id", "return_journal_id")
    def _compute_effect_text(self):
        super()._compute_effect_text()

    def _effect_is_open(self):
        return self.state in ("draft", *self._open_states) or self.state == "approved" and self.claim_state not in ("claimed", "returned")

    def _effect_sentence(self):
        amount = yuan(to_fen(self.amount))
        if self.state != "approved":
            return self.env._("Approving: %s CNY wait in the books for their owner; no account moves.", amount) if self.amount else False
        if self.claim_state == "return_proposed":
            journal = (self.return_journal_id or self.journal_id).sudo()  # sudo: a name
            return self.env._("Confirming the return: %(amount)s CNY leave %(journal)s; no account moves.", amount=amount, journal=journal.name)
        owner = self.claim_partner_id
        if not owner:
            return self.env._("%s CNY wait for their owner: enter whose they are, or return them to the payer.", amount)
        accounts = self.env["prepaid.account"]
        account, fen = accounts._account_of(self.company_id, owner, self.claim_brand_id), to_fen(self.amount)
        before, free = to_fen(account.balance), to_fen(account.available)
        if owner.sudo().dealer_state not in ("approved", "frozen"):  # sudo: the owner may be another's customer
            return self.env._("The claim will be refused: %s is not approved yet.", owner.name)
        effects = accounts._credit_effects(self.company_id, owner, account, fen, self.claim_brand_id)
        if accounts._opens_with(self.company_id, owner, account, fen):
            said = self.env._(
                "Confirming the claim: %(owner)s balance %(before)s → %(after)s, available %(free)s.", owner=owner.name, before=yuan(before),
                after=yuan(before + fen), free=yuan(free + fen))
        else:
            said = self.env._(
                "Confirming the claim: %(owner)s balance %(before)s → %(after)s.", owner=owner.name, before=yuan(before), after=yuan(before + fen))
        return " ".join([said, *effects])
