from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidDocument(models.AbstractModel):
    """What each button of a finance document would do, said before it is pressed (feature 37); nothing is written for it."""

    _inherit = "prepaid.document"

    effect_text = fields.Char(compute="_compute_effect_text", string="What the buttons would do")

    def _effect_fen(self):
        """Hook: give what the document does to its account.

        :return: (fen that submitting holds, fen that carrying it out adds to the balance, below zero where it takes).
        """
        held = self._hold_fen()
        return held, -held

    def _effect_room_fen(self):
        """Give what the hold of the document may take at most: the free lots of its buckets, nothing on credit."""
        buckets = self._hold_rules().get("buckets")
        free = self.account_id._free_by_bucket()[self.account_id.id]
        return sum(fen for bucket, fen in free.items() if not buckets or bucket in buckets)

    def _effect_step(self):
        """Hook: name the step that carries the document out."""
        return self.env._("Approving")

    @api.depends("amount", "state", "account_id.available")
    @api.depends_context("lang")
    def _compute_effect_text(self):
        for document in self:
            document.effect_text = document._effect_sentence() if document._effect_is_open() else False

    def _effect_is_open(self):
        """Tell whether a button of the document still does something to an account."""
        return bool(self.account_id) and self.state in ("draft", *self._open_states)

    def _effect_sentence(self):
        """Say what the buttons do to balance and available amount now.

        :return: text, False for a document that moves nothing.
        """
        self.ensure_one()
        account = self.account_id.sudo()  # sudo: figures of the document's own account
        available, balance, (held, delta) = to_fen(account.available), to_fen(account.balance), self._effect_fen()
        if not held and not delta:
            return False
        parts = []
        room = self._effect_room_fen()
        if held > room and self.state == "draft":
            if room < available:
                return self.env._(
                    "Submitting is refused: it would hold %(held)s CNY; of the %(available)s available %(room)s can be taken for it, %(missing)s are missing.",
                    held=yuan(held), available=yuan(available), room=yuan(room), missing=yuan(held - room))
            return self.env._(
                "Submitting is refused: it would hold %(held)s CNY, %(available)s are available, %(missing)s are missing.",
                held=yuan(held), available=yuan(available), missing=yuan(held - available))
        if held and self.state == "draft":
            parts.append(self.env._(
                "Submitting holds %(held)s CNY: available %(before)s → %(after)s.", held=yuan(held), before=yuan(available), after=yuan(available - held)))
        if delta:
            free = available + delta if not held else available - held if self.state == "draft" else available
            parts.append(self.env._(
                "%(step)s: balance %(before)s → %(after)s, available %(free)s.", step=self._effect_step(), before=yuan(balance), after=yuan(balance + delta),
                free=yuan(free)))
        if held and self.state != "draft":
            parts.append(self.env._(
                "Rejecting gives %(held)s CNY back: available %(before)s → %(after)s.", held=yuan(held), before=yuan(available), after=yuan(available + held)))
        return " ".join(parts)
